import { defineMessages } from './define.ts';

/** Two sentences a term: what it is, and how to read it. Names of terms are `terms.<name>` and `terms.<name>.text`. */
export const terms = defineMessages({
  'terms.sensitivity': { en: 'Found melanomas (sensitivity)', zh: '检出的恶性病灶（灵敏度）' },
  'terms.sensitivity.text': {
    en: 'Of the photos labelled malignant, the share that the classifier calls malignant. What is missing to 100 % are missed malignant lesions.',
    zh: '在标注为恶性的照片中，被分类器判为恶性的比例。与 100% 的差距就是漏诊的恶性病灶。',
  },
  'terms.specificity': { en: 'Spared benign lesions (specificity)', zh: '正确放行的良性病灶（特异度）' },
  'terms.specificity.text': {
    en: 'Of the photos labelled benign, the share that the classifier calls benign. What is missing to 100 % are false alarms.',
    zh: '在标注为良性的照片中，被分类器判为良性的比例。与 100% 的差距就是误报。',
  },
  'terms.ppv': { en: 'Right when it says malignant (PPV)', zh: '判为恶性时的正确率（阳性预测值）' },
  'terms.ppv.text': {
    en: 'Of the photos called malignant, the share that is labelled malignant. It falls where malignant lesions are rarer than in these photos.',
    zh: '在被判为恶性的照片中，标注确为恶性的比例。若实际人群中恶性病灶比本数据更少，该值会更低。',
  },
  'terms.npv': { en: 'Right when it says benign (NPV)', zh: '判为良性时的正确率（阴性预测值）' },
  'terms.npv.text': {
    en: 'Of the photos called benign, the share that is labelled benign. It depends on how common malignant lesions are among the photos.',
    zh: '在被判为良性的照片中，标注确为良性的比例。该值取决于照片中恶性病灶的多少。',
  },
  'terms.auc': { en: 'Ranking (AUC)', zh: '排序能力（AUC）' },
  'terms.auc.text': {
    en: 'The chance that a malignant photo gets a higher score than a benign one, both drawn at random. 0.5 is chance, 1 is perfect; no threshold is involved.',
    zh: '随机取一张恶性和一张良性照片，恶性照片得分更高的概率。0.5 等同随机，1 为完美；与阈值无关。',
  },
  'terms.threshold': { en: 'Threshold', zh: '阈值' },
  'terms.threshold.text': {
    en: 'A photo whose score is at or above the threshold is called malignant. Lowering it finds more melanomas and raises more false alarms.',
    zh: '得分达到或高于阈值的照片判为恶性。降低阈值会检出更多恶性病灶，也会带来更多误报。',
  },
  'terms.score': { en: 'Score', zh: '得分' },
  'terms.score.text': {
    en: 'The classifier’s output for one photo, from 0 to 1; higher is more suspicious. It is a probability only as far as the calibration shows.',
    zh: '分类器对一张照片的输出，范围 0 到 1，越高越可疑。只有在校准良好时才可视为概率。',
  },
  'terms.interval': { en: '95 % interval', zh: '95% 置信区间' },
  'terms.interval.text': {
    en: 'The range of values that fit these photos; with few photos it is wide. Another set of photos of the same kind would give a figure within such a range in about 95 of 100 cases.',
    zh: '与这些照片相符的取值范围；照片越少，区间越宽。若反复抽取同类照片，约 95% 的此类区间会包含真实值。',
  },
  'terms.accuracy': { en: 'Accuracy', zh: '准确率' },
  'terms.accuracy.text': {
    en: 'The share of all photos that are called as they are labelled. With few malignant photos it looks high even when every melanoma is missed.',
    zh: '判定与标注一致的照片所占比例。当恶性照片很少时，即使全部漏诊，准确率看上去仍会很高。',
  },
  'terms.balancedAccuracy': { en: 'Balanced accuracy', zh: '平衡准确率' },
  'terms.balancedAccuracy.text': {
    en: 'The mean of sensitivity and specificity. 0.5 is what guessing reaches, however rare one class is.',
    zh: '灵敏度与特异度的平均值。无论某一类多么稀少，随机猜测的结果都是 0.5。',
  },
  'terms.f1': { en: 'F1', zh: 'F1 分数' },
  'terms.f1.text': {
    en: 'The harmonic mean of sensitivity and PPV. It takes no notice of benign lesions that were rightly spared.',
    zh: '灵敏度与阳性预测值的调和平均。它不考虑正确放行的良性病灶。',
  },
  'terms.mcc': { en: 'Matthews’ correlation (MCC)', zh: '马修斯相关系数（MCC）' },
  'terms.mcc.text': {
    en: 'The correlation of labels and calls, from −1 to 1. 0 is chance, whatever the share of the classes.',
    zh: '标注与判定之间的相关系数，范围 −1 到 1。无论类别比例如何，0 都等同随机。',
  },
  'terms.kappa': { en: 'Cohen’s kappa', zh: 'Cohen κ 系数' },
  'terms.kappa.text': {
    en: 'How far labels and calls agree beyond what chance alone would give. 1 is full agreement, 0 is chance.',
    zh: '标注与判定的一致程度超出偶然水平多少。1 为完全一致，0 为偶然。',
  },
  'terms.prevalence': { en: 'Share of malignant photos (prevalence)', zh: '恶性照片占比（患病率）' },
  'terms.prevalence.text': {
    en: 'How many of the photos are labelled malignant. Clinics see another share, so predictive values do not carry over unchanged.',
    zh: '照片中标注为恶性的比例。临床中的比例不同，因此预测值不能直接套用。',
  },
  'terms.confusionMatrix': { en: 'Confusion matrix', zh: '混淆矩阵' },
  'terms.confusionMatrix.text': {
    en: 'Labels against calls, counted: two cells are right, two are wrong. Rows are labels, columns are calls.',
    zh: '标注与判定的对照计数：两格为正确，两格为错误。行是标注，列是判定。',
  },
  'terms.roc': { en: 'ROC curve', zh: 'ROC 曲线' },
  'terms.roc.text': {
    en: 'Found melanomas against false alarms at every possible threshold. The nearer it comes to the top left corner, the better the ranking.',
    zh: '在所有可能的阈值下，检出率与误报率的关系。曲线越靠近左上角，排序能力越好。',
  },
  'terms.precisionRecall': { en: 'Precision and recall', zh: '精确率与召回率' },
  'terms.precisionRecall.text': {
    en: 'How often a malignant call is right, against how many melanomas are found. It shows the price of finding more where malignant photos are rare.',
    zh: '判为恶性时的正确率与检出率的关系。当恶性照片较少时，它能反映提高检出率的代价。',
  },
  'terms.averagePrecision': { en: 'Average precision', zh: '平均精确率' },
  'terms.averagePrecision.text': {
    en: 'The area under the precision and recall curve. Chance equals the share of malignant photos, so read it beside that share.',
    zh: '精确率-召回率曲线下的面积。随机水平等于恶性照片占比，应与该占比对照阅读。',
  },
  'terms.calibration': { en: 'Calibration', zh: '校准' },
  'terms.calibration.text': {
    en: 'Whether photos with a score of 0.3 are malignant in 3 of 10 cases. A well ranked classifier may still be badly calibrated.',
    zh: '得分为 0.3 的照片是否在十张中有三张为恶性。排序良好的分类器也可能校准不佳。',
  },
  'terms.brier': { en: 'Brier score', zh: 'Brier 分数' },
  'terms.brier.text': {
    en: 'The mean squared distance between score and label; 0 is perfect. Compare it with the value that always naming the prevalence would reach.',
    zh: '得分与标注之差的平方的平均值，0 为完美。应与“始终给出患病率”所得的值比较。',
  },
  'terms.netBenefit': { en: 'Net benefit', zh: '净获益' },
  'terms.netBenefit.text': {
    en: 'Found melanomas minus false alarms, the latter weighed by the odds of the threshold, per photo. Above both “treat all” and “treat none” the classifier helps.',
    zh: '每张照片的检出数减去按阈值赔率加权的误报数。高于“全部处理”和“全不处理”两条线时，分类器才有帮助。',
  },
  'terms.youden': { en: 'Youden’s threshold', zh: '约登阈值' },
  'terms.youden.text': {
    en: 'The threshold where sensitivity plus specificity is largest. It counts a missed melanoma and a false alarm as equally bad.',
    zh: '灵敏度与特异度之和最大的阈值。它把漏诊与误报视为同样严重。',
  },
  'terms.likelihoodPositive': { en: 'What a malignant call adds (LR+)', zh: '判为恶性带来的信息（阳性似然比）' },
  'terms.likelihoodPositive.text': {
    en: 'How many times more often a malignant photo is called malignant than a benign one. 1 says nothing; from 10 on the call changes much.',
    zh: '恶性照片被判为恶性的频率是良性照片的多少倍。1 表示没有信息；达到 10 以上时判定影响很大。',
  },
  'terms.likelihoodNegative': { en: 'What a benign call adds (LR−)', zh: '判为良性带来的信息（阴性似然比）' },
  'terms.likelihoodNegative.text': {
    en: 'How many times more often a malignant photo is called benign than a benign one. 1 says nothing; below 0.1 the call changes much.',
    zh: '恶性照片被判为良性的频率是良性照片的多少倍。1 表示没有信息；低于 0.1 时判定影响很大。',
  },
  'terms.partialAuc': { en: 'Ranking where most are found (partial AUC)', zh: '高检出区的排序能力（部分 AUC）' },
  'terms.partialAuc.text': {
    en: 'The part of the area under the ROC curve that lies above a sensitivity of 80 %; at most 0.2, by chance 0.02. Only that part matters where few melanomas may be missed.',
    zh: 'ROC 曲线下位于灵敏度 80% 以上的那部分面积；最大 0.2，随机水平为 0.02。在不允许多漏诊时，只有这部分才重要。',
  },
  'terms.mcclish': {
    en: 'Ranking at few false alarms (standardised partial AUC)',
    zh: '低误报区的排序能力（标准化部分 AUC）',
  },
  'terms.mcclish.text': {
    en: 'The area under the ROC curve up to 10 % false alarms, scaled by McClish’s rule. 0.5 is chance, 1 is perfect.',
    zh: '误报率 10% 以内的 ROC 曲线下面积，按 McClish 方法缩放。0.5 等同随机，1 为完美。',
  },
  'terms.specificityAt': { en: 'Spared when so many are found', zh: '达到某检出率时的放行率' },
  'terms.specificityAt.text': {
    en: 'The specificity at the highest threshold that reaches the sensitivity named. The threshold is chosen anew in every resample, so the interval holds that doubt too.',
    zh: '达到所述灵敏度的最高阈值处的特异度。每次重抽样都会重新选择阈值，因此区间也包含这一不确定性。',
  },
  'terms.sensitivityAt': { en: 'Found when so many are spared', zh: '达到某放行率时的检出率' },
  'terms.sensitivityAt.text': {
    en: 'The sensitivity at the lowest threshold that reaches the specificity named. The threshold is chosen anew in every resample, so the interval holds that doubt too.',
    zh: '达到所述特异度的最低阈值处的灵敏度。每次重抽样都会重新选择阈值，因此区间也包含这一不确定性。',
  },
  'terms.ece': { en: 'Mean gap of score and rate (ECE)', zh: '得分与实际比例的平均差距（ECE）' },
  'terms.ece.text': {
    en: 'Scores are put into ten equal steps; in each, the mean score is compared with the share that is malignant. 0 is perfect, and with few photos chance alone raises it.',
    zh: '把得分分为十个等宽区间，在每个区间比较平均得分与恶性比例。0 为完美；照片较少时，偶然因素也会使其升高。',
  },
  'terms.calibrationIntercept': { en: 'Calibration intercept', zh: '校准截距' },
  'terms.calibrationIntercept.text': {
    en: 'How far all scores lie too high (below 0) or too low (above 0), beside the slope. 0 is perfect.',
    zh: '在考虑斜率后，得分整体偏高（小于 0）或偏低（大于 0）的程度。0 为完美。',
  },
  'terms.calibrationSlope': { en: 'Calibration slope', zh: '校准斜率' },
  'terms.calibrationSlope.text': {
    en: 'Whether scores spread as far as they should. 1 is perfect; below 1 they are too extreme, above 1 too timid.',
    zh: '得分的分散程度是否恰当。1 为完美；小于 1 表示过于极端，大于 1 表示过于保守。',
  },
  'terms.inTheLarge': { en: 'Mean score against share (calibration in the large)', zh: '平均得分与占比（总体校准）' },
  'terms.inTheLarge.text': {
    en: 'Whether scores are on average as high as the share of malignant photos asks for. Below 0 they are too high, above 0 too low.',
    zh: '得分的平均水平是否与恶性照片占比相符。小于 0 表示偏高，大于 0 表示偏低。',
  },
  'terms.recalibration': { en: 'Recalibration', zh: '重新校准' },
  'terms.recalibration.text': {
    en: 'A curve, fitted on validation photos only, that turns scores into probabilities without changing their order. The threshold and the call use the score as it is.',
    zh: '仅用验证集拟合的曲线，把得分转换为概率而不改变其顺序。阈值与判定仍使用原始得分。',
  },
  'terms.resampling': { en: 'Interval by resampling (bootstrap)', zh: '重抽样区间（自助法）' },
  'terms.resampling.text': {
    en: 'The photos are drawn again many times with replacement, and the figure is computed each time; the interval holds the middle 95 %. Where patients are known, whole patients are drawn.',
    zh: '对照片反复有放回地抽样并重新计算指标，区间为中间的 95%。若已知患者，则按患者整体抽样。',
  },
  'terms.sampleSize': { en: 'Photos needed', zh: '所需照片数' },
  'terms.sampleSize.text': {
    en: 'How many photos of a class make the interval as narrow as you name, if the rate is near what you expect. It is a normal approximation for planning, not a result.',
    zh: '若比例接近预期，需要多少张该类照片才能使区间达到指定宽度。这是用于规划的正态近似，并非结果。',
  },
  'terms.costRatio': { en: 'Weighing misses against excisions', zh: '漏诊与切除的权衡' },
  'terms.costRatio.text': {
    en: 'How many needless excisions you would accept to avoid one missed melanoma. The rule takes the threshold with the least total cost among the photos it looks at.',
    zh: '为避免漏诊一个黑色素瘤，您愿意接受多少次不必要的切除。该规则在其依据的照片中选取总代价最小的阈值。',
  },
  'terms.lock': { en: 'Locked threshold', zh: '锁定的阈值' },
  'terms.lock.text': {
    en: 'The decision is fixed before the test photos are looked at, so that they cannot guide it. Each opening of the test photos is counted, dated and named in every report.',
    zh: '在查看测试集之前固定阈值，使其不受测试集影响。每次打开测试集都会被计数、记录日期，并写入每份报告。',
  },
  'terms.epoch': { en: 'Epoch', zh: '训练轮次' },
  'terms.epoch.text': {
    en: 'One pass of training over all training photos. The epoch with the lowest validation loss is kept.',
    zh: '对全部训练照片训练一遍称为一轮。保留验证损失最低的那一轮。',
  },
  'terms.loss': { en: 'Loss', zh: '损失' },
  'terms.loss.text': {
    en: 'How far the scores are from the labels; training lowers it. When it falls on training photos but rises on validation photos, the classifier learns by heart.',
    zh: '得分与标注之间的差距，训练使其降低。若训练集损失下降而验证集上升，说明模型在死记硬背。',
  },
  'terms.backbone': { en: 'Pretrained network (backbone)', zh: '预训练网络（骨干网络）' },
  'terms.backbone.text': {
    en: 'A network that has learned to see on everyday photos; it turns a lesion photo into a list of numbers. Only a small head on top of it is trained on your photos.',
    zh: '在日常照片上学会“看图”的网络，把病灶照片转换为一组数值。只有其上的小型分类头在您的照片上训练。',
  },
  'terms.split': { en: 'Training, validation and test photos', zh: '训练集、验证集与测试集' },
  'terms.split.text': {
    en: 'The classifier learns from training photos; the best epoch and the threshold are chosen on validation photos. Test photos are kept apart for an honest last look.',
    zh: '分类器从训练集学习；最佳轮次与阈值在验证集上选择。测试集单独留出，用于最后的如实评估。',
  },
  'terms.leak': { en: 'Leak between splits', zh: '数据划分泄漏' },
  'terms.leak.text': {
    en: 'The same photo or patient stands in more than one split. The classifier is then tested on what it has seen, and its figures are too good.',
    zh: '同一照片或同一患者出现在多个划分中。分类器等于在见过的内容上接受测试，指标会偏高。',
  },
  'terms.group': { en: 'Group (patient)', zh: '分组（患者）' },
  'terms.group.text': {
    en: 'Photos that belong together, of one patient or lesion. They are kept in one split, so that no patient is both learned from and tested on.',
    zh: '属于同一患者或同一病灶的照片。它们被放在同一划分中，避免同一患者既用于训练又用于测试。',
  },
  'terms.duplicate': { en: 'Exact duplicate', zh: '完全重复' },
  'terms.duplicate.text': {
    en: 'Two files with the same bytes. Nothing is dropped unasked; duplicates with different labels or in different splits should be looked at first.',
    zh: '字节完全相同的两个文件。不会擅自删除；标签不同或处于不同划分的重复照片应优先检查。',
  },
  'terms.seed': { en: 'Seed', zh: '随机种子' },
  'terms.seed.text': {
    en: 'The number from which all chance is drawn. The same seed on the same machine gives the same result.',
    zh: '所有随机性都由这个数产生。在同一台计算机上使用相同的种子会得到相同的结果。',
  },
  'terms.learningRate': { en: 'Learning rate', zh: '学习率' },
  'terms.learningRate.text': {
    en: 'How far each training step moves the weights. Too large and training becomes unstable, too small and it takes many epochs.',
    zh: '每个训练步骤调整权重的幅度。过大会使训练不稳定，过小则需要很多轮次。',
  },
  'terms.batchSize': { en: 'Batch size', zh: '批大小' },
  'terms.batchSize.text': {
    en: 'How many photos are looked at before the weights are moved once. The last, smaller batch of an epoch counts too.',
    zh: '每看多少张照片更新一次权重。每轮最后不足一批的照片也会计入。',
  },
  'terms.classWeights': { en: 'Class weights', zh: '类别权重' },
  'terms.classWeights.text': {
    en: 'Photos of the rarer class count more in training. This moves the scores and therefore the threshold, not necessarily the ranking.',
    zh: '训练时较少一类的照片占更大权重。它会改变得分及相应的阈值，但未必改善排序能力。',
  },
  'terms.earlyStopping': { en: 'Early stopping', zh: '提前停止' },
  'terms.earlyStopping.text': {
    en: 'Training ends when the validation loss has not improved for so many epochs. The best epoch is kept either way.',
    zh: '若验证损失连续若干轮没有改善则结束训练。无论如何都会保留最佳轮次。',
  },
  'terms.optimizer': { en: 'Optimizer', zh: '优化器' },
  'terms.optimizer.text': {
    en: 'The rule by which the weights are moved after each batch. The choice matters less than the learning rate.',
    zh: '每批之后更新权重的规则。其影响通常小于学习率。',
  },
});

type NameIn<K> = K extends `terms.${infer Name}.text` ? Name : never;
export type TermName = NameIn<keyof typeof terms>;

const isName = (name: string): name is TermName => Object.hasOwn(terms, `terms.${name}.text`);

/** All terms in the order of this file: results first, then training and data. */
export const termNames: readonly TermName[] = Object.keys(terms)
  .map((key) => key.replace(/^terms\./, ''))
  .filter(isName);
