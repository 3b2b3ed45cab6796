import { formatNumber, formatScore } from './format.svelte.ts';
import { t } from './index.svelte.ts';

interface Interval {
  low: number | null;
  high: number | null;
}

/** `(63.0–79.2)`, `scale` 100 for per cent; `(−0.9 to −0.5)` where a dash would stand beside a minus; in words where there is none. */
export function intervalText({ low, high }: Interval, digits: number, scale = 1): string {
  if (low === null || high === null) return `(${t('common.notEstimable')})`;
  const ends = { low: formatNumber(scale * low, digits), high: formatNumber(scale * high, digits) };
  return low < 0 ? `(${t('common.range', ends)})` : `(${ends.low}–${ends.high})`;
}

/** `0.812 (0.790–0.834)`; "undefined" where there is no value. */
export const estimateText = (estimate: Interval & { value: number | null }): string =>
  estimate.value === null ? t('common.undefined') : `${formatScore(estimate.value)} ${intervalText(estimate, 3)}`;

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

/** `+0.031 (+0.004 … +0.058)`: a difference whose interval may lie on both sides of nothing. */
export function differenceText({ difference, low, high }: Interval & { difference: number | null }): string {
  if (difference === null) return t('common.undefined');
  if (low === null || high === null) return `${signed(difference, 3)} ${intervalText({ low, high }, 3)}`;
  return `${signed(difference, 3)} (${signed(low, 3)}\u00a0…\u00a0${signed(high, 3)})`;
}
