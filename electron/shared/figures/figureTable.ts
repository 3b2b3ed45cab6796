/** How a column's numbers are to be written: rates as per cent, counts whole, the rest with a few decimals; a CSV keeps all digits. */
export type ColumnKind = 'text' | 'count' | 'rate' | 'score' | 'number';

/** The facts of a figure, unrounded: for a CSV and for the table that screen readers get. null: undefined. */
export interface FigureTable {
  columns: { name: string; kind: ColumnKind }[];
  rows: (string | number | null)[][];
}

/**
 * RFC 4180 with LF line ends and a byte order mark, without which spreadsheets misread Chinese headers. Numbers are the shortest
 * text that reads back as the same float64; null is an empty cell.
 */
export function figureCsv(table: FigureTable): string {
  const lines = [table.columns.map(({ name }) => name), ...table.rows].map((row) => row.map(cellText).join(','));
  return `\uFEFF${lines.join('\n')}\n`;
}

function cellText(value: string | number | null): string {
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) return '';
  const text = String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
