import { withPercent } from '../../../electron/shared/figures/figureWords.ts';
import { i18n, t, type Language } from './index.svelte.ts';

/** Making one takes longer than some hundred uses, and a threshold move writes hundreds of numbers. */
const numberFormats = new Map<string, Intl.NumberFormat>();
function numberFormat(language: Language, digits: number | undefined): Intl.NumberFormat {
  const key = `${language} ${digits}`;
  const known = numberFormats.get(key);
  if (known !== undefined) return known;
  const decimals = digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const made = new Intl.NumberFormat(language, decimals);
  numberFormats.set(key, made);
  return made;
}

/** A number in the present language, with a true minus, as in the reports; `digits` fixes its decimals. */
export const formatNumber = (value: number, digits?: number): string =>
  numberFormat(i18n.language, digits).format(value).replace('-', '−');

/** A number that somebody chose, with all its decimals: 0.0003 must not read 0. */
export const formatExact = (value: number): string =>
  new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 12 }).format(value).replace('-', '−');

export const formatCount = (value: number): string => formatNumber(value, 0);

/** A score from 0 to 1, three decimals; "undefined" for null. */
export const formatScore = (value: number | null, digits = 3): string =>
  value === null ? t('common.undefined') : formatNumber(value, digits);

/** A share as per cent: `71.8 %` (no space in Chinese); "undefined" for null. */
export function formatPercent(value: number | null, digits = 1): string {
  if (value === null) return t('common.undefined');
  return withPercent(formatNumber(value * 100, digits), i18n.language);
}

export const formatDate = (iso: string): string =>
  new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' }).format(Date.parse(iso));

export const formatDateTime = (iso: string): string =>
  new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' }).format(Date.parse(iso));

/** `3 min 12 s`, rounded to what a person waits by; under one second `0.4 s`. */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return t('common.seconds', { n: formatNumber(seconds, seconds < 1 ? 1 : 0) });
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  if (hours > 0) return t('common.hoursMinutes', { h: hours, m: minutes });
  if (minutes > 0) return t('common.minutesSeconds', { m: minutes, s: whole % 60 });
  return t('common.seconds', { n: String(whole) });
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Decimal units, as disks are sold: `1.2 GB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${formatNumber(value, unit === 0 || value >= 100 ? 0 : 1)} ${byteUnits[unit] ?? 'B'}`;
}
