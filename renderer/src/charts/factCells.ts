import type { ColumnKind, FigureTable } from '../../../electron/shared/figures/figureTable.ts';
import { formatCount, formatNumber, formatPercent, formatScore } from '../i18n/format.svelte.ts';
import { t } from '../i18n/index.svelte.ts';

/** A figure's facts as a person reads them, in the present language. */
export function factCells({ columns, rows }: FigureTable): { columns: string[]; rows: string[][] } {
  return {
    columns: columns.map(({ name }) => name),
    rows: rows.map((row) => row.map((cell, index) => cellText(cell, columns[index]?.kind ?? 'text'))),
  };
}

function cellText(cell: string | number | null, kind: ColumnKind): string {
  if (cell === null) return t('charts.noValue');
  if (typeof cell === 'string') return cell;
  switch (kind) {
    case 'count':
      return formatCount(cell);
    case 'rate':
      return formatPercent(cell);
    case 'score':
      return formatScore(cell);
    case 'number':
      return formatNumber(cell, 3);
    case 'text':
      return String(cell);
  }
}
