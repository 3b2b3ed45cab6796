import type { PairOfReadings } from '../../../../../electron/shared/metrics/compare.ts';
import type { McNemar } from '../../../../../electron/shared/metrics/mcnemar.ts';
import { t } from '../../../i18n/index.svelte.ts';

/** From here on a difference is said not to be shown. */
const LEVEL = 0.05;

export function rankingText({ delong, delongHolm }: PairOfReadings, a: string, b: string): string {
  if (delong === null || delong.difference === null || delongHolm === null) return t('compare.ranksUnknown');
  if (delongHolm >= LEVEL) return t('compare.alike');
  const [better, worse] = delong.difference > 0 ? [a, b] : [b, a];
  return t('compare.ranksBetter', { better, worse });
}

export type CallsKind = 'malignant' | 'benign' | 'all';

/** Who alone is right more often among photos of a kind; `adjusted` is the p over all pairs. */
export function callsText(kind: CallsKind, test: McNemar, adjusted: number | null, a: string, b: string): string {
  if (adjusted === null) return t('compare.ranksUnknown');
  if (adjusted >= LEVEL) return t('compare.alike');
  const [better, worse] = test.onlyARight > test.onlyBRight ? [a, b] : [b, a];
  return t(`compare.better.${kind}`, { better, worse });
}
