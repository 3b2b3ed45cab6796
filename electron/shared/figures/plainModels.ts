import type { ScoreTable } from '../metrics/scoreTable.ts';
import type { EpochMetrics } from '../schemas/run.ts';
import type { FigureModel } from './figureModel.ts';
import type { FigureLanguage } from './figureTypes.ts';
import { figureNumbers, figureTexts, fill } from './figureWords.ts';
import { histogramFigure, histogramTable } from './histogramFigure.ts';
import { learningCurvesFigure, learningCurvesTable } from './learningCurvesFigure.ts';
import { thresholdLabel } from './rankingModels.ts';
import { binTable } from './scoreBins.ts';

export interface HistogramModelInput {
  /** Raw scores. */
  table: ScoreTable;
  threshold: number | null;
  binCount?: number;
}

export function histogramModel(input: HistogramModelInput, language: FigureLanguage): FigureModel {
  const { table, threshold, binCount = 25 } = input;
  const texts = figureTexts[language];
  const { count, score } = figureNumbers(language);
  const named = (name: string, photos: number): string => fill(texts.classCount, { name, count: count(photos) });
  const benign = named(texts.benign, table.negatives);
  const malignant = named(texts.malignant, table.positives);
  const description =
    table.n === 0 ? texts.noRows : fill(texts.histogramAt, { malignant, benign, threshold: score(threshold) });
  const words = {
    title: texts.histogramTitle,
    description,
    xLabel: texts.score,
    yLabel: texts.histogramY,
    benign,
    malignant,
    noRows: texts.noRows,
    oneClass: texts.oneClass,
  };
  const mark = threshold === null ? null : { value: threshold, label: thresholdLabel(threshold, language) };
  const facts = (): ReturnType<FigureModel['table']> => histogramTable(binTable(table, binCount), texts);
  return {
    name: 'histogram',
    title: texts.histogramTitle,
    description,
    svg: (options) => histogramFigure({ bins: binTable(table, binCount), threshold: mark }, words, options),
    table: facts,
    shortTable: facts,
  };
}

export interface LearningModelInput {
  epochs: readonly EpochMetrics[];
  bestEpoch: number | null;
}

export function learningModel({ epochs, bestEpoch }: LearningModelInput, language: FigureLanguage): FigureModel {
  const texts = figureTexts[language];
  const { score } = figureNumbers(language);
  const last = epochs.at(-1);
  const description =
    last === undefined
      ? texts.noEpochs
      : fill(bestEpoch === null ? texts.learningNow : texts.learningBest, {
          epoch: String(last.epoch),
          loss: score(last.valLoss),
          auc: score(last.valAuc),
          best: String(bestEpoch),
        });
  const words = {
    title: texts.learningTitle,
    description,
    xLabel: texts.epoch,
    loss: texts.loss,
    auc: texts.aucAxis,
    train: texts.train,
    valid: texts.valid,
    best: fill(texts.best, { epoch: String(bestEpoch) }),
    noRows: texts.noEpochs,
  };
  const facts = (): ReturnType<FigureModel['table']> => learningCurvesTable(epochs, texts);
  return {
    name: 'learning',
    title: texts.learningTitle,
    description,
    svg: (options) => learningCurvesFigure({ epochs, bestEpoch }, words, options),
    table: facts,
    shortTable: facts,
  };
}
