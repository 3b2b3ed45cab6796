import { defineMessages } from './define.ts';

export const start = defineMessages({
  'start.title': { en: 'What would you like to do?', zh: '您想做什么？' },
  'start.subtitle': {
    en: 'Train a classifier of skin lesion photos, test it honestly, and score photos with it. Nothing leaves this computer.',
    zh: '训练皮肤病灶照片分类器，如实检验，并用它为照片评分。所有数据都不会离开本机。',
  },
  'start.sampleTitle': { en: 'Try the sample', zh: '试用示例' },
  'start.sampleText': {
    en: 'Drawn lesions are imported, trained on and evaluated in about two minutes: the whole app without photos of your own.',
    zh: '约两分钟内完成绘制病灶的导入、训练与评估：无需自己的照片即可了解全部功能。',
  },
  'start.sampleButton': { en: 'Make the sample', zh: '生成示例' },
  'start.sampleResults': { en: 'See its results', zh: '查看结果' },
  'start.samplePhotos': { en: 'See its photos', zh: '查看照片' },
  'start.photosTitle': { en: 'Start with my photos', zh: '使用我的照片' },
  'start.photosText': {
    en: 'Drop a folder of labelled photos, or choose one. Photos are read where they are and never changed.',
    zh: '拖入或选择带标签的照片文件夹。照片在原位读取，绝不修改。',
  },
  'start.photosButton': { en: 'Choose a folder', zh: '选择文件夹' },
  'start.scoreTitle': { en: 'Score with a finished run', zh: '用已有模型评分' },
  'start.scoreText': {
    en: 'Score one photo and see its card, or a whole folder and get a table.',
    zh: '为单张照片评分并查看卡片，或为整个文件夹评分并得到表格。',
  },
  'start.scoreNone': { en: 'There is no finished run yet: train one first.', zh: '还没有训练完成的模型，请先训练。' },
  'start.scoreRun': { en: 'Run', zh: '模型' },
  'start.scorePhoto': { en: 'Score a photo', zh: '为照片评分' },
  'start.scoreFolder': { en: 'Score a folder', zh: '为文件夹评分' },
  'start.recentDatasets': { en: 'Recent data sets', zh: '最近的数据集' },
  'start.recentRuns': { en: 'Recent runs', zh: '最近的模型' },
  'start.recentBatches': { en: 'Recent batches', zh: '最近的批次' },
  'start.noDatasets': { en: 'Imported photos will be listed here.', zh: '导入的照片会列在这里。' },
  'start.noRuns': { en: 'Trained classifiers will be listed here.', zh: '训练好的分类器会列在这里。' },
  'start.noBatches': { en: 'Scored folders will be listed here.', zh: '评分过的文件夹会列在这里。' },
  'start.reading': { en: 'Reading', zh: '正在读取' },
  'start.runOn': { en: 'on {dataset}', zh: '数据集：{dataset}' },
  'start.batchFacts': {
    en: '{scored} scored, {malignant} called malignant',
    zh: '已评分 {scored} 张，{malignant} 张判为恶性',
  },
  'start.runTraining': { en: 'training', zh: '训练中' },
  'start.runInterrupted': { en: 'interrupted', zh: '已中断' },
  'start.runFailed': { en: 'failed', zh: '失败' },
  'start.runCancelled': { en: 'cancelled', zh: '已取消' },
  'start.runFinished': { en: 'finished', zh: '已完成' },
});
