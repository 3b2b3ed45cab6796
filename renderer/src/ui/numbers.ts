export interface NumberRule {
  min?: number | undefined;
  max?: number | undefined;
  integer?: boolean | undefined;
}

/**
 * A number as people write it, or null. Both decimal signs are understood (`0.5`, `0,5`), and full-width digits as
 * Chinese input methods give them; thousands are not grouped, so a comma is never one.
 */
export function parseNumber(text: string): number | null {
  const plain = text.trim().normalize('NFKC').replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

export const clamp = (value: number, { min = -Infinity, max = Infinity }: NumberRule): number =>
  Math.min(max, Math.max(min, value));

/** Whether a number may stand in a field. */
export const allows = (value: number, rule: NumberRule): boolean =>
  clamp(value, rule) === value && (rule.integer !== true || Number.isInteger(value));

/** value + steps, free of the dust of binary fractions: 0.1 + 0.2 is 0.3. */
export const stepBy = (value: number, step: number, steps: number): number =>
  Number((value + step * steps).toPrecision(12));
