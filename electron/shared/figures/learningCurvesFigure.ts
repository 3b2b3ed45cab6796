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

export interface LearningCurvesData {
  epochs: readonly EpochMetrics[];
  /** Marked by a line in both panels. */
  bestEpoch: number | null;
}

export interface LearningCurvesWords extends Omit<FigureWords, 'yLabel' | 'oneClass'> {
  /** Titles of the two panels' axes. */
  loss: string;
  auc: string;
  train: string;
  valid: string;
  /** "best: 12"; used when there is a best epoch. */
  best: string;
}

type Measure = 'loss' | 'auc';

function pointsOf(epochs: readonly EpochMetrics[], measure: Measure, split: 'train' | 'valid'): Point[] {
  return epochs.flatMap((row) => {
    const train = measure === 'loss' ? row.loss : row.auc;
    const valid = measure === 'loss' ? row.valLoss : row.valAuc;
    const y = split === 'train' ? train : valid;
    return y === null || !Number.isFinite(y) ? [] : [{ x: row.epoch, y }];
  });
}

/** Loss over AUC, each of training and validation, by epoch; the best epoch marked in both. */
export function learningCurvesFigure(
  data: LearningCurvesData,
  words: LearningCurvesWords,
  options: FigureOptions = {},
): string {
  const style = styleOf(options);
  const width = widthOf(options);
  const { epochs, bestEpoch } = data;
  const lastEpoch = Math.max(2, ...epochs.map(({ epoch }) => epoch));
  const wholeTicks = (axis: Axis): Axis => ({ ...axis, ticks: axis.ticks.filter((tick) => Number.isInteger(tick)) });
  const lossHigh = Math.max(
    0,
    ...(['train', 'valid'] as const).flatMap((s) => pointsOf(epochs, 'loss', s).map((p) => p.y)),
  );
  const aucs = (['train', 'valid'] as const).flatMap((split) => pointsOf(epochs, 'auc', split).map((point) => point.y));
  const aucLow = Math.floor(Math.min(0.5, ...aucs) * 10) / 10;
  const panels = [
    { measure: 'loss', y: axisOf(words.loss, 0, lossHigh > 0 ? lossHigh * 1.05 : 1, 4) },
    { measure: 'auc', y: axisOf(words.auc, aucLow, 1, 4) },
  ] as const;
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
    for (const split of ['train', 'valid'] as const) {
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
}

/** One row an epoch. */
export function learningCurvesTable(epochs: readonly EpochMetrics[], words: LearningTableWords): FigureTable {
  return {
    columns: [
      { name: words.epoch, kind: 'count' },
      { name: words.trainLoss, kind: 'number' },
      { name: words.validLoss, kind: 'number' },
      { name: words.trainAuc, kind: 'score' },
      { name: words.validAuc, kind: 'score' },
    ],
    rows: epochs.map(({ epoch, loss, valLoss, auc, valAuc }) => [epoch, loss, valLoss, auc, valAuc]),
  };
}
