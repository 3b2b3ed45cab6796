import type { Label } from '../../../../electron/shared/schemas/common.ts';
import type { ReviewDecision, ReviewVerdict } from '../../../../electron/shared/schemas/review.ts';
import { t } from '../../i18n/index.svelte.ts';

const labelText = (label: Label): string => t(label === 'benign' ? 'common.benign' : 'common.malignant');

/** What was decided, in words. */
export function verdictText(verdict: ReviewVerdict): string {
  switch (verdict.kind) {
    case 'agree':
      return t('review.agreed');
    case 'relabel':
      return t('review.relabelled', { label: labelText(verdict.label).toLowerCase() });
    case 'exclude':
      return t('review.excluded');
  }
}

/** The same with its reason, where one was given. */
export const decisionText = ({ verdict, reason }: Pick<ReviewDecision, 'verdict' | 'reason'>): string =>
  reason === '' ? verdictText(verdict) : `${verdictText(verdict)}: ${reason}`;

export const relabelText = (label: Label): string =>
  t(label === 'benign' ? 'review.labelBenign' : 'review.labelMalignant');

/** Reasons that are given again and again, for such a verdict. */
export function usualReasons(kind: ReviewVerdict['kind']): string[] {
  switch (kind) {
    case 'agree':
      return [t('review.reason.agree.histology'), t('review.reason.agree.again'), t('review.reason.agree.hard')];
    case 'relabel':
      return [t('review.reason.relabel.histology'), t('review.reason.relabel.sight'), t('review.reason.relabel.mixup')];
    case 'exclude':
      return [
        t('review.reason.exclude.quality'),
        t('review.reason.exclude.noLesion'),
        t('review.reason.exclude.covered'),
        t('review.reason.exclude.duplicate'),
        t('review.reason.exclude.uncertain'),
      ];
  }
}

/** `NAME v2`, or the next number that is free. `version` is the present one's, from 1. */
export function versionName(name: string, version: number, taken: ReadonlySet<string>): string {
  const base = name.replace(/ v\d+$/, '').slice(0, 190);
  let next = version + 1;
  while (taken.has(`${base} v${next}`)) next += 1;
  return `${base} v${next}`;
}
