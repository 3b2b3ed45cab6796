import { defineWords } from './define.ts';

/** The model: how it was trained, on what machine, with what versions. */
export const training = defineWords({
  trainingTitle: { en: 'Model and training', zh: '模型与训练' },
  trainingUnknown: {
    en: 'The scores were made elsewhere: nothing is known here of the model or how it was trained.',
    zh: '得分在别处生成：此处不知道模型及其训练方式。',
  },
  settingsTable: { en: 'Settings', zh: '设置' },
  setting: { en: 'Setting', zh: '项目' },
  backbone: { en: 'Network', zh: '骨干网络' },
  backboneValue: {
    en: '{name}, frozen; takes {size} × {size} pixels',
    zh: '{name}（冻结），输入 {size} × {size} 像素',
  },
  preprocessing: { en: 'Preprocessing', zh: '预处理' },
  preprocessingSquash: {
    en: 'upright, sRGB, squeezed to the square without regard to its shape, then (value − {mean}) / {scale} for each of red, green and blue',
    zh: '转正、sRGB，不保持长宽比缩放为正方形，红绿蓝各值按（值 − {mean}）/ {scale} 变换',
  },
  preprocessingCrop: {
    en: 'upright, sRGB, cut to the middle square and scaled to it, then (value − {mean}) / {scale} for each of red, green and blue',
    zh: '转正、sRGB，裁取中央正方形后缩放，红绿蓝各值按（值 − {mean}）/ {scale} 变换',
  },
  preprocessingSquashOwn: {
    en: 'upright, sRGB, squeezed to the square without regard to its shape; each of the joined networks scales the values in its own way',
    zh: '转正、sRGB，不保持长宽比缩放为正方形；合并的各网络按各自方式变换数值',
  },
  preprocessingCropOwn: {
    en: 'upright, sRGB, cut to the middle square and scaled to it; each of the joined networks scales the values in its own way',
    zh: '转正、sRGB，裁取中央正方形后缩放；合并的各网络按各自方式变换数值',
  },
  averageOf: { en: 'Average of', zh: '平均自' },
  averageOfValue: {
    en: '{names}: the log-odds are the mean of those of these runs, each counting the same; nothing was trained for it',
    zh: '{names}：对数几率取这些训练的均值，权重相同；未另行训练',
  },
  backboneSource: { en: 'Source of its weights', zh: '权重来源' },
  head: { en: 'What was trained', zh: '训练部分' },
  headValue: {
    en: "a linear layer with sigmoid on the network's pooled features: {trainable} parameters trained, {frozen} frozen",
    zh: '在网络池化特征上的线性层加 sigmoid：训练 {trainable} 个参数，冻结 {frozen} 个',
  },
  views: { en: 'Views of a photo', zh: '照片视图' },
  viewsOne: { en: 'the photo alone', zh: '仅原图' },
  viewsTurns: { en: 'all 8 quarter turns and mirror images, features averaged', zh: '全部 8 个旋转与镜像，特征取平均' },
  viewsFlips: { en: 'the photo and its mirror images, features averaged', zh: '原图及其镜像，特征取平均' },
  scaling: { en: 'Feature scaling', zh: '特征缩放' },
  scalingNone: { en: 'none', zh: '无' },
  scalingStandard: { en: 'centred and scaled by the training split', zh: '按训练集中心化并缩放' },
  optimizer: { en: 'Optimiser', zh: '优化器' },
  optimizerValue: {
    en: '{name}, learning rate {rate}, batches of {batch}',
    zh: '{name}，学习率 {rate}，批大小 {batch}',
  },
  penalty: { en: 'L2 penalty', zh: 'L2 惩罚' },
  classWeights: { en: 'Class weights', zh: '类别权重' },
  weightsNone: { en: 'none', zh: '无' },
  weightsSqrt: { en: 'by the square root of rarity', zh: '按稀有程度的平方根' },
  weightsBalanced: { en: 'balanced', zh: '均衡' },
  loss: { en: 'Loss', zh: '损失函数' },
  lossValue: { en: 'binary cross-entropy', zh: '二元交叉熵' },
  epochs: { en: 'Epochs', zh: '训练轮次' },
  epochsValue: { en: '{done} of at most {most}', zh: '{done}（上限 {most}）' },
  earlyStopping: { en: 'Early stopping', zh: '提前停止' },
  earlyStoppingValue: {
    en: 'after {patience} epochs without a better validation loss',
    zh: '验证损失连续 {patience} 轮未改善后停止',
  },
  checkpoint: { en: 'Chosen checkpoint', zh: '所选检查点' },
  checkpointValue: {
    en: 'epoch {epoch}: lowest validation loss, the earliest of equals',
    zh: '第 {epoch} 轮：验证损失最低，相同时取最早',
  },
  seed: { en: 'Seed', zh: '随机种子' },
  trainedOn: { en: 'Trained on', zh: '训练照片' },
  trainedOnValue: { en: '{train} photos, validated on {valid}', zh: '{train} 张，验证 {valid} 张' },
  leftOut: { en: 'Left out of training, unreadable', zh: '训练时无法读取' },
  trainedAt: { en: 'Trained', zh: '训练时间' },
  trainedAtValue: { en: '{date}, in {seconds} s', zh: '{date}，用时 {seconds} 秒' },

  reproduceTitle: { en: 'Hashes, versions, machine', zh: '哈希、版本与运行环境' },
  reproduceTable: { en: 'To reproduce the figures', zh: '用于重现结果' },
  modelHash: {
    en: 'Model (SHA-256 over network, preprocessing, views, head)',
    zh: '模型（SHA-256，含网络、预处理、视图与分类头）',
  },
  graphHash: { en: 'Network graph with weights (SHA-256)', zh: '含权重的网络图（SHA-256）' },
  evaluationId: { en: 'Evaluation', zh: '评估编号' },
  runId: { en: 'Run', zh: '模型编号' },
  datasetId: { en: 'Data set', zh: '数据集编号' },
  reportVersion: { en: 'Report made by', zh: '报告生成程序' },
  trainedWith: { en: 'Trained with', zh: '训练程序' },
  trainedWithValue: {
    en: 'LesionLab {lesionlab}, Node {node}, TensorFlow {tensorflow}, sharp {sharp}, libvips {vips}, oneDNN {oneDnn}',
    zh: 'LesionLab {lesionlab}，Node {node}，TensorFlow {tensorflow}，sharp {sharp}，libvips {vips}，oneDNN {oneDnn}',
  },
  machine: { en: 'Machine', zh: '计算机' },
  machineValue: {
    en: '{platform}, {cpu}, {cores} cores, {memory} GiB',
    zh: '{platform}，{cpu}，{cores} 核，{memory} GiB',
  },
  on: { en: 'on', zh: '开' },
  off: { en: 'off', zh: '关' },

  limitsTitle: { en: 'Limits', zh: '局限' },
  limitPhotos: {
    en: 'The figures hold for photos like these: same cameras, same clinics, same choice of patients. Elsewhere they may be worse.',
    zh: '以上数据只适用于同类照片：相同的相机、机构与患者来源。在其他环境中可能更差。',
  },
  limitLabels: {
    en: 'Labels are taken as they are. Where they do not rest on histology, errors in labels are errors in these figures.',
    zh: '标注按原样采用。若标注并非来自病理，标注错误就是数据中的错误。',
  },
  limitPrevalence: {
    en: 'PPV and NPV change with the share of malignant lesions; sensitivity and specificity change with who is photographed.',
    zh: '阳性与阴性预测值随恶性病灶占比而变；灵敏度与特异度随被拍摄人群而变。',
  },
  limitInternal: {
    en: 'This is an internal evaluation: photos come from the same source as those trained on. It is no external validation.',
    zh: '这是内部评估：照片与训练照片同源，不是外部验证。',
  },
  limitIndependent: {
    en: 'Intervals take photos as independent of one another. Several photos of one patient make them too narrow.',
    zh: '区间假定照片彼此独立。同一患者有多张照片时，区间会过窄。',
  },
  limitBinary: {
    en: 'The model knows two classes only and gives every photo a score, also one that shows no lesion.',
    zh: '模型只区分两类，对任何照片都会给出得分，包括没有病灶的照片。',
  },
  limitSkin: {
    en: 'Where skin tone, age or sex are not recorded, nothing is known of how the figures differ between them.',
    zh: '若未记录肤色、年龄或性别，则不知道各人群间的差异。',
  },

  authorsTitle: { en: 'What the authors must add', zh: '须由作者补充的内容' },
  authorsText: {
    en: 'CLAIM, TRIPOD+AI and STARD ask for these too. LesionLab cannot know them.',
    zh: 'CLAIM、TRIPOD+AI 与 STARD 还要求下列内容，LesionLab 无从得知。',
  },
  addSource: {
    en: 'Where, when and of whom the photos were taken: clinics, dates, who was asked and who was left out and why, camera or dermatoscope.',
    zh: '照片的来源：机构、时间、纳入与排除的患者及理由、相机或皮肤镜型号。',
  },
  addReference: {
    en: 'How each label was found: histology, follow-up or reading by experts; by whom, when, and how often they agreed.',
    zh: '标注的依据：病理、随访或专家阅片；由谁、何时作出，以及一致程度。',
  },
  addReaders: {
    en: 'Whether those who set the labels knew the scores, and those who chose the threshold knew the labels.',
    zh: '标注者是否知道得分，选择阈值者是否知道标注。',
  },
  addMissing: {
    en: 'What is known of patients whose photos are missing, unreadable or without a label.',
    zh: '照片缺失、无法读取或无标注的患者的情况。',
  },
  addUse: {
    en: 'Where in care the score would be used, by whom, and what a call would lead to.',
    zh: '得分拟用于诊疗的哪个环节、由谁使用、判定后如何处理。',
  },
  addEthics: {
    en: "Ethics approval and consent, funding and interests, and patients' part in the study.",
    zh: '伦理批准与知情同意、资助与利益关系、患者的参与。',
  },
  addProtocol: {
    en: 'Protocol and registration, why there are as many photos as there are, and where photos, labels and this model can be had.',
    zh: '研究方案与注册、样本量的理由，以及照片、标注与模型的获取方式。',
  },

  methodsTitle: { en: 'Methods', zh: '方法' },
  sourceCall: {
    en: 'A photo is called malignant when score ≥ threshold. Malignant is the positive class. What is 0/0 is undefined, never 0 or 1.',
    zh: '得分 ≥ 阈值时判为恶性。恶性为阳性类。0/0 记为无定义，而非 0 或 1。',
  },
  sourceIntervals: {
    en: "Intervals are 95 %. The ROC's band is pointwise (Wilson; Campbell 1994). Rates: Wilson (1927), and the exact interval of Clopper and Pearson (1934). PPV and NPV at a typed prevalence: logit intervals of Mercaldo, Lau and Zhou (2007).",
    zh: '区间均为 95%。ROC 区间带为逐点（Wilson；Campbell 1994）。比率：Wilson（1927）及 Clopper-Pearson 精确区间（1934）。指定患病率下的预测值：Mercaldo、Lau 与 Zhou 的 logit 区间（2007）。',
  },
  sourceAuc: {
    en: 'AUC is computed from scores, ties counting half; its interval and paired comparison after DeLong, DeLong and Clarke-Pearson (1988), computed as in Sun and Xu (2014). Exactly 0 or 1: exact interval from pairs.',
    zh: 'AUC 由得分计算，并列计一半；区间与配对比较按 DeLong 等（1988），计算按 Sun 与 Xu（2014）。AUC 恰为 0 或 1 时用配对精确区间。',
  },
  sourceBootstrap: {
    en: 'Bootstrap: seeded resamples, percentiles (Efron and Tibshirani 1993); malignant and benign photos drawn apart, or whole groups where a group is known.',
    zh: '自助法：固定种子重抽样，百分位区间（Efron 与 Tibshirani 1993）；恶性与良性分别抽取，已知分组时按组抽取。',
  },
  sourceCalibration: {
    en: 'Calibration: logistic regression of labels on logit(score) (Cox 1958; Van Calster et al. 2019); Brier (1950); recalibration by Platt (1999) or temperature (Guo et al. 2017), fitted on validation photos only.',
    zh: '校准：标注对 logit(得分) 的逻辑回归（Cox 1958；Van Calster 等 2019）；Brier（1950）；重新校准用 Platt（1999）或温度法（Guo 等 2017），仅用验证照片拟合。',
  },
  sourceDecision: {
    en: 'Decision curves: net benefit after Vickers and Elkin (2006), beside treating all and treating none.',
    zh: '决策曲线：净获益按 Vickers 与 Elkin（2006），并列出全部处理与全不处理。',
  },
  sourceCompare: {
    en: 'Comparison of calls: McNemar (1947), exact unless more than 1,000 photos differ; correction after Holm (1979).',
    zh: '判定比较：McNemar（1947），差异不超过 1,000 张时用精确检验；校正按 Holm（1979）。',
  },
  sourceReporting: {
    en: 'Content follows CLAIM (Mongan et al. 2020), TRIPOD+AI (Collins et al. 2024) and STARD 2015 (Bossuyt et al. 2015); model cards after Mitchell et al. (2019).',
    zh: '内容依据 CLAIM（Mongan 等 2020）、TRIPOD+AI（Collins 等 2024）与 STARD 2015（Bossuyt 等 2015）；模型卡依据 Mitchell 等（2019）。',
  },

  cardTitle: { en: 'Model card', zh: '模型卡' },
  cardDetails: { en: 'Model details', zh: '模型信息' },
  cardUse: { en: 'Intended use', zh: '预期用途' },
  cardUseText: {
    en: 'Research on photographs of skin lesions: to study how a benign/malignant classifier behaves. Users: researchers and clinicians who do research.',
    zh: '用于皮肤病灶照片的研究：考察良恶性分类器的表现。使用者：研究人员及从事研究的临床医生。',
  },
  cardNotUse: {
    en: 'Not for any decision on a patient, not for screening, not for photos unlike those it was trained on.',
    zh: '不得用于任何患者决策，不得用于筛查，不得用于与训练照片不同类的照片。',
  },
  cardFactors: { en: 'Factors', zh: '相关因素' },
  cardMetrics: { en: 'Metrics', zh: '指标' },
  cardEvaluationData: { en: 'Evaluation data', zh: '评估数据' },
  cardTrainingData: { en: 'Training data', zh: '训练数据' },
  cardAnalyses: { en: 'Quantitative analyses', zh: '定量分析' },
  cardEthics: { en: 'Ethical considerations', zh: '伦理考量' },
  cardEthicsText: {
    en: 'Photos of skin can identify people; LesionLab keeps them on the computer and this file holds none. A missed melanoma costs more than a needless excision: read the missed ones first.',
    zh: '皮肤照片可能识别个人；LesionLab 只在本机保存照片，本文件不含照片。漏诊黑色素瘤的代价大于不必要的切除：请先看漏诊。',
  },
  cardCaveats: { en: 'Caveats and recommendations', zh: '注意事项与建议' },
});
