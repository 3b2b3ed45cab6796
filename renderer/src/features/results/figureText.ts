import type { IntervalMethod, RateEstimate } from '../../../../electron/shared/schemas/evaluationSummary.ts';
import { formatCount, formatPercent } from '../../i18n/format.svelte.ts';
import { t, type PlainKey } from '../../i18n/index.svelte.ts';
import { intervalText } from '../../i18n/formatStatistics.ts';

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
