import { defineMessages } from './define.ts';

/** Scores of a reader or another program, from a CSV file. */
export const importScores = defineMessages({
  'importScores.title': { en: 'Import a file of scores', zh: '导入得分文件' },
  'importScores.text': {
    en: 'A CSV file with one line a photo: its id, its true label, and the score of one or several readers or programs.',
    zh: 'CSV 文件，每张照片一行：编号、真实标签，以及一位或多位阅片者或程序给出的得分。',
  },
  'importScores.choose': { en: 'Choose a CSV file', zh: '选择 CSV 文件' },
  'importScores.drop': { en: 'or drop it here', zh: '或拖放到此处' },
  'importScores.dropZone': { en: 'Drop a CSV file of scores here', zh: '将得分 CSV 文件拖放到此处' },
  'importScores.other': { en: 'Another file', zh: '换一个文件' },
  'importScores.filter': { en: 'Tables of text (CSV)', zh: '文本表格（CSV）' },
  'importScores.reading': { en: 'Reading the file', zh: '正在读取文件' },
  'importScores.rows': { en: { one: '{count} row', other: '{count} rows' }, zh: '{count} 行' },
  'importScores.columns': { en: 'Columns', zh: '列' },
  'importScores.id': { en: 'Id of the photo', zh: '照片编号' },
  'importScores.label': { en: 'True label', zh: '真实标签' },
  'importScores.group': { en: 'Patient or lesion', zh: '患者或病灶' },
  'importScores.noGroup': { en: 'none', zh: '无' },
  'importScores.pick': { en: 'Choose a column', zh: '选择一列' },
  'importScores.samples': { en: 'such as {samples}', zh: '例如 {samples}' },
  'importScores.readers': { en: 'Scores', zh: '得分' },
  'importScores.readersText': {
    en: 'A score is how likely malignancy is held to be; calls of 0 and 1 are scores too. Each column becomes an evaluation of its own.',
    zh: '得分表示判断为恶性的可能性；0 与 1 的判定也算得分。每一列成为一份独立的评估。',
  },
  'importScores.readerName': { en: 'Name of the reader in column {column}', zh: '“{column}”列阅片者的名称' },
  'importScores.scale': { en: 'Scale of column {column}', zh: '“{column}”列的刻度' },
  'importScores.probability': { en: '0 to 1', zh: '0 到 1' },
  'importScores.percent': { en: 'Per cent', zh: '百分比' },
  'importScores.otherColumns': { en: 'Columns that do not look like scores', zh: '看起来不是得分的列' },
  'importScores.meanings': { en: 'What the labels mean', zh: '标签的含义' },
  'importScores.meaning': { en: 'Meaning of {value}', zh: '“{value}”的含义' },
  'importScores.emptyValue': { en: '(empty)', zh: '（空）' },
  'importScores.kept': {
    en: '{malignant} malignant, {benign} benign, {excluded} left out',
    zh: '恶性 {malignant}，良性 {benign}，不纳入 {excluded}',
  },
  'importScores.missing': {
    en: 'A row without a score of a reader is listed, and counts nowhere for that reader.',
    zh: '缺少某位阅片者得分的行会列出，但不计入该阅片者的任何结果。',
  },
  'importScores.oneClass': {
    en: 'Only one class is left: neither an ROC curve nor both rates can be told.',
    zh: '只剩一个类别：无法得出 ROC 曲线，也无法同时得出两种比率。',
  },
  'importScores.problem.noId': { en: 'Choose the column of ids.', zh: '请选择编号列。' },
  'importScores.problem.noLabel': { en: 'Choose the column of true labels.', zh: '请选择真实标签列。' },
  'importScores.problem.tooManyLabels': {
    en: 'This column has too many different values to hold labels. Choose another one.',
    zh: '该列的不同取值过多，不像是标签列。请另选一列。',
  },
  'importScores.problem.open': { en: 'Say what each label means.', zh: '请说明每个标签的含义。' },
  'importScores.problem.nothingKept': { en: 'All rows are left out.', zh: '所有行都未纳入。' },
  'importScores.problem.noReader': { en: 'Tick at least one column of scores.', zh: '请至少勾选一列得分。' },
  'importScores.problem.noName': { en: 'Give each reader a name.', zh: '请为每位阅片者填写名称。' },
  'importScores.import': {
    en: { one: 'Import {count} reader', other: 'Import {count} readers' },
    zh: '导入 {count} 位阅片者',
  },
  'importScores.importing': { en: 'Importing the scores', zh: '正在导入得分' },
  'importScores.done': {
    en: { one: 'Imported the scores of {count} reader.', other: 'Imported the scores of {count} readers.' },
    zh: '已导入 {count} 位阅片者的得分。',
  },
  'importScores.failed': { en: 'The file of scores cannot be used', zh: '无法使用该得分文件' },
  'importScores.fix.id': {
    en: 'Each row needs an id of its own. Fill the empty one, or choose another column of ids.',
    zh: '每一行都需要自己的编号。请补上空缺，或另选编号列。',
  },
  'importScores.fix.twice': {
    en: 'Each photo may have one row. Delete the second row, or choose a column whose values are all different.',
    zh: '每张照片只能有一行。请删除重复的行，或选择取值各不相同的列。',
  },
  'importScores.fix.score': {
    en: 'A score is a number from 0 to 1, or from 0 to 100 in a column that is in per cent. Choose the right scale, or correct the line and choose the file again.',
    zh: '得分为 0 到 1 的数；若该列为百分比，则为 0 到 100。请选择正确的刻度，或修改该行后重新选择文件。',
  },
  'importScores.fix.noScores': {
    en: 'No row has both a label and a score in this column. Choose another column, or keep other labels.',
    zh: '该列中没有同时具有标签和得分的行。请另选一列，或保留其他标签。',
  },
  'importScores.fix.table': {
    en: 'It needs a header line with a name for each column and as many cells in every line. Correct what is named and choose the file again; save a workbook as CSV first.',
    zh: '文件需要标题行，每列有名称，且每行的单元格数相同。请修正所指之处后重新选择文件；Excel 工作簿请先另存为 CSV。',
  },
});
