import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { AppError } from '../../../electron/shared/errors.ts';
import { loadBackbone, readBackbone } from '../../../electron/engine/backbones/registry.ts';
import { loadTensorFlow } from '../../../electron/engine/tensorflow.ts';
import { relativeDifference } from '../../unit/engine/graph/support.ts';
import { patternBatch } from './patterns.ts';
import { backboneDir } from './places.ts';

const root = mkdtempSync(join(tmpdir(), 'lesionlab-registry-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function copyOfLite0(name: string): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  for (const file of ['backbone.json', 'saved_model.pb']) {
    copyFileSync(join(backboneDir('efficientNetLite0'), file), join(folder, file));
  }
  return folder;
}

/** The failure has the code that the window has words for, and says which folder and why. */
async function expectMissing(attempt: Promise<unknown>, dir: string, reason: RegExp): Promise<void> {
  const error: unknown = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`expected an AppError, not ${String(error)}`);
  expect(error.code).toBe('BACKBONE_MISSING');
  expect(error.message).toContain(dir);
  expect(error.details['dir']).toBe(dir);
  expect(error.details['reason']).toMatch(reason);
}

describe('a backbone on disk', () => {
  test('says what it is, where it is from and what it is good for', async () => {
    const inception = await readBackbone(backboneDir('inceptionV3'));
    expect(inception).toMatchObject({
      id: 'inceptionV3',
      imageSizePx: 299,
      featureCount: 2048,
      parameterCount: 21_802_784,
      license: 'MIT',
    });
    expect(inception.weightsSha256).toBe('8a457f3fdec7db18b16e44323454db0eaeb8f314eda0046b2e293e58a5bfabf4');
    expect(inception.caveat).toMatch(/not the ImageNet weights/);
    expect(inception.layers.length).toBe(1 + 94 * 3 + 4 + 9 + 15 + 1);
    expect(inception.layers.at(-2)).toEqual({
      name: 'mixed10',
      type: 'Concatenate',
      outputShape: [8, 8, 2048],
      parameters: 0,
    });

    const lite = await readBackbone(backboneDir('efficientNetLite0'));
    expect(lite).toMatchObject({
      id: 'efficientNetLite0',
      imageSizePx: 224,
      featureCount: 1280,
      parameterCount: 3_413_024,
      caveat: '',
      license: 'Apache-2.0',
    });
    expect(lite.preprocessing).toEqual({ mean: 127, scale: 128, resize: 'squash' });
    for (const { layers, parameterCount } of [inception, lite]) {
      expect(layers.reduce((sum, layer) => sum + layer.parameters, 0)).toBe(parameterCount);
    }
  });

  // Case O16: backbones in folders with spaces, quotes and other scripts.
  test.each(['with spaces', 'Müller’s "最好" 模型', 'ünïcödé/глубже'])('loads from a folder named %s', async (name) => {
    const backbone = await loadBackbone(copyOfLite0(name));
    const original = await loadBackbone(backboneDir('efficientNetLite0'));
    const photos = patternBatch(224, [0]);
    expect(relativeDifference(backbone.features(photos, 1), original.features(photos, 1))).toBe(0);
    backbone.dispose();
    original.dispose();
    expect(loadTensorFlow().node.getNumOfSavedModels()).toBe(0);
  });
});

describe('a backbone that cannot be used', () => {
  test('is missing', async () => {
    const dir = join(root, 'nowhere');
    await expectMissing(readBackbone(dir), dir, /backbone\.json cannot be read/);
    await expectMissing(loadBackbone(dir), dir, /backbone\.json cannot be read/);
  });

  test('has a manifest that is cut short, or says something else', async () => {
    const dir = copyOfLite0('cut manifest');
    const text = readFileSync(join(dir, 'backbone.json'), 'utf8');
    for (const damaged of ['', text.slice(0, -200), text.replace('"formatVersion": 1', '"formatVersion": 2'), '{}']) {
      writeFileSync(join(dir, 'backbone.json'), damaged);
      await expectMissing(readBackbone(dir), dir, /backbone\.json is damaged/);
    }
  });

  test('has no graph', async () => {
    const dir = copyOfLite0('no graph');
    rmSync(join(dir, 'saved_model.pb'));
    await expect(readBackbone(dir)).resolves.toMatchObject({ id: 'efficientNetLite0' });
    await expectMissing(loadBackbone(dir), dir, /saved_model\.pb cannot be read/);
  });

  test('has a graph that is cut short, or differs by one bit', async () => {
    const dir = copyOfLite0('damaged graph');
    const path = join(dir, 'saved_model.pb');
    const bytes = readFileSync(path);
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    await expectMissing(loadBackbone(dir), dir, /saved_model\.pb is damaged/);
    truncateSync(path, 1000);
    await expectMissing(loadBackbone(dir), dir, /saved_model\.pb is damaged/);
    expect(loadTensorFlow().node.getNumOfSavedModels()).toBe(0);
  });
});
