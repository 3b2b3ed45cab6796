import { fill, figureNumbers } from '../../../shared/figures/figureWords.ts';
import { fixed } from '../../../shared/rounding.ts';
import type { Estimate, IntervalMethod, RateEstimate } from '../../../shared/schemas/evaluationSummary.ts';
import type { ReportLanguage, ResampledEstimate } from '../../../shared/schemas/report.ts';
import { data } from './data.ts';
import { detail } from './detail.ts';
import { frame } from './frame.ts';
import { performance } from './performance.ts';
import { training } from './training.ts';

export const words = { ...frame, ...data, ...performance, ...detail, ...training };
export type WordKey = keyof typeof words;

const methodKeys: Record<IntervalMethod, WordKey> = {
  Wilson: 'methodWilson',
  'Clopper-Pearson': 'methodClopper',
  logit: 'methodLogit',
  DeLong: 'methodDelong',
  'bootstrap (stratified, percentile)': 'methodBootstrap',
  'bootstrap (by group, percentile)': 'methodGroupBootstrap',
  'exact (pairs)': 'methodPairs',
  'not estimable': 'notEstimable',
};

/** How a report of one language says words, numbers and dates. Numbers and dates come out the same on every machine. */
export interface Speaker {
  language: ReportLanguage;
  say(key: WordKey, values?: Readonly<Record<string, string>>): string;
  /** 1,626 */
  count(value: number): string;
  /** 71.8 % */
  rate(value: number | null): string;
  /** Three decimals. */
  decimals(value: number | null): string;
  /** As short as it is exact: settings and thresholds typed by people. */
  plain(value: number): string;
  /** A threshold as short as it is exact, else cut and marked: a photo's own score often is the threshold, and rounding would lose its call. */
  threshold(value: number): string;
  /** Four decimals, more where they would be lost in zeros. */
  score(value: number | null): string;
  /** 84 of 117, 71.8 % (95 % CI 63.0-79.2, Wilson) */
  countedRate(rate: RateEstimate): string;
  /** 30 of 150, 20.0 %: of the photos at hand, so without an interval. */
  shareOf(count: number, total: number): string;
  /** A rate with its interval that was not counted but computed, in per cent. */
  percentEstimate(estimate: Estimate): string;
  /** 0.788 (95 % CI 0.744-0.832, DeLong) */
  estimate(estimate: Estimate): string;
  /** Of a figure that may be negative or above 1. */
  resampled(estimate: ResampledEstimate | undefined): string;
  method(method: IntervalMethod): string;
  /** "63.0-79.2", or the words for none. */
  percentRange(estimate: Pick<Estimate, 'low' | 'high'>): string;
  range(estimate: { low: number | null; high: number | null }): string;
  p(value: number | null): string;
  /** 2026-11-25 06:12 UTC */
  date(timestamp: string): string;
}

export function createSpeaker(language: ReportLanguage): Speaker {
  const tongue = language === 'en' ? 'en' : 'zh';
  const numbers = figureNumbers(language);
  const say: Speaker['say'] = (key, values = {}) => fill(words[key][tongue], values);
  const minus = (text: string): string => text.replace(/^-/, '−');
  const percent = (value: number): string => fixed(100 * value, 1);
  const between = (low: number | null, high: number | null, shown: (value: number) => string): string =>
    low === null || high === null
      ? say('notEstimable')
      : low < 0
        ? say('rangeOf', { low: shown(low), high: shown(high) })
        : `${shown(low)}–${shown(high)}`;
  const method: Speaker['method'] = (name) => say(methodKeys[name]);
  const withInterval = (
    value: string,
    { low, high, method: name }: ResampledEstimate,
    shown: (v: number) => string,
  ): string =>
    low === null || high === null
      ? say('withoutInterval', { value, why: say('notEstimable') })
      : say('interval', { value, range: between(low, high, shown), method: method(name) });
  const three = (value: number): string => minus(fixed(value, 3));
  const rate = (value: number | null): string => (value === null ? say('undefined') : numbers.rate(value));
  const decimals = (value: number | null): string => (value === null ? say('undefined') : three(value));
  const estimate = (found: ResampledEstimate): string =>
    found.value === null ? say('undefined') : withInterval(three(found.value), found, three);

  return {
    language,
    say,
    count: numbers.count,
    rate,
    decimals,
    plain: (value) => minus(String(Number(value.toPrecision(6)))),
    threshold: (value) => {
      const short = value.toPrecision(4);
      return Number(short) === value ? String(value) : `≈\u00A0${short}`;
    },
    score: (value) => {
      if (value === null) return say('undefined');
      const shown = fixed(value, 4);
      return Number(shown) === value || (shown !== '0.0000' && shown !== '1.0000') ? shown : String(value);
    },
    shareOf: (count, total) =>
      say('rateOf', {
        count: numbers.count(count),
        total: numbers.count(total),
        rate: rate(total === 0 ? null : count / total),
      }),
    countedRate(estimate) {
      const counted = { count: numbers.count(estimate.count), total: numbers.count(estimate.total) };
      return withInterval(say('rateOf', { ...counted, rate: rate(estimate.value) }), estimate, percent);
    },
    percentEstimate: (estimate) => withInterval(rate(estimate.value), estimate, percent),
    estimate,
    resampled: (found) => (found === undefined ? say('undefined') : estimate(found)),
    method,
    percentRange: ({ low, high }) => between(low, high, percent),
    range: ({ low, high }) => between(low, high, three),
    p: (value) => (value === null ? say('undefined') : value < 0.001 ? '< 0.001' : fixed(value, 3)),
    date: (timestamp) => {
      const [, day = timestamp, time = ''] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(timestamp) ?? [];
      return time === '' ? day : `${day} ${time} UTC`;
    },
  };
}
