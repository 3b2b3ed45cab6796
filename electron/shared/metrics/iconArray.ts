import { AppError } from '../errors.ts';

/** Of 1,000 people, what becomes of whom. */
export interface IconCounts {
  /** Malignant and called malignant, malignant and called benign. */
  found: number;
  missed: number;
  /** Benign and called malignant (sent for nothing), benign and called benign. */
  needless: number;
  spared: number;
}

/**
 * Whole numbers nearest to the expected ones that add up to 1,000: the largest remainders are rounded up (Hamilton's method),
 * of equal ones the missed first, then the needless. Throws BAD_INPUT on a rate or prevalence outside [0, 1].
 */
export function outOfThousand(rates: { sensitivity: number; specificity: number; prevalence: number }): IconCounts {
  const { sensitivity, specificity, prevalence } = rates;
  if (![sensitivity, specificity, prevalence].every((rate) => rate >= 0 && rate <= 1)) {
    throw new AppError('BAD_INPUT', `rates ${sensitivity}, ${specificity}, ${prevalence} are not all from 0 to 1`);
  }
  const expected = {
    missed: 1000 * prevalence * (1 - sensitivity),
    needless: 1000 * (1 - prevalence) * (1 - specificity),
    found: 1000 * prevalence * sensitivity,
    spared: 1000 * (1 - prevalence) * specificity,
  };
  const kinds = ['missed', 'needless', 'found', 'spared'] as const;
  const counts = { missed: 0, needless: 0, found: 0, spared: 0 };
  let left = 1000;
  const remainders = kinds.map((kind) => {
    // 89.99999999999999 is 90
    counts[kind] = Math.floor(expected[kind] + 1e-9);
    left -= counts[kind];
    return { kind, remainder: expected[kind] - counts[kind] };
  });
  remainders.sort((a, b) => b.remainder - a.remainder);
  for (const { kind } of remainders.slice(0, left)) counts[kind]++;
  return counts;
}
