import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { at } from '../../../electron/shared/arrays.ts';
import { auc } from '../../../electron/shared/metrics/ranking.ts';
import { createScoreTable } from '../../../electron/shared/metrics/scoreTable.ts';
import { forkEngine } from '../../support/engine.ts';
import { writeTinyBackbone } from '../../support/tinyBackbone.ts';
import { backboneDir } from '../backbones/places.ts';
import { config, refs, score, source, trainRun, writePhotos } from './work.ts';
import type { Labelled } from './work.ts';

const engine = forkEngine();
let dir = '';
let train: Labelled[] = [];
let valid: Labelled[] = [];
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lesionlab-batches-'));
  writeTinyBackbone(join(dir, 'backbone'));
  train = await writePhotos(join(dir, 'train'), 30, 2);
  valid = await writePhotos(join(dir, 'valid'), 11, 3);
});
afterAll(async () => {
  await engine.close();
  await rm(dir, { recursive: true, force: true });
});

it.each([
  ['tiny', () => join(dir, 'backbone')],
  ['efficientNetLite0', () => backboneDir('efficientNetLite0')],
])(
  '%s: every photo counts once and the same in batches of any size, last ones cut short, and any order',
  async (id, place) => {
    const features = (name: string) =>
      source(dir, { backboneDir: place(), cacheDir: join(dir, `cache ${id} ${name}`) });
    const own = features('training');
    await engine.call('extract', { photos: refs([...train, ...valid]), features: own, batchSize: 16 });
    const runDir = join(dir, `run ${id}`);
    await trainRun(engine, {
      train,
      valid,
      features: own,
      runDir,
      config: { ...config, backboneId: id, views: 'one' },
    });

    /** By content, each time with an empty cache, so that the network sees every photo anew. */
    const scored = async (list: Labelled[], batchSize: number, name: string): Promise<Map<string, number>> => {
      const { scores } = await score(engine, { photos: refs(list), features: features(name), runDir, batchSize });
      return new Map(
        scores.map((photo, i) => {
          if (photo.status !== 'ok') throw new Error(photo.code);
          return [at(list, i).sha256, photo.score];
        }),
      );
    };
    const alone = await scored(valid, 1, 'alone');
    const table = (of: Map<string, number>) =>
      createScoreTable({
        labels: valid.map(({ label }) => label),
        scores: valid.map(({ sha256 }) => of.get(sha256) ?? NaN),
      });
    expect(new Set(alone.values()).size).toBe(valid.length);
    for (const batchSize of [2, 4, 8, 11, 32]) {
      for (const [order, list] of Object.entries({ forth: valid, back: valid.toReversed() })) {
        const together = await scored(list, batchSize, `${batchSize} ${order}`);
        expect(together.size).toBe(valid.length);
        for (const [sha256, one] of alone) expect(Math.abs((together.get(sha256) ?? NaN) - one)).toBeLessThan(1e-5);
        expect(auc(table(together))).toBe(auc(table(alone)));
      }
    }
  },
);
