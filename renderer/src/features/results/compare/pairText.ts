import type { PairOfReadings } from '../../../../../electron/shared/metrics/compare.ts';
import type { McNemar } from '../../../../../electron/shared/metrics/mcnemar.ts';
import { formatNumber } from '../../../i18n/format.svelte.ts';
import { t } from '../../../i18n/index.svelte.ts';
import { intervalText } from '../figureText.ts';

/** From here on a difference is said not to be shown. */
const LEVEL = 0.05;

/** Three decimals; "not estimable" where there is no test. */
export function pText(p: number | null): string {
  if (p === null) return t('common.notEstimable');
  return p < 0.001 ? t('compare.small') : formatNumber(p, 3);
}

/** With its sign, in figures of one width. */
export const signed = (value: number, digits: number): string => {
  const figure = formatNumber(Math.abs(value), digits);
  // a difference that rounds to nothing has no sign
  return Number(Math.abs(value).toFixed(digits)) === 0 ? figure : value < 0 ? `−${figure}` : `+${figure}`;
};

/** `+0.031 (0.004–0.058)`; with a sign at either border where one is negative. */
export function differenceText({ delong }: PairOfReadings): string {
  if (delong === null || delong.difference === null) return t('common.undefined');
  const { difference, low, high } = delong;
  if (low === null || high === null) return `${signed(difference, 3)} ${intervalText({ low, high }, 3)}`;
  return `${signed(difference, 3)} (${signed(low, 3)}\u00a0…\u00a0${signed(high, 3)})`;
}

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
