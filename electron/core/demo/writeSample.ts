import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom, shuffled } from '../../shared/random.ts';
import { Split } from '../../shared/schemas/common.ts';
import { drawLesion, SAMPLE_CLASSES, type DrawnImage, type SampleClass } from './drawLesion.ts';

export type SampleCounts = Record<Split, Record<SampleClass, number>>;

/** 180, 60 and 60 photos, a third of them melanomas. */
export const SAMPLE_COUNTS: SampleCounts = {
  train: { nevus: 90, seborrheic_keratosis: 30, melanoma: 60 },
  valid: { nevus: 30, seborrheic_keratosis: 10, melanoma: 20 },
  test: { nevus: 30, seborrheic_keratosis: 10, melanoma: 20 },
};

export interface SampleRequest {
  /** Folder to fill; made when it is not there. */
  dir: string;
  seed: number;
  signal: AbortSignal;
  /** After each picture: how many of how many are written. */
  report: (done: number, total: number) => void;
  /** Writes a picture as a JPEG file at exactly that path (the engine's job: the core has no image library). */
  encode: (image: DrawnImage, outPath: string) => Promise<unknown>;
  counts?: SampleCounts;
}

/**
 * Draws the sample set as `train|valid|test/<class>/drawn_0001.jpg` and returns the files' paths below `dir`, with forward
 * slashes. One seed, the same set, whatever the counts of other classes; numbers run through the whole set in random order, so
 * that a name tells neither class nor split. Throws what `encode` throws, and the signal's reason when it is aborted; files
 * written until then stay.
 */
export async function writeSample(request: SampleRequest): Promise<{ files: string[] }> {
  const { dir, seed, signal, report, encode, counts = SAMPLE_COUNTS } = request;
  const pictures = Split.options.flatMap((split) =>
    SAMPLE_CLASSES.flatMap((className) =>
      Array.from({ length: counts[split][className] }, (_, index) => ({ split, className, index })),
    ),
  );
  for (const folder of new Set(pictures.map(({ split, className }) => join(dir, split, className)))) {
    await mkdir(folder, { recursive: true });
  }
  const files: string[] = [];
  for (const { split, className, index } of shuffled(pictures, createRandom(seed, 'sample order'))) {
    signal.throwIfAborted();
    const pictureSeed = createRandom(seed, `${split} ${className} ${index}`).uint32();
    const name = `drawn_${String(files.length + 1).padStart(4, '0')}.jpg`;
    await encode(drawLesion(pictureSeed, className), join(dir, split, className, name));
    files.push(`${split}/${className}/${name}`);
    report(files.length, pictures.length);
  }
  return { files };
}
