import { fixed } from '../rounding.ts';
import type { FigureLanguage } from './figureTypes.ts';

/** Texts of the figures in both languages; `{name}` is filled by `fill`. The window and the reports say the same. */
const en = {
  noRows: 'No photos',
  oneClass: 'Undefined: the photos are of one class only',
  noEpochs: 'No epoch has been trained yet',
  score: 'Score',
  threshold: 'Threshold',
  atThreshold: 'Threshold {threshold}',
  sensitivity: 'Sensitivity',
  specificity: 'Specificity',
  low: 'Lower limit',
  high: 'Upper limit',
  curve: 'Curve',
  undefined: 'undefined',
  range: '{value} ({low}–{high})',

  rocTitle: 'ROC curve',
  rocX: 'False alarms (1 − specificity)',
  rocY: 'Found (sensitivity)',
  auc: 'AUC {value}',
  chance: 'Chance',
  pointwiseBand: '95 % band, each point by itself',
  simultaneousBand: '95 % band, the whole curve at once',
  rocAt: '{label}. At the threshold {threshold}: sensitivity {sensitivity}, false alarms {falseAlarms}.',

  prTitle: 'Precision and sensitivity',
  prX: 'Found (sensitivity, recall)',
  prY: 'Right alarms (precision, PPV)',
  ap: 'Average precision {value}',
  baseline: 'Chance: {count} of {total} are malignant ({share})',
  prAt: '{label}. At the threshold {threshold}: sensitivity {sensitivity}, precision {precision}.',
  precision: 'Precision',

  reliabilityTitle: 'Calibration',
  reliabilityX: 'Predicted probability',
  reliabilityY: 'Observed share malignant',
  asScored: 'As scored',
  platt: 'Recalibrated (Platt)',
  temperature: 'Recalibrated (temperature)',
  wilson: '95 % interval (Wilson)',
  ideal: 'Prediction and observation agree',
  photos: 'Photos',
  reliabilityMany: 'Mean gap between predicted and observed: {gaps}.',
  gap: '{label} {value}',
  from: 'From',
  to: 'To',
  malignantPhotos: 'Malignant',
  meanPredicted: 'Mean predicted',
  observed: 'Observed share',
  series: 'Series',

  decisionTitle: 'Decision curve',
  decisionX: 'Risk from which one would biopsy (threshold probability)',
  decisionY: 'Net benefit',
  modelRaw: 'By the scores, not recalibrated',
  modelCalibrated: 'By the model, recalibrated',
  treatAll: 'Biopsy all',
  treatNone: 'Biopsy none',
  decisionAt:
    'At a threshold probability of {threshold} the net benefit is {model} by the model, {all} of biopsying all.',
  decisionPlain: 'Net benefit of the model, of biopsying all and none, by threshold probability.',
  thresholdProbability: 'Threshold probability',

  histogramTitle: 'Scores by class',
  histogramY: 'Share of the class',
  benign: 'Benign',
  malignant: 'Malignant',
  classCount: '{name} (n = {count})',
  benignShare: 'Share of benign',
  malignantShare: 'Share of malignant',
  histogramAt: '{malignant} above the line, {benign} below; the threshold stands at {threshold}.',
  histogramPlain: '{malignant} above the line, {benign} below.',

  learningTitle: 'Learning curves',
  epoch: 'Epoch',
  loss: 'Loss',
  ranking: 'Ranking (AUC)',
  accuracy: 'Accuracy',
  train: 'Train',
  valid: 'Validation',
  best: 'kept: {epoch}',
  learningNow: 'After epoch {epoch}, validation: {values}.',
  learningBest: 'After epoch {epoch}, validation: {values}. Epoch {best} is kept.',
  measureOf: '{measure}, {split}',
};
export type FigureTexts = typeof en;

const zh: FigureTexts = {
  noRows: '没有照片',
  oneClass: '无定义：照片只有一个类别',
  noEpochs: '尚未完成任何一轮训练',
  score: '得分',
  threshold: '阈值',
  atThreshold: '阈值 {threshold}',
  sensitivity: '灵敏度',
  specificity: '特异度',
  low: '下限',
  high: '上限',
  curve: '曲线',
  undefined: '无定义',
  range: '{value}（{low}–{high}）',

  rocTitle: 'ROC 曲线',
  rocX: '误报率（1 − 特异度）',
  rocY: '检出率（灵敏度）',
  auc: 'AUC {value}',
  chance: '随机水平',
  pointwiseBand: '95% 区间带（逐点）',
  simultaneousBand: '95% 区间带（整条曲线同时）',
  rocAt: '{label}。阈值 {threshold} 处：灵敏度 {sensitivity}，误报率 {falseAlarms}。',

  prTitle: '精确率与灵敏度',
  prX: '检出率（灵敏度、召回率）',
  prY: '报警正确率（精确率、PPV）',
  ap: '平均精确率 {value}',
  baseline: '随机水平：{total} 张中 {count} 张为恶性（{share}）',
  prAt: '{label}。阈值 {threshold} 处：灵敏度 {sensitivity}，精确率 {precision}。',
  precision: '精确率',

  reliabilityTitle: '校准',
  reliabilityX: '预测概率',
  reliabilityY: '实际恶性比例',
  asScored: '原始得分',
  platt: '再校准后（Platt）',
  temperature: '再校准后（温度缩放）',
  wilson: '95% 区间（Wilson）',
  ideal: '预测与实际一致',
  photos: '照片数',
  reliabilityMany: '预测与实际的平均差距：{gaps}。',
  gap: '{label} {value}',
  from: '起',
  to: '止',
  malignantPhotos: '恶性',
  meanPredicted: '平均预测值',
  observed: '实际比例',
  series: '系列',

  decisionTitle: '决策曲线',
  decisionX: '愿意活检的风险下限（阈值概率）',
  decisionY: '净获益',
  modelRaw: '依据原始得分（未再校准）',
  modelCalibrated: '依据模型（再校准后）',
  treatAll: '全部活检',
  treatNone: '全不活检',
  decisionAt: '阈值概率为 {threshold} 时，依据模型的净获益为 {model}，全部活检为 {all}。',
  decisionPlain: '依据模型、全部活检与全不活检在各阈值概率下的净获益。',
  thresholdProbability: '阈值概率',

  histogramTitle: '各类得分分布',
  histogramY: '占该类的比例',
  benign: '良性',
  malignant: '恶性',
  classCount: '{name}（n = {count}）',
  benignShare: '占良性比例',
  malignantShare: '占恶性比例',
  histogramAt: '横线上方为{malignant}，下方为{benign}；阈值位于 {threshold}。',
  histogramPlain: '横线上方为{malignant}，下方为{benign}。',

  learningTitle: '学习曲线',
  epoch: '轮次',
  loss: '损失',
  ranking: '排序能力（AUC）',
  accuracy: '准确率',
  train: '训练集',
  valid: '验证集',
  best: '保留：{epoch}',
  learningNow: '第 {epoch} 轮之后，验证集：{values}。',
  learningBest: '第 {epoch} 轮之后，验证集：{values}。保留第 {best} 轮。',
  measureOf: '{split}{measure}',
};

export const figureTexts: Readonly<Record<FigureLanguage, FigureTexts>> = { en, 'zh-CN': zh };

/** Puts values into the places of a text. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

/** The sign of per cent: apart from its number in English, not in Chinese. Window, figures and reports write it by this. */
export const withPercent = (number: string, language: FigureLanguage): string =>
  language === 'en' ? `${number} %` : `${number}%`;

/** Numbers as the figures of a language write them; null reads "undefined". */
export interface FigureNumbers {
  score: (value: number | null) => string;
  rate: (value: number | null) => string;
  count: (value: number) => string;
  /** A share on an axis: as many decimals as it has, one at most. */
  axisShare: (value: number) => string;
}

export function figureNumbers(language: FigureLanguage): FigureNumbers {
  const { undefined: nothing } = figureTexts[language];
  const minus = (text: string): string => text.replace(/^-/, '−');
  return {
    score: (value) => (value === null ? nothing : minus(fixed(value, 3))),
    rate: (value) => (value === null ? nothing : withPercent(fixed(value * 100, 1), language)),
    count: (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ','),
    axisShare: (value) => withPercent(String(Number((value * 100).toFixed(1))), language),
  };
}
