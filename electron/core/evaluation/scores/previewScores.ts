import { readFile } from 'node:fs/promises';
import { proposeClass } from '../../../shared/classTerms.ts';
import type { ScoresPreview } from '../../../shared/schemas/evaluation.ts';
import { columnIndex, valuesOf } from '../../datasets/csvColumns.ts';
import type { CsvTable } from '../../datasets/importCsv.ts';
import { readCsv } from '../../datasets/importCsv.ts';
import { proposeYesNo } from './cells.ts';
import { inFile } from './faults.ts';
import { guessScoreRoles, scoreScale } from './guessScoreRoles.ts';

const SAMPLES = 3;
/** A column of more values is no label column; the commonest are enough to see it. */
const MOST_LABEL_VALUES = 200;

/** What an import of this CSV would find; writes nothing. Throws NOT_FOUND, BAD_CSV. */
export async function previewScores(path: string, labelColumn: string | null): Promise<ScoresPreview> {
  const table = await inFile(path, async () => readCsv(await readFile(path)));
  const roles = guessScoreRoles(table);
  const asked = labelColumn === null ? null : (table.columns[columnIndex(table, labelColumn)] ?? null);
  const label = asked ?? roles.label;
  const scales = new Map(roles.scores.map(({ column, scale }) => [column, scale]));
  return {
    path,
    rowCount: table.rows.length,
    columns: table.columns.map((name) => {
      const cells = valuesOf(table, name);
      const role =
        name === label
          ? 'label'
          : name === roles.id
            ? 'id'
            : scales.has(name)
              ? 'score'
              : name === roles.group
                ? 'group'
                : 'metadata';
      return { name, samples: samplesOf(cells), role, scale: scales.get(name) ?? scoreScale(`${name} score`, cells) };
    }),
    labelValues: label === null ? [] : labelValues(table, label),
  };
}

function samplesOf(cells: readonly string[]): string[] {
  const samples = new Set<string>();
  for (const cell of cells) {
    if (cell !== '') samples.add(cell);
    if (samples.size === SAMPLES) break;
  }
  return [...samples];
}

/** Commonest first; an empty cell is a value too, for somebody must say that such rows are left out. */
function labelValues(table: CsvTable, column: string): ScoresPreview['labelValues'] {
  const counts = new Map<string, number>();
  for (const cell of valuesOf(table, column)) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .slice(0, MOST_LABEL_VALUES)
    .map(([value, count]) => ({ value, count, proposal: proposeYesNo(value, column) ?? proposeClass(value) }));
}
