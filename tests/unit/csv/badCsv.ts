import { expect } from 'vitest';

/** Matches a BAD_CSV error whose details hold at least these. */
export function badCsv(details: Record<string, unknown>): unknown {
  const matching: unknown = expect.objectContaining(details);
  return expect.objectContaining({ code: 'BAD_CSV', details: matching });
}
