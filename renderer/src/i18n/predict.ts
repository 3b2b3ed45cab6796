import { defineMessages } from './define.ts';

export const predict = defineMessages({
  'predict.title': { en: 'Predict', zh: '预测' },
  'predict.subtitle': {
    en: 'Score single photos with a finished run. The photo stays where it is.',
    zh: '用训练好的模型为单张照片评分，照片保留在原处。',
  },
  'predict.run': { en: 'Run', zh: '模型' },
  'predict.reading': { en: 'Reading the list of runs', zh: '正在读取模型列表' },
  'predict.emptyTitle': { en: 'No finished run to score with', zh: '没有可用的模型' },
  'predict.emptyText': {
    en: 'Here one photo gets a score from a trained classifier. Train one first.',
    zh: '在此用训练好的分类器为单张照片评分。请先训练一个模型。',
  },
  'predict.emptyAction': { en: 'Train a classifier', zh: '训练分类器' },
  'predict.drop': { en: 'Drop a photo here', zh: '将照片拖放到此处' },
  'predict.dropAgain': { en: 'Drop the next photo here', zh: '将下一张照片拖放到此处' },
  'predict.choose': { en: 'Choose a photo', zh: '选择照片' },
  'predict.photoFiles': { en: 'Photos', zh: '照片' },
  'predict.formats': { en: 'JPEG, PNG, WebP, TIFF and others', zh: 'JPEG、PNG、WebP、TIFF 等格式' },
  'predict.scoring': { en: 'Scoring {file}', zh: '正在为 {file} 评分' },
  'predict.scoringOf': { en: 'Scoring {file} ({place} of {count})', zh: '正在为 {file} 评分（{place} / {count}）' },
  'predict.failed': { en: 'The photo could not be scored', zh: '无法为该照片评分' },
  'predict.folderDropped': {
    en: 'That is a folder. Whole folders are scored on the batch screen.',
    zh: '您拖放的是文件夹。整个文件夹请在批量页面评分。',
  },
  'predict.toBatch': { en: 'Score the folder', zh: '为文件夹评分' },
  'predict.card': { en: 'Prediction', zh: '预测结果' },
  'predict.calledMalignant': {
    en: 'Called malignant: the score {score} is at or above the threshold {threshold}.',
    zh: '判为恶性：得分 {score} 达到或高于阈值 {threshold}。',
  },
  'predict.calledBenign': {
    en: 'Called benign: the score {score} is below the threshold {threshold}. A benign call does not rule melanoma out.',
    zh: '判为良性：得分 {score} 低于阈值 {threshold}。判为良性并不能排除黑色素瘤。',
  },
  'predict.known': {
    en: 'For comparison: {malignant} of {malignantTotal} malignant and {benign} of {benignTotal} benign validation photos score as high or higher.',
    zh: '对照：验证集中 {malignantTotal} 张恶性照片有 {malignant} 张、{benignTotal} 张良性照片有 {benign} 张得分不低于此。',
  },
  'predict.noKnown': {
    en: 'The validation photos have not been scored with this run yet; on Results they can be, and their scores then stand behind the line.',
    zh: '该模型尚未对验证集评分；可在结果页进行，之后验证集得分会作为背景显示。',
  },
  'predict.thresholdMoved': {
    en: 'The run’s threshold has since been moved to {threshold}. This call was made at {then}.',
    zh: '该模型的阈值此后已改为 {threshold}，本次判定使用的是 {then}。',
  },
  'predict.notScored': { en: 'No score for this photo', zh: '该照片没有得分' },
  'predict.file': { en: 'File', zh: '文件' },
  'predict.size': { en: 'Size', zh: '尺寸' },
  'predict.pixels': { en: '{width} × {height} pixels', zh: '{width} × {height} 像素' },
  'predict.model': { en: 'Model (SHA-256)', zh: '模型（SHA-256）' },
  'predict.when': { en: 'Scored', zh: '评分时间' },
  'predict.threshold': { en: 'Threshold', zh: '阈值' },
  'predict.enlarge': { en: 'Enlarge the photo', zh: '放大照片' },
  'predict.history': { en: 'Recent photos', zh: '最近的照片' },
  'predict.noHistory': { en: 'Photos that you score are listed here.', zh: '评过分的照片会列在这里。' },
  'predict.readingHistory': { en: 'Reading recent photos', zh: '正在读取最近的照片' },
  'predict.errorRow': { en: 'no score', zh: '无得分' },
});
