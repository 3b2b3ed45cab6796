import type { ScoreTable } from '../metrics/scoreTable.ts';
import type { EpochMetrics } from '../schemas/run.ts';
import type { FigureModel } from './figureModel.ts';
import type { FigureLanguage } from './figureTypes.ts';
import { figureNumbers, figureTexts, fill } from './figureWords.ts';
import { histogramFigure, histogramTable } from './histogramFigure.ts';
import { learningCurvesFigure, learningCurvesTable, valuesOf, type LearningMeasure } from './learningCurvesFigure.ts';
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
  const { axisShare, count, score } = figureNumbers(language);
  const named = (name: string, photos: number): string => fill(texts.classCount, { name, count: count(photos) });
  const benign = named(texts.benign, table.negatives);
  const malignant = named(texts.malignant, table.positives);
  const description =
    table.n === 0
      ? texts.noRows
      : fill(threshold === null ? texts.histogramPlain : texts.histogramAt, {
          malignant,
          benign,
          threshold: score(threshold),
        });
  const words = {
    title: texts.histogramTitle,
    description,
    xLabel: texts.score,
    yLabel: texts.histogramY,
    benign,
    malignant,
    axisShare,
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
  /** A panel each; loss and AUC unless said otherwise. */
  measures?: readonly LearningMeasure[];
}

/** Names of the measures as axis titles. */
export function measureName(measure: LearningMeasure, language: FigureLanguage): string {
  const texts = figureTexts[language];
  return { loss: texts.loss, auc: texts.ranking, accuracy: texts.accuracy }[measure];
}

export function learningModel(
  { epochs, bestEpoch, measures = ['loss', 'auc'] }: LearningModelInput,
  language: FigureLanguage,
): FigureModel {
  const texts = figureTexts[language];
  const { score } = figureNumbers(language);
  const name = (measure: LearningMeasure): string => measureName(measure, language);
  const column = (measure: LearningMeasure, split: string): string =>
    fill(texts.measureOf, { measure: name(measure), split });
  const last = epochs.at(-1);
  const said = (row: EpochMetrics): string =>
    measures
      .map((measure) => fill(texts.gap, { label: name(measure), value: score(valuesOf(row, measure).valid) }))
      .join(language === 'en' ? ', ' : '，');
  const description =
    last === undefined
      ? texts.noEpochs
      : fill(bestEpoch === null ? texts.learningNow : texts.learningBest, {
          epoch: String(last.epoch),
          values: said(last),
          best: String(bestEpoch),
        });
  const only = measures.length === 1 ? measures[0] : undefined;
  const title = only === undefined ? texts.learningTitle : name(only);
  const words = {
    title,
    description,
    xLabel: texts.epoch,
    loss: name('loss'),
    auc: name('auc'),
    accuracy: name('accuracy'),
    train: texts.train,
    valid: texts.valid,
    best: fill(texts.best, { epoch: String(bestEpoch) }),
    noRows: texts.noEpochs,
  };
  const columns = {
    epoch: texts.epoch,
    trainLoss: column('loss', texts.train),
    validLoss: column('loss', texts.valid),
    trainAuc: column('auc', texts.train),
    validAuc: column('auc', texts.valid),
    trainAccuracy: column('accuracy', texts.train),
    validAccuracy: column('accuracy', texts.valid),
  };
  const facts = (): ReturnType<FigureModel['table']> => learningCurvesTable(epochs, columns, measures);
  return {
    name: only === undefined ? 'learning' : `learning-${only}`,
    title,
    description,
    svg: (options) => learningCurvesFigure({ epochs, bestEpoch, measures }, words, options),
    table: facts,
    shortTable: facts,
  };
}
