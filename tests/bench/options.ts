import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const runtimeDir = process.env['LESIONLAB_RUNTIME_DIR'] ?? join(checkout, 'dist', 'runtime');
export const backboneDir = (id: string): string => join(runtimeDir, 'backbones', id);

export interface Options {
  /** In each all contenders have their turn. */
  rounds: number;
  photos: number;
  /** Photos that pass a network at once. */
  batch: number;
}

/** The options of every part: [PART ...] [--rounds N] [--photos N] [--batch N]; a part takes what concerns it and has defaults of its own. */
export function readArguments(args: readonly string[]): { parts: string[]; given: Partial<Options>; help: boolean } {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rounds: { type: 'string' },
      photos: { type: 'string' },
      batch: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const given: Partial<Options> = {};
  for (const key of ['rounds', 'photos', 'batch'] as const) {
    const value = values[key];
    if (value === undefined) continue;
    if (!/^[1-9]\d*$/.test(value)) throw new Error(`--${key} is a whole number of at least 1, not ${value}`);
    given[key] = Number(value);
  }
  return { parts: positionals, given, help: values.help === true };
}

/** Of a part that is run as a program. */
export const optionsOr = (defaults: Options): Options => ({
  ...defaults,
  ...readArguments(process.argv.slice(2)).given,
});
