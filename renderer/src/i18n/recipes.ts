import { defineMessages } from './define.ts';

/** Recipes that were proved on held-out folds, one and all of a data set side by side. */
export const recipes = defineMessages({
  'recipes.prove': { en: 'Prove this recipe', zh: '检验此方案' },
  'recipes.proveWhy': {
    en: 'The {valid} validation photos choose the epoch and the threshold, and they are few: figures on them flatter. Here the training and validation photos are dealt into folds, and each fold is scored by a model that never saw it. So every photo counts once; the test split stays closed.',
    zh: '{valid} 张验证照片用来选择轮次和阈值，数量又少，其指标往往偏好。此处把训练照片和验证照片分成若干折，每一折都由从未见过它的模型评分，因此每张照片都计入一次；测试集保持封存。',
  },
  'recipes.proveWhyFixed': {
    en: 'The {valid} validation photos choose no epoch of this recipe, but the threshold, and they are few: figures on them tell little. Here the training and validation photos are dealt into folds, and each fold is scored by a model that never saw it. So every photo counts once; the test split stays closed.',
    zh: '此方案不用 {valid} 张验证照片选择轮次，只用其选择阈值；这些照片数量少，其指标说明不了多少。此处把训练照片和验证照片分成若干折，每一折都由从未见过它的模型评分，因此每张照片都计入一次；测试集保持封存。',
  },
  'recipes.folds': { en: 'Folds', zh: '折数' },
  'recipes.foldsHint': {
    en: 'So many models are trained. Copies of a photo and photos of one patient or lesion stay in one fold.',
    zh: '每一折训练一个模型。同一照片的副本以及同一患者或病灶的照片始终在同一折中。',
  },
  'recipes.proveCost': {
    en: 'At most about {time}: what was looked at once is not looked at again.',
    zh: '最多约 {time}：已提取的特征不会重复提取。',
  },
  'recipes.proveStart': {
    en: { one: 'Prove on {count} held-out fold', other: 'Prove on {count} held-out folds' },
    zh: '用 {count} 个留出折检验',
  },
  'recipes.startFailed': { en: 'The recipe could not be started', zh: '无法开始检验' },

  'recipes.title': { en: 'Recipes compared', zh: '方案比较' },
  'recipes.outOfFold': { en: 'Out-of-fold scores', zh: '折外得分' },
  'recipes.all': { en: 'All side by side', zh: '全部并列' },
  'recipes.none': {
    en: 'None yet. Prove a recipe on held-out folds and it appears here.',
    zh: '尚无。用留出折检验方案后会显示在这里。',
  },
  'recipes.reading': { en: 'Reading the recipe', zh: '正在读取方案' },
  'recipes.readingAll': { en: 'Comparing the recipes', zh: '正在比较方案' },
  'recipes.foldsDone': { en: '{done} of {total} folds', zh: '{done} / {total} 折' },

  'recipes.auc': { en: 'AUC of all folds together', zh: '各折合并的 AUC' },
  'recipes.meanFoldAuc': { en: 'Mean of the folds’ own AUCs', zh: '各折 AUC 的平均' },
  'recipes.photos': { en: '{photos}, {malignant} malignant', zh: '{photos}，其中恶性 {malignant} 张' },
  'recipes.division': { en: 'Division', zh: '划分' },
  'recipes.divisionCopies': {
    en: '{folds} folds, seed {seed}; copies of a photo in one fold',
    zh: '{folds} 折，种子 {seed}；同一照片的副本在同一折',
  },
  'recipes.divisionGroups': {
    en: '{folds} folds, seed {seed}; photos of one “{column}” in one fold',
    zh: '{folds} 折，种子 {seed}；“{column}”相同的照片在同一折',
  },
  'recipes.tookSoFar': { en: 'Took so far', zh: '已用时' },
  'recipes.foldTable': { en: 'Every fold', zh: '逐折记录' },
  'recipes.fold': { en: 'Fold', zh: '折' },
  'recipes.heldOut': { en: 'Held out', zh: '留出' },
  'recipes.trainedOn': { en: 'Trained on', zh: '训练' },
  'recipes.chosenOn': { en: 'Epoch chosen on', zh: '选轮次' },
  'recipes.noFold': {
    en: 'No fold is done yet. Each appears here with its own AUC.',
    zh: '尚无已完成的折。完成后会连同其 AUC 显示在这里。',
  },
  'recipes.foldModels': {
    en: 'The models of the folds are not kept: they prove the recipe. To score photos, train on all of them with it.',
    zh: '各折的模型不会保留，它们只用于检验方案。要给照片评分，请用该方案在全部照片上训练。',
  },
  'recipes.averageOf': { en: 'Average of', zh: '取平均于' },
  'recipes.use': { en: 'Use this recipe', zh: '采用此方案' },
  'recipes.useNamed': { en: 'Use the recipe “{name}”', zh: '采用方案“{name}”' },
  'recipes.openNamed': { en: 'Open “{name}”', zh: '打开“{name}”' },
  'recipes.pause': { en: 'Pause', zh: '暂停' },
  'recipes.training': { en: 'Proving on held-out folds', zh: '正在用留出折检验' },
  'recipes.interruptedText': {
    en: 'LesionLab or its engine stopped meanwhile. Folds that are done are kept; Resume goes on from there with the same numbers as an undisturbed one.',
    zh: '期间 LesionLab 或计算引擎停止了。已完成的折都已保存，继续后将得到与未中断时相同的结果。',
  },
  'recipes.pausedText': {
    en: 'You paused this. Folds that are done are kept; Resume goes on from there.',
    zh: '您已暂停。已完成的折都已保存，可从该处继续。',
  },
  'recipes.failedText': {
    en: 'Folds that are done are kept. When the cause is put right, Resume goes on from there.',
    zh: '已完成的折都已保存。排除原因后，可从该处继续。',
  },
  'recipes.failedTitle': { en: 'The recipe could not be proved', zh: '检验未能完成' },
  'recipes.notResumable': {
    en: 'This cannot be resumed. Prove the recipe anew with the same settings.',
    zh: '无法继续。请以相同设置重新检验。',
  },
  'recipes.removed': {
    en: 'Removed “{name}” with its scores. That it was tried stays counted.',
    zh: '已移除“{name}”及其得分；该方案仍计入已尝试次数。',
  },
  'recipes.removeFailed': { en: 'The recipe could not be removed', zh: '无法移除方案' },

  'recipes.compareTitle': { en: 'Recipes side by side', zh: '方案并列比较' },
  'recipes.compareEmpty': { en: 'Nothing to compare yet', zh: '暂无可比较的方案' },
  'recipes.compareEmptyText': {
    en: 'Recipes are compared by scores of photos that their models never saw. Open the form for a new training and prove a recipe on held-out folds.',
    zh: '方案按模型从未见过的照片的得分进行比较。请打开新建训练的表单，用留出折检验一个方案。',
  },
  'recipes.dataset': { en: 'Data set', zh: '数据集' },
  'recipes.tried': {
    en: {
      one: '{count} recipe was ever tried on this data set',
      other: '{count} recipes were ever tried on this data set',
    },
    zh: '该数据集上共尝试过 {count} 个方案',
  },
  'recipes.looks': {
    en: {
      one: 'its test split was looked at {count} time',
      other: 'its test split was looked at {count} times',
    },
    zh: '其测试集共被查看 {count} 次',
  },
  'recipes.triedAndLooks': { en: '{tried}; {looks}.', zh: '{tried}；{looks}。' },
  'recipes.triedWhy': {
    en: 'The more that is tried, the likelier one looks good by luck: p values are adjusted for all of them (Holm), removed ones too.',
    zh: '尝试得越多，某个方案碰巧显得好的可能越大：p 值已按全部尝试（含已移除者）校正（Holm 法）。',
  },
  'recipes.divisionOf': {
    en: '{photos} ({malignant} malignant) in {folds} folds, seed {seed}',
    zh: '{photos}（恶性 {malignant} 张），{folds} 折，种子 {seed}',
  },
  'recipes.columnRecipe': { en: 'Recipe', zh: '方案' },
  'recipes.columnAuc': { en: 'AUC with 95 % interval', zh: 'AUC 及 95% 区间' },
  'recipes.columnBehind': { en: 'Behind the best', zh: '与最佳之差' },
  'recipes.columnP': { en: 'p', zh: 'p' },
  'recipes.columnPHolm': { en: 'p (Holm)', zh: 'p（Holm）' },
  'recipes.columnTook': { en: 'Took', zh: '用时' },
  'recipes.best': { en: 'highest AUC', zh: 'AUC 最高' },
  'recipes.choice': { en: 'the choice', zh: '首选' },
  'recipes.within': { en: 'within one standard error', zh: '在一个标准误之内' },
  'recipes.rule': {
    en: 'The choice is the simplest recipe within one standard error of the highest AUC: {name}. The bar shows the interval, the shaded band is that standard error.',
    zh: '首选是 AUC 在最高值一个标准误之内的最简单方案：{name}。横条为区间，阴影为该标准误。',
  },

  'recipes.sweep': { en: 'Try several recipes', zh: '尝试多个方案' },
  'recipes.sweepText': {
    en: 'Each combination of the choices ticked here is proved on the same folds, in a drawn order, until the time is over.',
    zh: '此处勾选的选项的每种组合都会在相同的折上检验，按随机顺序进行，直到时间用完。',
  },
  'recipes.sweepName': { en: 'Name of the trial', zh: '试验名称' },
  'recipes.minutes': { en: 'Minutes', zh: '分钟' },
  'recipes.sweepStart': {
    en: { one: 'Try {count} recipe', other: 'Try {count} recipes' },
    zh: '尝试 {count} 个方案',
  },
  'recipes.rates': { en: 'Learning rate', zh: '学习率' },
  'recipes.rateLower': { en: 'A third', zh: '三分之一' },
  'recipes.rateUsual': { en: 'The usual one', zh: '常用值' },
  'recipes.rateHigher': { en: 'Three times', zh: '三倍' },
  'recipes.onlyTuned': { en: 'where layers are trained', zh: '仅用于训练多层时' },
  'recipes.sweepNothing': { en: 'Tick at least one choice of each kind.', zh: '每一类请至少勾选一项。' },
  'recipes.sweepState': { en: '{done} of {total} recipes tried', zh: '已尝试 {done} / {total} 个方案' },
  'recipes.sweepOutOfTime': {
    en: 'the minutes were over; start it again with more minutes to go on',
    zh: '时间已用完；增加分钟数重新开始即可继续',
  },
  'recipes.sweepGoOn': { en: 'Go on with “{name}”', zh: '继续“{name}”' },
  'recipes.sweeps': { en: 'Trials of several recipes', zh: '多方案试验' },
});
