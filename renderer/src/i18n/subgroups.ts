import { defineMessages } from './define.ts';

/** How an evaluation turns out by age, sex, site or whatever else is known of the photos. */
export const subgroups = defineMessages({
  'subgroups.reading': { en: 'Reading what is known of the photos', zh: '正在读取照片的其他信息' },
  'subgroups.failed': { en: 'What is known of the photos could not be read', zh: '无法读取照片的其他信息' },
  'subgroups.column': { en: 'Group by', zh: '分组依据' },
  'subgroups.byClass': { en: 'Class in the source', zh: '来源中的类别' },
  'subgroups.emptyTitle': { en: 'Nothing is known that would group these photos', zh: '没有可用于分组的信息' },
  'subgroups.emptyText': {
    en: 'Age, sex, site and other columns come with the labels file of a data set, or with a file of scores. Import one that has them.',
    zh: '年龄、性别、部位等列来自数据集的标签文件或得分文件。请导入含有这些列的文件。',
  },
  'subgroups.tooMany': {
    en: '“{column}” has {count} different values: too many to be groups. Choose another column.',
    zh: '“{column}”有 {count} 个不同取值，过多，无法作为分组。请另选一列。',
  },
  'subgroups.table': { en: 'By {column}', zh: '按“{column}”' },
  'subgroups.group': { en: 'Group', zh: '组' },
  'subgroups.all': { en: 'All photos', zh: '全部照片' },
  'subgroups.unknown': { en: 'Unknown', zh: '未知' },
  'subgroups.n': { en: 'Photos', zh: '照片' },
  'subgroups.sensitivity': { en: 'Found (sensitivity)', zh: '检出（灵敏度）' },
  'subgroups.specificity': { en: 'Spared (specificity)', zh: '放行（特异度）' },
  'subgroups.auc': { en: 'Ranking (AUC)', zh: '排序能力（AUC）' },
  'subgroups.fewMalignant': { en: 'under {minimum} malignant', zh: '恶性不足 {minimum} 张' },
  'subgroups.fewBenign': { en: 'under {minimum} benign', zh: '良性不足 {minimum} 张' },
  'subgroups.atThreshold': {
    en: 'At the threshold {threshold}; all intervals are 95 %. A figure is left blank where its class has under {minimum} photos: it would say more of chance than of the group.',
    zh: '阈值 {threshold} 处；区间均为 95%。某类照片不足 {minimum} 张时该项留空：此时数值更多反映偶然，而非该组。',
  },
  'subgroups.caveat': {
    en: {
      one: 'With {count} group, look at the interval before the figure: it may be chance.',
      other:
        'With {count} groups looked at, one may stand out by chance alone. Read a difference as a question for new photos, not as a finding.',
    },
    zh: '共查看 {count} 个组，个别组的差异可能纯属偶然。请把差异视为有待新照片验证的问题，而非结论。',
  },
});
