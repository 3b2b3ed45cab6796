import { defineMessages } from './define.ts';

/** Why a run is as it is: one sentence for each code of electron/shared/runNotes.ts. */
export const notes = defineMessages({
  'notes.title': { en: 'Why these choices', zh: '为何如此选择' },
  'notes.presetTutorial': {
    en: 'The recipe of the tutorial, so that its figures can be compared; it is not the best one here.',
    zh: '教程的方案，便于与其结果比较；在此并非最佳。',
  },
  'notes.presetRecommended': {
    en: 'The recommended recipe: the best of those that train in moments once the photos were looked at.',
    zh: '推荐方案：在提取特征后片刻即可训练完成的方案中最好的。',
  },
  'notes.presetBest': {
    en: 'The recipe of the highest out-of-fold AUC on the 2,000 ISIC 2017 training photos; it takes minutes.',
    zh: '在 ISIC 2017 的 2,000 张训练照片上折外 AUC 最高的方案，需要数分钟。',
  },
  'notes.ensemble': {
    en: 'The average of {runs} runs ({names}): its log-odds are the mean of theirs, each counting the same.',
    zh: '{runs} 个训练（{names}）的平均：对数几率取各训练的均值，权重相同。',
  },
  'notes.ensembleViews': {
    en: 'All of them score a photo in {views} views here, also those that were trained for fewer.',
    zh: '在此全部以 {views} 个视图评分，包括原先以较少视图训练的。',
  },
  'notes.ensembleSize': {
    en: 'A photo is brought to {size} pixels once and made smaller in the graph for networks that take smaller ones: their scores differ a little from those that they give alone.',
    zh: '照片统一缩放到 {size} 像素，输入较小的网络在计算图内再缩小：其评分与单独使用时略有差异。',
  },
  'notes.presetCustom': { en: 'A recipe of your own.', zh: '自定义方案。' },
  'notes.frozen': {
    en: 'Trains the head alone, on a frozen network: each of the {train} photos is looked at once, and few weights cannot learn them by heart.',
    zh: '网络冻结，仅训练分类头：{train} 张照片各提取一次特征，权重很少，不会死记照片。',
  },
  'notes.headEpochs': {
    en: {
      one: 'Up to {count} epoch; the one of the lowest loss on the {valid} validation photos is kept.',
      other: 'Up to {count} epochs; the one of the lowest loss on the {valid} validation photos is kept.',
    },
    zh: '最多 {count} 轮；保留在 {valid} 张验证照片上损失最低的一轮。',
  },
  'notes.upperStages': {
    en: 'Fine-tunes the last stages: they hold what is special to the photos that the network knew before, and {train} photos are too few to teach the early ones, which see edges and colours, anything new.',
    zh: '微调最后几层：它们保存的是网络此前所见照片的特有内容；而前面的层识别边缘和颜色，{train} 张照片不足以教给它们新东西。',
  },
  'notes.allStages': {
    en: 'Fine-tunes every layer on {train} photos: the slowest choice.',
    zh: '在 {train} 张照片上微调所有层：最慢的选择。',
  },
  'notes.classes': {
    en: 'Tells the {classes} classes of the data set apart; the probabilities of the malignant ones are added up.',
    zh: '区分数据集的 {classes} 个类别；恶性类别的概率相加。',
  },
  'notes.malignancy': {
    en: 'Tells malignant from benign, and no classes within them.',
    zh: '只区分恶性与良性，不再细分类别。',
  },
  'notes.tunedEpochs': {
    en: { one: '{count} epoch of one network.', other: '{count} epochs of one network.' },
    zh: '单个网络，{count} 轮。',
  },
  'notes.tunedEpochsMembers': {
    en: {
      one: '{count} epoch, {members} networks whose log-odds are averaged.',
      other: '{count} epochs, {members} networks whose log-odds are averaged.',
    },
    zh: '{members} 个网络各 {count} 轮，对其对数优势取平均。',
  },
  'notes.keptViews': {
    en: {
      one: 'Each photo is kept in {count} view, so that the early stages look at it so often and never again.',
      other: 'Each photo is kept in {count} views, so that the early stages look at it so often and never again.',
    },
    zh: '每张照片保留 {count} 个视图，前面的层只需计算这么多次。',
  },
  'notes.fewerViews': {
    en: {
      one: 'There was room for {count} view of each photo, not {asked}.',
      other: 'There was room for {count} views of each photo, not {asked}.',
    },
    zh: '空间只够每张照片 {count} 个视图，而非 {asked} 个。',
  },
  'notes.keepLast': {
    en: 'The last epoch is kept: the {valid} validation photos choose nothing, so that their figures do not flatter.',
    zh: '保留最后一轮：{valid} 张验证照片不参与选择，因此其指标不会偏好。',
  },
  'notes.keepBest': {
    en: 'The best epoch on the {valid} validation photos is kept: their figures flatter a little.',
    zh: '保留在 {valid} 张验证照片上最好的一轮：其指标会略微偏好。',
  },
  'notes.testViewsOne': { en: 'A photo is scored as it is.', zh: '照片按原样评分。' },
  'notes.testViews': {
    en: 'A photo is scored in {views} views (turned, mirrored), which are averaged: a lesion has no up and no left.',
    zh: '每张照片以 {views} 个视图（旋转、镜像）评分并取平均：皮损没有上下左右之分。',
  },
  'notes.planned': {
    en: 'Epochs: {epochs}, networks: {members}, views of each photo: {views}. {minutes} min allow that on this computer; about {time} are expected.',
    zh: '轮数 {epochs}，网络 {members} 个，每张照片 {views} 个视图。在这台计算机上 {minutes} 分钟足够；预计约 {time}。',
  },
  'notes.overTime': {
    en: 'What was fixed takes about {time}, more than the {minutes} min asked for.',
    zh: '固定的选项约需 {time}，超过要求的 {minutes} 分钟。',
  },
  'notes.tooLittleTime': {
    en: '{minutes} min are too few to fine-tune: the smallest training would take about {time} on this computer. The head on the frozen network is trained instead.',
    zh: '{minutes} 分钟不足以微调：在这台计算机上最小的训练也约需 {time}。因此改为在冻结的网络上训练分类头。',
  },
});
