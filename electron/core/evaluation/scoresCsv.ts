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

const UNKNOWN_LABELS = new Set(['na', 'nan', 'n/a', '#n/a', 'null', 'unknown', '?', '未知', '不详', '缺失']);
const LABEL_REMEDY = 'A label is 1 (malignant) or 0 (benign).';

/**
 * Reads `id,label,score` (any order, further columns ignored), or the columns named, for the `metrics` command: label 0 or 1, score a probability.
 * Throws BAD_CSV with {line, column, reason, remedy} on the first fault: what `readCsv` refuses, a missing column, an empty or
 * repeated id, a label that is not 0 or 1 (with `positive`: empty, unknown, or the positive one in other letters), a score that is missing or no
 * number from 0 to 1 (or 100 per cent). Throws BAD_INPUT when no row has the positive label, or one column has two roles.
 */
export function readScoresCsv(bytes: Uint8Array, options: ScoresCsvOptions = {}): ScoresTable {
  const { idColumn = 'id', labelColumn = 'label', scoreColumn = 'score', percent = false, positive } = options;
  const table = readCsv(bytes);
  refuseRepeated(table, [idColumn, labelColumn, scoreColumn]);
  const label = labelReader(table, labelColumn, positive);
  const reader = scoreReader(table, scoreColumn, percent ? 'percent' : 'probability');
  const ids = readIds(table, idColumn);
  const labels = table.rows.map(label);
  refuseWithoutPositive(labels, positive);
  return { ids, labels, scores: table.rows.map((row) => reader.read(row)) };
}

function labelReader(table: CsvTable, column: string, positive: string | undefined) {
  const index = requireColumn(table, column);
  const wanted = positive?.normalize('NFC').trim();
  return ({ line, cells }: CsvTable['rows'][number]): 0 | 1 => {
    const text = (cells[index] ?? '').normalize('NFC');
    const fault = (what: string, remedy: string) => csvError('BAD_VALUE', { line, column, what, remedy });
    if (wanted === undefined) {
      // 0.0 and 1.0 are what pandas makes of labels in a column with gaps
      if (/^[01](?:\.0+)?$/.test(text)) return text.startsWith('1') ? 1 : 0;
      throw fault(`label "${text}" is neither 0 nor 1`, LABEL_REMEDY);
    }
    if (text === wanted) return 1;
    if (text === '') throw fault('the label is empty', 'Give each row a label, or leave the row out.');
    // neither may count as benign unseen
    if (UNKNOWN_LABELS.has(text.toLowerCase())) {
      throw fault(`the label is "${text}", which is not known`, 'Give the row a label, or leave it out.');
    }
    if (text.toLowerCase() === wanted.toLowerCase()) {
      throw fault(`label "${text}" is "${wanted}" in other letters`, 'Write each label in one way.');
    }
    return 0;
  };
}

/** A value that is misspelt would make every photo benign. */
function refuseWithoutPositive(labels: readonly (0 | 1)[], positive: string | undefined): void {
  if (positive === undefined || labels.includes(1)) return;
  throw new AppError('BAD_INPUT', `No row has the label "${positive}".`, {
    details: { positive, remedy: 'Write it as it stands in the file.' },
  });
}

/** Labels that are scores prove anything. */
function refuseRepeated(table: CsvTable, names: readonly string[]): void {
  const places = names.map((name) => requireColumn(table, name));
  const repeated = names.find((_, index) => places.indexOf(places[index] ?? -1) !== index);
  if (repeated === undefined) return;
  throw new AppError('BAD_INPUT', `The column "${repeated}" cannot have two roles.`, {
    details: { column: repeated, reason: 'COLUMN_TWICE', remedy: 'Name another column for one of them.' },
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
