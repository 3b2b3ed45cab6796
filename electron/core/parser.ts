import type { z } from 'zod';

/**
 * What is needed of a schema whose output is T. A table `{[Name in Names]: Parser<...>}` keeps the tie between a name and its
 * types where the schemas' own types are too deep for TypeScript to follow under a generic name.
 */
export interface Parser<T> {
  parse(value: unknown): T;
  safeParse(value: unknown): z.ZodSafeParseResult<T>;
}
