import { termKey } from '../../shared/classTerms.ts';
import type { AppError } from '../../shared/errors.ts';
import { csvError, type CsvProblem } from '../datasets/csvError.ts';
import { readCsv, type CsvTable } from '../datasets/importCsv.ts';

/** Columns of equal length, in the file's order. */
export interface ScoresTable {
  ids: string[];
  labels: (0 | 1)[];
  scores: number[];
}

const LABEL_REMEDY = 'A label is 1 (malignant) or 0 (benign).';
const SCORE_REMEDY = 'A score is the probability of malignancy from 0 to 1, with a decimal point.';

/**
 * Reads `id,label,score` (any order, further columns ignored) for the `metrics` command: label 0 or 1, score a probability.
 * Throws BAD_CSV with {line, column, reason, remedy} on the first fault: what `readCsv` refuses, a missing column, an empty or
 * repeated id, a label that is not 0 or 1, a score that is no number from 0 to 1.
 */
export function readScoresCsv(bytes: Uint8Array): ScoresTable {
  const table = readCsv(bytes);
  const idColumn = requireColumn(table, 'id');
  const labelColumn = requireColumn(table, 'label');
  const scoreColumn = requireColumn(table, 'score');
  const lineOfId = new Map<string, number>();
  const result: ScoresTable = { ids: [], labels: [], scores: [] };
  for (const { line, cells } of table.rows) {
    const id = cells[idColumn] ?? '';
    const fault = (reason: CsvProblem, column: string, what: string, remedy: string): AppError =>
      csvError(reason, { line, column, what, remedy });
    if (id === '') throw fault('BAD_VALUE', 'id', 'the id is empty', 'Give each row an id of its own.');
    const first = lineOfId.get(id);
    if (first !== undefined) {
      throw fault('DUPLICATE_ID', 'id', `"${id}" stands on line ${first} already`, 'Give each photo one row.');
    }
    lineOfId.set(id, line);
    const labelText = cells[labelColumn] ?? '';
    // 0.0 and 1.0 are what pandas makes of labels in a column with gaps
    const label = /^[01](?:\.0+)?$/.test(labelText) ? Number(labelText) : null;
    if (label !== 0 && label !== 1) {
      throw fault('BAD_VALUE', 'label', `label "${labelText}" is neither 0 nor 1`, LABEL_REMEDY);
    }
    const scoreText = cells[scoreColumn] ?? '';
    const score = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(scoreText) ? Number(scoreText) : NaN;
    if (Number.isNaN(score)) throw fault('BAD_VALUE', 'score', `score "${scoreText}" is no number`, SCORE_REMEDY);
    if (score < 0 || score > 1) {
      throw fault('BAD_VALUE', 'score', `score ${scoreText} is not between 0 and 1`, SCORE_REMEDY);
    }
    result.ids.push(id);
    result.labels.push(label);
    result.scores.push(score);
  }
  return result;
}

function requireColumn(table: CsvTable, name: string): number {
  const index = table.columns.findIndex((column) => termKey(column) === name);
  if (index < 0) {
    throw csvError('MISSING_COLUMN', {
      line: 1,
      column: name,
      what: `there is no column "${name}"; the columns are ${table.columns.join(', ')}`,
      remedy: 'The first line must name the columns id,label,score.',
    });
  }
  return index;
}
