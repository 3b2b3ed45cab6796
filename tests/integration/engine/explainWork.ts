import { hash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineClient } from '../../../electron/core/context.ts';
import { drawLesion, SAMPLE_CLASSES } from '../../../electron/core/demo/drawLesion.ts';
import type { FeatureSource, Params } from '../../../electron/engine/protocol.ts';
import type { Pixels } from '../../support/photos.ts';
import { jpeg } from '../../support/photos.ts';
import type { Labelled } from './work.ts';

/** Writes a picture as a JPEG and says what it is. */
export async function writePicture(path: string, pixels: Pixels, label: 0 | 1 = 0): Promise<Labelled> {
  const bytes = await jpeg(pixels);
  await writeFile(path, bytes);
  return { path, sha256: hash('sha256', bytes, 'hex'), label };
}

/** Drawn lesions, a third of them melanomas. */
export async function writeLesions(dir: string, count: number, firstSeed: number, sizePx = 256): Promise<Labelled[]> {
  await mkdir(dir, { recursive: true });
  const list: Labelled[] = [];
  for (let i = 0; i < count; i += 1) {
    const className = SAMPLE_CLASSES[i % 3] ?? 'nevus';
    const label = className === 'melanoma' ? 1 : 0;
    list.push(await writePicture(join(dir, `${i}.jpg`), drawLesion(firstSeed + i, className, sizePx), label));
  }
  return list;
}

export interface Setting {
  engine: EngineClient;
  features: FeatureSource;
  runDir: string;
  train: readonly Labelled[];
  thumbnailDir: string;
}

export const explain = (
  { engine, features, runDir, train, thumbnailDir }: Setting,
  photo: { path: string; sha256: string | null },
  changes: Partial<Params<'explain'>> = {},
) =>
  engine.call('explain', {
    photo: { path: photo.path, sha256: photo.sha256 },
    features,
    runDir,
    train: train.map(({ sha256 }) => sha256),
    similarCount: 5,
    thumbnailDir,
    thumbnailSizePx: 256,
    ...changes,
  });

export const makeThumbnails = (engine: EngineClient, list: readonly Labelled[], thumbnailDir: string) =>
  engine.call('inspect', { paths: list.map(({ path }) => path), thumbnailDir, thumbnailSizePx: 256 });
