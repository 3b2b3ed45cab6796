import { defineMessages } from './define.ts';

export const data = defineMessages({
  'data.title': { en: 'Data sets', zh: '数据集' },
  'data.subtitle': { en: 'Labelled photos to train on and to test with', zh: '用于训练和测试的带标签照片' },
  'data.import': { en: 'Import photos', zh: '导入照片' },
  'data.sample': { en: 'Try the sample', zh: '试用示例' },
  'data.emptyTitle': { en: 'No data sets yet', zh: '还没有数据集' },
  'data.emptyText': {
    en: 'A data set is a folder of labelled photos that a classifier learns from and is tested with.',
    zh: '数据集是一组带标签的照片，供分类器学习和测试。',
  },
  'data.reading': { en: 'Reading the data sets', zh: '正在读取数据集' },
  'data.listFailed': { en: 'The data sets could not be read', zh: '无法读取数据集' },
  'data.readingOne': { en: 'Reading the data set', zh: '正在读取数据集' },
  'data.oneFailed': { en: 'The data set could not be read', zh: '无法读取该数据集' },
  'data.all': { en: 'All data sets', zh: '全部数据集' },
  'data.unreadable': { en: 'Unreadable', zh: '无法读取' },
  'data.duplicates': { en: 'Duplicates', zh: '重复' },
  'data.splits': { en: 'Splits', zh: '划分' },
  'data.source': { en: 'Source', zh: '来源' },
  'data.trainOn': {
    en: { one: 'Train on {count} photo', other: 'Train on {count} photos' },
    zh: '用 {count} 张照片训练',
  },
  'data.importing': { en: 'Importing “{title}”', zh: '正在导入“{title}”' },
  'data.importStopped': { en: 'The import of “{title}” did not finish', zh: '“{title}”的导入未完成' },

  'data.renameTitle': { en: 'Rename the data set', zh: '重命名数据集' },
  'data.removeTitle': { en: 'Remove “{name}”', zh: '移除“{name}”' },
  'data.removeText': {
    en: 'LesionLab forgets the labels, splits and thumbnails of {photos}. The photos themselves stay where they are. Labels changed or mapped here would have to be made again.',
    zh: 'LesionLab 将清除{photos}的标签、划分和缩略图。照片本身保留在原处。在此处所做的类别映射需要重新设置。',
  },
  'data.removeRuns': {
    en: {
      one: 'The run trained on it, “{names}”, stays with its results and can still score photos.',
      other: 'The {count} runs trained on it ({names}) stay with their results and can still score photos.',
    },
    zh: '用它训练的 {count} 个模型（{names}）及其结果会保留，仍可用于评分。',
  },
  'data.removeBusy': {
    en: 'A run is training on this data set. Cancel it or wait until it is done.',
    zh: '有模型正在使用此数据集训练。请先取消或等待其完成。',
  },
  'data.remove': { en: 'Remove data set', zh: '移除数据集' },
  'data.removed': { en: '“{name}” is being removed', zh: '正在移除“{name}”' },
  'data.removeFailed': { en: '“{name}” could not be removed', zh: '无法移除“{name}”' },

  'data.tabs': { en: 'Views of the data set', zh: '数据集视图' },
  'data.tabPhotos': { en: 'Photos', zh: '照片' },
  'data.tabHealth': { en: 'Health', zh: '数据质量' },
  'data.tabSplits': { en: 'Splits and leaks', zh: '划分与泄漏' },
  'data.tabMetadata': { en: 'Metadata', zh: '元数据' },
  'data.tabHistory': { en: 'History', zh: '历史' },
  'data.counts': { en: 'Photos by split and class', zh: '各划分与类别的照片数' },
  'data.shareMalignant': { en: 'Malignant share', zh: '恶性占比' },

  'data.trainShort': { en: 'Train', zh: '训练' },
  'data.validShort': { en: 'Valid', zh: '验证' },
  'data.testShort': { en: 'Test', zh: '测试' },

  'data.grid': { en: 'Photos of the data set', zh: '数据集中的照片' },
  'data.filterSplit': { en: 'Filter by split', zh: '按划分筛选' },
  'data.filterLabel': { en: 'Filter by label', zh: '按标签筛选' },
  'data.filterClass': { en: 'Class', zh: '类别' },
  'data.allClasses': { en: 'All classes', zh: '全部类别' },
  'data.duplicatesOnly': { en: 'Duplicates only', zh: '仅重复' },
  'data.searchPhotos': { en: 'Search file names', zh: '搜索文件名' },
  'data.tileSize': { en: 'Size of the thumbnails', zh: '缩略图大小' },
  'data.noMatch': { en: 'No photo matches these filters', zh: '没有符合筛选条件的照片' },
  'data.noMatchText': { en: 'Loosen a filter to see photos again.', zh: '放宽筛选条件即可重新显示照片。' },
  'data.clearFilters': { en: 'Clear filters', zh: '清除筛选' },
  'data.readingPhotos': { en: 'Reading the list of photos', zh: '正在读取照片列表' },
  'data.photosFailed': { en: 'The photos could not be listed', zh: '无法列出照片' },
  'data.duplicate': { en: 'duplicate', zh: '重复' },
  'data.openViewer': { en: 'Open full size', zh: '打开原图' },
  'data.group': { en: 'Patient or lesion', zh: '患者或病灶' },
  'data.pixels': { en: '{width} × {height} pixels', zh: '{width} × {height} 像素' },
  'data.format': { en: 'Format', zh: '格式' },
  'data.path': { en: 'Path', zh: '路径' },
  'data.sha256': { en: 'SHA-256', zh: 'SHA-256' },

  'data.healthy': { en: 'Nothing is wrong with this data set', zh: '此数据集没有问题' },
  'data.healthyText': {
    en: 'Every photo could be read, none is there twice, and every split holds both classes.',
    zh: '所有照片均可读取，没有重复，且每个划分都包含两个类别。',
  },
  'data.warnings': { en: 'Worth a look', zh: '值得注意' },
  'data.unreadableHeading': {
    en: { one: '{count} file could not be read', other: '{count} files could not be read' },
    zh: '{count} 个文件无法读取',
  },
  'data.unreadableText': {
    en: 'These are not part of the data set; they get no label and no score.',
    zh: '这些文件不属于数据集，没有标签也没有得分。',
  },
  'data.reason': { en: 'Reason', zh: '原因' },
  'data.remedy': { en: 'What to do', zh: '处理方法' },
  'data.duplicatesHeading': {
    en: { one: '{count} photo is there more than once', other: '{count} photos are there more than once' },
    zh: '{count} 张照片出现多次',
  },
  'data.duplicatesText': {
    en: 'All copies are kept. Conflicting labels and copies in two splits spoil what the figures mean.',
    zh: '所有副本都会保留。标签冲突或跨划分的副本会影响指标的意义。',
  },
  'data.copies': { en: 'Copies', zh: '副本数' },
  'data.files': { en: 'Files', zh: '文件' },
  'data.finding': { en: 'Finding', zh: '问题' },
  'data.conflict': { en: 'labels differ', zh: '标签不一致' },
  'data.leak': { en: 'in two splits', zh: '跨划分' },
  'data.harmless': { en: 'same label and split', zh: '标签与划分相同' },
  'data.skippedHeading': { en: 'Left out', zh: '未导入' },
  'data.skippedJunk': {
    en: 'System files (.DS_Store, Thumbs.db and the like)',
    zh: '系统文件（.DS_Store、Thumbs.db 等）',
  },
  'data.skippedOther': { en: 'Files that are not photos', zh: '非照片文件' },
  'data.skippedExcluded': { en: 'Photos of excluded classes', zh: '已排除类别的照片' },
  'data.skippedRows': { en: 'Rows of the labels file without a photo', zh: '标签文件中没有照片的行' },
  'data.skippedUnlabelled': { en: 'Photos without a row in the labels file', zh: '标签文件中没有对应行的照片' },

  'data.warnOneClass': {
    en: 'All photos are {label}. A classifier needs both classes.',
    zh: '所有照片都是{label}。分类器需要两个类别。',
  },
  'data.warnOneClassSplit': {
    en: 'The split “{split}” holds one class only; its figures will mostly be undefined.',
    zh: '“{split}”只包含一个类别，其大部分指标将无定义。',
  },
  'data.warnSmallClass': {
    en: {
      one: 'The class “{className}” has {count} photo, fewer than there are splits.',
      other: 'The class “{className}” has {count} photos, fewer than there are splits.',
    },
    zh: '类别“{className}”只有 {count} 张照片，少于划分数。',
  },
  'data.warnGroupLeak': {
    en: {
      one: '{count} patient or lesion stands in more than one split. Figures on validation and test photos are too good.',
      other:
        '{count} patients or lesions stand in more than one split. Figures on validation and test photos are too good.',
    },
    zh: '有 {count} 个患者或病灶出现在多个划分中，验证集和测试集的指标会偏高。',
  },
  'data.warnDuplicateLeak': {
    en: {
      one: '{count} photo stands in more than one split. Figures on validation and test photos are too good.',
      other: '{count} photos stand in more than one split. Figures on validation and test photos are too good.',
    },
    zh: '有 {count} 张照片出现在多个划分中，验证集和测试集的指标会偏高。',
  },
  'data.warnConflict': {
    en: {
      one: '{count} photo carries different labels in its copies. One of the labels is wrong.',
      other: '{count} photos carry different labels in their copies. One of the labels is wrong.',
    },
    zh: '有 {count} 张照片的副本标签不一致，其中必有一个标签是错误的。',
  },
  'data.warnUnlabelled': {
    en: {
      one: '{count} photo had no label and was left out.',
      other: '{count} photos had no label and were left out.',
    },
    zh: '有 {count} 张照片没有标签，未导入。',
  },
  'data.warnUnreadableFolders': {
    en: {
      one: '{count} folder could not be opened; photos in it are missing here.',
      other: '{count} folders could not be opened; photos in them are missing here.',
    },
    zh: '有 {count} 个文件夹无法打开，其中的照片未包含在内。',
  },
  'data.warnNoSplit': {
    en: {
      one: '{count} photo lay in no split and was left out.',
      other: '{count} photos lay in no split and were left out.',
    },
    zh: '有 {count} 张照片不属于任何划分，未导入。',
  },
  'data.warnEmptySplit': {
    en: 'The split “{split}” has no photos. Training needs photos to learn from and photos to check on.',
    zh: '“{split}”没有照片。训练既需要学习用的照片，也需要验证用的照片。',
  },
  'data.warnGroupNotUsed': {
    en: 'The column “{column}” seems to name patients or lesions, but photos were not kept together by it.',
    zh: '列“{column}”似乎表示患者或病灶，但划分时没有按它分组。',
  },
  'data.warnAmbiguousRows': {
    en: {
      one: '{count} row of the labels file fits more than one photo and was not used.',
      other: '{count} rows of the labels file fit more than one photo and were not used.',
    },
    zh: '标签文件中有 {count} 行对应多张照片，未使用。',
  },
  'data.warnConflictingRows': {
    en: {
      one: '{count} photo has rows that contradict each other and was left out.',
      other: '{count} photos have rows that contradict each other and were left out.',
    },
    zh: '有 {count} 张照片在标签文件中的多行内容互相矛盾，未导入。',
  },
  'data.warnRepeatedRows': {
    en: {
      one: '{count} row of the labels file says the same again.',
      other: '{count} rows of the labels file say the same again.',
    },
    zh: '标签文件中有 {count} 行重复。',
  },
  'data.warnWhich': { en: 'Which ones', zh: '查看具体项' },
  'data.warnOther': { en: 'Note {code}: {details}', zh: '提示 {code}：{details}' },

  'data.groupedBy': {
    en: 'Photos with the same “{column}” were kept in one split.',
    zh: '“{column}”相同的照片放在同一划分中。',
  },
  'data.notGrouped': {
    en: 'No patient or lesion was named, so LesionLab cannot tell whether one stands in two splits.',
    zh: '没有患者或病灶信息，LesionLab 无法判断同一患者是否出现在两个划分中。',
  },
  'data.splitFolder': { en: 'Taken from the folders or the labels file.', zh: '取自文件夹或标签文件。' },
  'data.splitRandom': {
    en: 'At random, {train} training, {valid} validation, {test} test, seed {seed}.',
    zh: '随机划分：训练 {train}，验证 {valid}，测试 {test}，种子 {seed}。',
  },
  'data.division': { en: 'Division', zh: '划分方式' },
  'data.leaks': { en: 'Leaks', zh: '泄漏' },
  'data.noLeaks': { en: 'No photo stands in two splits.', zh: '没有照片出现在两个划分中。' },
  'data.classCounts': { en: 'Photos by class', zh: '各类别照片数' },
  'data.export': { en: 'Save metadata', zh: '保存元数据' },
  'data.exportText': {
    en: 'A CSV with the columns filepath and label (1 is malignant) of each split, as the tutorial uses it.',
    zh: '每个划分一个 CSV 文件，含 filepath 和 label 两列（1 为恶性），与教程用法一致。',
  },
  'data.exportSplit': { en: 'Save {split} as CSV', zh: '将{split}保存为 CSV' },
  'data.exportTitle': { en: 'Save the metadata of {split}', zh: '保存{split}的元数据' },
  'data.exported': { en: { one: '{count} row saved', other: '{count} rows saved' }, zh: '已保存 {count} 行' },

  'data.metadataEmpty': { en: 'No metadata', zh: '没有元数据' },
  'data.metadataEmptyText': {
    en: 'Further columns of a labels file, such as age or body site, would be listed here for each photo.',
    zh: '标签文件中的其他列（如年龄、部位）会按照片列在这里。',
  },
  'data.metadataTable': { en: 'Metadata of the photos', zh: '照片的元数据' },

  'data.imported': { en: 'Imported', zh: '导入时间' },
  'data.mapping': { en: 'Meaning of the classes', zh: '类别含义' },
  'data.runsOn': { en: 'Runs trained on it', zh: '用它训练的模型' },
  'data.noRuns': { en: 'No run has been trained on it yet.', zh: '还没有用它训练的模型。' },
});
