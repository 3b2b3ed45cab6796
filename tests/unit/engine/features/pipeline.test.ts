import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { loadBackbone } from '../../../../electron/engine/backbones/registry.ts';
import type { ViewedFeatures } from '../../../../electron/engine/features/cache.ts';
import { photoFeatures } from '../../../../electron/engine/features/pipeline.ts';
import type { Outcome, PipelineDeps } from '../../../../electron/engine/features/pipeline.ts';
import { createGate } from '../../../../electron/engine/images/gate.ts';
import { loadTensorFlow } from '../../../../electron/engine/tensorflow.ts';
import { AppError } from '../../../../electron/shared/errors.ts';
import { failureOf, withFolder } from '../../../support/engine.ts';
import * as photos from '../../../support/photos.ts';
import { writeTinyBackbone } from '../../../support/tinyBackbone.ts';

/** A cache on a disk without room. */
const fullDisk: ViewedFeatures = {
  views: ['identity'],
  missing: () => ['identity'],
  read: () => null,
  readView: () => null,
  append: (_view, rows) => {
    if (rows.length > 0) throw new AppError('NO_SPACE', 'full');
  },
  settle: () => undefined,
};

async function run(dir: string, changes: Partial<PipelineDeps>): Promise<Outcome[]> {
  const manifest = writeTinyBackbone(join(dir, 'backbone'));
  const backbone = await loadBackbone(join(dir, 'backbone'));
  const refs = await Promise.all(
    [1, 2, 3, 4, 5].map(async (seed) => {
      const path = join(dir, `${seed}.png`);
      await writeFile(path, await photos.png(photos.blot(40, 40, seed)));
      return { path, sha256: null };
    }),
  );
  const found: Outcome[] = [];
  try {
    const deps: PipelineDeps = {
      manifest,
      views: ['identity'],
      cached: null,
      loadBackbone: () => Promise.resolve(backbone),
      batchSize: 2,
      whenDiskIsFull: 'fail',
      gate: createGate(1e6),
      signal: new AbortController().signal,
      breathe: () => nextTurn(),
      clock: () => performance.now(),
      times: { decodeMs: 0, networkMs: 0 },
      ...changes,
    };
    for await (const outcomes of photoFeatures(refs, deps)) found.push(...outcomes);
  } finally {
    backbone.dispose();
  }
  return found;
}

const featuresOf = (outcomes: Outcome[]) => outcomes.map((one) => (one.status === 'ok' ? one.photo.features : null));

it('goes on without its cache when the disk is full, if that is what is asked, and fails otherwise', async () => {
  await withFolder(async (dir) => {
    const expected = featuresOf(await run(dir, {}));
    expect(expected).toHaveLength(5);
    const withoutRoom = await run(dir, { cached: fullDisk, whenDiskIsFull: 'goOn' });
    expect(featuresOf(withoutRoom)).toEqual(expected);
    expect((await failureOf(run(dir, { cached: fullDisk }))).code).toBe('NO_SPACE');
  });
});

it('leaves no tensor behind', async () => {
  await withFolder(async (dir) => {
    const before = loadTensorFlow().memory().numTensors;
    await run(dir, {});
    expect(loadTensorFlow().memory().numTensors).toBe(before);
  });
});

it('counts the time of the network and the time it waited', async () => {
  await withFolder(async (dir) => {
    const times = { decodeMs: 0, networkMs: 0 };
    await run(dir, { times });
    expect(times.networkMs).toBeGreaterThan(0);
    expect(times.decodeMs).toBeGreaterThan(0);
  });
});
