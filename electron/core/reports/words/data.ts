import { defineWords } from './define.ts';

/** The data set: flow, splits, disjointness, who is in them. */
export const data = defineWords({
  dataTitle: { en: 'Data', zh: '数据' },
  dataGone: {
    en: 'The data set that the model was trained on is not known here.',
    zh: '此处不知道模型训练所用的数据集。',
  },
  dataset: { en: 'Data set', zh: '数据集' },
  datasetVersion: { en: '{name}, version {version}, imported {date}', zh: '{name}，第 {version} 版，{date} 导入' },
  flowTitle: { en: 'Flow of photos', zh: '照片流程' },
  flowFound: { en: 'Files found', zh: '找到的文件' },
  flowNoPhotos: { en: 'Not photos: system files {junk}, others {other}', zh: '非照片：系统文件 {junk}，其他 {other}' },
  flowPhotos: { en: 'Photos', zh: '照片' },
  flowUnlabelled: { en: 'Without a label or split', zh: '没有标注或划分' },
  flowExcluded: { en: 'Excluded by class or review', zh: '按类别或复核排除' },
  flowUnreadable: { en: 'Could not be read', zh: '无法读取' },
  flowUsed: { en: 'Photos in the data set', zh: '数据集中的照片' },
  flowDuplicates: {
    en: 'of these, copies of another (kept): {count}',
    zh: '其中与另一张完全相同（保留）：{count}',
  },
  flowTrain: { en: 'Training', zh: '训练集' },
  flowValid: { en: 'Validation', zh: '验证集' },
  flowTest: { en: 'Test', zh: '测试集' },
  flowClasses: { en: '{malignant} malignant, {benign} benign', zh: '恶性 {malignant}，良性 {benign}' },
  flowDescription: {
    en: '{found} files were found, {used} photos are in the data set: {splits}.',
    zh: '共找到 {found} 个文件，数据集中有 {used} 张照片：{splits}。',
  },
  flowSplit: { en: '{name} {count}', zh: '{name} {count} 张' },
  splitBy: { en: 'How splits were made', zh: '划分方式' },
  splitFolders: { en: "as the source's folders or its table say", zh: '按来源的文件夹或表格' },
  splitRandom: {
    en: 'at random, stratified by label, seed {seed}: {train} / {valid} / {test}',
    zh: '随机划分，按标注分层，种子 {seed}：{train} / {valid} / {test}',
  },
  unitOfDisjointness: { en: 'Unit that keeps splits apart', zh: '划分的独立单位' },
  unitGroup: { en: 'column "{column}" ({count} groups)', zh: '“{column}”列（{count} 组）' },
  unitImage: {
    en: 'the single photo: photos of one patient or lesion may stand in several splits',
    zh: '单张照片：同一患者或病灶的照片可能出现在多个划分中',
  },
  leakCheck: { en: 'Leak check', zh: '泄漏检查' },
  leakNone: { en: "no photo's bytes stand in more than one split", zh: '没有照片同时出现在多个划分中' },
  leakSome: {
    en: '{count} photos have a copy in another split: figures may be flattered',
    zh: '{count} 张照片在其他划分中有相同副本，结果可能偏高',
  },
  groupLeakNone: { en: 'no group stands in more than one split', zh: '没有任何一组同时出现在多个划分中' },
  groupLeakSome: {
    en: '{count} groups stand in more than one split: figures may be flattered',
    zh: '{count} 组同时出现在多个划分中，结果可能偏高',
  },
  duplicates: { en: 'Copies', zh: '重复照片' },
  duplicatesValue: {
    en: 'sets of equal photos: {sets}; photos beyond the first of each: {photos}; sets with labels that differ: {conflicts}',
    zh: '{sets} 组相同照片，除每组第一张外另有 {photos} 张；其中 {conflicts} 组标注不一致',
  },
  classTable: { en: 'Classes and what they count as', zh: '类别及其归属' },
  className: { en: 'Class', zh: '类别' },
  countsAs: { en: 'Counts as', zh: '归属' },
  count: { en: 'Count', zh: '数量' },
  splitTable: { en: 'Photos by split and label', zh: '各划分的照片与标注' },
  split: { en: 'Split', zh: '划分' },
  total: { en: 'Total', zh: '合计' },
  metadataTable: { en: '{column} by split', zh: '各划分的“{column}”' },
  metadataNone: {
    en: 'The data set has no table of age, sex, site or source: who is in the photos is not known.',
    zh: '该数据集没有年龄、性别、部位或来源等信息，照片的人群构成未知。',
  },
  shareOf: { en: '{count} ({rate})', zh: '{count}（{rate}）' },
});
