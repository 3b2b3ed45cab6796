import { at } from '../arrays.ts';
import { AppError } from '../errors.ts';
import type { AlignedScores } from './alignScores.ts';
import { pairedDelong, type PairedDelong } from './delong.ts';
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
  const pairs = scores.flatMap((scoresB, b) =>
    scores.slice(0, b).map((scoresA, a) => {
      const test = (among: 'all' | 'malignant' | 'benign'): McNemar =>
        mcnemar({ callsA: at(calls, a), callsB: at(calls, b), labels, among });
      return {
        a,
        b,
        delong: labels.length === 0 ? null : pairedDelong({ labels, scoresA, scoresB }),
        mcnemar: { all: test('all'), malignant: test('malignant'), benign: test('benign') },
      };
    }),
  );
  pairs.sort((x, y) => x.a - y.a || x.b - y.b);
  const delongHolm = holm(pairs.map(({ delong }) => delong?.p ?? null));
  const mcnemarHolm = holm(pairs.map((pair) => pair.mcnemar.all.pValue));
  return pairs.map((pair, i) => ({ ...pair, delongHolm: at(delongHolm, i), mcnemarHolm: at(mcnemarHolm, i) }));
}
