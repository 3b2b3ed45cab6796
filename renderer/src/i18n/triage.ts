import { defineMessages } from './define.ts';

/** Going through the rows of a batch: marks, notes, copies, sheets. */
export const triage = defineMessages({
  'triage.group': { en: 'Scored photos', zh: '评分结果' },
  'triage.acts': { en: 'Acts on the selected photos', zh: '对所选照片的操作' },
  'triage.noneSelected': { en: 'No photo selected. Ctrl+A selects all.', zh: '未选择照片。Ctrl+A 全选。' },
  'triage.selected': {
    en: { one: '{count} photo selected', other: '{count} photos selected' },
    zh: '已选 {count} 张照片',
  },
  'triage.allSelected': {
    en: { one: 'The one photo found is selected', other: 'All {count} photos found are selected' },
    zh: '已选中找到的全部 {count} 张照片',
  },
  'triage.check': { en: 'To check', zh: '待复核' },
  'triage.done': { en: 'Done', zh: '已完成' },
  'triage.unmark': { en: 'Unmark', zh: '取消标记' },
  'triage.checkLong': { en: 'Mark to check', zh: '标记为待复核' },
  'triage.doneLong': { en: 'Mark as done', zh: '标记为已完成' },
  'triage.unmarkLong': { en: 'Take marks off', zh: '取消所选照片的标记' },
  'triage.noteLong': { en: 'Write a note', zh: '写备注' },
  'triage.undo': { en: 'Take the last mark or note back', zh: '撤销上一次标记或备注' },
  'triage.markSelected': { en: 'Mark the selected photos', zh: '标记所选照片' },
  'triage.marksOf': { en: 'Mark {file}', zh: '标记 {file}' },
  'triage.markedCheck': {
    en: { one: 'Marked {count} photo to check', other: 'Marked {count} photos to check' },
    zh: '已将 {count} 张照片标记为待复核',
  },
  'triage.markedDone': {
    en: { one: 'Marked {count} photo as done', other: 'Marked {count} photos as done' },
    zh: '已将 {count} 张照片标记为已完成',
  },
  'triage.unmarked': {
    en: { one: 'Took the mark off {count} photo', other: 'Took the marks off {count} photos' },
    zh: '已取消 {count} 张照片的标记',
  },

  'triage.near': { en: 'Near the threshold', zh: '接近阈值' },
  'triage.nearHint': { en: 'Could easily have been called otherwise', zh: '判定很容易改变' },
  'triage.flagged': { en: 'With a warning', zh: '有警告' },
  'triage.flaggedHint': {
    en: 'Blurred, badly lit, too small, or unlike the training photos',
    zh: '模糊、光线不佳、尺寸过小，或与训练照片不相似',
  },
  'triage.marked': { en: 'Marked', zh: '已标记' },
  'triage.noted': { en: 'With a note', zh: '有备注' },
  'triage.newestFirst': { en: 'Newest photo first', zh: '最新拍摄在前' },
  'triage.columnCalibrated': { en: 'Calibrated', zh: '校准概率' },
  'triage.columnMark': { en: 'Mark', zh: '标记' },
  'triage.taken': { en: 'Taken', zh: '拍摄时间' },
  'triage.noteIs': { en: 'Note: {note}', zh: '备注：{note}' },

  'triage.previous': { en: 'Photo before', zh: '上一张照片' },
  'triage.next': { en: 'Next photo', zh: '下一张照片' },
  'triage.enlarge': { en: 'Show the photo in full size (Enter)', zh: '全尺寸显示照片（Enter）' },
  'triage.scoreAt': { en: 'Score {score}, threshold {threshold}', zh: '得分 {score}，阈值 {threshold}' },
  'triage.calibrated': { en: 'Calibrated probability {value}', zh: '校准概率 {value}' },
  'triage.note': { en: 'Note', zh: '备注' },
  'triage.notePlaceholder': { en: 'For whoever looks at it next', zh: '供后续查看者参考' },
  'triage.noteKeys': {
    en: 'Enter saves, Shift+Enter begins a line, Esc leaves it.',
    zh: 'Enter 保存，Shift+Enter 换行，Esc 放弃。',
  },
  'triage.metadata': { en: 'From your table', zh: '来自您的数据表' },
  'triage.explain': { en: 'Look at this photo', zh: '查看该照片' },
  'triage.explainWaits': {
    en: 'While the batch is being scored, photos are looked at on request only.',
    zh: '批次评分期间，仅在您要求时查看照片。',
  },

  'triage.copyTo': { en: 'Copy to a folder', zh: '复制到文件夹' },
  'triage.moveTo': { en: 'Move to a folder', zh: '移动到文件夹' },
  'triage.copyShort': { en: 'Copy to …', zh: '复制到…' },
  'triage.moveShort': { en: 'Move to …', zh: '移动到…' },
  'triage.copy': { en: 'Copy', zh: '复制' },
  'triage.move': { en: 'Move', zh: '移动' },
  'triage.transferTitle': {
    en: { one: '{count} photo to a folder', other: '{count} photos to a folder' },
    zh: '将 {count} 张照片放入文件夹',
  },
  'triage.transferText': {
    en: 'Nothing in the folder is overwritten. A list, index.csv, says where each photo came from and how it was called.',
    zh: '不会覆盖文件夹中的任何内容。index.csv 会列出每张照片的来源与判定。',
  },
  'triage.transferHow': { en: 'What to do', zh: '操作方式' },
  'triage.copyText': {
    en: 'The photos stay where they are; copies go to the folder.',
    zh: '照片保留在原处，副本放入文件夹。',
  },
  'triage.moveText': {
    en: 'Each photo is copied, the copy is compared with it, and only then is it deleted where it was. A move can be undone here later.',
    zh: '逐张复制照片并核对副本，一致后才删除原处的照片。移动之后可在此撤销。',
  },
  'triage.folder': { en: 'Folder', zh: '文件夹' },
  'triage.folderTitle': { en: 'Folder for the photos', zh: '照片的目标文件夹' },
  'triage.folderInside': {
    en: 'This folder lies in one that was scored: scored again, it will hold these photos twice, or at another place.',
    zh: '该文件夹位于已评分的文件夹内：再次评分时会重复计入这些照片，或位置不同。',
  },
  'triage.copyCount': { en: { one: 'Copy {count} photo', other: 'Copy {count} photos' }, zh: '复制 {count} 张照片' },
  'triage.moveCount': { en: { one: 'Move {count} photo', other: 'Move {count} photos' }, zh: '移动 {count} 张照片' },
  'triage.transferFailed': { en: 'The photos could not be taken to the folder', zh: '无法将照片放入文件夹' },
  'triage.transferring': { en: 'Taking photos to the folder', zh: '正在将照片放入文件夹' },
  'triage.transfers': { en: 'Copied and moved photos', zh: '已复制和移动的照片' },
  'triage.copied': {
    en: { one: 'Copied {count} photo to {folder}.', other: 'Copied {count} photos to {folder}.' },
    zh: '已将 {count} 张照片复制到 {folder}。',
  },
  'triage.moved': {
    en: { one: 'Moved {count} photo to {folder}.', other: 'Moved {count} photos to {folder}.' },
    zh: '已将 {count} 张照片移动到 {folder}。',
  },
  'triage.returned': {
    en: { one: '{count} was brought back.', other: '{count} were brought back.' },
    zh: '已放回 {count} 张。',
  },
  'triage.failedCount': {
    en: { one: '{count} could not be taken.', other: '{count} could not be taken.' },
    zh: '{count} 张未能处理。',
  },
  'triage.waitingCount': {
    en: { one: '{count} was not begun.', other: '{count} were not begun.' },
    zh: '{count} 张尚未开始。',
  },
  'triage.bringBack': { en: 'Bring back', zh: '放回原处' },
  'triage.hideTransfer': { en: 'Hide what was taken to {folder}', zh: '隐藏放入 {folder} 的记录' },
  'triage.failures': {
    en: { one: '{count} photo, and why', other: '{count} photos, and why' },
    zh: '{count} 张照片及原因',
  },
  'triage.earlier': { en: { one: '{count} earlier', other: '{count} earlier' }, zh: '更早的 {count} 次' },
  'triage.fault.NOT_FOUND': { en: 'It is not there any more.', zh: '照片已不在原处。' },
  'triage.fault.NO_PERMISSION': { en: 'It may not be read, or not be deleted.', zh: '没有读取或删除权限。' },
  'triage.fault.CHANGED': {
    en: 'It is not the photo that was scored: its file has changed.',
    zh: '文件已更改，不是已评分的照片。',
  },
  'triage.fault.LINK': {
    en: 'It is a link. Copy it instead, or move the photo that it leads to.',
    zh: '这是链接。请改为复制，或移动其指向的照片。',
  },
  'triage.fault.SAME_FOLDER': { en: 'It is in that folder already.', zh: '照片已在该文件夹中。' },
  'triage.fault.TAKEN': {
    en: 'Something else stands at its old place by now. It stays in the folder.',
    zh: '原处已有其他文件，照片保留在文件夹中。',
  },
  'triage.fault.UNREADABLE': { en: 'It could not be read from the disk.', zh: '无法从磁盘读取。' },

  'triage.exportSelected': { en: 'Export the selected photos', zh: '导出所选照片' },
  'triage.sheet': { en: 'Contact sheet (PDF)', zh: '照片索引表（PDF）' },
  'triage.sheetTitle': { en: 'File for the contact sheet', zh: '照片索引表文件' },
  'triage.sheetTooMany': { en: 'Contact sheet (PDF): at most {most} photos', zh: '照片索引表（PDF）：最多 {most} 张' },
  'triage.sheetFailed': { en: 'The contact sheet could not be made', zh: '无法生成照片索引表' },
});
