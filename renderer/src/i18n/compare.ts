import { defineMessages } from './define.ts';

/** Runs, readers and other programs on the same photos. */
export const compare = defineMessages({
  'compare.with': { en: 'Compare with', zh: '与之比较' },
  'compare.withText': {
    en: 'Up to 5 runs, readers or programs that scored the same photos, each at its own threshold.',
    zh: '最多 5 个对相同照片评分的模型、阅片者或程序，各自使用其阈值。',
  },
  'compare.emptyTitle': { en: 'Nothing to compare with yet', zh: '暂无可比较的对象' },
  'compare.emptyText': {
    en: 'Score the same photos with another run, or import a file of scores by a reader or another program.',
    zh: '请用另一个模型对相同照片评分，或导入阅片者或其他程序的得分文件。',
  },
  'compare.closed': {
    en: 'test split, closed: lock its threshold and open it first',
    zh: '测试集尚未打开：请先锁定其阈值并打开',
  },
  'compare.full': { en: '5 are chosen; untick one to choose another.', zh: '已选 5 个；取消其中一个后可另选。' },
  'compare.none': {
    en: 'Tick one above to see whether they differ by more than chance.',
    zh: '请在上方勾选一个，以查看差异是否超出偶然。',
  },
  'compare.reading': { en: 'Reading the scores', zh: '正在读取得分' },
  'compare.readFailed': { en: 'The scores could not be read', zh: '无法读取得分' },
  'compare.working': { en: 'Matching the photos and comparing', zh: '正在匹配照片并比较' },
  'compare.broken': {
    en: 'The comparison could not be computed. Untick one and tick it again.',
    zh: '无法完成比较。请取消一个勾选后重新勾选。',
  },
  'compare.matched': {
    en: {
      one: '{count} photo is in all of them: {malignant} malignant, {benign} benign. All figures below are of this one.',
      other:
        '{count} photos are in all of them: {malignant} malignant, {benign} benign. All figures below are of these.',
    },
    zh: '{count} 张照片为各方共有：恶性 {malignant}，良性 {benign}。以下结果均基于这些照片。',
  },
  'compare.matchedHow': {
    en: 'Matched by path, else by file name without folder and ending.',
    zh: '按路径匹配；否则按不含文件夹和扩展名的文件名匹配。',
  },
  'compare.conflicts': {
    en: {
      one: '{count} photo has different labels and is left out: {names}',
      other: '{count} photos have different labels and are left out: {names}',
    },
    zh: '{count} 张照片的标签不一致，未纳入：{names}',
  },
  'compare.andMore': { en: '{names} and more', zh: '{names} 等' },
  'compare.leftOutOf': {
    en: '{name}: {count} of {total} have no partner in all others',
    zh: '{name}：{total} 张中有 {count} 张在其他各方中没有对应',
  },
  'compare.tooFew': {
    en: 'At least 2 malignant and 2 benign photos must be in all of them to compare. Untick the one that was judged on other photos.',
    zh: '各方共有的照片须至少有 2 张恶性和 2 张良性才能比较。请取消在其他照片上评估的对象。',
  },
  'compare.readings': { en: 'Each on the shared photos', zh: '各方在共有照片上的结果' },
  'compare.who': { en: 'Scores of', zh: '得分来源' },
  'compare.threshold': { en: 'Threshold', zh: '阈值' },
  'compare.leftOut': { en: 'Left out', zh: '未纳入' },
  'compare.auc': { en: 'Ranking (AUC)', zh: '排序能力（AUC）' },
  'compare.sensitivity': { en: 'Found (sensitivity)', zh: '检出（灵敏度）' },
  'compare.specificity': { en: 'Spared (specificity)', zh: '放行（特异度）' },
  'compare.ranking': { en: 'Do they rank differently? (paired DeLong)', zh: '排序能力是否不同？（配对 DeLong）' },
  'compare.pair': { en: 'Pair', zh: '配对' },
  'compare.pairOf': { en: '{a} against {b}', zh: '{a} 与 {b}' },
  'compare.difference': { en: 'Difference of AUC (95 % interval)', zh: 'AUC 之差（95% 区间）' },
  'compare.z': { en: 'Z', zh: 'Z' },
  'compare.p': { en: 'p', zh: 'p' },
  'compare.pHolm': { en: 'p after Holm', zh: 'Holm 校正后 p' },
  'compare.reads': { en: 'Which means', zh: '含义' },
  'compare.calls': {
    en: 'Do they call differently, each at its own threshold? (McNemar)',
    zh: '各自阈值处的判定是否不同？（McNemar）',
  },
  'compare.among': { en: 'Among', zh: '范围' },
  'compare.among.all': { en: 'all photos (accuracy)', zh: '全部照片（准确率）' },
  'compare.among.malignant': { en: 'malignant (sensitivity)', zh: '恶性（灵敏度）' },
  'compare.among.benign': { en: 'benign (specificity)', zh: '良性（特异度）' },
  'compare.onlyFirst': { en: 'Only the first is right', zh: '仅前者正确' },
  'compare.onlySecond': { en: 'Only the second is right', zh: '仅后者正确' },
  'compare.small': { en: '< 0.001', zh: '< 0.001' },
  'compare.ranksBetter': {
    en: '{better} ranks better than {worse}, by more than chance explains.',
    zh: '{better} 的排序能力优于 {worse}，超出偶然。',
  },
  'compare.ranksUnknown': { en: 'It cannot be told from these photos.', zh: '无法从这些照片判断。' },
  'compare.better.all': {
    en: '{better} is right more often than {worse}, by more than chance explains.',
    zh: '{better} 判定正确的次数多于 {worse}，超出偶然。',
  },
  'compare.better.malignant': {
    en: '{better} finds more malignant lesions than {worse}, by more than chance explains.',
    zh: '{better} 检出的恶性病灶多于 {worse}，超出偶然。',
  },
  'compare.better.benign': {
    en: '{better} spares more benign lesions than {worse}, by more than chance explains.',
    zh: '{better} 放行的良性病灶多于 {worse}，超出偶然。',
  },
  'compare.alike': { en: 'No difference is shown.', zh: '未显示有差异。' },
  'compare.note': {
    en: {
      one: 'p is two-sided: how often so large a difference would come by chance if there were none. A difference counts here from p after Holm under 0.05; where none is shown, that does not prove the two equal. Who is right more often among all photos depends on how many are benign: a missed melanoma weighs there as little as a needless excision.',
      other:
        'p is two-sided: how often so large a difference would come by chance if there were none. Holm corrects each question (ranking, and the calls of each kind of photo) for the {count} pairs looked at. A difference counts here from p after Holm under 0.05; where none is shown, that does not prove the two equal. Who is right more often among all photos depends on how many are benign: a missed melanoma weighs there as little as a needless excision.',
    },
    zh: 'p 为双侧：若实际没有差异，偶然出现如此大差异的概率。Holm 法对每个问题（排序能力，以及各类照片的判定）按所看的 {count} 对进行校正。Holm 校正后 p 小于 0.05 时视为有差异；未显示有差异并不证明两者相同。在全部照片上谁判定正确更多，取决于良性照片的占比：此时一次漏诊与一次不必要的切除权重相同。',
  },
});
