import { defineMessages } from './define.ts';

export const review = defineMessages({
  'review.title': { en: 'Your decision', zh: '您的判定' },
  'review.agree': { en: 'Agree', zh: '同意' },
  'review.agreeLong': { en: 'Agree with the label', zh: '同意现有标签' },
  'review.labelBenign': { en: 'Label benign', zh: '标为良性' },
  'review.labelMalignant': { en: 'Label malignant', zh: '标为恶性' },
  'review.selectMore': { en: 'Select several photos', zh: '选择多张照片' },
  'review.exclude': { en: 'Exclude', zh: '排除' },
  'review.excludeLong': { en: 'Exclude from the data set', zh: '从数据集中排除' },
  'review.undo': { en: 'Take the last decision back', zh: '撤回上一个判定' },
  'review.sameReason': { en: 'Same reason as before', zh: '沿用上次的原因' },
  'review.group': { en: 'Review', zh: '复核' },

  'review.agreed': { en: 'Label agreed', zh: '同意标签' },
  'review.relabelled': { en: 'Relabelled {label}', zh: '改标为{label}' },
  'review.excluded': { en: 'Excluded', zh: '已排除' },
  'review.undecided': { en: 'Not decided', zh: '未判定' },
  'review.mixed': { en: 'Decided differently', zh: '判定不一致' },
  'review.selected': {
    en: { one: '{count} photo selected', other: '{count} photos selected' },
    zh: '已选 {count} 张照片',
  },
  'review.chooseOne': {
    en: 'Choose a photo to decide on it. Shift selects several.',
    zh: '请选择照片进行判定。按住 Shift 可多选。',
  },
  'review.tooMany': {
    en: 'At most {most} photos are decided on at once, so that one undo takes all of it back.',
    zh: '一次最多判定 {most} 张照片，以便一次撤销即可全部撤回。',
  },
  'review.reason': { en: 'Reason', zh: '原因' },
  'review.reasonOther': { en: 'Another reason, then Enter', zh: '其他原因，按回车确认' },
  'review.reasonsDiffer': { en: 'several reasons', zh: '原因不同' },

  'review.reason.agree.histology': { en: 'Histology confirms it', zh: '病理已证实' },
  'review.reason.agree.again': { en: 'Looked at again', zh: '已再次查看' },
  'review.reason.agree.hard': { en: 'Hard case, label is right', zh: '疑难病例，标签正确' },
  'review.reason.relabel.histology': { en: 'Histology says otherwise', zh: '病理结果不同' },
  'review.reason.relabel.sight': { en: 'Clear on a second look', zh: '再次查看后明确' },
  'review.reason.relabel.mixup': { en: 'Mixed up in the source', zh: '来源数据混淆' },
  'review.reason.exclude.quality': { en: 'Blurred or badly exposed', zh: '模糊或曝光不良' },
  'review.reason.exclude.noLesion': { en: 'Not a skin lesion', zh: '不是皮肤病灶' },
  'review.reason.exclude.covered': { en: 'Lesion covered or cut off', zh: '病灶被遮挡或不完整' },
  'review.reason.exclude.duplicate': { en: 'There more than once', zh: '重复照片' },
  'review.reason.exclude.uncertain': { en: 'Diagnosis uncertain', zh: '诊断不确定' },

  'review.offScores': {
    en: 'These scores come from a file: there are no photos here to decide on.',
    zh: '这些得分来自文件，没有可供判定的照片。',
  },
  'review.offFolder': {
    en: 'These photos were scored from a folder and belong to no data set. Import the folder to review its labels.',
    zh: '这些照片来自文件夹评分，不属于任何数据集。导入该文件夹后即可复核标签。',
  },
  'review.offGone': {
    en: 'The photo is no longer in a data set, so there is no label to change.',
    zh: '该照片已不在数据集中，没有可更改的标签。',
  },
  'review.failed': { en: 'The decision was not saved', zh: '判定未能保存' },
  'review.readFailed': { en: 'The decisions could not be read', zh: '无法读取判定' },
  'review.nothingToUndo': {
    en: 'There is nothing to take back: what is in a version stays.',
    zh: '没有可撤回的判定：已写入版本的判定会保留。',
  },
  'review.undoneOne': { en: 'Taken back: {name}, {decision}', zh: '已撤回：{name}，{decision}' },
  'review.undoneMany': {
    en: { one: '{count} decision taken back', other: '{count} decisions taken back' },
    zh: '已撤回 {count} 个判定',
  },

  'review.open': {
    en: {
      one: '{count} decision not yet in a data set version',
      other: '{count} decisions not yet in a data set version',
    },
    zh: '{count} 个判定尚未写入数据集版本',
  },
  'review.onlyAgreed': {
    en: 'Agreeing changes nothing: there is nothing to make a version of yet.',
    zh: '同意不会改变数据，尚无需要写入新版本的更改。',
  },
  'review.makeVersion': { en: 'Make a new version', zh: '创建新版本' },
  'review.versionTitle': { en: 'New version of “{name}”', zh: '“{name}”的新版本' },
  'review.versionText': {
    en: 'A new data set with these changes. “{name}”, its runs and its results stay as they are.',
    zh: '将创建包含以下更改的新数据集。“{name}”及其模型和结果保持不变。',
  },
  'review.versionCaution': {
    en: 'Where only the errors of a model were looked at, its right calls with wrong labels stay wrong, and figures on the corrected photos flatter the model. Look at right calls too, and say in a report that labels were reviewed.',
    zh: '如果只复核了模型判错的照片，判对但标签有误的照片仍未改正，改正后的指标会偏高。请同时复核判对的照片，并在报告中说明标签经过复核。',
  },
  'review.versionChanges': { en: 'Changes', zh: '更改' },
  'review.countRelabelled': {
    en: { one: '{count} relabelled', other: '{count} relabelled' },
    zh: '改标 {count} 张',
  },
  'review.countExcluded': { en: { one: '{count} excluded', other: '{count} excluded' }, zh: '排除 {count} 张' },
  'review.from': { en: 'From', zh: '原标签' },
  'review.to': { en: 'To', zh: '改为' },
  'review.decision': { en: 'Decision', zh: '判定' },
  'review.decidedAt': { en: 'Decided', zh: '判定时间' },
  'review.inVersion': { en: 'In version', zh: '所在版本' },
  'review.notInVersion': { en: 'not yet', zh: '尚未写入' },
  'review.versionMade': { en: '“{name}” is made: {changes}', zh: '已创建“{name}”：{changes}' },
  'review.trainOnIt': { en: 'Train on it', zh: '用它训练' },
  'review.making': { en: 'Making the version', zh: '正在创建版本' },
  'review.create': { en: 'Make “{name}”', zh: '创建“{name}”' },

  'review.errorsOf': { en: 'Photos of the matrix', zh: '矩阵中的照片' },
  'review.showRight': { en: 'Right calls too', zh: '同时显示判对的照片' },
  'review.gridKeys': {
    en: 'worst first · arrows move, Shift selects, Enter opens',
    zh: '最差在前 · 方向键移动，Shift 多选，回车打开',
  },
  'review.export': { en: 'Export the errors', zh: '导出判错的照片' },
  'review.exportCsv': { en: 'List as CSV', zh: '导出 CSV 列表' },
  'review.exportCopies': { en: 'CSV and copies of the photos', zh: '导出 CSV 及照片副本' },
  'review.exportFolder': { en: 'Folder for the errors', zh: '选择保存文件夹' },
  'review.exportWaits': { en: 'The threshold is being saved', zh: '正在保存阈值' },
  'review.exportingCsv': {
    en: { one: 'Writing the list of {count} error', other: 'Writing the list of {count} errors' },
    zh: '正在写入 {count} 张判错照片的列表',
  },
  'review.exportingCopies': {
    en: { one: 'Copying {count} photo', other: 'Copying {count} photos' },
    zh: '正在复制 {count} 张照片',
  },
  'review.exportedCsv': {
    en: { one: '{count} row written to {path}', other: '{count} rows written to {path}' },
    zh: '已将 {count} 行写入 {path}',
  },
  'review.exportedCopies': {
    en: { one: '{count} photo copied.', other: '{count} photos copied.' },
    zh: '已复制 {count} 张照片。',
  },
  'review.exportStop': { en: 'Stop copying', zh: '停止复制' },
  'review.exportStopped': {
    en: {
      one: 'Stopped: {copied} of {count} photo copied. Each copy that is there is whole.',
      other: 'Stopped: {copied} of {count} photos copied. Each copy that is there is whole.',
    },
    zh: '已停止：共 {count} 张照片，已复制 {copied} 张，每份副本均完整。',
  },
  'review.copyFailed': { en: 'Not all photos could be copied', zh: '照片未能全部复制' },
  'review.exportMissing': {
    en: { one: '{count} photo could not be copied', other: '{count} photos could not be copied' },
    zh: '{count} 张照片无法复制',
  },
  'review.exportFailed': { en: 'The errors could not be exported', zh: '无法导出判错的照片' },

  'review.copiesOf': { en: 'Copies of this photo', zh: '该照片的副本' },
  'review.readingCopies': { en: 'Reading the copies', zh: '正在读取副本' },
  'review.copiesFailed': { en: 'The copies could not be read', zh: '无法读取副本' },
  'review.chooseCopies': {
    en: 'Choose a row to see its copies and to exclude some.',
    zh: '选择一行查看其副本并进行排除。',
  },
  'review.keepOnly': { en: 'Keep only this one', zh: '仅保留这一张' },
  'review.reasonLeak': { en: 'The same photo stands in another split', zh: '同一照片出现在其他划分中' },
  'review.reasonConflict': { en: 'A copy has another label', zh: '副本的标签不一致' },

  'review.decisions': { en: 'Decisions', zh: '判定记录' },
  'review.decisionsHeading': {
    en: { one: '{count} photo was decided on', other: '{count} photos were decided on' },
    zh: '已判定 {count} 张照片',
  },
  'review.madeFrom': { en: 'Made from', zh: '来源版本' },
  'review.version': { en: 'Version', zh: '版本' },
  'review.versionsMade': { en: 'Versions made from it', zh: '由它创建的版本' },
});
