import { confusionAt, type ScoreTable } from '../metrics/scoreTable.ts';
import { averagePrecision, prForChart, rocForChart } from '../metrics/ranking.ts';
import type { Estimate } from '../schemas/evaluationSummary.ts';
import type { FigureModel } from './figureModel.ts';
import type { FigureLanguage } from './figureTypes.ts';
import { figureNumbers, figureTexts, fill, type FigureTexts } from './figureWords.ts';
import { prFigure, prTable, type PrFigureData } from './prFigure.ts';
import { rocFigure, rocTable, type RocBandPoint, type RocFigureData } from './rocFigure.ts';

/** Corners kept for drawing: beyond these neither screen nor print shows a difference. */
const DRAWN_POINTS = 1500;
const READ_STEP = 0.05;

export type BandKind = 'pointwise' | 'simultaneous';

/** A run or reader to compare, on the same photos. */
export interface ComparedCurve {
  name: string;
  table: ScoreTable;
  auc: Estimate;
}

export interface RocModelInput {
  table: ScoreTable;
  /** With its interval (metrics' delongAuc or summarizeRanking). */
  auc: Estimate;
  /** Raw score; null where nothing is marked. */
  threshold: number | null;
  /** Name of the first curve; needed with `compared` only. */
  name?: string;
  band?: { kind: BandKind; points: readonly RocBandPoint[] } | null;
  /** A published operating point with its name, shown hollow. */
  reference?: { fpr: number; tpr: number; label: string } | null;
  /** Up to five more curves. */
  compared?: readonly ComparedCurve[];
}

export const bandLabel = (kind: BandKind, language: FigureLanguage): string =>
  figureTexts[language][kind === 'pointwise' ? 'pointwiseBand' : 'simultaneousBand'];

/** "AUC 0.842 (0.801–0.883)". */
export function aucLabel({ value, low, high }: Estimate, language: FigureLanguage): string {
  const texts = figureTexts[language];
  const { score } = figureNumbers(language);
  const plain = score(value);
  const whole =
    low === null || high === null ? plain : fill(texts.range, { value: plain, low: score(low), high: score(high) });
  return fill(texts.auc, { value: whole });
}

export const thresholdLabel = (value: number, language: FigureLanguage): string =>
  fill(figureTexts[language].atThreshold, { threshold: figureNumbers(language).score(value) });

const emptyWords = (texts: FigureTexts): { noRows: string; oneClass: string } => ({
  noRows: texts.noRows,
  oneClass: texts.oneClass,
});

export function rocModel(input: RocModelInput, language: FigureLanguage): FigureModel {
  const { table, auc, threshold, band = null, reference = null, compared = [] } = input;
  const texts = figureTexts[language];
  const { rate, score } = figureNumbers(language);
  const label = aucLabel(auc, language);
  const counts = threshold === null ? null : confusionAt(table, threshold);
  const defined = table.positives > 0 && table.negatives > 0;
  const point =
    counts === null || !defined ? null : { fpr: counts.fp / table.negatives, tpr: counts.tp / table.positives };
  const description = !defined
    ? table.n === 0
      ? texts.noRows
      : texts.oneClass
    : point === null || threshold === null
      ? label
      : fill(texts.rocAt, {
          label,
          threshold: score(threshold),
          sensitivity: rate(point.tpr),
          falseAlarms: rate(point.fpr),
        });
  const data = (): RocFigureData => ({
    n: table.n,
    curves: [
      {
        name: compared.length === 0 ? '' : (input.name ?? ''),
        label,
        points: rocForChart(table, DRAWN_POINTS).points,
      },
      ...compared.map((curve) => ({
        name: curve.name,
        label: aucLabel(curve.auc, language),
        points: rocForChart(curve.table, DRAWN_POINTS).points,
      })),
    ],
    band: band && { points: band.points, label: bandLabel(band.kind, language) },
    marker: point && threshold !== null ? { ...point, label: thresholdLabel(threshold, language) } : null,
    reference,
  });
  const words = {
    title: texts.rocTitle,
    description,
    xLabel: texts.rocX,
    yLabel: texts.rocY,
    chance: texts.chance,
    ...emptyWords(texts),
  };
  return {
    name: 'roc',
    title: texts.rocTitle,
    description,
    svg: (options) => rocFigure(data(), words, options),
    table: () => rocTable(data(), texts),
    shortTable: () => rocTable(data(), texts, { step: READ_STEP }),
  };
}

export interface PrModelInput {
  table: ScoreTable;
  threshold: number | null;
  name?: string;
  compared?: readonly Pick<ComparedCurve, 'name' | 'table'>[];
}

export const apLabel = (value: number | null, language: FigureLanguage): string =>
  fill(figureTexts[language].ap, { value: figureNumbers(language).score(value) });

/** "Chance: 117 of 600 are malignant (19.5 %)". */
export function baselineLabel(table: ScoreTable, language: FigureLanguage): string {
  const { count, rate } = figureNumbers(language);
  const share = rate(table.n === 0 ? null : table.positives / table.n);
  return fill(figureTexts[language].baseline, { count: count(table.positives), total: count(table.n), share });
}

export function prModel(input: PrModelInput, language: FigureLanguage): FigureModel {
  const { table, threshold, compared = [] } = input;
  const texts = figureTexts[language];
  const { rate, score } = figureNumbers(language);
  const label = apLabel(averagePrecision(table), language);
  const counts = threshold === null ? null : confusionAt(table, threshold);
  const alarms = counts === null ? 0 : counts.tp + counts.fp;
  const point =
    counts === null || alarms === 0 || table.positives === 0
      ? null
      : { recall: counts.tp / table.positives, precision: counts.tp / alarms };
  const description =
    table.positives === 0
      ? table.n === 0
        ? texts.noRows
        : texts.oneClass
      : threshold === null || counts === null
        ? label
        : fill(texts.prAt, {
            label,
            threshold: score(threshold),
            sensitivity: rate(counts.tp / table.positives),
            precision: rate(point?.precision ?? null),
          });
  const curveOf = (curve: ScoreTable, name: string, words: string): PrFigureData['curves'][number] => ({
    name,
    label: words,
    points: prForChart(curve, DRAWN_POINTS).points,
  });
  const data = (): PrFigureData => ({
    n: table.n,
    prevalence: table.n === 0 ? null : table.positives / table.n,
    curves: [
      curveOf(table, compared.length === 0 ? '' : (input.name ?? ''), label),
      ...compared.map((curve) => curveOf(curve.table, curve.name, apLabel(averagePrecision(curve.table), language))),
    ],
    marker: point && threshold !== null ? { ...point, label: thresholdLabel(threshold, language) } : null,
  });
  const words = {
    title: texts.prTitle,
    description,
    xLabel: texts.prX,
    yLabel: texts.prY,
    baseline: baselineLabel(table, language),
    ...emptyWords(texts),
  };
  return {
    name: 'pr',
    title: texts.prTitle,
    description,
    svg: (options) => prFigure(data(), words, options),
    table: () => prTable(data(), texts),
    shortTable: () => prTable(data(), texts, { step: READ_STEP }),
  };
}
