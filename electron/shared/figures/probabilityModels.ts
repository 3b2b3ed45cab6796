import { expectedCalibrationError, reliabilityBins } from '../metrics/calibration.ts';
import { confusionAt, type ScoreTable } from '../metrics/scoreTable.ts';
import { decisionCurve, netBenefit, netBenefitTreatAll } from '../metrics/utility.ts';
import type { Recalibration } from '../schemas/recalibration.ts';
import { decisionFigure, decisionTable, decisionThresholds, type DecisionFigureData } from './decisionFigure.ts';
import type { FigureModel } from './figureModel.ts';
import type { FigureLanguage } from './figureTypes.ts';
import { figureNumbers, figureTexts, fill } from './figureWords.ts';
import { reliabilityFigure, reliabilityTable, type ReliabilityFigureData } from './reliabilityFigure.ts';

export interface ReliabilityModelInput {
  /** Raw scores. */
  table: ScoreTable;
  /** The same photos with recalibrated probabilities (metrics' recalibrateTable), and by what; null: not recalibrated. */
  recalibrated: { table: ScoreTable; method: Recalibration['map']['method'] } | null;
  bins?: number;
}

/** Bins of both series and the words of each. */
export function reliabilityData(input: ReliabilityModelInput, language: FigureLanguage): ReliabilityFigureData {
  const texts = figureTexts[language];
  const bins = input.bins ?? 10;
  const { recalibrated } = input;
  return {
    before: { label: texts.asScored, bins: reliabilityBins(input.table, { bins }) },
    after: recalibrated && {
      label: texts[recalibrated.method],
      bins: reliabilityBins(recalibrated.table, { bins }),
    },
  };
}

export function reliabilityModel(input: ReliabilityModelInput, language: FigureLanguage): FigureModel {
  const texts = figureTexts[language];
  const { score } = figureNumbers(language);
  const data = reliabilityData(input, language);
  const gaps = [data.before, ...(data.after ? [data.after] : [])].map(({ label, bins }) =>
    fill(texts.gap, { label, value: score(expectedCalibrationError(bins)) }),
  );
  const description =
    input.table.n === 0
      ? texts.noRows
      : fill(texts.reliabilityMany, { gaps: gaps.join(language === 'en' ? '; ' : '；') });
  const words = {
    title: texts.reliabilityTitle,
    description,
    xLabel: texts.reliabilityX,
    yLabel: texts.reliabilityY,
    ideal: texts.ideal,
    counts: texts.photos,
    interval: texts.wilson,
    noRows: texts.noRows,
    oneClass: texts.oneClass,
  };
  const table = (): ReturnType<FigureModel['table']> =>
    reliabilityTable(data, {
      series: texts.series,
      from: texts.from,
      to: texts.to,
      count: texts.photos,
      malignant: texts.malignantPhotos,
      mean: texts.meanPredicted,
      observed: texts.observed,
      low: texts.low,
      high: texts.high,
    });
  return {
    name: 'reliability',
    title: texts.reliabilityTitle,
    description,
    svg: (options) => reliabilityFigure(data, words, options),
    table,
    shortTable: table,
  };
}

export interface DecisionModelInput {
  /** Probabilities: recalibrated where a recalibration is known (then `calibrated`), else the raw scores. */
  table: ScoreTable;
  calibrated: boolean;
  /** The chosen threshold as such a probability; null where nothing is marked. */
  threshold: number | null;
}

/** The chosen threshold is one of those drawn, so that its mark lies on the line. */
const withChosen = (thresholds: number[], chosen: number | null): number[] =>
  chosen === null || chosen >= (thresholds.at(-1) ?? 0) || thresholds.includes(chosen)
    ? thresholds
    : [...thresholds, chosen].sort((a, b) => a - b);

/** Curve and marker of a decision figure. */
export function decisionData(input: DecisionModelInput, language: FigureLanguage): DecisionFigureData {
  const { table, threshold } = input;
  const { score } = figureNumbers(language);
  const texts = figureTexts[language];
  return {
    points: decisionCurve(table, withChosen(decisionThresholds(threshold), threshold)),
    prevalence: table.n === 0 ? null : table.positives / table.n,
    marker:
      threshold === null
        ? null
        : {
            threshold,
            netBenefit: netBenefit(confusionAt(table, threshold), threshold),
            label: fill(texts.atThreshold, { threshold: score(threshold) }),
          },
  };
}

export function decisionModel(input: DecisionModelInput, language: FigureLanguage): FigureModel {
  const texts = figureTexts[language];
  const { score } = figureNumbers(language);
  const data = (): DecisionFigureData => decisionData(input, language);
  const { table, threshold } = input;
  const model = input.calibrated ? texts.modelCalibrated : texts.modelRaw;
  const description =
    table.n === 0
      ? texts.noRows
      : threshold === null
        ? texts.decisionPlain
        : fill(texts.decisionAt, {
            threshold: score(threshold),
            model: score(netBenefit(confusionAt(table, threshold), threshold)),
            all: score(netBenefitTreatAll(table.positives / table.n, threshold)),
          });
  const words = {
    title: texts.decisionTitle,
    description,
    xLabel: texts.decisionX,
    yLabel: texts.decisionY,
    model,
    treatAll: texts.treatAll,
    treatNone: texts.treatNone,
    noRows: texts.noRows,
    oneClass: texts.oneClass,
  };
  const tableOf = (every: number): ReturnType<FigureModel['table']> =>
    decisionTable(
      data().points,
      { threshold: texts.thresholdProbability, model, treatAll: texts.treatAll, treatNone: texts.treatNone },
      { every },
    );
  return {
    name: 'decision',
    title: texts.decisionTitle,
    description,
    svg: (options) => decisionFigure(data(), words, options),
    table: () => tableOf(1),
    shortTable: () => tableOf(5),
  };
}
