import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { createEngineClient } from '../../../electron/core/engine/client.ts';
import type { ScoringModel } from '../../../electron/core/scoring/scorePhotos.ts';
import { scorePhotos } from '../../../electron/core/scoring/scorePhotos.ts';
import { failureOf } from '../core/support.ts';

const model: ScoringModel = {
  features: { backboneDir: '/none', views: 'one', cacheDir: null, cacheLimitBytes: 0 },
  runDir: '/none',
  modelHash: 'a'.repeat(64),
};

const fragileEngine = new URL('./fixtures/fragileEngine.ts', import.meta.url);
const noStartEngine = new URL('./fixtures/noStartEngine.ts', import.meta.url);

function score(engineFile: URL, names: string[]) {
  const entry = fileURLToPath(engineFile);
  const engine = createEngineClient({ entry, name: 'compute' });
  onTestFinished(() => engine.close());
  return scorePhotos(
    engine,
    model,
    names.map((path) => ({ path, sha256: null })),
  );
}

test('a photo that ends the engine whenever it is read is an error row, and the others have their scores', async () => {
  const scores = await score(fragileEngine, ['a', 'bomb', 'b']);
  expect(scores.map(({ status }) => status)).toEqual(['ok', 'error', 'ok']);
  expect(scores[1]).toMatchObject({ code: 'DECODE_FAILED' });
});

test('an engine that cannot start fails the batch: no photo is called damaged for it', async () => {
  for (const names of [['a'], ['a', 'b'], ['a', 'b', 'c', 'd']]) {
    const error = await failureOf(score(noStartEngine, names));
    expect(error).toMatchObject({ code: 'ENGINE_CRASHED', details: { stderr: 'a library is missing\n' } });
  }
});

test('an engine that ends over a photo that can be read fails the batch', async () => {
  expect((await failureOf(score(fragileEngine, ['heavy']))).code).toBe('ENGINE_CRASHED');
});
