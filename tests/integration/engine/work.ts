import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { EngineClient } from '../../../electron/core/context.ts';
import type { FeatureSource, Params, PhotoRef, PhotoScore } from '../../../electron/engine/protocol.ts';
import { headPath } from '../../../electron/engine/training/headFile.ts';
import { tutorialPreset } from '../../../electron/shared/presets.ts';
import type { EpochMetrics, TrainConfig } from '../../../electron/shared/schemas/run.ts';
import * as photos from '../../support/photos.ts';

export interface Labelled {
  path: string;
  sha256: string;
  label: 0 | 1;
}

/** Blots; the malignant ones are bluish. */
export async function writePhotos(dir: string, count: number, seed: number): Promise<Labelled[]> {
  await mkdir(dir, { recursive: true });
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const label = i % 3 === 0 ? 1 : 0;
      const pixels = photos.blot(80, 60, seed * 1000 + i);
      if (label === 1)
        for (let at = 2; at < pixels.rgb.length; at += 3) pixels.rgb[at] = Math.min(255, (pixels.rgb[at] ?? 0) + 25);
      const bytes = await photos.jpeg(pixels);
      const path = join(dir, `photo ${i}.jpg`);
      await writeFile(path, bytes);
      return { path, sha256: hash('sha256', bytes, 'hex'), label } as const;
    }),
  );
}

export const config: TrainConfig = {
  ...tutorialPreset,
  backboneId: 'tiny',
  epochs: 8,
  batchSize: 8,
  learningRate: 0.02,
  featureScaling: 'standard',
};
export const source = (dir: string, changes: Partial<FeatureSource> = {}): FeatureSource => ({
  backboneDir: join(dir, 'backbone'),
  views: 'one',
  cacheDir: join(dir, 'cache'),
  cacheLimitBytes: 1e9,
  ...changes,
});

export async function score(engine: EngineClient, params: Params<'score'>, signal?: AbortSignal) {
  const scores: PhotoScore[] = [];
  const indices: number[] = [];
  const result = await engine.call('score', params, {
    ...(signal === undefined ? {} : { signal }),
    onEvent: ({ index, photo }) => {
      indices.push(index);
      scores.push(photo);
    },
  });
  expect(indices).toEqual(params.photos.map((_, i) => i));
  return { result, scores };
}
export const valuesOf = (scores: PhotoScore[]) =>
  scores.map((photo) => (photo.status === 'ok' ? photo.score : photo.code));

export async function trainRun(
  engine: EngineClient,
  params: Partial<Params<'trainHead'>> & Pick<Params<'trainHead'>, 'train' | 'valid' | 'features' | 'runDir'>,
) {
  const epochs: EpochMetrics[] = [];
  const result = await engine.call(
    'trainHead',
    { config: { ...config, views: params.features.views }, tensorBoardDir: null, resume: false, ...params },
    { onEvent: (epoch) => epochs.push(epoch) },
  );
  return { result, epochs };
}

export const headSha = (runDir: string) => hash('sha256', readFileSync(headPath(runDir)), 'hex');
export const refs = (list: Labelled[]): (PhotoRef & { sha256: string })[] =>
  list.map(({ path, sha256 }) => ({ path, sha256 }));
