import { bootstrapInterval, type BootstrapEstimate, type BootstrapOptions, type GroupedScores } from './bootstrap.ts';
import { mcclishAuc, partialAucAboveTpr } from './partialAuc.ts';
import { createScoreTable, type ScoreTable } from './scoreTable.ts';
import { thresholdForSensitivity, thresholdForSpecificity } from './thresholds.ts';

export interface RateAtTarget extends BootstrapEstimate {
  /** The score at which the rate is had; null where no score meets the target (nothing may be called malignant), or undefined. */
  threshold: number | null;
}

/**
 * The greatest sensitivity of a threshold whose specificity is at least `target` (0 < target <= 1), a corner of the ROC and never
 * a point between two. The threshold is chosen anew in every resample, so the interval holds the doubt about it too.
 * Undefined unless both classes are there; throws BAD_INPUT on another target and as bootstrapInterval does.
 */
export function sensitivityAtSpecificity(data: GroupedScores, target: number, options: BootstrapOptions): RateAtTarget {
  const rate = (table: ScoreTable): number | null => {
    if (table.positives === 0 || table.negatives === 0) return null;
    // where the highest score is a benign photo's, only calling nothing malignant may meet the target
    return thresholdForSpecificity(table, target)?.sensitivity ?? 0;
  };
  const threshold = thresholdForSpecificity(createScoreTable(data), target)?.threshold ?? null;
  return { ...bootstrapInterval(data, rate, options), threshold };
}

/** The greatest specificity of a threshold whose sensitivity is at least `target`; otherwise as sensitivityAtSpecificity. */
export function specificityAtSensitivity(data: GroupedScores, target: number, options: BootstrapOptions): RateAtTarget {
  const rate = (table: ScoreTable): number | null => thresholdForSensitivity(table, target)?.specificity ?? null;
  const threshold = thresholdForSensitivity(createScoreTable(data), target)?.threshold ?? null;
  return { ...bootstrapInterval(data, rate, options), threshold };
}

/**
 * A partial AUC with its bootstrap interval. minSensitivity: the area between the ROC and the line at that sensitivity, at most
 * 1 - minSensitivity. maxFpr: McClish's standardised area up to that false positive rate, .5 is chance and 1 perfect.
 */
export function partialAucInterval(
  data: GroupedScores,
  part: { minSensitivity: number } | { maxFpr: number },
  options: BootstrapOptions,
): BootstrapEstimate {
  return bootstrapInterval(
    data,
    (table) => ('maxFpr' in part ? mcclishAuc(table, part.maxFpr) : partialAucAboveTpr(table, part.minSensitivity)),
    options,
  );
}
