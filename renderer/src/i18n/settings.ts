import { defineMessages } from './define.ts';

export const settings = defineMessages({
  'settings.title': { en: 'Settings', zh: '设置' },
  'settings.look': { en: 'Language and appearance', zh: '语言与外观' },
  'settings.language': { en: 'Language', zh: '语言' },
  'settings.languageSystem': { en: 'As the system', zh: '跟随系统' },
  'settings.theme': { en: 'Theme', zh: '主题' },
  'settings.themeSystem': { en: 'As the system', zh: '跟随系统' },
  'settings.themeLight': { en: 'Light', zh: '浅色' },
  'settings.themeDark': { en: 'Dark', zh: '深色' },
  'settings.themeContrast': { en: 'High contrast', zh: '高对比度' },
  'settings.storage': { en: 'Storage', zh: '存储' },
  'settings.cache': { en: 'Most that stored features may take', zh: '特征缓存上限' },
  'settings.cacheHint': {
    en: 'What a network saw in each photo is kept, so that a second training starts at once. The least recently used is dropped first.',
    zh: '保存网络对每张照片提取的特征，使再次训练可以立即开始。最久未使用的会先被清除。',
  },
  'settings.dataDir': { en: 'Data folder', zh: '数据文件夹' },
  'settings.dataDirHint': {
    en: 'Holds the database, runs and caches, never your photos. Start LesionLab with --data-dir to use another.',
    zh: '存放数据库、模型和缓存，不含您的照片。使用 --data-dir 启动 LesionLab 可指定其他位置。',
  },
  'settings.versions': { en: 'Versions', zh: '版本' },
  'settings.platform': { en: 'Platform', zh: '平台' },
  'settings.reading': { en: 'Reading versions', zh: '正在读取版本信息' },
  'settings.infoFailed': { en: 'Versions could not be read', zh: '无法读取版本信息' },
  'settings.saveFailed': { en: 'The setting could not be saved', zh: '无法保存设置' },
  'settings.notLoaded': { en: 'not loaded yet', zh: '尚未加载' },
});
