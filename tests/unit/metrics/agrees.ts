import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { z } from 'zod';

// tests/support/references derives these with scikit-learn, statsmodels, the ISIC challenge's scorer and R with pROC.
const { figures } = z
  .object({ figures: z.record(z.string(), z.object({ value: z.number(), sources: z.string() })) })
  .parse(JSON.parse(readFileSync(new URL('references.json', import.meta.url), 'utf8')));

/** The derived figure of this name. */
export function reference(name: string): number {
  const figure = figures[name];
  if (figure === undefined) throw new Error(`no reference is called ${name}`);
  return figure.value;
}

/** Expects a figure of LesionLab's to be the derived one of this name, to `digits` places after the point. */
export function agrees(name: string, ours: number | null | undefined, digits = 10): void {
  const value = reference(name);
  expect(ours ?? NaN, `${name}, by ${figures[name]?.sources}`).toBeCloseTo(value, digits);
}
