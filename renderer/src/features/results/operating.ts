import { rocForChart, type RocPoint } from '../../../../electron/shared/metrics/ranking.ts';
import { createScoreTable, type ScoreTable } from '../../../../electron/shared/metrics/scoreTable.ts';
import { summarizeAt, summarizeRanking, type RankingSummary } from '../../../../electron/shared/metrics/summary.ts';
import type { EvaluationScores } from '../../../../electron/shared/schemas/evaluation.ts';
import type { ConfusionCounts, EvaluationSummary } from '../../../../electron/shared/schemas/evaluationSummary.ts';
import { roomForOthers } from '../../state/roomForOthers.ts';
import { rankingBeside } from './rankingBeside.ts';

/** Corners of the ROC that are drawn: beyond these a screen shows no difference. */
const ROC_CORNERS = 1500;

/** An evaluation's scores, sorted once, so that every move of the threshold is a few look-ups. */
export interface PreparedScores {
  scores: EvaluationScores;
  table: ScoreTable;
  ranking: RankingSummary;
  roc: RocPoint[];
  /** Rows of each class by falling score; equal scores in the data set's order. */
  malignantRows: Uint32Array;
  benignRows: Uint32Array;
}

/** One field of the confusion matrix. */
export type Cell = keyof ConfusionCounts;

/** Photos of one field, worst first, without a list being made: 100,000 rows cost what one costs. */
export interface CellRows {
  cell: Cell;
  count: number;
  /** Row of the evaluation at a place of the gallery. */
  rowAt(place: number): number | undefined;
}

export interface OperatingPoint {
  threshold: number;
  summary: EvaluationSummary;
  /** Point of the ROC; null unless both classes are there. */
  marker: { fpr: number; tpr: number } | null;
}

/** From so many rows a worker is worth its start. */
const BESIDE = 20_000;
/** Scores are never changed once they are here, so what was made of them stays right. */
const known = new WeakMap<EvaluationScores, PreparedScores>();

/** O(n log n), once an evaluation. */
export function prepareScores(scores: EvaluationScores): PreparedScores {
  const before = known.get(scores);
  if (before !== undefined) return before;
  const table = createScoreTable(scores);
  const prepared = finish(scores, table, summarizeRanking(table));
  known.set(scores, prepared);
  return prepared;
}

/** The same in pieces with room for keys and frames between them, so that prepareScores finds it done. */
export async function prepareAhead(scores: EvaluationScores): Promise<void> {
  const rows = scores.labels.length;
  if (known.has(scores)) return;
  await roomForOthers(rows);
  const table = createScoreTable(scores);
  await roomForOthers(rows);
  const ranking = rows < BESIDE ? summarizeRanking(table) : await rankingBeside(table);
  await roomForOthers(rows);
  known.set(scores, finish(scores, table, ranking));
  await roomForOthers(rows);
}

function finish(scores: EvaluationScores, table: ScoreTable, ranking: RankingSummary): PreparedScores {
  return {
    scores,
    table,
    ranking,
    roc: rocForChart(table, ROC_CORNERS).points,
    malignantRows: rowsByScore(scores, 1),
    benignRows: rowsByScore(scores, 0),
  };
}

/** Matrix, metrics and marker at a threshold, all from one count, O(log n). */
export function operateAt(prepared: PreparedScores, threshold: number): OperatingPoint {
  const summary = summarizeAt(prepared.table, prepared.ranking, threshold);
  const tpr = summary.sensitivity.value;
  const specificity = summary.specificity.value;
  const marker = tpr === null || specificity === null ? null : { tpr, fpr: falseAlarmRate(summary.confusion) };
  return { threshold, summary, marker };
}

/**
 * Which photos stand in a field. Worst first: errors by how far the score is on the wrong side, right calls by how near
 * they came to being wrong.
 */
export function cellRows(prepared: PreparedScores, { tp, fp, fn, tn }: ConfusionCounts, cell: Cell): CellRows {
  const { malignantRows, benignRows } = prepared;
  switch (cell) {
    case 'tp':
      return { cell, count: tp, rowAt: (place) => within(place, tp) && malignantRows[tp - 1 - place] };
    case 'fn':
      return { cell, count: fn, rowAt: (place) => within(place, fn) && malignantRows[tp + fn - 1 - place] };
    case 'fp':
      return { cell, count: fp, rowAt: (place) => within(place, fp) && benignRows[place] };
    case 'tn':
      return { cell, count: tn, rowAt: (place) => within(place, tn) && benignRows[fp + place] };
  }
}

const within = (place: number, count: number): true | undefined => (place >= 0 && place < count ? true : undefined);

function falseAlarmRate({ fp, tn }: ConfusionCounts): number {
  return fp / (fp + tn);
}

function rowsByScore({ labels, scores }: EvaluationScores, label: 0 | 1): Uint32Array {
  const rows: number[] = [];
  for (let row = 0; row < labels.length; row++) if (labels[row] === label) rows.push(row);
  return Uint32Array.from(rows.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b));
}
