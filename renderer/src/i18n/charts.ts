import { defineMessages } from './define.ts';

export const charts = defineMessages({
  'charts.showTable': { en: 'Show as a table', zh: '以表格显示' },
  'charts.loss': { en: 'Loss', zh: '损失' },
  'charts.auc': { en: 'Ranking (AUC)', zh: '排序能力（AUC）' },
  'charts.accuracy': { en: 'Accuracy', zh: '准确率' },
  'charts.epoch': { en: 'Epoch', zh: '轮次' },
  'charts.best': { en: 'best: {epoch}', zh: '最佳：{epoch}' },
  'charts.noEpoch': { en: 'No epoch has been trained yet.', zh: '尚未完成任何一轮训练。' },
  'charts.curveNow': { en: 'After epoch {epoch}, validation: {value}.', zh: '第 {epoch} 轮之后，验证集：{value}。' },
  'charts.curveBest': {
    en: 'After epoch {epoch}, validation: {value}. The best epoch is {best}.',
    zh: '第 {epoch} 轮之后，验证集：{value}。最佳轮次为第 {best} 轮。',
  },
  'charts.roc': { en: 'ROC curve', zh: 'ROC 曲线' },
  'charts.rocLabel': { en: 'AUC {value} ({low}–{high})', zh: 'AUC {value}（{low}–{high}）' },
  'charts.rocLabelPlain': { en: 'AUC {value}', zh: 'AUC {value}' },
  'charts.rocSummary': {
    en: '{auc}. At the threshold {threshold}: sensitivity {sensitivity}, false alarms {falseAlarms}.',
    zh: '{auc}。阈值 {threshold} 处：灵敏度 {sensitivity}，误报率 {falseAlarms}。',
  },
  'charts.rocEmpty': {
    en: 'Without photos of both classes there is no curve.',
    zh: '缺少任一类照片时无法绘制曲线。',
  },
  'charts.falseAlarms': { en: 'False alarms (1 − specificity)', zh: '误报率（1 − 特异度）' },
  'charts.found': { en: 'Found (sensitivity)', zh: '检出率（灵敏度）' },
  'charts.atThreshold': { en: 'Threshold {threshold}', zh: '阈值 {threshold}' },
  'charts.aboveAll': { en: 'Above every score', zh: '高于所有得分' },
  'charts.tutorialPoint': {
    en: 'The tutorial’s result on the ISIC 2017 test photos (threshold 0.23)',
    zh: '教程在 ISIC 2017 测试集上的结果（阈值 0.23）',
  },
  'charts.tutorialNote': { en: '◇ the tutorial’s result', zh: '◇ 教程的结果' },
  'charts.threshold': { en: 'Threshold', zh: '阈值' },
  'charts.sensitivity': { en: 'Sensitivity', zh: '灵敏度' },
  'charts.specificity': { en: 'Specificity', zh: '特异度' },
  'charts.histogram': { en: 'Scores by class', zh: '各类得分分布' },
  'charts.histogramSummary': {
    en: 'Share of each class by score; the threshold stands at {threshold}.',
    zh: '各类照片在不同得分处的占比；阈值位于 {threshold}。',
  },
  'charts.score': { en: 'Score', zh: '得分' },
  'charts.share': { en: 'Share of the class', zh: '占该类的比例' },
  'charts.scoreLine': {
    en: 'Score {score} on a line from 0 to 1; the threshold stands at {threshold}.',
    zh: '得分 {score}，位于 0 到 1 的标尺上；阈值为 {threshold}。',
  },
  'charts.countOf': { en: '{count} of {total}', zh: '{count} / {total}' },
});
