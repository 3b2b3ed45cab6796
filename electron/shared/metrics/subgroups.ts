import { at } from '../arrays.ts';
import { AppError } from '../errors.ts';
import type { Estimate, RateEstimate } from '../schemas/evaluationSummary.ts';
import { delongAuc } from './delong.ts';
import { groupingOf, groupOf, type Grouping } from './groupingOf.ts';
import { wilson } from './intervals.ts';
import { checkScoredLabels, confusionAt, createScoreTable, type ScoredLabels, type ScoreTable } from './scoreTable.ts';

export interface SubgroupRow {
  /** The value, or the band's borders: 30–39. '' for unknown. */
  name: string;
  kind: 'value' | 'band' | 'unknown';
  n: number;
  positives: number;
  negatives: number;
  /** Null (blank): fewer photos of the class than the minimum, whose rate would say more of chance than of the group. */
  sensitivity: RateEstimate | null;
  specificity: RateEstimate | null;
  /** Null: fewer than the minimum of either class. */
  auc: Estimate | null;
}

/** A subgroup's photos, sorted once: every threshold is then a look-up. */
export interface Subgroup {
  name: string;
  kind: SubgroupRow['kind'];
  table: ScoreTable;
  auc: Estimate;
}

/**
 * Sensitivity and specificity (Wilson) at the threshold and AUC (DeLong) of each subgroup of a metadata column, as groupingOf
 * cuts it; photos without a value are one row, the last. `values` has one entry a photo. Groups without a photo have no
 * row; no rows at all where the column has too many values to be one of subgroups.
 * Throws BAD_INPUT on bad labels, scores, level or unequal lengths.
 */
export function subgroupTable(
  data: ScoredLabels & { values: readonly string[]; threshold: number; minimum?: number; level?: number },
): SubgroupRow[] {
  const { threshold, minimum = 10, level = 0.95 } = data;
  return subgroupsAt(splitSubgroups(data, groupingOf(data.values)), { threshold, minimum, level });
}

/** What of subgroupTable does not depend on the threshold, O(n log n). */
export function splitSubgroups(
  data: ScoredLabels & { values: readonly string[]; level?: number },
  grouping: Grouping,
): Subgroup[] {
  const { labels, scores, values, level = 0.95 } = data;
  checkScoredLabels(data);
  if (values.length !== labels.length)
    throw new AppError('BAD_INPUT', `${values.length} values, ${labels.length} labels`);
  if (grouping.kind === 'tooMany') return [];
  const placeOf = groupOf(grouping);
  const groups = [...grouping.names, ''].map((name) => emptyGroup(name));
  for (let i = 0; i < labels.length; i++) {
    const group = at(groups, placeOf(at(values, i)) ?? groups.length - 1);
    group.labels.push(at(labels, i));
    group.scores.push(at(scores, i));
  }
  const known = grouping.kind === 'bands' ? 'band' : 'value';
  return groups.flatMap((group, place): Subgroup[] => {
    if (group.labels.length === 0) return [];
    const table = createScoreTable(group);
    const { value, low, high, method } = delongAuc(table, level);
    const kind = place === groups.length - 1 ? 'unknown' : known;
    return [{ name: group.name, kind, table, auc: { value, low, high, method } }];
  });
}

/** The rows of subgroupTable from what was split before, O(log n) each. */
export function subgroupsAt(
  groups: readonly Subgroup[],
  { threshold, minimum = 10, level = 0.95 }: { threshold: number; minimum?: number; level?: number },
): SubgroupRow[] {
  return groups.map(({ name, kind, table, auc }) => {
    const { tp, fp, fn, tn } = confusionAt(table, threshold);
    const enoughPositives = table.positives >= minimum;
    const enoughNegatives = table.negatives >= minimum;
    return {
      name,
      kind,
      n: table.n,
      positives: table.positives,
      negatives: table.negatives,
      sensitivity: enoughPositives ? wilson(tp, tp + fn, level) : null,
      specificity: enoughNegatives ? wilson(tn, tn + fp, level) : null,
      auc: enoughPositives && enoughNegatives ? auc : null,
    };
  });
}

function emptyGroup(name: string): { name: string; labels: number[]; scores: number[] } {
  return { name, labels: [], scores: [] };
}
