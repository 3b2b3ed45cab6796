import type { PrPoint } from '../metrics/ranking.ts';
import type { FigureTable } from './figureTable.ts';
import type { FigureOptions, FigureWords } from './figureTypes.ts';
import { labelBeside, legend, lineSample, mark, type LegendEntry } from './marks.ts';
import { axisOf, emptyNote, figureDocument, plotAxes, styleOf, widthOf } from './plot.ts';
import { spaced } from './rocFigure.ts';
import { dashesOf, line, type Point } from './svg.ts';

export interface PrCurve {
  name: string;
  /** For the legend: the average precision in words. */
  label: string;
  /** Thresholds falling, recall rising (metrics' prPoints). */
  points: readonly PrPoint[];
}

export interface PrFigureData {
  /** Up to six; the marker belongs to the first. */
  curves: readonly PrCurve[];
  /** Share of malignant photos: what chance would find; null without photos. */
  prevalence: number | null;
  marker?: { recall: number; precision: number; label: string } | null;
  n: number;
}

export interface PrWords extends FigureWords {
  /** The line of chance, with the prevalence in words. */
  baseline: string;
}

/**
 * The corners of a line under which the area is the average precision exactly: on the way to each recall the precision is the
 * one reached there.
 */
export function prSteps(points: readonly PrPoint[]): Point[] {
  const steps: Point[] = [];
  let reached = 0;
  for (const { recall, precision } of points) {
    steps.push({ x: reached, y: precision }, { x: recall, y: precision });
    reached = recall;
  }
  return steps;
}

/** Precision against sensitivity, in steps, with the prevalence as the line of chance. */
export function prFigure(data: PrFigureData, words: PrWords, options: FigureOptions = {}): string {
  const style = styleOf(options);
  const width = widthOf(options);
  const axes = { x: axisOf(words.xLabel, 0, 1), y: axisOf(words.yLabel, 0, 1) };
  const plot = plotAxes({ left: 4, top: 8, width: width - 4, height: 'square' }, axes, style);
  const curves = data.curves.filter(({ points }) => points.length > 0);
  const colourOf = (index: number): string => style.series[index % style.series.length] ?? style.text;
  const drawn: string[] = [plot.axes];
  const entries: LegendEntry[] = [];
  const { prevalence } = data;
  if (curves.length === 0) drawn.push(emptyNote(data.n === 0 ? words.noRows : words.oneClass, plot, style));
  else {
    if (prevalence !== null) {
      drawn.push(line([plot.at(0, prevalence), plot.at(1, prevalence)], style.muted, '2 3', 0.9));
    }
    for (const [index, { points }] of [...curves.entries()].reverse()) {
      const placed = prSteps(points).map(({ x, y }) => plot.at(x, y));
      drawn.push(line(placed, colourOf(index), dashesOf(index), index === 0 ? 1.7 : 1.4));
    }
    for (const [index, { name, label }] of curves.entries()) {
      const text = name === '' ? label : `${name}: ${label}`;
      entries.push({ sample: lineSample(colourOf(index), dashesOf(index)), text });
    }
    if (prevalence !== null) entries.push({ sample: lineSample(style.muted, '2 3', 0.9), text: words.baseline });
    const marker = data.marker ?? null;
    if (marker !== null) {
      const place = plot.at(marker.recall, marker.precision);
      drawn.push(mark('circle', place, { colour: colourOf(0), ground: style.surface, size: 4.5 }));
      drawn.push(labelBeside(plot, place, marker.label, 'belowLeft', style));
    }
  }
  const under = legend(entries, { left: plot.left, top: plot.bottom, width: width - plot.left }, style);
  return figureDocument({ width, height: under.bottom, style, words }, drawn.join('') + under.drawing);
}

export interface PrTableWords {
  curve: string;
  threshold: string;
  sensitivity: string;
  precision: string;
}

/** One row a point; `step` leaves out points until the sensitivity has risen by as much. */
export function prTable(
  data: Pick<PrFigureData, 'curves'>,
  words: PrTableWords,
  { step = 0 }: { step?: number } = {},
): FigureTable {
  return {
    columns: [
      { name: words.curve, kind: 'text' },
      { name: words.threshold, kind: 'score' },
      { name: words.sensitivity, kind: 'rate' },
      { name: words.precision, kind: 'rate' },
    ],
    rows: data.curves.flatMap(({ name, label, points }) =>
      spaced(points, ({ recall }) => recall, step).map(({ threshold, recall, precision }) => [
        name === '' ? label : name,
        threshold,
        recall,
        precision,
      ]),
    ),
  };
}
