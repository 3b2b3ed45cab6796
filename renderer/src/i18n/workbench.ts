import { defineMessages } from './define.ts';

/** The results screen's threshold, its lock, the thousand patients and the table of figures. */
export const workbench = defineMessages({
  'workbench.presetSpecificity': { en: 'Spare at least', zh: '至少放行' },
  'workbench.presetSpecificityNumber': { en: 'Specificity to reach, per cent', zh: '目标特异度（百分比）' },
  'workbench.presetCost': { en: 'One miss =', zh: '一次漏诊 =' },
  'workbench.presetCostNumber': {
    en: 'Needless excisions that one missed melanoma is worth',
    zh: '一次漏诊相当于多少次不必要的切除',
  },
  'workbench.excisions': { en: 'excisions', zh: '次切除' },
  'workbench.setTo': { en: 'Set to {threshold}: {rule}', zh: '设为 {threshold}：{rule}' },
  'workbench.effect': {
    en: 'found {found} of {malignant}, needless {needless} of {benign}',
    zh: '检出 {found}/{malignant}，不必要 {needless}/{benign}',
  },
  'workbench.onValidation': {
    en: 'Counts on the validation photos, which these rules look at. Point at a rule to read more.',
    zh: '计数来自验证集（规则仅依据验证集）。指向某条规则可查看详情。',
  },
  'workbench.onThese': {
    en: 'Counts on these very scores: there are no validation photos to choose on, so a rule’s figures are optimistic.',
    zh: '以下为本批得分上的计数：没有可供选择阈值的验证集，因此按规则得到的结果偏乐观。',
  },
  'workbench.preview': {
    en: '{threshold} would find {found} (sensitivity) and spare {spared} (specificity).',
    zh: '取 {threshold} 时：检出 {found}（灵敏度），放行 {spared}（特异度）。',
  },
  'workbench.noAnswer': { en: 'no threshold does it', zh: '没有阈值能做到' },
  'workbench.needsValidation': {
    en: 'All but the first two rules look at validation scores, and there are none for this run yet.',
    zh: '除前两条外，其余规则都依据验证集得分，而该模型尚无验证集得分。',
  },
  'workbench.restsOn': {
    en: {
      one: 'It rests on {count} malignant photo: {found} is {rate}.',
      other: 'It rests on {count} malignant photos: {found} is {rate}.',
    },
    zh: '该阈值仅依据 {count} 张恶性照片：{found} 为 {rate}。',
  },

  'workbench.locked': { en: 'Locked since {date}', zh: '自 {date} 起锁定' },
  'workbench.lockedText': {
    en: 'It cannot be moved while it is locked, so that the test photos cannot guide it.',
    zh: '锁定期间不能更改，使其不受测试集影响。',
  },
  'workbench.unlock': { en: 'Unlock', zh: '解锁' },
  'workbench.unlockText': {
    en: {
      one: 'The figures of the test split are hidden until the threshold is locked again. The next opening is counted: it has been opened {count} time so far, and every report says so.',
      other:
        'The figures of the test split are hidden until the threshold is locked again. The next opening is counted: it has been opened {count} times so far, and every report says so.',
    },
    zh: '测试集的结果将被隐藏，直到再次锁定阈值。下一次打开会被计数：目前已打开 {count} 次，每份报告都会写明。',
  },
  'workbench.lockFailed': { en: 'The lock could not be changed', zh: '无法更改锁定状态' },

  'workbench.gateTitle': { en: 'The test photos are closed', zh: '测试集尚未打开' },
  'workbench.gateText': {
    en: 'They are for one honest last look. The threshold is fixed first, so that what is seen here cannot guide it; then the figures are shown, and the opening is counted and dated in every report.',
    zh: '测试集用于最后一次如实评估。先固定阈值，使所见结果不能影响它；随后显示结果，并将此次打开计数、记录日期，写入每份报告。',
  },
  'workbench.gateDefault': {
    en: 'The threshold still stands at its start, {threshold}: nobody has chosen it yet. Choose it on the validation photos first.',
    zh: '阈值仍为初始值 {threshold}，尚未有人选择。请先在验证集上选定。',
  },
  'workbench.lockAndOpen': {
    en: 'Lock {threshold} and open the test split',
    zh: '锁定 {threshold} 并打开测试集',
  },
  'workbench.open': { en: 'Open the test split at {threshold}', zh: '以 {threshold} 打开测试集' },
  'workbench.toValidation': { en: 'Choose on the validation photos', zh: '在验证集上选择' },
  'workbench.openFailed': { en: 'The test split could not be opened', zh: '无法打开测试集' },
  'workbench.openings': { en: 'Openings of the test split: {count}', zh: '测试集打开次数：{count}' },
  'workbench.openingDate': { en: 'Date', zh: '日期' },
  'workbench.openingThreshold': { en: 'Threshold', zh: '阈值' },
  'workbench.openingUnknown': { en: 'not recorded', zh: '未记录' },
  'workbench.openingBy': { en: 'By', zh: '方式' },
  'workbench.by.window': { en: 'this window', zh: '本窗口' },
  'workbench.by.command': { en: 'command line', zh: '命令行' },
  'workbench.by.sample': { en: 'the sample', zh: '示例' },
  'workbench.by.earlier': { en: 'before openings were counted', zh: '开始计数之前' },

  'workbench.standing.fitted': {
    en: 'Optimistic: the classifier learned from these very photos. The figures say nothing about new ones.',
    zh: '结果偏乐观：分类器正是在这些照片上训练的，不能说明对新照片的表现。',
  },
  'workbench.standing.chosen': {
    en: 'Optimistic: the threshold was chosen on these very photos. New photos will usually do worse.',
    zh: '结果偏乐观：阈值正是在这些照片上选定的，新照片的表现通常更差。',
  },
  'workbench.standing.byHand': {
    en: 'Set by hand: if you looked at these photos while choosing it, the figures are optimistic.',
    zh: '阈值为手动设定：若您是看着这些照片选定的，则结果偏乐观。',
  },
  'workbench.standing.reopened': {
    en: 'These test photos were opened before the threshold was locked: if that guided it, the figures are optimistic.',
    zh: '在锁定阈值之前，测试集曾被打开过：若阈值受其影响，则结果偏乐观。',
  },
  'workbench.standing.seen': {
    en: 'The threshold was set after figures of these photos were there: if they guided it, the figures are optimistic.',
    zh: '阈值是在这些照片已有结果之后设定的：若受其影响，则结果偏乐观。',
  },
  'workbench.standing.epoch': {
    en: 'Slightly optimistic: the best epoch was chosen on these photos.',
    zh: '结果略偏乐观：最佳轮次是在这些照片上选出的。',
  },
  'workbench.standing.locked': {
    en: 'The threshold was locked before these photos were opened: the figures are an honest last look.',
    zh: '阈值在打开这些照片之前已锁定：这是如实的最终评估。',
  },
  'workbench.standing.apart': {
    en: 'Nothing was chosen on these photos.',
    zh: '没有任何选择依据这些照片做出。',
  },

  'workbench.next': { en: 'Next:', zh: '下一步：' },
  'workbench.next.choose': {
    en: 'choose the threshold on these photos, then open the test photos.',
    zh: '在这些照片上选定阈值，然后打开测试集。',
  },
  'workbench.next.chosen': {
    en: 'open the test photos: they show how it does on new ones.',
    zh: '打开测试集，查看它对新照片的表现。',
  },
  'workbench.next.locked': {
    en: 'the threshold is locked. See how it does on the test photos.',
    zh: '阈值已锁定。请查看它在测试集上的表现。',
  },
  'workbench.toTest': { en: 'Test photos', zh: '测试集' },

  'workbench.thousand': { en: 'Out of 1,000 patients', zh: '每 1,000 名患者中' },
  'workbench.prevalence': { en: 'Malignant among them', zh: '其中恶性占比' },
  'workbench.prevalenceNumber': {
    en: 'Share of malignant lesions among the patients, per cent',
    zh: '患者中恶性病灶的占比（百分比）',
  },
  'workbench.prevalenceEvaluated': {
    en: 'the share among these photos; a clinic’s is usually lower',
    zh: '即本批照片中的占比，临床中通常更低',
  },
  'workbench.prevalenceTyped': { en: 'typed; these photos have {percent}', zh: '手动输入；本批照片为 {percent}' },
  'workbench.prevalenceReset': { en: 'Use the share among these photos', zh: '使用本批照片的占比' },
  'workbench.found': { en: '{count} found', zh: '检出 {count}' },
  'workbench.missed': { en: '{count} missed', zh: '漏诊 {count}' },
  'workbench.needless': { en: '{count} sent for nothing', zh: '不必要转诊 {count}' },
  'workbench.spared': { en: '{count} spared', zh: '正确放行 {count}' },
  'workbench.thousandNone': {
    en: 'Without photos of both classes it cannot be said what would happen.',
    zh: '缺少任一类照片时无法推算。',
  },

  'workbench.figure': { en: 'Figure', zh: '指标' },
  'workbench.value': { en: 'Value (95 % interval)', zh: '取值（95% 区间）' },
  'workbench.n': { en: 'n', zh: 'n' },
  'workbench.method': { en: 'Interval by', zh: '区间方法' },
  'workbench.computing': { en: 'being resampled', zh: '正在重抽样' },
  'workbench.notResampled': { en: 'could not be resampled', zh: '无法重抽样' },
  'workbench.groupThreshold': { en: 'At the threshold {threshold}', zh: '阈值 {threshold} 处' },
  'workbench.groupPrevalence': { en: 'Where {percent} are malignant', zh: '恶性占比为 {percent} 时' },
  'workbench.groupRanking': { en: 'Whatever the threshold', zh: '与阈值无关' },
  'workbench.groupProbability': { en: 'Scores read as probabilities', zh: '把得分视为概率' },
  'workbench.groupRecalibrated': { en: 'After recalibration ({method})', zh: '重新校准后（{method}）' },
  'workbench.groupGroups': {
    en: 'Whole groups resampled (by {column}, {count})',
    zh: '按组重抽样（按 {column}，{count} 组）',
  },
  'workbench.groupSampleSize': { en: 'Photos needed for a narrow interval', zh: '窄区间所需的照片数' },
  'workbench.specificityAt': { en: 'Spared when {percent} are found', zh: '检出 {percent} 时的放行率' },
  'workbench.sensitivityAt': { en: 'Found when {percent} are spared', zh: '放行 {percent} 时的检出率' },
  'workbench.atScore': { en: 'at the threshold {threshold}', zh: '阈值 {threshold} 处' },
  'workbench.chanceIs': { en: 'chance is {value}', zh: '随机水平为 {value}' },
  'workbench.treatAll': { en: 'calling all malignant: {value}', zh: '全部判为恶性：{value}' },
  'workbench.platt': { en: 'Platt', zh: 'Platt 法' },
  'workbench.temperature': { en: 'temperature', zh: '温度法' },
  'workbench.fittedOn': {
    en: 'Fitted on {n} validation photos ({positives} malignant); the threshold and the call use the score as it is.',
    zh: '在 {n} 张验证照片（{positives} 张恶性）上拟合；阈值与判定使用原始得分。',
  },
  'workbench.fittedHere': {
    en: 'Fitted on these very photos ({positives} malignant): what is shown here flatters.',
    zh: '正是在这些照片（{positives} 张恶性）上拟合，此处结果偏乐观。',
  },
  'workbench.noRecalibration': {
    en: 'Not possible: the validation photos are not scored, hold one class, or are ranked no better than chance.',
    zh: '无法进行：验证集未评分、只有一类，或排序不优于随机。',
  },
  'workbench.noGroups': {
    en: 'No patient or lesion is known for these photos: each photo counts for itself.',
    zh: '这些照片没有患者或病灶信息，每张照片独立计算。',
  },
  'workbench.sampleRate': { en: 'Expected sensitivity', zh: '预期灵敏度' },
  'workbench.sampleWidth': { en: 'Interval of ±', zh: '区间 ±' },
  'workbench.points': { en: 'points', zh: '个百分点' },
  'workbench.sampleNeeded': {
    en: {
      one: 'needs {count} malignant case; here are {have}.',
      other: 'needs {count} malignant cases; here are {have}.',
    },
    zh: '需要 {count} 例恶性；此处有 {have} 例。',
  },
  'workbench.method.Wilson': { en: 'Wilson', zh: 'Wilson' },
  'workbench.method.ClopperPearson': { en: 'Clopper-Pearson', zh: 'Clopper-Pearson' },
  'workbench.method.logit': { en: 'logit (Mercaldo)', zh: 'logit（Mercaldo）' },
  'workbench.method.DeLong': { en: 'DeLong', zh: 'DeLong' },
  'workbench.aucExact': { en: 'exact interval, by pairs {interval}', zh: '精确区间（配对法）{interval}' },
  'workbench.method.exact': { en: 'exact (pairs)', zh: '精确（配对）' },
  'workbench.method.bootstrap': { en: 'bootstrap', zh: '自助法' },
  'workbench.method.bootstrapGroups': { en: 'bootstrap by group', zh: '按组自助法' },
  'workbench.method.none': { en: 'none', zh: '无' },
  'workbench.resampleNote': {
    en: 'Bootstrap: {resamples} resamples, percentiles, always the same seed.',
    zh: '自助法：重抽样 {resamples} 次，取百分位数，种子固定。',
  },

  'workbench.tabFigures': { en: 'Figures', zh: '指标' },
  'workbench.tabErrors': { en: 'Errors', zh: '错误审阅' },
  'workbench.tabSubgroups': { en: 'Subgroups', zh: '亚组' },
  'workbench.tabCompare': { en: 'Compare', zh: '比较' },
  'workbench.tabReport': { en: 'Report', zh: '报告' },
  'workbench.areas': { en: 'Parts of the evaluation', zh: '评估的各部分' },
  'workbench.charts': { en: 'Charts', zh: '图表' },
  'workbench.chart.roc': { en: 'ROC', zh: 'ROC' },
  'workbench.chart.pr': { en: 'PR', zh: 'PR' },
  'workbench.chart.calibration': { en: 'Calibration', zh: '校准' },
  'workbench.chart.decision': { en: 'Decision', zh: '决策' },
  'workbench.chart.scores': { en: 'Scores', zh: '得分' },
  'workbench.chart.learning': { en: 'Learning', zh: '学习' },

  'workbench.runs': { en: 'Runs', zh: '模型' },
  'workbench.imported': { en: 'Imported scores', zh: '导入的得分' },
  'workbench.judged': { en: 'Whose scores', zh: '得分来源' },
  'workbench.fromFile': { en: 'Scores from {name}', zh: '得分来自 {name}' },
  'workbench.fromPackage': { en: 'Opened from {name}', zh: '打开自 {name}' },
  'workbench.importScores': { en: 'Import a file of scores', zh: '导入得分文件' },
  'workbench.openPackage': { en: 'Open an evaluation (.lesionlab)', zh: '打开评估文件（.lesionlab）' },
  'workbench.savePackage': { en: 'Save as one file (.lesionlab)', zh: '另存为单个文件（.lesionlab）' },
  'workbench.packageFailed': { en: 'The file could not be opened or saved', zh: '无法打开或保存文件' },
  'workbench.packageSaved': { en: 'Saved “{name}”.', zh: '已保存“{name}”。' },
  'workbench.emptyText': {
    en: 'Results show what a trained classifier, a reader or another program finds and misses. Train one, or import scores.',
    zh: '结果页展示训练好的分类器、阅片者或其他程序检出了什么、漏掉了什么。请训练模型或导入得分。',
  },
});
