import { defineMessages } from './define.ts';

/** Titles, axes and curves have their words in electron/shared/figures/figureWords.ts, since reports say the same. */
export const charts = defineMessages({
  'charts.showTable': { en: 'Show as a table', zh: '以表格显示' },
  'charts.noValue': { en: '–', zh: '–' },
  'charts.accuracy': { en: 'Accuracy', zh: '准确率' },
  'charts.kept': { en: 'kept: {epoch}', zh: '保留：{epoch}' },
  'charts.atThreshold': { en: 'Threshold {threshold}', zh: '阈值 {threshold}' },
  'charts.aboveAll': { en: 'Above every score', zh: '高于所有得分' },
  'charts.tutorialPoint': {
    en: 'The tutorial’s result on the ISIC 2017 test photos (threshold 0.23)',
    zh: '教程在 ISIC 2017 测试集上的结果（阈值 0.23）',
  },
  'charts.band': { en: '95 % band', zh: '95% 区间带' },
  'charts.bandOff': { en: 'Off', zh: '关闭' },
  'charts.bandPointwise': { en: 'Each point', zh: '逐点' },
  'charts.bandSimultaneous': { en: 'Whole curve', zh: '整条曲线' },
  'charts.scoreLine': {
    en: 'Score {score} on a line from 0 to 1; the threshold stands at {threshold}.',
    zh: '得分 {score}，位于 0 到 1 的标尺上；阈值为 {threshold}。',
  },
  'charts.countOf': { en: '{count} of {total}', zh: '{count} / {total}' },
  'charts.rateOf': {
    en: '{count} of {total}, {rate} ({low}–{high})',
    zh: '{count} / {total}，{rate}（{low}–{high}）',
  },
  'charts.export': { en: 'Export: {figure}', zh: '导出：{figure}' },
  'charts.exportPng': { en: 'Save as picture (PNG)', zh: '另存为图片（PNG）' },
  'charts.exportSvg': { en: 'Save as drawing (SVG)', zh: '另存为矢量图（SVG）' },
  'charts.exportCsv': { en: 'Save its numbers (CSV)', zh: '保存数据（CSV）' },
  'charts.exportTitle': { en: 'Save: {figure}', zh: '保存：{figure}' },
  'charts.exported': { en: '{figure} was saved.', zh: '已保存{figure}。' },
});
