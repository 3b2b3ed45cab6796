import type { FigureOptions, FigureStyle, FigureWords } from './figureTypes.ts';
import { printStyle } from './figureTypes.ts';
import { element, escapeXml, px, type Point } from './svg.ts';
import { FONT, LINE_HEIGHT, SMALL_FONT, textAt, textWidth, wrapText } from './text.ts';

export interface Axis {
  from: number;
  to: number;
  ticks: readonly number[];
  label: string;
  format: (value: number) => string;
}

/** Axes on the page: `at` turns values into places, held within the axes. */
export interface Plot {
  left: number;
  top: number;
  width: number;
  height: number;
  at: (x: number, y: number) => Point;
  /** Axes, grid, tick labels and titles. */
  axes: string;
  /** Where what stands under the axis title begins. */
  bottom: number;
}

/** Room over the axes for words on a vertical line. */
export const TOP_ROOM = 18;
const RIGHT_ROOM = 12;

/** Steps of 1, 2 or 5 tenfold that give at most `count` intervals, within the axis. */
export function ticksBetween(from: number, to: number, count = 5): number[] {
  if (!(to > from)) return [from];
  const raw = (to - from) / count;
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((times) => times * magnitude).find((each) => each >= raw * (1 - 1e-9)) ?? raw;
  const ticks: number[] = [];
  for (let k = Math.ceil(from / step - 1e-9); k * step <= to + step * 1e-9; k++) ticks.push(k * step);
  return ticks;
}

/** Writes ticks with as many decimals as their step needs. */
export function tickFormat(ticks: readonly number[]): (value: number) => string {
  const step = ticks.length < 2 ? 1 : Math.abs((ticks[1] ?? 1) - (ticks[0] ?? 0));
  const decimals = Math.max(0, Math.min(6, Math.ceil(-Math.log10(step) - 1e-9)));
  return (value) => (Math.abs(value) < step * 1e-6 ? (0).toFixed(decimals) : value.toFixed(decimals)).replace('-', '−');
}

/** An axis with ticks at fitting steps. */
export function axisOf(label: string, from: number, to: number, count = 5): Axis {
  const ticks = ticksBetween(from, to, count);
  return { from, to, ticks, label, format: tickFormat(ticks) };
}

export const styleOf = (options: FigureOptions): FigureStyle => options.style ?? printStyle;
export const widthOf = (options: FigureOptions): number => Math.max(200, options.width ?? 360);

/** Room that a vertical axis takes at its left: title, tick labels, ticks. */
export function leftRoom(y: Axis): number {
  const widest = Math.max(0, ...y.ticks.map((tick) => textWidth(y.format(tick), SMALL_FONT)));
  return Math.ceil((y.label === '' ? 2 : 18) + widest + 7);
}

/** Lays out and draws axes within `width` from `left`; the plot itself is `height` high, or square. */
export function plotAxes(
  place: { left: number; top: number; width: number; height: number | 'square'; leftRoom?: number },
  { x, y }: { x: Axis; y: Axis },
  style: FigureStyle,
  { grid = true }: { grid?: boolean } = {},
): Plot {
  const room = place.leftRoom ?? leftRoom(y);
  const left = place.left + room;
  const width = place.width - room - RIGHT_ROOM;
  const height = place.height === 'square' ? width : place.height;
  const top = place.top;
  const share = (value: number, axis: Axis): number =>
    Math.min(1, Math.max(0, (value - axis.from) / (axis.to - axis.from)));
  const at = (valueX: number, valueY: number): Point => ({
    x: left + width * share(valueX, x),
    y: top + height * (1 - share(valueY, y)),
  });
  const foot = top + height;
  const drawn: string[] = [];
  const stroke = (from: Point, to: Point, colour: string, thick: number): string =>
    element('path', {
      d: `M${px(from.x)} ${px(from.y)}L${px(to.x)} ${px(to.y)}`,
      stroke: colour,
      'stroke-width': thick,
      fill: 'none',
    });
  for (const tick of y.ticks) {
    const { y: level } = at(x.from, tick);
    if (grid) drawn.push(stroke({ x: left, y: level }, { x: left + width, y: level }, style.grid, 0.6));
    drawn.push(stroke({ x: left - 4, y: level }, { x: left, y: level }, style.axis, 0.8));
    drawn.push(
      textAt(y.format(tick), style, {
        x: left - 6,
        y: level + SMALL_FONT * 0.35,
        anchor: 'end',
        size: SMALL_FONT,
        colour: style.muted,
      }),
    );
  }
  for (const tick of x.ticks) {
    const { x: across } = at(tick, y.from);
    if (grid) drawn.push(stroke({ x: across, y: top }, { x: across, y: foot }, style.grid, 0.6));
    drawn.push(stroke({ x: across, y: foot }, { x: across, y: foot + 4 }, style.axis, 0.8));
    if (x.label === '') continue;
    const label = { x: across, y: foot + 15, anchor: 'middle' as const, size: SMALL_FONT, colour: style.muted };
    drawn.push(textAt(x.format(tick), style, label));
  }
  drawn.push(stroke({ x: left, y: top }, { x: left, y: foot }, style.axis, 0.8));
  drawn.push(stroke({ x: left, y: foot }, { x: left + width, y: foot }, style.axis, 0.8));
  // a long title is set smaller rather than cut
  const fitted = (label: string, room: number): number => Math.min(FONT, (FONT * room) / textWidth(label));
  if (y.label !== '') {
    const size = fitted(y.label, height + TOP_ROOM + 20);
    const middle = { x: place.left + 11, y: top + height / 2 };
    drawn.push(textAt(y.label, style, { ...middle, size, anchor: 'middle', turned: true }));
  }
  if (x.label !== '') {
    const size = fitted(x.label, width + RIGHT_ROOM);
    drawn.push(textAt(x.label, style, { x: left + width / 2, y: foot + 31, size, anchor: 'middle' }));
  }
  return { left, top, width, height, at, axes: drawn.join(''), bottom: foot + (x.label === '' ? 8 : 40) };
}

/** What stands in the middle of empty axes. */
export function emptyNote(text: string, plot: Plot, style: FigureStyle): string {
  const lines = wrapText(text, plot.width - 20);
  const first = plot.top + plot.height / 2 - ((lines.length - 1) * LINE_HEIGHT) / 2;
  return lines
    .map((line, index) =>
      textAt(line, style, {
        x: plot.left + plot.width / 2,
        y: first + index * LINE_HEIGHT,
        anchor: 'middle',
        colour: style.muted,
      }),
    )
    .join('');
}

/** The whole file: self-contained, without scripts, links, ids or style sheets, so that any number fit on one page. */
export function figureDocument(
  { width, height, style, words }: { width: number; height: number; style: FigureStyle; words: FigureWords },
  drawing: string,
): string {
  const box = { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${px(width)} ${px(Math.ceil(height))}` };
  const size = { width, height: Math.ceil(height) };
  return element(
    'svg',
    {
      ...box,
      ...size,
      role: 'img',
      'aria-label': `${words.title}. ${words.description}`,
      'font-family': style.fontFamily,
    },
    `<title>${escapeXml(words.title)}</title><desc>${escapeXml(words.description)}</desc>` +
      element('rect', { ...size, fill: style.surface }) +
      drawing,
  );
}
