import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toErrorBody } from '../../shared/errors.ts';
import { Recalibration } from '../../shared/schemas/recalibration.ts';

const fileOf = (runDir: string): string => join(runDir, 'recalibration.json');

/** A run that came as a bundle brings its fit along: the validation scores that it was made from stay where it was trained. */
export const keepRecalibration = (runDir: string, recalibration: Recalibration | null): Promise<void> =>
  writeFile(fileOf(runDir), JSON.stringify(recalibration));

/** null for a run that was trained here. */
export async function bundledRecalibration(runDir: string): Promise<Recalibration | null> {
  try {
    return Recalibration.nullable().parse(JSON.parse(await readFile(fileOf(runDir), 'utf8')));
  } catch (thrown) {
    if (toErrorBody(thrown).code === 'NOT_FOUND') return null;
    throw thrown;
  }
}
