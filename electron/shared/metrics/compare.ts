import { at } from '../arrays.ts';
import { AppError } from '../errors.ts';
import type { AlignedScores } from './alignScores.ts';
import { comparePlacements, placementsOf, type PairedDelong } from './delong.ts';
import { holm } from './holm.ts';
import { mcnemar, type McNemar } from './mcnemar.ts';

/** Two readings (by place) of the same photos. */
export interface PairOfReadings {
  a: number;
  b: number;
  /** Null without photos. */
  delong: PairedDelong | null;
  /** DeLong's p adjusted by Holm over all pairs that have one. */
  delongHolm: number | null;
  /** Of the calls at each reading's own threshold: all photos, and the two classes for sensitivity and specificity. */
  mcnemar: { all: McNemar; malignant: McNemar; benign: McNemar };
  /** The p among all photos adjusted by Holm over all pairs. */
  mcnemarHolm: number | null;
}

/**
 * Every pair of aligned readings, (0, 1), (0, 2) ... in order: AUCs by paired DeLong, calls (score >= threshold) by McNemar.
 * `thresholds` has one entry a reading; throws BAD_INPUT otherwise.
 */
export function compareReadings(
  aligned: Pick<AlignedScores, 'labels' | 'scores'>,
  thresholds: readonly number[],
): PairOfReadings[] {
  const { labels, scores } = aligned;
  if (thresholds.length !== scores.length) {
    throw new AppError('BAD_INPUT', `${thresholds.length} thresholds, ${scores.length} readings`);
  }
  const calls = scores.map((column, reading) => column.map((score) => score >= at(thresholds, reading)));
  const placements = labels.length === 0 ? [] : scores.map((column) => placementsOf(labels, column));
  const pairs = scores.flatMap((_, a) =>
    scores.slice(a + 1).map((_, after) => {
      const b = a + 1 + after;
      const test = (among: 'all' | 'malignant' | 'benign'): McNemar =>
        mcnemar({ callsA: at(calls, a), callsB: at(calls, b), labels, among });
      return {
        a,
        b,
        delong: labels.length === 0 ? null : comparePlacements(at(placements, a), at(placements, b)),
        mcnemar: { all: test('all'), malignant: test('malignant'), benign: test('benign') },
      };
    }),
  );
  const delongHolm = holm(pairs.map(({ delong }) => delong?.p ?? null));
  const mcnemarHolm = holm(pairs.map((pair) => pair.mcnemar.all.pValue));
  return pairs.map((pair, i) => ({ ...pair, delongHolm: at(delongHolm, i), mcnemarHolm: at(mcnemarHolm, i) }));
}
