import { fill } from '../../../shared/figures/figureWords.ts';
import type { QualityWarning } from '../../../shared/schemas/explanation.ts';
import type { ReportLanguage } from '../../../shared/schemas/report.ts';

/** What a contact sheet says; both languages are there or it does not compile. */
const words = {
  title: { en: 'Contact sheet', zh: '照片索引表' },
  about: {
    en: '{n} of {total} photos, scored by run "{run}" at threshold {threshold}',
    zh: '共 {total} 张照片中的 {n} 张，由模型“{run}”按阈值 {threshold} 评分',
  },
  made: {
    en: 'Scored {scored}; made by LesionLab {version}, {date}',
    zh: '评分于 {scored}；由 LesionLab {version} 生成，{date}',
  },
  meaning: {
    en: 'A score is what the network makes of a photo. It is no probability of disease and no advice on any patient.',
    zh: '仅供研究使用，不是医疗器械，不得用于诊断。得分只是网络对照片的输出，不是患病概率，也不构成对任何患者的建议。',
  },
  score: { en: 'Score', zh: '得分' },
  calibrated: { en: 'Calibrated', zh: '校准概率' },
  malignant: { en: 'called malignant', zh: '判为恶性' },
  benign: { en: 'called benign', zh: '判为良性' },
  noScore: { en: 'No score', zh: '无得分' },
  check: { en: 'To check', zh: '待复核' },
  done: { en: 'Done', zh: '已完成' },
  note: { en: 'Note', zh: '备注' },
  taken: { en: 'Taken', zh: '拍摄于' },
  unlike: { en: 'Unlike the training photos', zh: '与训练照片不同' },
  BLURRED: { en: 'Blurred', zh: '模糊' },
  TOO_DARK: { en: 'Too dark', zh: '过暗' },
  TOO_BRIGHT: { en: 'Too bright', zh: '过亮' },
  LOW_CONTRAST: { en: 'Low contrast', zh: '对比度低' },
  TOO_SMALL: { en: 'Too small', zh: '尺寸过小' },
  noPhoto: { en: 'The photo is not there any more, or has changed', zh: '照片已不在原处或已更改' },
} as const satisfies Record<QualityWarning['code'] | string, { en: string; zh: string }>;
export type SheetWord = keyof typeof words;

export const sheetSpeaker =
  (language: ReportLanguage) =>
  (word: SheetWord, values: Readonly<Record<string, string>> = {}): string =>
    fill(words[word][language === 'en' ? 'en' : 'zh'], values);
