import { defineMessages } from './define.ts';

export const importing = defineMessages({
  'importing.title': { en: 'Import photos', zh: '导入照片' },
  'importing.stepSource': { en: 'Source', zh: '来源' },
  'importing.stepLabels': { en: 'Labels', zh: '标签' },
  'importing.stepSplits': { en: 'Groups and splits', zh: '分组与划分' },
  'importing.stepCheck': { en: 'Check', zh: '核对' },

  'importing.sourceHeading': { en: 'Where are the photos?', zh: '照片在哪里？' },
  'importing.sourceText': {
    en: 'Photos stay where they are; LesionLab reads them in place and never changes them.',
    zh: '照片保留在原处；LesionLab 只在原位读取，绝不修改。',
  },
  'importing.drop': { en: 'Drop a folder of photos here', zh: '将照片文件夹拖放到此处' },
  'importing.dropOr': { en: 'or', zh: '或' },
  'importing.dropZone': { en: 'Drop a folder of photos or a labels file', zh: '拖放照片文件夹或标签文件' },
  'importing.dropRefused': {
    en: 'Drop a folder of photos, or a labels file (CSV).',
    zh: '请拖放照片文件夹或标签文件（CSV）。',
  },
  'importing.chooseFolderTitle': { en: 'Choose the folder with the photos', zh: '选择照片所在的文件夹' },
  'importing.chooseCsvTitle': { en: 'Choose the labels file', zh: '选择标签文件' },
  'importing.csvFilter': { en: 'Tables', zh: '表格' },
  'importing.folder': { en: 'Folder with photos', zh: '照片文件夹' },
  'importing.change': { en: 'Change', zh: '更改' },
  'importing.labelsFile': { en: 'Labels file (CSV)', zh: '标签文件（CSV）' },
  'importing.labelsFileHint': {
    en: 'Only needed where folders do not name the classes: one row a photo, with its file name and class.',
    zh: '仅当文件夹名称不能表示类别时需要：每张照片一行，包含文件名和类别。',
  },
  'importing.noLabelsFile': { en: 'None: classes come from the folders', zh: '无：类别取自文件夹' },
  'importing.layouts': { en: 'Folders that are understood', zh: '可识别的文件夹结构' },
  'importing.layoutSplit': { en: 'with splits already made', zh: '已划分好的数据' },
  'importing.layoutClass': { en: 'one folder a class', zh: '每类一个文件夹' },
  'importing.layoutCsv': { en: 'photos with a table', zh: '照片加表格' },
  'importing.scanning': { en: 'Looking through the folder', zh: '正在查看文件夹' },
  'importing.scanFailed': { en: 'The folder could not be looked through', zh: '无法查看该文件夹' },
  'importing.foundSplitFolders': {
    en: 'Found: folders for splits, and in them one folder a class.',
    zh: '识别结果：按划分建立的文件夹，其中每类一个文件夹。',
  },
  'importing.foundClassFolders': { en: 'Found: one folder a class.', zh: '识别结果：每类一个文件夹。' },
  'importing.foundFlat': { en: 'Found: photos without class folders.', zh: '识别结果：没有类别文件夹的照片。' },
  'importing.foundCsv': { en: 'Found: photos with a labels file.', zh: '识别结果：照片与标签文件。' },
  'importing.unmatchedRows': {
    en: {
      one: '{count} row of the labels file names no photo that is there.',
      other: '{count} rows of the labels file name no photo that is there.',
    },
    zh: '标签文件中有 {count} 行找不到对应的照片。',
  },
  'importing.unlabelledPhotos': {
    en: {
      one: '{count} photo has no row in the labels file and will be left out.',
      other: '{count} photos have no row in the labels file and will be left out.',
    },
    zh: '有 {count} 张照片在标签文件中没有对应行，将不导入。',
  },
  'importing.skipped': {
    en: { one: '{count} system file skipped', other: '{count} system files skipped' },
    zh: '已跳过 {count} 个系统文件',
  },
  'importing.others': {
    en: { one: '{count} other file skipped', other: '{count} other files skipped' },
    zh: '已跳过 {count} 个其他文件',
  },
  'importing.needSource': { en: 'Choose a folder first.', zh: '请先选择文件夹。' },
  'importing.needPhotos': { en: 'No photos were found in this folder.', zh: '此文件夹中没有找到照片。' },
  'importing.needLabels': {
    en: 'These photos have no classes yet: choose a labels file, or a folder with one folder a class.',
    zh: '这些照片还没有类别：请选择标签文件，或选择每类一个文件夹的目录。',
  },

  'importing.labelsHeading': { en: 'What do the classes mean?', zh: '各类别代表什么？' },
  'importing.labelsText': {
    en: 'LesionLab learns two classes. Known terms are filled in; check them, and decide what is still open.',
    zh: 'LesionLab 学习两个类别。已知术语已自动填写，请核对并确定尚未指定的类别。',
  },
  'importing.meaning': { en: 'Meaning of “{name}”', zh: '“{name}”的含义' },
  'importing.meaningHeading': { en: 'Meaning', zh: '含义' },
  'importing.open': { en: 'open', zh: '待定' },
  'importing.unmapped': { en: 'Still open: {names}', zh: '尚未指定：{names}' },
  'importing.unmappedMore': { en: 'Still open: {names} and {more} more', zh: '尚未指定：{names} 等另外 {more} 个' },
  'importing.allExcluded': { en: 'Every class is excluded.', zh: '所有类别都被排除。' },
  'importing.oneClassWarning': {
    en: 'Only one of the two classes is present. Training needs both; such a set can only be looked at.',
    zh: '只有两类中的一类。训练需要两类照片；这样的数据集只能浏览。',
  },
  'importing.columns': { en: 'Columns of the labels file', zh: '标签文件的列' },
  'importing.columnImage': { en: 'File name', zh: '文件名' },
  'importing.columnClass': { en: 'Class', zh: '类别' },
  'importing.columnSplit': { en: 'Split', zh: '数据划分' },
  'importing.columnNone': { en: 'No such column', zh: '没有此列' },
  'importing.columnSamples': { en: 'e.g. {samples}', zh: '例如 {samples}' },

  'importing.splitsHeading': { en: 'How are the photos divided?', zh: '如何划分照片？' },
  'importing.splitBy': { en: 'Division', zh: '划分方式' },
  'importing.splitFolder': { en: 'As the folders or the file say', zh: '按文件夹或标签文件' },
  'importing.splitRandom': { en: 'At random', zh: '随机划分' },
  'importing.splitFolderText': {
    en: 'Photos stay in the split that their folder or row names.',
    zh: '照片保留在其文件夹或所在行指定的划分中。',
  },
  'importing.splitRandomText': {
    en: 'Each class is divided by the same shares; the seed makes the division repeatable.',
    zh: '每个类别按相同比例划分；随机种子使划分可重复。',
  },
  'importing.share': { en: '{split}, per cent', zh: '{split}（%）' },
  'importing.shareSum': {
    en: 'The shares add up to {sum} %; they must make 100 %.',
    zh: '各部分合计 {sum}%，必须等于 100%。',
  },
  'importing.needTrainValid': {
    en: 'Training and validation each need a share.',
    zh: '训练集和验证集都需要占有比例。',
  },
  'importing.seed': { en: 'Seed', zh: '随机种子' },
  'importing.group': { en: 'Patient or lesion', zh: '患者或病灶' },
  'importing.groupHint': {
    en: 'Photos with the same value stay in one split, so that no patient is both learned from and tested on.',
    zh: '取值相同的照片放在同一划分中，避免同一患者既用于训练又用于测试。',
  },
  'importing.groupNone': { en: 'No grouping', zh: '不分组' },
  'importing.noGroupColumns': {
    en: 'Groups come from a column of a labels file; there is none here. Make sure yourself that no patient stands in two splits.',
    zh: '分组信息来自标签文件的某一列，此处没有。请自行确保同一患者不会出现在两个划分中。',
  },
  'importing.noSplitFolders': {
    en: 'The source names no splits, so the photos are divided at random.',
    zh: '来源中没有划分信息，因此随机划分。',
  },

  'importing.checkHeading': { en: 'Is this right?', zh: '以下内容是否正确？' },
  'importing.checkText': {
    en: 'Nothing has been written yet. The import reads every photo once and lists those that cannot be read.',
    zh: '目前尚未写入任何内容。导入时会逐一读取照片，并列出无法读取的照片。',
  },
  'importing.name': { en: 'Name of the data set', zh: '数据集名称' },
  'importing.nameNeeded': { en: 'The data set needs a name.', zh: '请为数据集命名。' },
  'importing.nameTaken': { en: 'Another data set has this name.', zh: '已有同名的数据集。' },
  'importing.toImport': { en: 'To import', zh: '将导入' },
  'importing.excludedClasses': { en: 'Excluded', zh: '排除' },
  'importing.leftOut': { en: 'Left out', zh: '不导入' },
  'importing.division': { en: 'Division', zh: '划分' },
  'importing.divisionRandom': {
    en: 'at random {train}/{valid}/{test} %, seed {seed}',
    zh: '随机 {train}/{valid}/{test}%，种子 {seed}',
  },
  'importing.grouped': { en: 'Kept together by', zh: '分组依据' },
  'importing.finish': {
    en: { one: 'Import {count} photo', other: 'Import {count} photos' },
    zh: '导入 {count} 张照片',
  },
  'importing.started': { en: 'The import has begun.', zh: '导入已开始。' },
  'importing.startFailed': { en: 'The import could not be started', zh: '无法开始导入' },

  'importing.preview': { en: 'Preview', zh: '预览' },
  'importing.previewEmpty': {
    en: 'The first rows and the counts appear here once a folder is chosen.',
    zh: '选择文件夹后，这里会显示前几行和计数。',
  },
  'importing.firstRows': { en: 'First rows', zh: '前几行' },
  'importing.aboutText': {
    en: 'Counts by split are estimates; grouping and rounding move single photos.',
    zh: '各划分的计数为估计值；分组和取整会使个别照片变动。',
  },
});
