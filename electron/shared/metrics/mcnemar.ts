import { at } from '../arrays.ts';
import { AppError } from '../errors.ts';
import { normalCdf } from './distributions.ts';

/** Beyond so many photos that one reading alone has right, chi-squared and exact p agree to all digits that are shown. */
const EXACT_UP_TO = 1000;

export interface McNemar {
  /** Photos that A calls rightly and B wrongly, and the other way round. */
  onlyARight: number;
  onlyBRight: number;
  /** Two-sided; 1 when the readings never differ, null without a photo of the kind asked for. */
  pValue: number | null;
  method: 'exact binomial' | 'chi-squared';
}

/**
 * McNemar's test (1947) of two readings' calls (true: malignant) of the same photos, one entry a photo in one order; among
 * the malignant photos it compares sensitivities, among the benign ones specificities. Exact binomial up to 1,000 photos on
 * which one reading alone is right, above that chi-squared with Edwards' continuity correction.
 * Throws BAD_INPUT on labels other than 0 and 1 or unequal lengths.
 */
export function mcnemar(data: {
  callsA: ArrayLike<boolean>;
  callsB: ArrayLike<boolean>;
  labels: ArrayLike<number>;
  among: 'all' | 'malignant' | 'benign';
}): McNemar {
  const { callsA, callsB, labels, among } = data;
  if (callsA.length !== labels.length || callsB.length !== labels.length) {
    throw new AppError('BAD_INPUT', `${callsA.length} and ${callsB.length} calls but ${labels.length} labels`);
  }
  let photos = 0;
  let onlyARight = 0;
  let onlyBRight = 0;
  for (let i = 0; i < labels.length; i++) {
    const label = at(labels, i);
    if (label !== 0 && label !== 1) throw new AppError('BAD_INPUT', `label ${label} at ${i} is neither 0 nor 1`);
    if (among !== 'all' && (label === 1) !== (among === 'malignant')) continue;
    photos++;
    if (at(callsA, i) === at(callsB, i)) continue;
    if (at(callsA, i) === (label === 1)) onlyARight++;
    else onlyBRight++;
  }
  const discordant = onlyARight + onlyBRight;
  const isExact = discordant <= EXACT_UP_TO;
  const pValue = isExact ? exactP(onlyARight, onlyBRight) : chiSquaredP(onlyARight, onlyBRight);
  return {
    onlyARight,
    onlyBRight,
    pValue: photos === 0 ? null : pValue,
    method: isExact ? 'exact binomial' : 'chi-squared',
  };
}

/** Twice the lower tail of a binomial variable of share one half, at most 1. */
function exactP(b: number, c: number): number {
  const n = b + c;
  // the terms as fractions of 2^n: from 2^-1000 up no one underflows that matters
  let term = 2 ** -n;
  let tail = 0;
  for (let k = 0; k <= Math.min(b, c); k++) {
    tail += term;
    term *= (n - k) / (k + 1);
  }
  return Math.min(1, 2 * tail);
}

/** The upper tail of chi-squared with one degree of freedom is twice that of the normal distribution at its root. */
function chiSquaredP(b: number, c: number): number {
  const root = Math.max(0, Math.abs(b - c) - 1) / Math.sqrt(b + c);
  return Math.min(1, 2 * normalCdf(-root));
}
