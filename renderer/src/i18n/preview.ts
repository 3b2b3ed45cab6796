import { defineMessages } from './define.ts';

/** Changed copies of the user's own photos, before a network learns from them. */
export const preview = defineMessages({
  'preview.open': { en: 'See the changed copies', zh: '查看增强后的副本' },
  'preview.title': { en: 'Changed copies', zh: '增强后的副本' },
  'preview.text': {
    en: 'Some of your training photos as the network will see them in its first epochs. The lesion should stay recognisable: its label must hold for every copy.',
    zh: '您的部分训练照片在最初几轮中呈现给网络的样子。皮损应当仍可辨认：每个副本都必须与标注相符。',
  },
  'preview.making': { en: 'Changing some of your photos', zh: '正在生成副本' },
  'preview.failed': { en: 'The copies could not be made', zh: '无法生成副本' },
  'preview.original': { en: 'As it is', zh: '原照片' },
  'preview.copy': { en: 'Copy {n}', zh: '副本 {n}' },
  'preview.copyOf': { en: '{name}, copy {n}', zh: '{name}，副本 {n}' },
  'preview.others': { en: 'Other photos', zh: '换一批照片' },
});
