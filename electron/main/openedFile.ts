import { resolve } from 'node:path';

const ENDING = '.lesionlab';

/**
 * The evaluation file that the program was asked to open by its arguments (a double click in the desktop's files does it so), absolute; null
 * when none is named. `currentDir`: where the command was typed.
 */
export function openedFileOf(args: readonly string[], currentDir: string): string | null {
  const isFile = (arg: string, index: number): boolean =>
    !arg.startsWith('-') && args[index - 1] !== '--data-dir' && arg.toLowerCase().endsWith(ENDING);
  const named = args.find(isFile);
  return named === undefined ? null : resolve(currentDir, named);
}
