import { defineMessages } from './define.ts';

/** The matrix of a run's own classes. */
export const fine = defineMessages({
  'fine.title': { en: 'By your own classes', zh: '按您自己的类别' },
  'fine.how': {
    en: 'Rows are the true class, columns the class of the highest probability. It depends on no threshold; malignant or not is decided above.',
    zh: '行为真实类别，列为概率最高的类别。与阈值无关；是否恶性以上方判定为准。',
  },
  'fine.true': { en: 'True class', zh: '真实类别' },
  'fine.named': { en: 'Named as', zh: '判为' },
  'fine.total': { en: 'All', zh: '合计' },
  'fine.cell': { en: '{count}, {percent} of the row', zh: '{count}，占该行 {percent}' },
  'fine.others': {
    en: {
      one: '{count} photo is of a class that the run does not know and is not counted here.',
      other: '{count} photos are of classes that the run does not know and are not counted here.',
    },
    zh: '{count} 张照片属于该模型未学过的类别，未计入此表。',
  },
  'fine.copy': { en: 'Copy the table', zh: '复制表格' },
  'fine.copyFailed': { en: 'The table could not be copied', zh: '无法复制表格' },
});
