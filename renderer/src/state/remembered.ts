import type { z } from 'zod';

const prefix = 'lesionlab.';

/**
 * State of the window alone (a screen, a width, an open fold), kept in localStorage. What is read is parsed: an older
 * or damaged value is the fallback. Where storage is refused, nothing is remembered and nothing breaks.
 */
export function remembered<T>(name: string, schema: z.ZodType<T>, fallback: T): { read(): T; write(value: T): void } {
  return {
    read() {
      try {
        const text = localStorage.getItem(prefix + name);
        if (text === null) return fallback;
        const parsed = schema.safeParse(JSON.parse(text));
        return parsed.success ? parsed.data : fallback;
      } catch {
        return fallback;
      }
    },
    write(value) {
      try {
        localStorage.setItem(prefix + name, JSON.stringify(value));
      } catch {
        // Full or refused storage costs only the memory of where the user was.
      }
    },
  };
}
