import { defineMessages } from './define.ts';

export const frame = defineMessages({
  'frame.start': { en: 'Start', zh: '开始' },
  'frame.data': { en: 'Data', zh: '数据' },
  'frame.train': { en: 'Train', zh: '训练' },
  'frame.results': { en: 'Results', zh: '结果' },
  'frame.predict': { en: 'Predict', zh: '预测' },
  'frame.batch': { en: 'Batch', zh: '批量' },
  'frame.help': { en: 'Help', zh: '帮助' },
  'frame.settings': { en: 'Settings', zh: '设置' },
  'frame.rail': { en: 'Screens', zh: '页面' },
  'frame.present': { en: 'What is being worked on', zh: '当前工作对象' },
  'frame.noDataset': { en: 'No data set chosen', zh: '未选择数据集' },
  'frame.search': { en: 'Search and commands', zh: '搜索与命令' },
  'frame.inspector': { en: 'Inspector', zh: '详情面板' },
  'frame.inspectorHide': { en: 'Hide the inspector', zh: '隐藏详情面板' },
  'frame.inspectorShow': { en: 'Show the inspector', zh: '显示详情面板' },
  'frame.skip': { en: 'Skip to the work', zh: '跳到主要内容' },
  'frame.notifications': { en: 'Messages', zh: '消息' },
  'frame.research': {
    en: 'Research use only. Not a medical device. Not for diagnosis.',
    zh: '仅供研究使用。不是医疗器械。不得用于诊断。',
  },
  'frame.coreStarting': { en: 'LesionLab’s core is starting', zh: 'LesionLab 核心正在启动' },
  'frame.coreStartingText': {
    en: 'Opening the data folder. This takes a second or two.',
    zh: '正在打开数据文件夹，通常只需一两秒。',
  },
  'frame.coreCrashed': { en: 'LesionLab’s core has stopped', zh: 'LesionLab 核心已停止' },
  'frame.coreCrashedText': {
    en: 'It is being started again. Work that was going on is listed under jobs and can be resumed; nothing that was saved is lost.',
    zh: '正在重新启动。进行中的工作会列在任务中，可以继续；已保存的内容不会丢失。',
  },
  'frame.coreLocked': {
    en: 'Another LesionLab is using this data folder',
    zh: '另一个 LesionLab 正在使用此数据文件夹',
  },
  'frame.coreLockedText': {
    en: 'Close the other window or let the other command finish, then open LesionLab again. Two programs writing to one data folder would damage it.',
    zh: '请关闭另一个窗口或等待另一条命令结束，然后重新打开 LesionLab。两个程序同时写入同一数据文件夹会造成损坏。',
  },
  'frame.screenFailed': { en: 'This screen could not be shown', zh: '无法显示此页面' },
});
