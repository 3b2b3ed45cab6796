import { defineMessages } from './define.ts';

/** `errors.<CODE>` says what happened, `errors.<CODE>.remedy` what to do; `errors.photo.<CODE>` likewise for one photo. */
export const errors = defineMessages({
  'errors.BAD_INPUT': { en: 'A value is not allowed', zh: '输入的值不被允许' },
  'errors.BAD_INPUT.remedy': {
    en: 'Check the values entered, then try again.',
    zh: '请检查所填的值后重试。',
  },
  'errors.NOT_A_PACKAGE': { en: 'This file is no LesionLab evaluation', zh: '此文件不是 LesionLab 评估' },
  'errors.NOT_A_PACKAGE.remedy': {
    en: 'Choose a .lesionlab file. A CSV of scores is imported instead.',
    zh: '请选择 .lesionlab 文件。得分的 CSV 请用导入。',
  },
  'errors.PACKAGE_NEWER': { en: 'A newer LesionLab wrote this file', zh: '此文件由更新版本的 LesionLab 写出' },
  'errors.PACKAGE_NEWER.remedy': { en: 'Update LesionLab, then open it again.', zh: '请更新 LesionLab 后再打开。' },
  'errors.PACKAGE_DAMAGED': {
    en: 'This file was cut short or changed since it was saved',
    zh: '此文件保存后被截断或改动',
  },
  'errors.PACKAGE_DAMAGED.remedy': {
    en: 'Copy it again from where it was saved, or have it saved again.',
    zh: '请从保存处重新复制，或请对方重新保存。',
  },
  'errors.PACKAGE_TOO_LARGE': {
    en: 'This file is larger than any evaluation can be',
    zh: '此文件大于任何评估可能的大小',
  },
  'errors.PACKAGE_TOO_LARGE.remedy': {
    en: 'Check where it comes from, or have it saved again.',
    zh: '请核对来源，或请对方重新保存。',
  },
  'errors.FOLDER_VANISHED': {
    en: 'The folder of the photos is not connected any more',
    zh: '照片所在的文件夹已断开连接',
  },
  'errors.FOLDER_VANISHED.remedy': {
    en: 'Plug the drive in again, or connect the network share, then press Resume. What was scored is kept.',
    zh: '请重新插入驱动器或连接网络共享，然后点“继续评分”。已评分的结果都已保存。',
  },
  'errors.FOREIGN_FILE': {
    en: 'The file was changed since, or LesionLab did not write it',
    zh: '该文件已被更改，或不是由 LesionLab 写入',
  },
  'errors.FOREIGN_FILE.remedy': {
    en: 'It is never written over. Move it elsewhere or give it another name to keep it, then try again; or choose another file.',
    zh: '不会覆盖该文件。如需保留，请将其移走或改名后重试；也可以选择另一个文件。',
  },
  'errors.ALL_EXCLUDED': { en: 'All photos were left out by what was asked', zh: '所有照片都被筛选条件排除' },
  'errors.ALL_EXCLUDED.remedy': {
    en: 'Change which files are to be included or excluded.',
    zh: '请更改要包含或排除的文件。',
  },
  'errors.NOT_FOUND': { en: 'It is no longer there', zh: '对象已不存在' },
  'errors.NOT_FOUND.remedy': {
    en: 'The data set, run or file was moved or removed. Choose it again, or put the file back where it was.',
    zh: '数据集、模型或文件已被移动或删除。请重新选择，或将文件放回原处。',
  },
  'errors.ALREADY_EXISTS': { en: 'The name or file is taken', zh: '名称或文件已被占用' },
  'errors.ALREADY_EXISTS.remedy': {
    en: 'Choose another name, or remove the one that has it.',
    zh: '请换一个名称，或移除占用该名称的对象。',
  },
  'errors.LOCKED': { en: 'Another LesionLab is using this data folder', zh: '另一个 LesionLab 正在使用此数据文件夹' },
  'errors.LOCKED.remedy': {
    en: 'Close the other window or wait for the other command, then try again.',
    zh: '请关闭另一个窗口或等待另一条命令结束后重试。',
  },
  'errors.UNMAPPED_CLASS': { en: 'A class has no meaning yet', zh: '有类别尚未指定含义' },
  'errors.UNMAPPED_CLASS.remedy': {
    en: 'Say for each class whether it is benign, malignant or to be excluded.',
    zh: '请为每个类别指定良性、恶性或排除。',
  },
  'errors.NO_PHOTOS': { en: 'No readable photos were found', zh: '没有找到可读取的照片' },
  'errors.NO_PHOTOS.remedy': {
    en: 'Choose the folder that holds the photos (JPEG, PNG, WebP, TIFF, GIF or BMP) or the folder above it.',
    zh: '请选择包含照片（JPEG、PNG、WebP、TIFF、GIF 或 BMP）的文件夹或其上级文件夹。',
  },
  'errors.ONE_CLASS': { en: 'All photos are of one class', zh: '所有照片都属于同一类' },
  'errors.ONE_CLASS.remedy': {
    en: 'A classifier needs both benign and malignant photos for training and validation. Add photos of the other class or change the mapping.',
    zh: '训练和验证都需要良性和恶性两类照片。请补充另一类照片或更改类别映射。',
  },
  'errors.TOO_FEW_PHOTOS': { en: 'A class has too few photos', zh: '某一类别的照片太少' },
  'errors.TOO_FEW_PHOTOS.remedy': {
    en: 'Each split needs at least one photo of each class. Add photos, or use fewer splits.',
    zh: '每个划分中每一类至少需要一张照片。请补充照片或减少划分。',
  },
  'errors.BAD_CSV': { en: 'The labels file cannot be read', zh: '无法读取标签文件' },
  'errors.BAD_CSV.remedy': {
    en: 'It needs a header line, one column with file names and one with classes. Correct the line named below and try again.',
    zh: '文件需要标题行、一列文件名和一列类别。请修正下方所指的行后重试。',
  },
  'errors.BACKBONE_MISSING': { en: 'A pretrained network is not installed', zh: '预训练网络未安装' },
  'errors.BACKBONE_MISSING.remedy': {
    en: 'Run set-up again (npm run setup), or choose another network. Help lists what is installed.',
    zh: '请重新运行安装（npm run setup）或选择其他网络。“帮助”页列出了已安装的网络。',
  },
  'errors.CACHE_MISS': { en: 'Stored features are gone', zh: '缓存的特征已丢失' },
  'errors.CACHE_MISS.remedy': {
    en: 'Start again: the photos are looked at once more. A larger cache in Settings prevents it.',
    zh: '请重新开始：将再次提取照片特征。在“设置”中增大缓存可避免此问题。',
  },
  'errors.ENGINE_CRASHED': { en: 'The computing process ended unexpectedly', zh: '计算进程意外终止' },
  'errors.ENGINE_CRASHED.remedy': {
    en: 'Nothing that was saved is lost. Choose Resume to go on from the last saved step; if it happens again, close other programs to free memory.',
    zh: '已保存的内容不会丢失。点击“继续”可从最近保存的步骤接着进行；若再次发生，请关闭其他程序以释放内存。',
  },
  'errors.CANCELLED': { en: 'Cancelled', zh: '已取消' },
  'errors.CANCELLED.remedy': {
    en: 'What was done so far is kept. Resume goes on where it stood.',
    zh: '已完成的部分会保留，可以继续进行。',
  },
  'errors.NO_SPACE': { en: 'The disk is full', zh: '磁盘已满' },
  'errors.NO_SPACE.remedy': {
    en: 'Free some space or lower the cache limit in Settings, then resume.',
    zh: '请释放磁盘空间或在“设置”中降低缓存上限，然后继续。',
  },
  'errors.NO_PERMISSION': { en: 'Access was refused', zh: '没有访问权限' },
  'errors.NO_PERMISSION.remedy': {
    en: 'Give yourself the right to read this folder (and to write, where a file is saved), or choose another place.',
    zh: '请为该文件夹授予读取权限（保存文件时还需写入权限），或选择其他位置。',
  },
  'errors.NOT_RESUMABLE': { en: 'This cannot go on where it stood', zh: '无法从中断处继续' },
  'errors.NOT_RESUMABLE.remedy': { en: 'Start it again.', zh: '请重新开始。' },
  'errors.NAN_LOSS': { en: 'Training became unstable', zh: '训练变得不稳定' },
  'errors.NAN_LOSS.remedy': {
    en: 'Choose a smaller learning rate (a tenth is a good first try) and train again.',
    zh: '请使用更小的学习率（可先尝试十分之一）重新训练。',
  },
  'errors.INTERNAL': { en: 'Something failed inside LesionLab', zh: 'LesionLab 内部出现故障' },
  'errors.INTERNAL.remedy': {
    en: 'Try again. If it stays, copy the details and send them to whoever looks after LesionLab for you.',
    zh: '请重试。若问题仍然存在，请复制详细信息并发送给 LesionLab 的维护人员。',
  },
  'errors.whereClasses': { en: 'Classes: {names}', zh: '类别：{names}' },
  'errors.whereLine': { en: 'Line {line}', zh: '第 {line} 行' },
  'errors.whereHolder': { en: 'Held by {holder}, process {pid}', zh: '占用者：{holder}，进程 {pid}' },
  'errors.holderWindow': { en: 'a window', zh: '一个窗口' },
  'errors.holderCommand': { en: 'a command', zh: '一条命令' },

  'errors.reason.EMPTY': { en: 'The file is empty', zh: '文件为空' },
  'errors.reason.EXCEL_WORKBOOK': {
    en: 'It is an Excel workbook: save the sheet as CSV',
    zh: '这是 Excel 工作簿，请将工作表另存为 CSV',
  },
  'errors.reason.BINARY': { en: 'It is not a text file', zh: '不是文本文件' },
  'errors.reason.NO_ROWS': { en: 'It has a header and nothing below', zh: '只有标题行，没有数据' },
  'errors.reason.EMPTY_HEADER': { en: 'A column has no name', zh: '有一列没有名称' },
  'errors.reason.DUPLICATE_HEADER': { en: 'Two columns have the same name', zh: '有两列名称相同' },
  'errors.reason.RAGGED_ROW': {
    en: 'The row has more or fewer cells than the header',
    zh: '该行的单元格数与标题行不一致',
  },
  'errors.reason.BAD_QUOTES': { en: 'A quotation mark is not closed', zh: '引号没有成对' },
  'errors.reason.MISSING_COLUMN': { en: 'A needed column is missing', zh: '缺少必需的列' },
  'errors.reason.BAD_VALUE': { en: 'The value is not understood', zh: '无法识别该值' },
  'errors.reason.DUPLICATE_ID': { en: 'The same name stands twice', zh: '同一名称出现两次' },
  'errors.reason.NOT_A_FOLDER': { en: 'It is not a folder', zh: '不是文件夹' },
  'errors.reason.NO_SPLITS': {
    en: 'The source names no splits: divide the photos at random',
    zh: '来源中没有划分信息，请选择随机划分',
  },
  'errors.reason.RUN_TRAINING': {
    en: 'A run is training on it: cancel it or wait until it is done',
    zh: '有模型正在用它训练，请先取消或等待完成',
  },
  'errors.reason.DATABASE_NEWER': {
    en: 'The data folder was written by a newer LesionLab: update this one',
    zh: '数据文件夹由更新版本的 LesionLab 写入，请更新本程序',
  },
  'errors.reason.DATABASE_DAMAGED': {
    en: 'The database in the data folder is damaged; a copy from before stands beside it',
    zh: '数据文件夹中的数据库已损坏；旁边保留了之前的副本',
  },
  'errors.reason.CORE_CRASHED': { en: 'LesionLab’s core stopped meanwhile', zh: '期间 LesionLab 核心已停止' },
  'errors.reason.CORE_NOT_STARTED': { en: 'LesionLab’s core could not start', zh: 'LesionLab 核心无法启动' },
  'errors.reason.CLOSING': { en: 'LesionLab is closing', zh: 'LesionLab 正在关闭' },
  'errors.reason.DAMAGED': { en: 'What was saved is damaged', zh: '已保存的内容已损坏' },
  'errors.reason.OTHER_TRAINING': {
    en: 'What was saved belongs to another training',
    zh: '已保存的内容属于另一次训练',
  },
  'errors.reason.NO_RUN': {
    en: 'Its score was not made by a run of this data folder',
    zh: '其得分不是由此数据文件夹中的模型给出',
  },
  'errors.reason.TEST_CLOSED': {
    en: 'The test photos are not opened yet: lock a threshold and open them on Results',
    zh: '测试集尚未打开：请在结果页锁定阈值后打开',
  },
  'errors.whereColumn': { en: 'Column “{column}”', zh: '列“{column}”' },

  'errors.photo.NOT_FOUND': { en: 'No file of this name', zh: '没有此名称的文件' },
  'errors.photo.NOT_FOUND.remedy': {
    en: 'Put it back where it was, or import again. A name that is not UTF-8 has to be changed first.',
    zh: '请将文件放回原处或重新导入。若文件名不是 UTF-8 编码，请先改名。',
  },
  'errors.photo.NO_PERMISSION': { en: 'Reading was refused', zh: '没有读取权限' },
  'errors.photo.NO_PERMISSION.remedy': { en: 'Give yourself the right to read it.', zh: '请授予读取权限。' },
  'errors.photo.NOT_A_FILE': { en: 'It is not a file', zh: '不是文件' },
  'errors.photo.NOT_A_FILE.remedy': {
    en: 'A folder or device has a photo’s name; rename it.',
    zh: '文件夹或设备使用了照片的名称，请改名。',
  },
  'errors.photo.EMPTY_FILE': { en: 'The file is empty', zh: '文件为空' },
  'errors.photo.EMPTY_FILE.remedy': { en: 'Copy it again from its source.', zh: '请从来源处重新复制。' },
  'errors.photo.NOT_AN_IMAGE': { en: 'It is not an image', zh: '不是图像' },
  'errors.photo.NOT_AN_IMAGE.remedy': {
    en: 'Its content is something else than its name says; remove or replace it.',
    zh: '内容与文件名不符，请移除或替换。',
  },
  'errors.photo.UNSUPPORTED_FORMAT': { en: 'The format is not supported', zh: '不支持的格式' },
  'errors.photo.UNSUPPORTED_FORMAT.remedy': { en: 'Save it as JPEG or PNG.', zh: '请另存为 JPEG 或 PNG。' },
  'errors.photo.TRUNCATED': { en: 'Part of the photo is missing', zh: '照片不完整' },
  'errors.photo.TRUNCATED.remedy': {
    en: 'The copy broke off; copy it again from its source.',
    zh: '复制中断，请从来源处重新复制。',
  },
  'errors.photo.TOO_LARGE': { en: 'The photo is too large', zh: '照片过大' },
  'errors.photo.TOO_LARGE.remedy': { en: 'Save a smaller version of it.', zh: '请保存为较小的尺寸。' },
  'errors.photo.READ_FAILED': { en: 'The drive did not give its bytes', zh: '驱动器无法读出该文件' },
  'errors.photo.READ_FAILED.remedy': {
    en: 'Check the drive or the network share, then try again.',
    zh: '请检查驱动器或网络共享后重试。',
  },
  'errors.photo.CHANGED': { en: 'The file has changed since it was imported', zh: '导入后文件已被更改' },
  'errors.photo.CHANGED.remedy': { en: 'Put the old file back, or import again.', zh: '请恢复原文件或重新导入。' },
  'errors.photo.DECODE_FAILED': { en: 'The photo is damaged', zh: '照片已损坏' },
  'errors.photo.DECODE_FAILED.remedy': {
    en: 'Open it in another program and save it again, or replace it.',
    zh: '请用其他程序打开并重新保存，或替换该文件。',
  },
  'errors.photo.NO_SCORE': { en: 'There is no score for it in the file', zh: '文件中没有它的评分' },
  'errors.photo.NO_SCORE.remedy': {
    en: 'Fill in the score and import the file again; until then it counts nowhere.',
    zh: '请补上评分并重新导入文件；在此之前不计入任何结果。',
  },
});
