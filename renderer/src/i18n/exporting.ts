import { defineMessages } from './define.ts';

export const exporting = defineMessages({
  'exporting.bundle': { en: 'Export for another computer…', zh: '导出到其他电脑使用…' },
  'exporting.savedModel': {
    en: 'Export for other programs (TensorFlow)…',
    zh: '导出供其他程序使用（TensorFlow）…',
  },
  'exporting.folderTitle': {
    en: 'Choose the folder in which the export is to stand',
    zh: '选择存放导出内容的文件夹',
  },
  'exporting.started': {
    en: 'Writing “{name}” into a folder of its own: nothing there is written over.',
    zh: '正在将“{name}”写入单独的新文件夹，不会覆盖已有内容。',
  },
  'exporting.failed': { en: 'The run could not be exported', zh: '无法导出该模型' },
});
