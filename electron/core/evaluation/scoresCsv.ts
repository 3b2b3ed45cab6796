import { AppError } from '../../shared/errors.ts';
import { termKey } from '../../shared/classTerms.ts';
import { csvError } from '../datasets/csvError.ts';
import { readCsv, type CsvTable } from '../datasets/importCsv.ts';
import { readIds, scoreReader } from './scores/readScores.ts';

/** Columns of equal length, in the file's order. */
export interface ScoresTable {
  ids: string[];
  labels: (0 | 1)[];
  scores: number[];
}

export interface ScoresCsvOptions {
  idColumn?: string;
  labelColumn?: string;
  scoreColumn?: string;
  /** Scores are 0 to 100, with or without a sign. */
  percent?: boolean;
  /** The label that means malignant; every other one means benign. Without it labels are 0 and 1. */
  positive?: string;
}

const LABEL_REMEDY = 'A label is 1 (malignant) or 0 (benign).';

/**
 * Reads `id,label,score` (any order, further columns ignored), or the columns named, for the `metrics` command: label 0 or 1, score a probability.
 * Throws BAD_CSV with {line, column, reason, remedy} on the first fault: what `readCsv` refuses, a missing column, an empty or
 * repeated id, a label that is not 0 or 1 (or empty), a score that is missing or no number from 0 to 1 (or 100 per cent). Throws BAD_INPUT
 * when no row has the positive label.
 */
export function readScoresCsv(bytes: Uint8Array, options: ScoresCsvOptions = {}): ScoresTable {
  const { idColumn = 'id', labelColumn = 'label', scoreColumn = 'score', percent = false, positive } = options;
  const table = readCsv(bytes);
  for (const column of [idColumn, labelColumn, scoreColumn]) requireColumn(table, column);
  const label = labelReader(table, labelColumn, positive);
  const reader = scoreReader(table, scoreColumn, percent ? 'percent' : 'probability');
  const ids = readIds(table, idColumn);
  const labels = table.rows.map(label);
  refuseWithoutPositive(labels, positive);
  return { ids, labels, scores: table.rows.map((row) => reader.read(row)) };
}

function labelReader(table: CsvTable, column: string, positive: string | undefined) {
  const index = requireColumn(table, column);
  return ({ line, cells }: CsvTable['rows'][number]): 0 | 1 => {
    const text = cells[index] ?? '';
    if (positive !== undefined && text !== '') return text === positive.normalize('NFC').trim() ? 1 : 0;
    // 0.0 and 1.0 are what pandas makes of labels in a column with gaps
    if (positive === undefined && /^[01](?:\.0+)?$/.test(text)) return text.startsWith('1') ? 1 : 0;
    const [what, remedy] =
      positive === undefined
        ? [`label "${text}" is neither 0 nor 1`, LABEL_REMEDY]
        : ['the label is empty', 'Give each row a label, or leave the row out.'];
    throw csvError('BAD_VALUE', { line, column, what, remedy });
  };
}

/** A value that is misspelt would make every photo benign. */
function refuseWithoutPositive(labels: readonly (0 | 1)[], positive: string | undefined): void {
  if (positive === undefined || labels.includes(1)) return;
  throw new AppError('BAD_INPUT', `No row has the label "${positive}".`, {
    details: { positive, remedy: 'Write it as it stands in the file.' },
  });
}

function requireColumn(table: CsvTable, name: string): number {
  const exact = table.columns.indexOf(name.normalize('NFC').trim());
  const index = exact >= 0 ? exact : table.columns.findIndex((column) => termKey(column) === termKey(name));
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
