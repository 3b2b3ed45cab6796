import type { FineMatrix } from '../shared/schemas/evaluation.ts';
import { counted, textTable } from './table.ts';

/** The matrix of a run's own classes for people, below the binary one, and why the two need not agree. */
export function fineText({ classes, counts, others }: FineMatrix): string {
  const names = classes.map(({ name, malignant }) => (malignant ? `${name} (malignant)` : name));
  const table = textTable(
    ['taken for', ...names],
    names.map((name, row) => [name, ...(counts[row] ?? []).map(String)]),
    names.map((_, column) => column + 1),
  );
  const lines = [
    table,
    '',
    'Here a photo is taken for its most probable class. Above it is called malignant by the threshold, from the sum of the malignant classes: the two may differ.',
  ];
  if (others > 0) lines.push(`${counted(others, 'photo')} of classes that the run does not know: not in this table.`);
  return lines.join('\n');
}
