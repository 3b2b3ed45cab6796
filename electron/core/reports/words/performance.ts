import { defineWords } from './define.ts';

/** Figures at the threshold, ranking, predictive values. */
export const performance = defineWords({
  performanceTitle: { en: 'Performance', zh: '表现' },
  matrixTable: { en: 'Confusion matrix at a threshold of {threshold}', zh: '阈值 {threshold} 处的混淆矩阵' },
  labelled: { en: 'Labelled', zh: '标注' },
  calledMalignant: { en: 'Called malignant', zh: '判为恶性' },
  calledBenign: { en: 'Called benign', zh: '判为良性' },
  malignant: { en: 'Malignant', zh: '恶性' },
  benign: { en: 'Benign', zh: '良性' },
  matrixTp: { en: '{count} found (true positives)', zh: '{count} 检出（真阳性）' },
  matrixFn: { en: '{count} missed (false negatives)', zh: '{count} 漏诊（假阴性）' },
  matrixFp: { en: '{count} false alarms (false positives)', zh: '{count} 误报（假阳性）' },
  matrixTn: { en: '{count} spared (true negatives)', zh: '{count} 正确放行（真阴性）' },
  ratesTable: { en: 'Rates with 95 % confidence intervals', zh: '各项比率及 95% 置信区间' },
  counts: { en: 'Count', zh: '计数' },
  rate: { en: 'Rate', zh: '比率' },
  ci: { en: '95 % CI', zh: '95% 置信区间' },
  method: { en: 'Method', zh: '方法' },
  exactCi: { en: 'Exact (Clopper-Pearson)', zh: '精确区间（Clopper-Pearson）' },
  countOf: { en: '{count} of {total}', zh: '{count}/{total}' },
  sensitivity: { en: 'Malignant photos found (sensitivity)', zh: '恶性检出率（灵敏度）' },
  specificity: { en: 'Benign photos spared (specificity)', zh: '良性放行率（特异度）' },
  ppv: { en: 'Malignant calls that are right (PPV)', zh: '判为恶性时的正确率（阳性预测值）' },
  npv: { en: 'Benign calls that are right (NPV)', zh: '判为良性时的正确率（阴性预测值）' },
  accuracy: { en: 'Accuracy', zh: '准确率' },
  auc: { en: 'Ranking (AUC)', zh: '排序能力（AUC）' },
  ppvNote: {
    en: 'PPV and NPV above hold for these photos only, of which {prevalence} are malignant.',
    zh: '以上阳性与阴性预测值只适用于这些照片（其中 {prevalence} 为恶性）。',
  },
  furtherTable: { en: 'Further figures', zh: '其他指标' },
  averagePrecision: { en: 'Average precision', zh: '平均精确率' },
  averagePrecisionChance: { en: '{value}; chance is {chance}', zh: '{value}；随机水平为 {chance}' },
  balancedAccuracy: { en: 'Balanced accuracy', zh: '平衡准确率' },
  f1: { en: 'F1', zh: 'F1 分数' },
  mcc: { en: "Matthews' correlation (MCC)", zh: '马修斯相关系数（MCC）' },
  kappa: { en: "Cohen's kappa", zh: 'Cohen κ 系数' },
  lrPositive: { en: 'Likelihood ratio of a malignant call (LR+)', zh: '阳性似然比（LR+）' },
  lrNegative: { en: 'Likelihood ratio of a benign call (LR−)', zh: '阴性似然比（LR−）' },
  majority: { en: 'Accuracy of naming the more common class always', zh: '始终判为较多类别时的准确率' },
  partialAuc: {
    en: 'Partial AUC above a sensitivity of {target} (at most {most})',
    zh: '灵敏度高于 {target} 的部分 AUC（最大 {most}）',
  },
  mcclish: {
    en: 'Standardised partial AUC up to 10 % false alarms (McClish)',
    zh: '误报率不超过 10% 的标准化部分 AUC（McClish）',
  },
  aucExact: { en: 'Ranking (AUC), exact interval', zh: '排序能力（AUC），精确区间' },
  specAtSens: { en: 'Specificity where sensitivity is at least {target}', zh: '灵敏度不低于 {target} 时的特异度' },
  sensAtSpec: { en: 'Sensitivity where specificity is at least {target}', zh: '特异度不低于 {target} 时的灵敏度' },
  targetsTable: {
    en: 'What can be reached (95 % CI: {method})',
    zh: '可达到的水平（95% 置信区间：{method}）',
  },
  operatingNote: {
    en: 'Thresholds that reach a target were read off these very photos: each is optimistic. Intervals named bootstrap come from {resamples} resamples (seed {seed}). A threshold behind ≈ is rounded; metrics.json has it exactly.',
    zh: '达到目标的阈值取自这些照片本身，因此偏乐观。标为自助法的区间来自 {resamples} 次重抽样（种子 {seed}）。带“≈”的阈值经过取整，metrics.json 中为精确值。',
  },
  groupTable: {
    en: 'The same with whole groups drawn (column "{column}", {groups} groups)',
    zh: '按组重抽样的区间（“{column}”列，{groups} 组）',
  },
  groupNote: {
    en: 'Photos of one patient or lesion resemble one another; drawing whole groups keeps intervals from being too narrow.',
    zh: '同一患者或病灶的照片彼此相似；按组重抽样可避免区间过窄。',
  },
  prevalenceTitle: { en: 'At a prevalence of {prevalence}', zh: '患病率为 {prevalence} 时' },
  prevalenceText: {
    en: 'Where {prevalence} of lesions are malignant, sensitivity and specificity as measured here would give:',
    zh: '若 {prevalence} 的病灶为恶性，按此处测得的灵敏度与特异度可得：',
  },
  ofThousand: {
    en: 'Out of 1,000 patients: {found} melanomas found, {missed} missed, {needless} sent for nothing, {spared} rightly spared.',
    zh: '每 1,000 名患者中：检出恶性 {found} 例，漏诊 {missed} 例，误报 {needless} 例，正确放行 {spared} 例。',
  },
  prevalenceOther: { en: 'At another prevalence', zh: '其他患病率下' },
  tutorialPoint: { en: "The tutorial's own point", zh: '教程的工作点' },
  prevalenceNone: {
    en: 'No other prevalence was asked for.',
    zh: '未要求给出其他患病率下的预测值。',
  },
  warnNoRows: { en: 'There is no photo with a score.', zh: '没有带得分的照片。' },
  warnOneClass: {
    en: 'The photos are of one class only: sensitivity or specificity, and everything on ranking, is undefined.',
    zh: '照片只有一类：灵敏度或特异度以及所有排序指标无定义。',
  },
  warnFewPositives: {
    en: 'Under 10 malignant photos: figures on them may mislead.',
    zh: '恶性照片不足 10 张，相关数据可能误导。',
  },
  warnFewNegatives: {
    en: 'Under 10 benign photos: figures on them may mislead.',
    zh: '良性照片不足 10 张，相关数据可能误导。',
  },
  warnSwapped: {
    en: 'AUC is below 0.5: labels or scores may be the wrong way round.',
    zh: 'AUC 低于 0.5：标注或得分可能颠倒。',
  },
  warnConstant: { en: 'Every photo has the same score.', zh: '所有照片得分相同。' },
  warnLogLoss: {
    en: 'Some certain scores (0 or 1) were wrong: the log loss is cut off to stay finite.',
    zh: '有些确定的得分（0 或 1）是错误的：对数损失已截断以保持有限。',
  },
  warnCalibrationClipped: {
    en: 'Scores of 0 or 1 have no finite log-odds: the calibration counts them as 2^−52 away.',
    zh: '得分为 0 或 1 时对数几率无穷大：校准时按相距 2^−52 计。',
  },
  warnCalibration: {
    en: 'Calibration intercept and slope cannot be estimated: scores part the classes, or do not vary.',
    zh: '无法估计校准截距与斜率：得分完全分开两类，或没有变化。',
  },
  warnMajority: {
    en: 'Accuracy is not above that of naming the more common class every time.',
    zh: '准确率不高于始终判为较多类别的水平。',
  },
});
