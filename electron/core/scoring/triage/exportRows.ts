import type { DatabaseSync } from 'node:sqlite';
import type { BatchRow, RowFormat, RowSelection } from '../../../shared/schemas/scoring.ts';
import { eachScoredRow, eachSelectedRow, metadataNames } from '../../database/batchRows.ts';
import type { CsvCell } from '../../datasets/writeCsv.ts';
import { csvRow } from '../../datasets/writeCsv.ts';
import { writeFileAtomic } from '../../files.ts';
import { batchOutput } from '../../database/batchOutput.ts';
import { formatRow, formulaSafe, headerOf, layoutOf } from '../output/columns.ts';

const LEADING = ['path', 'score', 'threshold', 'label', 'runId', 'modelHash', 'status', 'error'] as const;
const EXTRAS = ['calibrated', 'quality', 'unlike', 'takenAt'] as const;
/** What people said of a row in the window, which a file written while scoring cannot know. */
const TRIAGE = ['mark', 'note'] as const;
const OURS: readonly string[] = [...LEADING, ...EXTRAS, ...TRIAGE, 'notice'];

/**
 * Writes the rows of a selection, in its order, with marks and notes; without one, the batch as its scored file has it. Gives their number. Read whole
 * before it is written: a batch that is still running changes the table between two writes. Throws NOT_FOUND, NO_SPACE, NO_PERMISSION.
 */
export async function exportRows(
  database: DatabaseSync,
  { id, path, format, selection }: { id: string; path: string; format: RowFormat; selection: RowSelection | null },
): Promise<number> {
  if (selection === null) {
    const layout = layoutOf(format, batchOutput(database, id));
    const written = [...eachScoredRow(database, id)];
    await writeFileAtomic(path, [headerOf(layout), ...written.map((row) => formatRow(row, layout))]);
    return written.length;
  }
  const rows = [...eachSelectedRow(database, id, selection)];
  await writeFileAtomic(
    path,
    textOf(rows, format, batchOutput(database, id)?.metadata?.columns ?? metadataNames(database, id)),
  );
  return rows.length;
}

function* textOf(rows: Iterable<BatchRow>, format: RowFormat, names: readonly string[]): Generator<string> {
  if (format === 'jsonl') {
    for (const row of rows) yield `${JSON.stringify(recordOf(row))}\n`;
    return;
  }
  const line = format === 'excel' ? excelRow : csvRow;
  const metadataColumns = names.map((name) => (OURS.includes(name) ? `metadata.${name}` : name));
  if (format === 'excel') yield '\uFEFF';
  yield line([...LEADING, ...EXTRAS, ...metadataColumns, ...TRIAGE, 'notice']);
  for (const row of rows) yield line(cellsOf(row, names));
}

function cellsOf(shown: BatchRow, names: readonly string[]): CsvCell[] {
  const { row, calibrated, quality, unlike, takenAt, metadata, mark, note } = shown;
  return [
    ...LEADING.map((column) => row[column]),
    calibrated,
    quality.join(';'),
    unlike,
    takenAt,
    ...names.map((name) => metadata[name] ?? ''),
    mark,
    note,
    row.notice,
  ];
}

const recordOf = ({ row, calibrated, quality, unlike, takenAt, metadata, mark, note }: BatchRow): object => ({
  ...Object.fromEntries(LEADING.map((column) => [column, row[column]])),
  calibrated,
  quality: quality.length === 0 ? null : quality.join(';'),
  unlike,
  takenAt,
  metadata,
  mark,
  note: note === '' ? null : note,
  notice: row.notice,
});

const excelRow = (cells: readonly CsvCell[]): string => csvRow(cells.map(formulaSafe)).replace(/\n$/, '\r\n');
