import { csvError } from '../../datasets/csvError.ts';
import { columnIndex } from '../../datasets/csvColumns.ts';
import type { CsvRow, CsvTable } from '../../datasets/importCsv.ts';
import { isMissing, readNumber } from './cells.ts';
import type { ScoreScale } from './guessScoreRoles.ts';

const SCORE_REMEDY = 'A score is the probability of malignancy from 0 to 1.';

/** The ids of rows, each different. Throws BAD_CSV on an empty or repeated one. */
export function readIds(table: CsvTable, column: string): string[] {
  const index = columnIndex(table, column);
  const lineOfId = new Map<string, number>();
  return table.rows.map(({ line, cells }) => {
    const id = cells[index] ?? '';
    if (id === '') {
      throw csvError('BAD_VALUE', {
        line,
        column,
        what: 'the id is empty',
        remedy: 'Give each row an id of its own.',
      });
    }
    const first = lineOfId.get(id);
    if (first !== undefined) {
      throw csvError('DUPLICATE_ID', {
        line,
        column,
        what: `"${id}" stands on line ${first} already`,
        remedy: 'Give each photo one row.',
      });
    }
    lineOfId.set(id, line);
    return id;
  });
}

/**
 * Reads one column of scores row by row, as probabilities. Throws BAD_CSV on what is no number, out of range, or of another scale than the
 * column: signs for per cent in a column of probabilities, or in some cells of a column of per cent only.
 */
export function scoreReader(
  table: CsvTable,
  column: string,
  scale: ScoreScale,
): { isMissing(row: CsvRow): boolean; read(row: CsvRow): number } {
  const index = columnIndex(table, column);
  const textOf = (row: CsvRow): string => row.cells[index] ?? '';
  const hasSigns = scale === 'percent' && table.rows.some((row) => readNumber(textOf(row))?.hasPercentSign === true);
  return {
    isMissing: (row) => isMissing(textOf(row)),
    read(row) {
      const text = textOf(row);
      const number = readNumber(text);
      const fault = (what: string, remedy: string) => csvError('BAD_VALUE', { line: row.line, column, what, remedy });
      if (number === null) throw fault(`score "${text}" is no number`, SCORE_REMEDY);
      const { value, hundredth, hasPercentSign } = number;
      if (scale === 'probability' && hasPercentSign) {
        throw fault(`score "${text}" is per cent, in a column of 0 to 1`, 'Say that this column is in per cent.');
      }
      if (hasSigns && !hasPercentSign) {
        throw fault(
          `score "${text}" has no % sign, though others of its column do`,
          'Write all scores of a column the same way: per cent, or 0 to 1.',
        );
      }
      const highest = scale === 'percent' ? 100 : 1;
      if (!(value >= 0 && value <= highest)) {
        const hint = scale === 'probability' && value > 1 && value <= 100;
        throw fault(
          `score ${text} is not between 0 and ${highest}`,
          hint ? `${SCORE_REMEDY} Is this column in per cent? Then say so.` : SCORE_REMEDY,
        );
      }
      return scale === 'percent' ? hundredth : value;
    },
  };
}
