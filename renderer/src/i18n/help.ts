import { defineMessages } from './define.ts';

export const help = defineMessages({
  'help.title': { en: 'Help', zh: '帮助' },
  'help.subtitle': {
    en: 'What each screen is for, the words, the keys and the state of this installation',
    zh: '各页面用途、术语、快捷键与安装状态',
  },
  'help.researchTitle': { en: 'For research only', zh: '仅供研究' },
  'help.researchText': {
    en: 'A score is what a network learned from a few thousand photos; it knows nothing of the patient, and photos from another camera or clinic can fool it. Do not base a diagnosis, a treatment or reassurance on it.',
    zh: '得分只是网络从数千张照片中学到的结果；它不了解患者情况，其他相机或医院的照片可能使其失准。不得据此作出诊断、治疗或安抚。',
  },
  'help.privacyTitle': { en: 'Nothing leaves this computer', zh: '数据不出本机' },
  'help.privacyText': {
    en: 'LesionLab makes no network connection. Photos are read where they are and never changed; the data folder holds labels, scores, thumbnails and features.',
    zh: 'LesionLab 不建立任何网络连接。照片在原位读取，绝不修改；数据文件夹只保存标签、得分、缩略图和特征。',
  },
  'help.screensTitle': { en: 'The screens', zh: '各页面' },
  'help.start': { en: 'Three ways in, and what you last worked on.', zh: '三种入口，以及最近的工作。' },
  'help.data': {
    en: 'Import labelled photos, look at them, and see what is wrong with them: unreadable files, copies, leaks between splits.',
    zh: '导入带标签的照片，浏览并检查问题：无法读取的文件、重复照片、划分间的泄漏。',
  },
  'help.train': {
    en: 'Choose a recipe, see what it will cost, and watch the classifier learn. Training goes on while you work elsewhere.',
    zh: '选择训练方案，查看所需开销，观察分类器学习过程。训练期间可继续其他工作。',
  },
  'help.results': {
    en: 'How good the classifier is on photos it did not learn from, with intervals; choose the threshold here.',
    zh: '分类器在未学习过的照片上的表现及置信区间；在此选择阈值。',
  },
  'help.predict': { en: 'Drop one photo and read its card.', zh: '拖入一张照片并查看结果卡片。' },
  'help.batch': {
    en: 'Score a folder, look at the most suspicious photos first, and save the table.',
    zh: '为文件夹评分，优先查看最可疑的照片，并保存表格。',
  },
  'help.wordsTitle': { en: 'The words', zh: '术语' },
  'help.keysTitle': { en: 'The keys', zh: '快捷键' },
  'help.keysText': { en: 'Everything can be done without a mouse.', zh: '所有操作都可以不用鼠标完成。' },
  'help.keysButton': { en: 'Show all keyboard shortcuts', zh: '显示全部快捷键' },
  'help.doctorTitle': { en: 'This installation', zh: '安装状态' },
  'help.doctorText': { en: 'What LesionLab found when it checked itself.', zh: 'LesionLab 自检的结果。' },
  'help.doctorReading': { en: 'Checking the installation', zh: '正在检查安装状态' },
  'help.doctorFailed': { en: 'The checks could not be run', zh: '无法执行检查' },
  'help.doctorAgain': { en: 'Check again', zh: '重新检查' },
  'help.ok': { en: 'in order', zh: '正常' },
  'help.warning': { en: 'look at this', zh: '请留意' },
  'help.failed': { en: 'does not work', zh: '无法工作' },
});
