import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ExtrasRequest } from '../../engine/protocol.ts';
import { toErrorBody } from '../../shared/errors.ts';
import { Recalibration } from '../../shared/schemas/recalibration.ts';
import { LikenessLimits } from '../../shared/schemas/scoring.ts';

/** What a run that came as a bundle brings along, for the photos that it was made from stay where it was trained. */
const Bundled = z.object({ recalibration: Recalibration.nullable(), likeness: LikenessLimits.nullable() });
type Bundled = z.infer<typeof Bundled>;

const fileOf = (runDir: string): string => join(runDir, 'bundled.json');
/** Beside the head, as in the bundle. */
const referenceOf = (runDir: string): string => join(runDir, 'reference.bin');

export const keepBundled = (runDir: string, bundled: Bundled): Promise<void> =>
  writeFile(fileOf(runDir), JSON.stringify(Bundled.parse(bundled)));

/** null for a run that was trained here. */
async function bundledOf(runDir: string): Promise<Bundled | null> {
  try {
    return Bundled.parse(JSON.parse(await readFile(fileOf(runDir), 'utf8')));
  } catch (thrown) {
    if (toErrorBody(thrown).code === 'NOT_FOUND') return null;
    throw thrown;
  }
}

export const bundledRecalibration = async (runDir: string): Promise<Recalibration | null> =>
  (await bundledOf(runDir))?.recalibration ?? null;

export async function bundledLikeness(runDir: string): Promise<ExtrasRequest['likeness']> {
  const limits = (await bundledOf(runDir))?.likeness ?? null;
  return limits === null ? null : likenessByFile(referenceOf(runDir), limits);
}

export const likenessByFile = (file: string, limits: LikenessLimits): NonNullable<ExtrasRequest['likeness']> => ({
  train: [],
  thumbnailDir: '',
  cacheDir: '',
  limits,
  file,
});
