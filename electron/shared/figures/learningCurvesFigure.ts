import type { EpochMetrics } from '../schemas/run.ts';
import type { FigureTable } from './figureTable.ts';
import type { FigureOptions, FigureStyle, FigureWords } from './figureTypes.ts';
import { legend, lineSample, mark, thresholdLine } from './marks.ts';
import {
  axisOf,
  emptyNote,
  figureDocument,
  leftRoom,
  plotAxes,
  styleOf,
  TOP_ROOM,
  widthOf,
  type Axis,
} from './plot.ts';
import { line, type Point } from './svg.ts';

export type LearningMeasure = 'loss' | 'auc' | 'accuracy';

export interface LearningCurvesData {
  epochs: readonly EpochMetrics[];
  /** Marked by a line in every panel. */
  bestEpoch: number | null;
  /** A panel each, from above. */
  measures?: readonly LearningMeasure[];
}

export interface LearningCurvesWords extends Omit<FigureWords, 'yLabel' | 'oneClass'> {
  /** Titles of the panels' axes. */
  loss: string;
  auc: string;
  accuracy: string;
  train: string;
  valid: string;
  /** "best: 12"; used when there is a best epoch. */
  best: string;
}

const SPLITS = ['train', 'valid'] as const;
const BOTH = ['loss', 'auc'] as const;

/** What an epoch says of a measure; null where it is undefined. */
export function valuesOf(row: EpochMetrics, measure: LearningMeasure): { train: number | null; valid: number | null } {
  switch (measure) {
    case 'loss':
      return { train: row.loss, valid: row.valLoss };
    case 'auc':
      return { train: row.auc, valid: row.valAuc };
    case 'accuracy':
      return { train: row.accuracy, valid: row.valAccuracy };
  }
}

/** One measure of a split over the epochs; an epoch where it is undefined has no point. */
export function pointsOf(epochs: readonly EpochMetrics[], measure: LearningMeasure, split: 'train' | 'valid'): Point[] {
  return epochs.flatMap((row) => {
    const y = valuesOf(row, measure)[split];
    return y === null || !Number.isFinite(y) ? [] : [{ x: row.epoch, y }];
  });
}

/** Each measure of training and validation by epoch; the best epoch marked in all. */
export function learningCurvesFigure(
  data: LearningCurvesData,
  words: LearningCurvesWords,
  options: FigureOptions = {},
): string {
  const style = styleOf(options);
  const width = widthOf(options);
  const { epochs, bestEpoch, measures = BOTH } = data;
  const lastEpoch = Math.max(2, ...epochs.map(({ epoch }) => epoch));
  const wholeTicks = (axis: Axis): Axis => ({ ...axis, ticks: axis.ticks.filter((tick) => Number.isInteger(tick)) });
  const panels = measures.map((measure) => ({ measure, y: axisFor(epochs, measure, words[measure]) }));
  const room = Math.max(...panels.map(({ y }) => leftRoom(y)));
  const drawn: string[] = [];
  let top = 8 + TOP_ROOM;
  let left = 0;
  for (const [index, { measure, y }] of panels.entries()) {
    const isLast = index === panels.length - 1;
    const x = wholeTicks(axisOf(isLast ? words.xLabel : '', 1, lastEpoch, 6));
    const place = { left: 4, top, width: width - 4, height: Math.round(width * 0.36), leftRoom: room };
    const plot = plotAxes(place, { x, y }, style);
    drawn.push(plot.axes);
    if (epochs.length === 0) drawn.push(emptyNote(words.noRows, plot, style));
    if (bestEpoch !== null && epochs.length > 0) {
      drawn.push(thresholdLine(plot, bestEpoch, words.best, plot.at(bestEpoch, y.from), style));
    }
    for (const split of SPLITS) {
      const points = pointsOf(epochs, measure, split).map((point) => plot.at(point.x, point.y));
      const { colour, dashes } = lookOf(split, style);
      drawn.push(line(points, colour, dashes, split === 'valid' ? 1.7 : 1.3));
      // one point makes no line
      const only = points.length === 1 ? points[0] : undefined;
      if (only !== undefined) {
        drawn.push(mark('circle', only, { colour, ground: style.surface, size: 3, hollow: split === 'train' }));
      }
    }
    top = plot.bottom + (isLast ? 0 : TOP_ROOM + 6);
    left = plot.left;
  }
  const entries = (['valid', 'train'] as const).map((split) => {
    const { colour, dashes } = lookOf(split, style);
    return { sample: lineSample(colour, dashes), text: words[split] };
  });
  const under = legend(entries, { left, top, width: width - left }, style);
  const page = { width, height: under.bottom, style, words: { ...words, yLabel: '', oneClass: '' } };
  return figureDocument(page, drawn.join('') + under.drawing);
}

/** Losses from 0; areas and accuracies from a half, which is chance for both, or from below where they are. */
function axisFor(epochs: readonly EpochMetrics[], measure: LearningMeasure, label: string): Axis {
  const values = SPLITS.flatMap((split) => pointsOf(epochs, measure, split).map(({ y }) => y));
  if (measure !== 'loss') return axisOf(label, Math.floor(Math.min(0.5, ...values) * 10) / 10, 1, 4);
  const highest = Math.max(0, ...values);
  return axisOf(label, Math.min(0, ...values), highest > 0 ? highest * 1.05 : 1, 4);
}

function lookOf(split: 'train' | 'valid', style: FigureStyle): { colour: string; dashes: string | null } {
  return split === 'valid'
    ? { colour: style.series[0] ?? style.text, dashes: null }
    : { colour: style.muted, dashes: '5 3' };
}

export interface LearningTableWords {
  epoch: string;
  trainLoss: string;
  validLoss: string;
  trainAuc: string;
  validAuc: string;
  trainAccuracy: string;
  validAccuracy: string;
}

/** One row an epoch. */
export function learningCurvesTable(
  epochs: readonly EpochMetrics[],
  words: LearningTableWords,
  measures: readonly LearningMeasure[] = BOTH,
): FigureTable {
  const names = {
    loss: [words.trainLoss, words.validLoss],
    auc: [words.trainAuc, words.validAuc],
    accuracy: [words.trainAccuracy, words.validAccuracy],
  } as const;
  const columns = measures.flatMap((measure) => names[measure].map((name) => ({ name, kind: 'number' as const })));
  return {
    columns: [{ name: words.epoch, kind: 'count' }, ...columns],
    rows: epochs.map((row) => [
      row.epoch,
      ...measures.flatMap((measure) => {
        const { train, valid } = valuesOf(row, measure);
        return [train, valid];
      }),
    ]),
  };
}
