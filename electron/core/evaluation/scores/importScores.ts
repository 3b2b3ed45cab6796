import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.ts';
import type { ClassTarget } from '../../../shared/schemas/dataset.ts';
import type { ScoresImport } from '../../../shared/schemas/evaluation.ts';
import type { CoreContext } from '../../context.ts';
import type { NewEvaluationRow } from '../../database/evaluations.ts';
import { insertEvaluation } from '../../database/evaluations.ts';
import { transaction } from '../../database/rows.ts';
import { columnIndex } from '../../datasets/csvColumns.ts';
import { csvError } from '../../datasets/csvError.ts';
import type { CsvTable } from '../../datasets/importCsv.ts';
import { readCsv } from '../../datasets/importCsv.ts';
import { freeEvaluationName } from '../ownThreshold.ts';
import { isMissing } from './cells.ts';
import { inFile } from './faults.ts';
import { readIds, scoreReader } from './readScores.ts';

const CLASSES_NAMED = 100;

type Reader = ScoresImport['readers'][number];

/**
 * Stores one evaluation a reader, in the order asked; all of them or none. A row without a score of a reader is stored with its reason
 * (NO_SCORE) and counts nowhere for that reader: nothing is ever filled in. Columns of no other use are kept as metadata. Throws NOT_FOUND,
 * BAD_INPUT (a column in two roles), BAD_CSV with file, line, column and remedy, UNMAPPED_CLASS.
 */
export async function importScores(context: CoreContext, request: ScoresImport): Promise<string[]> {
  const { path } = request;
  refuseRepeated(request);
  const bytes = await readFile(path);
  return inFile(path, async () => {
    const table = readCsv(bytes);
    const ids = readIds(table, request.idColumn);
    const labelled = labelledRows(table, ids, request);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const createdAt = context.now().toISOString();
    const prepared = request.readers.map((reader) => ({ reader, rows: scoredRows(table, labelled, reader) }));
    return transaction(context.database, () =>
      prepared.map(({ reader, rows }) => {
        const id = context.newId();
        insertEvaluation(
          context.database,
          {
            id,
            runId: null,
            modelHash: null,
            name: freeEvaluationName(context.database, reader.name),
            origin: { kind: 'scores', path, sha256, scoreColumn: reader.column, scale: reader.scale },
            source: { kind: 'scores', path },
            createdAt,
            threshold: { value: 0.5, source: 'default', target: null, setAt: null, lockedAt: null },
            groupColumn: request.groupColumn,
          },
          rows,
        );
        return id;
      }),
    );
  });
}

/** Two readers of one column would be one reader, and labels that are scores prove anything. */
function refuseRepeated({ idColumn, labelColumn, groupColumn, readers }: ScoresImport): void {
  const columns = [labelColumn, ...readers.map(({ column }) => column)];
  const repeated =
    columns.find((column, index) => columns.indexOf(column) !== index) ??
    (idColumn === labelColumn || readers.some(({ column }) => column === idColumn) ? idColumn : null) ??
    (groupColumn !== null && columns.includes(groupColumn) ? groupColumn : null);
  if (repeated === null) return;
  throw new AppError('BAD_INPUT', `The column "${repeated}" cannot have two roles.`, {
    details: { column: repeated, reason: 'COLUMN_TWICE', remedy: 'Choose another column for one of them.' },
  });
}

type LabelledRow = Omit<NewEvaluationRow, 'score' | 'error'> & { row: CsvTable['rows'][number] };

/** The rows that the mapping does not exclude. */
function labelledRows(table: CsvTable, ids: readonly string[], request: ScoresImport): LabelledRow[] {
  const { labelColumn, groupColumn, mapping } = request;
  const label = columnIndex(table, labelColumn);
  const group = groupColumn === null ? null : columnIndex(table, groupColumn);
  const used = new Set([
    label,
    group,
    columnIndex(table, request.idColumn),
    ...request.readers.map(({ column }) => columnIndex(table, column)),
  ]);
  const metadata = table.columns.flatMap((name, index) => (used.has(index) ? [] : [{ name, index }]));
  const targets = new Map(Object.entries(mapping).map(([name, target]) => [name.normalize('NFC').trim(), target]));
  const targetOf = (cell: string): ClassTarget | undefined => targets.get(cell.normalize('NFC').trim());
  refuseUnmapped(
    table.rows.map(({ cells }) => cells[label] ?? ''),
    (cell) => targetOf(cell) !== undefined,
  );
  return table.rows.flatMap((row, index): LabelledRow[] => {
    const className = row.cells[label] ?? '';
    const target = targetOf(className);
    if (target === undefined || target === 'exclude') return [];
    const groupName = group === null ? '' : (row.cells[group] ?? '');
    return [
      {
        row,
        path: ids[index] ?? '',
        sha256: null,
        label: target === 'malignant' ? 1 : 0,
        className,
        group: isMissing(groupName) ? null : groupName,
        metadata: Object.fromEntries(metadata.map(({ name, index: at }) => [name, row.cells[at] ?? ''])),
      },
    ];
  });
}

function refuseUnmapped(cells: readonly string[], isMapped: (cell: string) => boolean): void {
  const counts = new Map<string, number>();
  for (const cell of cells) if (!isMapped(cell)) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  if (counts.size === 0) return;
  const classes = [...counts.keys()].sort().slice(0, CLASSES_NAMED);
  throw new AppError('UNMAPPED_CLASS', `neither benign nor malignant nor excluded: ${classes.join(', ')}`, {
    details: { classes, counts: Object.fromEntries(classes.map((name) => [name, counts.get(name) ?? 0])) },
  });
}

function scoredRows(table: CsvTable, labelled: readonly LabelledRow[], { column, scale }: Reader): NewEvaluationRow[] {
  const reader = scoreReader(table, column, scale);
  const rows = labelled.map(({ row, ...known }): NewEvaluationRow => {
    if (!reader.isMissing(row)) return { ...known, score: reader.read(row), error: null };
    const message = `no score in column "${column}", line ${row.line}`;
    return { ...known, score: null, error: { code: 'NO_SCORE', message } };
  });
  if (rows.some(({ score }) => score !== null)) return rows;
  throw csvError('BAD_VALUE', {
    line: null,
    column,
    what: `no row has a label and a score in column "${column}"`,
    remedy: 'Choose another column, or map other label values.',
  });
}
