import { z } from 'zod';

/**
 * An array of plain values as long as a data set, checked in one pass: a schema a cell takes twenty times as long, which a window
 * that opens 100,000 rows feels. The array is passed on as it is, not copied.
 */
export function columnOf<Cell>(isCell: (value: unknown) => value is Cell): z.ZodType<Cell[]> {
  return z.custom<Cell[]>().superRefine((column: unknown, context) => {
    if (!Array.isArray(column)) {
      context.addIssue({ code: 'custom', message: 'no array' });
      return;
    }
    // not every(): it passes over the holes of an array
    for (let row = 0; row < column.length; row++) {
      if (isCell(column[row])) continue;
      context.addIssue({ code: 'custom', path: [row], message: 'not a value of this column' });
      return;
    }
  });
}

const LONGEST_ID = 64;

export const isText = (value: unknown): value is string => typeof value === 'string';
/** As the schema Id. */
export const isId = (value: unknown): value is string =>
  isText(value) && value.length > 0 && value.length <= LONGEST_ID;
export const isLabel = (value: unknown): value is 0 | 1 => value === 0 || value === 1;
/** As the schema Probability. */
export const isProbability = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;
export const orNull =
  <Cell>(isCell: (value: unknown) => value is Cell) =>
  (value: unknown): value is Cell | null =>
    value === null || isCell(value);
