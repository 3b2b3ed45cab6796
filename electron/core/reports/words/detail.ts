import { defineWords } from './define.ts';

/** Calibration, subgroups, comparison, errors, sample size. */
export const detail = defineWords({
  calibrationTitle: { en: 'Calibration and decision curve', zh: '校准与决策曲线' },
  calibrationTable: {
    en: 'Do scores mean probabilities? (95 % CI: {method})',
    zh: '得分是否等同于概率？（95% 置信区间：{method}）',
  },
  asScored: { en: 'As scored', zh: '原始得分' },
  recalibratedPlatt: { en: 'After Platt scaling', zh: 'Platt 校准后' },
  recalibratedTemperature: { en: 'After temperature scaling', zh: '温度校准后' },
  ideal: { en: 'Perfect', zh: '理想值' },
  intercept: { en: 'Intercept', zh: '截距' },
  slope: { en: 'Slope', zh: '斜率' },
  inTheLarge: { en: 'Calibration in the large', zh: '总体校准' },
  brier: { en: 'Brier score', zh: 'Brier 分数' },
  logLoss: { en: 'Log loss', zh: '对数损失' },
  ece: { en: 'Expected calibration error (10 bins)', zh: '期望校准误差（10 组）' },
  brierNull: {
    en: 'Always naming the prevalence would have a Brier score of {value}.',
    zh: '始终给出患病率时的 Brier 分数为 {value}。',
  },
  mapPlatt: {
    en: 'probability = sigmoid({intercept} + {slope} × logit(score)), fitted on {n} validation photos ({positives} malignant)',
    zh: '概率 = sigmoid({intercept} + {slope} × logit(得分))，用 {n} 张验证照片（恶性 {positives}）拟合',
  },
  mapTemperature: {
    en: 'probability = sigmoid(logit(score) / {temperature}), fitted on {n} validation photos ({positives} malignant)',
    zh: '概率 = sigmoid(logit(得分) / {temperature})，用 {n} 张验证照片（恶性 {positives}）拟合',
  },
  recalibrationUse: {
    en: 'The threshold and the call use the raw score; decision curve and single predictions use the calibrated probability.',
    zh: '阈值与判定使用原始得分；决策曲线与单张预测使用校准后的概率。',
  },
  recalibrationInSample: {
    en: 'The map was fitted on these very photos: the column "after" is optimistic.',
    zh: '校准函数正是用这些照片拟合的：“校准后”一列偏乐观。',
  },
  recalibrationNone: {
    en: 'No recalibration is known for these scores: there are no validation scores of the same model, or they allow no fit.',
    zh: '这些得分没有可用的重新校准：没有同一模型的验证得分，或无法拟合。',
  },
  netBenefit: {
    en: 'Net benefit per photo at the raw threshold of {threshold}: model {model}; calling every photo malignant {all}; none 0.',
    zh: '原始阈值 {threshold} 处每张照片的净获益：模型 {model}；全部判为恶性 {all}；全部判为良性 0。',
  },

  subgroupsTitle: { en: 'Subgroups', zh: '亚组' },
  subgroupsText: {
    en: 'Counts and intervals by group; a rate is blank where its class has under {minimum} photos. Photos of unknown group stand in a row of their own. Many groups were looked at: single differences may be chance.',
    zh: '按组列出计数与区间；某类照片不足 {minimum} 张时该项留空。组别未知的照片单列一行。所看的组较多，个别差异可能出于偶然。',
  },
  subgroupsNone: { en: 'Nothing is known of these photos that would group them.', zh: '没有可用于分组的信息。' },
  subgroupTable: {
    en: 'By {column} (95 % CI: Wilson; AUC: DeLong)',
    zh: '按“{column}”（95% 置信区间：Wilson；AUC：DeLong）',
  },
  subgroupClass: {
    en: 'By class in the source (95 % CI: Wilson; AUC: DeLong)',
    zh: '按来源中的类别（95% 置信区间：Wilson；AUC：DeLong）',
  },
  subgroupTooMany: {
    en: '"{column}" has too many different values to group by.',
    zh: '“{column}”的取值过多，无法分组。',
  },
  group: { en: 'Group', zh: '组' },
  sensitivityShort: { en: 'Sensitivity', zh: '灵敏度' },
  specificityShort: { en: 'Specificity', zh: '特异度' },
  aucShort: { en: 'AUC', zh: 'AUC' },

  comparisonTitle: { en: 'Comparison on the same photos', zh: '在相同照片上的比较' },
  comparisonNone: { en: 'Nothing was compared.', zh: '未作比较。' },
  comparisonText: {
    en: 'Each is compared with "{name}" on the photos that both have. P values are two-sided. That no difference is shown does not prove two equal.',
    zh: '每一项都与“{name}”在共有的照片上比较。P 值为双侧。未显示有差异并不证明两者相同。',
  },
  holmOne: {
    en: "One comparison was made, so Holm's correction changes nothing. The three questions on calls are each taken by itself.",
    zh: '只作了一次比较，Holm 校正不改变 P 值。关于判定的三个问题各自单独看待。',
  },
  holmSeveral: {
    en: "Holm's correction is over the {count} comparisons with this one, for each question by itself: ranking, and the calls among all, malignant and benign photos. The window's comparison looks at every pair of those chosen, also of the others among themselves, and corrects for all of these: on the same photos its corrected P values are as large or larger.",
    zh: 'Holm 校正针对与本模型的 {count} 次比较，每个问题（排序能力，以及全部、恶性、良性照片的判定）单独校正。窗口中的比较包括所选各项之间的每一对，并对全部配对校正，因此在相同照片上其校正后的 P 值相同或更大。',
  },
  comparisonAuc: { en: 'Ranking: paired DeLong', zh: '排序能力：配对 DeLong' },
  comparisonCalls: { en: "Calls at each one's threshold: McNemar", zh: '各自阈值处的判定：McNemar' },
  comparedWith: { en: 'Compared with', zh: '比较对象' },
  shared: { en: 'Photos (malignant)', zh: '照片（恶性）' },
  sharedValue: { en: '{n} ({positives})', zh: '{n}（{positives}）' },
  aucHere: { en: 'AUC here (95 % CI)', zh: '本模型 AUC（95% 置信区间）' },
  aucThere: { en: 'AUC there (95 % CI)', zh: '对方 AUC（95% 置信区间）' },
  difference: { en: 'Difference (95 % CI)', zh: '差值（95% 置信区间）' },
  pValue: { en: 'P', zh: 'P' },
  adjustedP: { en: 'P, Holm', zh: 'P（Holm）' },
  among: { en: 'Among', zh: '范围' },
  amongAll: { en: 'all photos', zh: '全部照片' },
  amongMalignant: { en: 'malignant', zh: '恶性' },
  amongBenign: { en: 'benign', zh: '良性' },
  rightHere: { en: 'Right here only', zh: '仅本模型正确' },
  rightThere: { en: 'Right there only', zh: '仅对方正确' },
  mcnemarExact: { en: 'exact binomial', zh: '精确二项检验' },
  mcnemarChi: { en: 'chi-squared', zh: '卡方检验' },
  comparisonRates: {
    en: '"{name}" at its threshold of {threshold}: sensitivity {sensitivity}; specificity {specificity}.',
    zh: '“{name}”在其阈值 {threshold} 处：灵敏度 {sensitivity}；特异度 {specificity}。',
  },
  comparisonRatesHere: {
    en: 'This one on the same shared photos: sensitivity {sensitivity}; specificity {specificity}.',
    zh: '本模型在相同的共有照片上：灵敏度 {sensitivity}；特异度 {specificity}。',
  },
  comparisonUnmatched: {
    en: 'Left out: {onlyHere} photos only here, {onlyThere} only in "{name}", {conflicts} with another label there.',
    zh: '未计入：仅本处有 {onlyHere} 张，仅“{name}”有 {onlyThere} 张，标注不一致 {conflicts} 张。',
  },

  errorsTitle: { en: 'Every error', zh: '全部错误' },
  errorsText: {
    en: 'At a threshold of {threshold}, worst first. The same lists can be exported as a table, with copies of the photos.',
    zh: '阈值 {threshold}，最严重者在前。同样的列表可导出为表格并附照片副本。',
  },
  falseNegatives: { en: 'Missed malignant photos (false negatives): {count}', zh: '漏诊的恶性照片（假阴性）：{count}' },
  falsePositives: { en: 'False alarms (false positives): {count}', zh: '误报（假阳性）：{count}' },
  noErrors: { en: 'There are none.', zh: '没有。' },
  errorsCut: {
    en: 'The first {shown} of {total} are listed; metrics.json and the exported table hold all.',
    zh: '此处列出 {total} 条中的前 {shown} 条；metrics.json 与导出的表格包含全部。',
  },
  photo: { en: 'Photo', zh: '照片' },
  score: { en: 'Score', zh: '得分' },
  calibrated: { en: 'Calibrated', zh: '校准概率' },
  relativeTo: { en: 'Paths are below {folder}', zh: '路径均位于 {folder} 之下' },

  sampleTitle: { en: 'Sample size', zh: '样本量' },
  sampleText: {
    en: 'Photos of a class needed for a rate with a 95 % interval of ±{points} points (normal approximation).',
    zh: '使某比率的 95% 置信区间达到 ±{points} 个百分点所需的该类照片数（正态近似）。',
  },
  sampleTable: { en: 'Needed and available', zh: '所需与现有' },
  assumed: { en: 'If near', zh: '若接近' },
  needed: { en: 'Needed', zh: '所需' },
  have: { en: 'Here', zh: '现有' },
  ofMalignant: { en: 'malignant photos', zh: '恶性照片' },
  ofBenign: { en: 'benign photos', zh: '良性照片' },
  enough: { en: 'Enough', zh: '是否足够' },
});
