import type { RocPoint } from '../metrics/ranking.ts';
import type { FigureTable } from './figureTable.ts';
import type { FigureOptions, FigureWords } from './figureTypes.ts';
import { labelBeside, legend, lineSample, boxSample, mark, type LegendEntry } from './marks.ts';
import { axisOf, emptyNote, figureDocument, plotAxes, styleOf, widthOf, type Plot } from './plot.ts';
import { dashesOf, element, line, pathThrough } from './svg.ts';

export interface RocCurve {
  /** Name of the run or reader; '' when there is one curve only. */
  name: string;
  /** For the legend: the area with its interval in words. */
  label: string;
  /** From (0, 0) to (1, 1); empty where a class is missing. */
  points: readonly RocPoint[];
}

/** Limits of the sensitivity at a false alarm rate (metrics' rocBand). */
export interface RocBandPoint {
  fpr: number;
  low: number;
  high: number;
}

export interface RocFigureData {
  /** Up to six. Band and marker belong to the first. */
  curves: readonly RocCurve[];
  band?: { points: readonly RocBandPoint[]; label: string } | null;
  /** What the threshold does. */
  marker?: { fpr: number; tpr: number; label: string } | null;
  /** A published operating point, a hollow diamond. */
  reference?: { fpr: number; tpr: number; label: string } | null;
  /** Photos at all: says which note stands in empty axes. */
  n: number;
}

export interface RocWords extends FigureWords {
  chance: string;
}

/** Sensitivity against false alarms on a square from 0 to 1, with band, marker, reference and chance. */
export function rocFigure(data: RocFigureData, words: RocWords, options: FigureOptions = {}): string {
  const style = styleOf(options);
  const width = widthOf(options);
  const axes = { x: axisOf(words.xLabel, 0, 1), y: axisOf(words.yLabel, 0, 1) };
  const plot = plotAxes({ left: 4, top: 8, width: width - 4, height: 'square' }, axes, style);
  const curves = data.curves.filter(({ points }) => points.length > 0);
  const colourOf = (index: number): string => style.series[index % style.series.length] ?? style.text;
  const drawn: string[] = [];
  const entries: LegendEntry[] = [];
  if (curves.length === 0) drawn.push(plot.axes, emptyNote(data.n === 0 ? words.noRows : words.oneClass, plot, style));
  else {
    const band = data.band ?? null;
    if (band !== null) {
      drawn.push(bandArea(band.points, plot, style.band));
      entries.push({ sample: boxSample(style.band), text: band.label });
    }
    drawn.push(plot.axes, line([plot.at(0, 0), plot.at(1, 1)], style.muted, '2 3', 0.9));
    for (const [index, { points }] of [...curves.entries()].reverse()) {
      const placed = points.map(({ fpr, tpr }) => plot.at(fpr, tpr));
      drawn.push(line(placed, colourOf(index), dashesOf(index), index === 0 ? 1.7 : 1.4));
    }
    const lines = curves.map(({ name, label }, index) => ({
      sample: lineSample(colourOf(index), dashesOf(index)),
      text: name === '' ? label : `${name}: ${label}`,
    }));
    entries.unshift(...lines);
    entries.push({ sample: lineSample(style.muted, '2 3', 0.9), text: words.chance });
    const reference = data.reference ?? null;
    if (reference !== null) {
      const look = { colour: style.text, ground: style.surface, hollow: true };
      drawn.push(mark('diamond', plot.at(reference.fpr, reference.tpr), look));
      entries.push({ sample: (middle) => mark('diamond', middle, look), text: reference.label });
    }
    const marker = data.marker ?? null;
    if (marker !== null) {
      const place = plot.at(marker.fpr, marker.tpr);
      drawn.push(mark('circle', place, { colour: colourOf(0), ground: style.surface, size: 4.5 }));
      const near = reference === null ? null : plot.at(reference.fpr, reference.tpr);
      drawn.push(labelBeside(plot, place, marker.label, 'belowRight', style, near));
    }
  }
  const under = legend(entries, { left: plot.left, top: plot.bottom, width: width - plot.left }, style);
  return figureDocument({ width, height: under.bottom, style, words }, drawn.join('') + under.drawing);
}

function bandArea(points: readonly RocBandPoint[], plot: Plot, colour: string): string {
  const upper = points.map(({ fpr, high }) => plot.at(fpr, high));
  const lower = points.map(({ fpr, low }) => plot.at(fpr, low)).reverse();
  if (points.length < 2) return '';
  return element('path', { d: `${pathThrough(upper)}${pathThrough(lower).replace(/^M/, 'L')}Z`, fill: colour });
}

export interface RocTableWords {
  curve: string;
  threshold: string;
  sensitivity: string;
  specificity: string;
  low: string;
  high: string;
}

/**
 * Corners of every curve, then the limits of the band. `step` leaves out corners until the sensitivity has risen by as much;
 * both ends stay.
 */
export function rocTable(
  data: Pick<RocFigureData, 'curves' | 'band'>,
  words: RocTableWords,
  { step = 0 }: { step?: number } = {},
): FigureTable {
  const rows: FigureTable['rows'] = [];
  for (const { name, label, points } of data.curves) {
    for (const { threshold, fpr, tpr } of spaced(points, ({ tpr }) => tpr, step)) {
      rows.push([name === '' ? label : name, threshold, tpr, 1 - fpr, null, null]);
    }
  }
  const band = data.band ?? null;
  for (const { fpr, low, high } of spaced(band?.points ?? [], ({ fpr }) => fpr, step)) {
    rows.push([band?.label ?? '', null, null, 1 - fpr, low, high]);
  }
  const columns: FigureTable['columns'] = [
    { name: words.curve, kind: 'text' },
    { name: words.threshold, kind: 'score' },
    { name: words.sensitivity, kind: 'rate' },
    { name: words.specificity, kind: 'rate' },
    { name: words.low, kind: 'rate' },
    { name: words.high, kind: 'rate' },
  ];
  if (band !== null) return { columns, rows };
  return { columns: columns.slice(0, 4), rows: rows.map((row) => row.slice(0, 4)) };
}

/** Items each time the value has risen by `step` since the last kept one, with both ends. */
export function spaced<Item>(items: readonly Item[], value: (item: Item) => number, step: number): Item[] {
  const kept: Item[] = [];
  let last = -Infinity;
  for (const [index, item] of items.entries()) {
    // sums of twentieths do not meet exactly
    if (value(item) < last + step - 1e-9 && index !== items.length - 1) continue;
    kept.push(item);
    last = value(item);
  }
  return kept;
}
