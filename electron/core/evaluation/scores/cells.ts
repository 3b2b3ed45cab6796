import { termKey } from '../../../shared/classTerms.ts';

/** A number as people write it: a decimal point or comma, perhaps a sign for per cent. */
export interface WrittenNumber {
  value: number;
  /** The number nearest to what is written by 100: value / 100 is rounded twice, and 0.7 per cent then lies above a threshold of 0.007. */
  hundredth: number;
  hasPercentSign: boolean;
}

const NUMBER = /^[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[+-]?\d+)?$/i;
const PERCENT_SIGN = /[\s\u00a0\u202f]*[%％]$/;

/** null: no number. Thousands are not parted: a score has none, and "1,234" is 1.234. */
export function readNumber(cell: string): WrittenNumber | null {
  const text = cell.trim();
  const bare = text.replace(PERCENT_SIGN, '');
  if (!NUMBER.test(bare)) return null;
  const [digits = '', exponent = '0'] = bare.replace(',', '.').toLowerCase().split('e');
  return {
    value: Number(`${digits}e${exponent}`),
    hundredth: Number(`${digits}e${Number(exponent) - 2}`),
    hasPercentSign: bare.length < text.length,
  };
}

const MISSING = new Set(['', 'na', 'nan', 'n/a', '#n/a', 'null', 'none', '-', '--', '.', '?', '缺失', '无']);

/** What programs and people write where there is nothing. */
export const isMissing = (cell: string): boolean => MISSING.has(cell.trim().toLowerCase());

const YES = new Set(['1', '1.0', 'true', 'yes', 'positive', 'pos', '+', '是', '阳性']);
const NO = new Set(['0', '0.0', 'false', 'no', 'negative', 'neg', '-', '否', '阴性']);

/**
 * The class that a bare 1, yes or positive stands for in a column of this name: malignant, unless the column asks whether a lesion is benign.
 * null: neither yes nor no.
 */
export function proposeYesNo(cell: string, column: string): 'benign' | 'malignant' | null {
  const key = cell.trim().toLowerCase();
  if (!YES.has(key) && !NO.has(key)) return null;
  const asksBenign = /^(?:is)?(?:benign|良性)$/.test(termKey(column));
  return YES.has(key) === asksBenign ? 'benign' : 'malignant';
}
