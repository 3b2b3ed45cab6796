import type { FigureModel } from '../../../electron/shared/figures/figureModel.ts';
import type { FigureLanguage } from '../../../electron/shared/figures/figureTypes.ts';
import { histogramModel, learningModel } from '../../../electron/shared/figures/plainModels.ts';
import { decisionModel, reliabilityModel } from '../../../electron/shared/figures/probabilityModels.ts';
import { prModel, rocModel } from '../../../electron/shared/figures/rankingModels.ts';
import { delongAuc } from '../../../electron/shared/metrics/delong.ts';
import { rocBand } from '../../../electron/shared/metrics/rocBand.ts';
import { createScoreTable, type ScoreTable } from '../../../electron/shared/metrics/scoreTable.ts';
import type { EpochMetrics } from '../../../electron/shared/schemas/run.ts';

export const tableOf = (labels: number[], scores: number[]): ScoreTable => createScoreTable({ labels, scores });

/** Four photos, one pair in the wrong order: AUC 3/4, corners (0,0) (0,.5) (.5,.5) (.5,1) (1,1). */
export const four = (): ScoreTable => tableOf([1, 0, 1, 0], [0.9, 0.7, 0.4, 0.2]);

export const anEpoch = (epoch: number, valLoss: number, auc: number | null = 0.7): EpochMetrics => ({
  epoch,
  loss: valLoss / 2,
  accuracy: 0.8,
  auc,
  valLoss,
  valAccuracy: 0.75,
  valAuc: auc,
  seconds: 1,
});

/** Every figure of one set of scores, with all that can be drawn on it. */
export function everyModel(
  table: ScoreTable,
  {
    language = 'en',
    threshold = 0.5,
    name = '',
    epochs = [],
  }: { language?: FigureLanguage; threshold?: number | null; name?: string; epochs?: EpochMetrics[] } = {},
): FigureModel[] {
  const auc = delongAuc(table);
  const other = { name, table, auc };
  const reference = { fpr: 0.4, tpr: 0.7, label: name };
  return [
    rocModel({ table, auc, threshold, reference }, language),
    ...(['pointwise', 'simultaneous'] as const).map((kind) =>
      rocModel(
        { table, auc, threshold, name, band: { kind, points: rocBand(table, { kind }) }, compared: [other, other] },
        language,
      ),
    ),
    prModel({ table, threshold }, language),
    prModel({ table, threshold, name, compared: [other] }, language),
    reliabilityModel({ table, recalibrated: null }, language),
    reliabilityModel({ table, recalibrated: { table, method: 'platt' } }, language),
    decisionModel({ table, calibrated: true, threshold }, language),
    histogramModel({ table, threshold }, language),
    learningModel({ epochs, bestEpoch: epochs.length > 0 ? 1 : null }, language),
    learningModel({ epochs, bestEpoch: null, measures: ['accuracy'] }, language),
  ];
}
