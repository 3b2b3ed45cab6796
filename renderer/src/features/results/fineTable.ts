import type { FineMatrix } from '../../../../electron/shared/schemas/evaluation.ts';

export const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** The counts as rows of tab-separated text, as spreadsheets take them; malignant classes are marked. `corner` names rows and columns. */
export function fineText({ classes, counts }: FineMatrix, { corner, mark }: { corner: string; mark: string }): string {
  const names = classes.map(({ name, malignant }) =>
    (malignant ? `${name} (${mark})` : name).replaceAll(/[\t\r\n]/g, ' '),
  );
  const rows = names.map((name, row) => [name, ...(counts[row] ?? [])].join('\t'));
  return [[corner, ...names].join('\t'), ...rows].join('\n');
}
