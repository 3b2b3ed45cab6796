import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { App } from '../../../electron/core/app.ts';
import { scoringModel } from '../../../electron/core/scoring/model.ts';
import { scorePhotos } from '../../../electron/core/scoring/scorePhotos.ts';
import { openSession } from '../../../electron/engine/graph/session.ts';
import { scoringNodes } from '../../../electron/engine/graph/scoringGraph.ts';
import { pixelsInFlight, recognise } from '../../../electron/engine/images/decode.ts';
import { createGate } from '../../../electron/engine/images/gate.ts';
import { readPhotoFile } from '../../../electron/engine/images/photoFile.ts';
import { prepare } from '../../../electron/engine/images/prepare.ts';
import { NOTICE } from '../../../electron/shared/notice.ts';
import { ExportManifest } from '../../../electron/shared/schemas/bundle.ts';
import { exportTo, openTiles, trainOnTiles } from '../../support/smallRun.ts';
import { blot, jpeg } from '../../support/photos.ts';

let root: string;
let app: App;
let datasetId: string;
const files: string[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lesionlab-savedmodel-'));
  ({ app, datasetId } = await openTiles(root));
  await mkdir(join(root, 'photos'));
  for (let n = 0; n < 5; n += 1) {
    const path = join(root, 'photos', `${n}.jpg`);
    await writeFile(path, await jpeg(blot(300 + 10 * n, 240, n)));
    files.push(path);
  }
}, 300_000);
afterAll(async () => {
  await app.close();
  await rm(root, { recursive: true, force: true });
});

it.each(['one', 'flips'] as const)('gives the scores of the run for the same pixels (views: %s)', async (views) => {
  const runId = await trainOnTiles(app, datasetId, views, { views });
  const dir = join(root, `saved ${views}`);
  await exportTo(app, runId, dir, 'savedmodel');
  expect(await readFile(join(dir, 'README.txt'), 'utf8')).toContain(NOTICE);
  const manifest = ExportManifest.parse(JSON.parse(await readFile(join(dir, 'manifest.json'), 'utf8')));
  expect(await readdir(dir)).toEqual(
    expect.arrayContaining(['saved_model.pb', ...manifest.files.map(({ path }) => path)]),
  );

  const { run } = await app.call('run.get', { id: runId });
  const refs = files.map((path) => ({ path, sha256: null }));
  const expected = await scorePhotos(app.context.engines.compute, await scoringModel(app.context, run), refs);

  const size = manifest.preprocessing.imageSizePx;
  const gate = createGate(pixelsInFlight);
  const pixels = await Promise.all(
    files.map(async (path) =>
      prepare(await recognise(await readPhotoFile(path)), size, manifest.preprocessing.resize, gate),
    ),
  );
  const session = openSession(dir);
  const feed = { node: scoringNodes.photo, data: Buffer.concat(pixels), shape: [files.length, size, size, 3] };
  const [scores, logits] = session.run(feed, [scoringNodes.score, scoringNodes.logit]);
  session.dispose();
  expect(scores?.shape).toEqual([files.length]);
  for (const [index, photo] of expected.entries()) {
    if (photo.status === 'error') throw new Error(photo.message);
    expect(Math.abs((scores?.data[index] ?? NaN) - photo.score)).toBeLessThan(1e-5);
    expect(Math.abs((logits?.data[index] ?? NaN) - photo.logit)).toBeLessThan(1e-4);
  }
  // Photos of one colour only would agree with any graph.
  expect(new Set(expected.map((photo) => (photo.status === 'ok' ? photo.score : null))).size).toBe(files.length);
});
