import { defineMessages } from './define.ts';

/**
 * What the checks of the installation say, by their code: `doctor.NAME` what was checked (proper names stand for themselves), `doctor.found.CODE`
 * what was found, `doctor.remedy.CODE` what to do.
 */
export const doctor = defineMessages({
  'doctor.network': { en: 'Network {id}', zh: '网络 {id}' },
  'doctor.display': { en: 'Display', zh: '显示' },
  'doctor.memory': { en: 'Memory', zh: '内存' },
  'doctor.folder': { en: 'Data folder', zh: '数据文件夹' },

  'doctor.found.program': { en: '{version} on {platform}', zh: '{version}，系统 {platform}' },
  'doctor.found.version': { en: '{version}', zh: '{version}' },
  'doctor.found.reason': { en: '{reason}', zh: '{reason}' },
  'doctor.found.sharp': { en: '{version} (libvips {vips})', zh: '{version}（libvips {vips}）' },
  'doctor.found.tensorflow': {
    en: '{version}, oneDNN on, {threads} threads',
    zh: '{version}，oneDNN 已启用，{threads} 个线程',
  },
  'doctor.found.tensorflowSlow': {
    en: '{version}, oneDNN off, {threads} threads',
    zh: '{version}，oneDNN 未启用，{threads} 个线程',
  },
  'doctor.found.tensorflowMissing': { en: 'not loaded', zh: '未能加载' },
  'doctor.found.backbone': {
    en: '{name}, checked by SHA-256',
    zh: '{name}，已用 SHA-256 校验',
  },
  'doctor.found.backboneAltered': { en: 'not the one that was installed', zh: '与安装时的文件不一致' },
  'doctor.found.backboneMissing': { en: 'not installed', zh: '未安装' },
  'doctor.found.electronNone': { en: 'none here: the command line does without', zh: '此处没有，命令行无需使用' },
  'doctor.found.electronOther': {
    en: '{version}, from another program’s npm package',
    zh: '{version}，来自其他程序的 npm 包',
  },
  'doctor.found.display': { en: '{display}', zh: '{display}' },
  'doctor.found.displayDesktop': { en: 'the desktop', zh: '桌面' },
  'doctor.found.displayNone': { en: 'none', zh: '无' },
  'doctor.found.memory': { en: '{gib} GiB', zh: '{gib} GiB' },
  'doctor.found.folder': { en: '{path}, {gib} GiB free', zh: '{path}，可用空间 {gib} GiB' },
  'doctor.found.folderBroken': { en: '{path}: {reason}', zh: '{path}：{reason}' },

  'doctor.remedy.setup': {
    en: 'Run npm run setup in the checkout, or install LesionLab again.',
    zh: '请在源码目录运行 npm run setup，或重新安装 LesionLab。',
  },
  'doctor.remedy.nodeOld': {
    en: 'Node 24 is needed: install LesionLab again.',
    zh: '需要 Node 24，请重新安装 LesionLab。',
  },
  'doctor.remedy.sharpBroken': {
    en: 'Photos cannot be read: install LesionLab again.',
    zh: '无法读取照片，请重新安装 LesionLab。',
  },
  'doctor.remedy.tensorflowSlow': {
    en: 'It works, but slower: unset TF_ENABLE_ONEDNN_OPTS.',
    zh: '可以工作但较慢，请取消设置 TF_ENABLE_ONEDNN_OPTS。',
  },
  'doctor.remedy.tensorflowBroken': {
    en: 'Nothing can be trained or scored: install LesionLab again.',
    zh: '无法训练或评分，请重新安装 LesionLab。',
  },
  'doctor.remedy.electronOther': {
    en: 'Good for trying out. Set-up takes the Electron that LesionLab is made for where its releases can be reached.',
    zh: '可用于试用。能够访问 Electron 发布页时，安装程序会取用 LesionLab 对应的版本。',
  },
  'doctor.remedy.displayNone': {
    en: 'Only the window needs one: start it on a desktop.',
    zh: '只有窗口需要显示，请在桌面环境中启动。',
  },
  'doctor.remedy.memoryLow': { en: '4 GiB or more are recommended.', zh: '建议内存不少于 4 GiB。' },
  'doctor.remedy.folderLow': {
    en: 'Large data sets need more space for their features.',
    zh: '大型数据集需要更多空间来存放特征。',
  },
  'doctor.remedy.folderFull': {
    en: 'Free some space, or start LesionLab with another data folder.',
    zh: '请释放磁盘空间，或改用其他数据文件夹启动。',
  },
  'doctor.remedy.folderBroken': {
    en: 'Start LesionLab with a data folder that may be written.',
    zh: '请使用可写入的数据文件夹启动。',
  },
});
