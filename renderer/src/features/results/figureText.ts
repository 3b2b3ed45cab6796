import type { IntervalMethod, RateEstimate } from '../../../../electron/shared/schemas/evaluationSummary.ts';
import { formatCount, formatNumber, formatPercent } from '../../i18n/format.svelte.ts';
import { t, type PlainKey } from '../../i18n/index.svelte.ts';

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

/** `84 of 117, 71.8 % (63.0–79.2)`; "undefined (0 of 0)" where nothing was counted. */
export function rateText(rate: RateEstimate): string {
  const counts = t('common.ofTotal', { count: formatCount(rate.count), total: formatCount(rate.total) });
  if (rate.value === null) return `${t('common.undefined')} (${counts})`;
  return `${counts}, ${formatPercent(rate.value)} ${intervalText(rate, 1, 100)}`;
}

const methods: Record<IntervalMethod, PlainKey> = {
  Wilson: 'workbench.method.Wilson',
  'Clopper-Pearson': 'workbench.method.ClopperPearson',
  logit: 'workbench.method.logit',
  DeLong: 'workbench.method.DeLong',
  'exact (pairs)': 'workbench.method.exact',
  'bootstrap (stratified, percentile)': 'workbench.method.bootstrap',
  'bootstrap (by group, percentile)': 'workbench.method.bootstrapGroups',
  'not estimable': 'workbench.method.none',
};
export const methodText = (method: IntervalMethod): string => t(methods[method]);
