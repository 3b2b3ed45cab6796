import type { FigureStyle } from './figureTypes.ts';
import type { Plot } from './plot.ts';
import { element, line, px, type Point } from './svg.ts';
import { FONT, LINE_HEIGHT, textAt, textOver, textWidth, wrapText } from './text.ts';

export type Shape = 'circle' | 'square' | 'triangle' | 'diamond';

/** A mark around a point; hollow ones are filled with the ground's colour. */
export function mark(
  shape: Shape,
  { x, y }: Point,
  { colour, ground, size = 4, hollow = false }: { colour: string; ground: string; size?: number; hollow?: boolean },
): string {
  const look = { fill: hollow ? ground : colour, stroke: hollow ? colour : ground, 'stroke-width': hollow ? 1.4 : 1 };
  switch (shape) {
    case 'circle':
      return element('circle', { cx: x, cy: y, r: size, ...look });
    case 'square':
      return element('rect', { x: x - size * 0.9, y: y - size * 0.9, width: size * 1.8, height: size * 1.8, ...look });
    case 'triangle':
      return shapeOf([
        [0, -1.2],
        [1.1, 0.8],
        [-1.1, 0.8],
      ]);
    case 'diamond':
      return shapeOf([
        [0, -1.3],
        [1.3, 0],
        [0, 1.3],
        [-1.3, 0],
      ]);
  }
  function shapeOf(corners: readonly (readonly [number, number])[]): string {
    const points = corners.map(([dx, dy]) => `${px(x + dx * size)},${px(y + dy * size)}`).join(' ');
    return element('polygon', { points, ...look });
  }
}

/** A vertical line at a threshold with its words over the axes, held within them. */
export function thresholdLine(plot: Plot, value: number, label: string, from: Point, style: FigureStyle): string {
  const { x } = plot.at(value, 0);
  const half = textWidth(label) / 2;
  const middle = Math.max(plot.left + half, Math.min(plot.left + plot.width - half, x));
  return (
    line([from, { x, y: plot.top - 3 }], style.text, '3 2', 1) +
    textAt(label, style, { x: middle, y: plot.top - 7, anchor: 'middle' })
  );
}

/** Words beside a point, in the way that is free by the figure's nature, held within the axes and clear of another mark. */
export function labelBeside(
  plot: Plot,
  at: Point,
  label: string,
  way: 'belowRight' | 'belowLeft',
  style: FigureStyle,
  other: Point | null = null,
): string {
  const width = textWidth(label);
  const wanted = way === 'belowRight' ? at.x + 8 : at.x - 8 - width;
  const x = Math.max(plot.left + 5, Math.min(plot.left + plot.width - width - 3, wanted));
  const foot = plot.top + plot.height - 4;
  const covers = (y: number): boolean =>
    other !== null && other.x > x - 8 && other.x < x + width + 8 && other.y > y - FONT - 6 && other.y < y + 8;
  const below = at.y + FONT + 5;
  const lower = covers(below) && other !== null ? other.y + FONT + 8 : below;
  return textOver(label, style, { x, y: lower > foot ? Math.min(foot, at.y - 9) : lower });
}

export interface LegendEntry {
  /** Drawn around the middle of a box 26 wide. */
  sample: (middle: Point) => string;
  text: string;
}

export const lineSample =
  (colour: string, dashes: string | null, width = 1.5) =>
  ({ x, y }: Point): string =>
    line(
      [
        { x: x - 12, y },
        { x: x + 12, y },
      ],
      colour,
      dashes,
      width,
    );

export const boxSample =
  (fill: string, stroke: string | null = null) =>
  ({ x, y }: Point): string =>
    element('rect', { x: x - 12, y: y - 4.5, width: 24, height: 9, fill, stroke });

/** One row an entry, long ones on several lines. */
export function legend(
  entries: readonly LegendEntry[],
  { left, top, width }: { left: number; top: number; width: number },
  style: FigureStyle,
): { drawing: string; bottom: number } {
  let y = top + LINE_HEIGHT - 2;
  const drawn: string[] = [];
  for (const { sample, text } of entries) {
    drawn.push(sample({ x: left + 13, y: y - FONT * 0.35 }));
    for (const row of wrapText(text, width - 34)) {
      drawn.push(textAt(row, style, { x: left + 32, y }));
      y += LINE_HEIGHT;
    }
    y += 1;
  }
  return { drawing: drawn.join(''), bottom: y - LINE_HEIGHT + 8 };
}
