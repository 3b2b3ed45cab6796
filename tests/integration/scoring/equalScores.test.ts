import { copyFile, cp, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ScoredRow } from '../../../electron/shared/schemas/scoring.ts';
import { runCli } from '../../support/runCli.ts';
import { trainOnTiles } from '../../support/smallRun.ts';
import type { Bench } from './batches.ts';
import { openBench, rowsOfBatch, score, writePhotos } from './batches.ts';

let bench: Bench;
let photos: string[];
const runs: { name: string; id: string }[] = [];

beforeAll(async () => {
  bench = await openBench();
  runs.push({ name: 'red', id: bench.runId });
  const { datasets } = await bench.app.call('dataset.list', {});
  const datasetId = datasets[0]?.id ?? '';
  const inception = await trainOnTiles(bench.app, datasetId, 'large', { backboneId: 'inceptionV3', views: 'one' });
  runs.push({ name: 'large', id: inception });
  photos = await writePhotos(join(bench.root, 'all'), 33, 60_000);
}, 300_000);
afterAll(() => bench.close());

/** What a batch of a folder with these photos says of each. */
async function scoresIn(runId: string, name: string, paths: readonly string[]): Promise<Map<string, number | null>> {
  const folder = join(bench.root, `${runId} ${name}`);
  await mkdir(folder);
  for (const [index, path] of paths.entries()) await symlink(path, join(folder, `${index}.jpg`));
  const { id } = await score({ app: bench.app, runId }, { inputs: [folder], out: null });
  const rows = await rowsOfBatch(bench, id);
  return new Map(rows.map((row, index) => [paths[index] ?? '', row.score]));
}

it.each(['red', 'large'])(
  'a photo has one score, whichever way it takes (%s)',
  async (name) => {
    const runId = runs.find((run) => run.name === name)?.id ?? '';
    const photo = photos[32] ?? '';
    const card = await bench.app.call('prediction.create', { runId, path: photo });
    const expected = card.row.score;
    expect(expected).not.toBeNull();

    const ways = {
      alone: await scoresIn(runId, 'alone', [photo]),
      inABatchOf32: await scoresIn(runId, '32', [photo, ...photos.slice(0, 31)]),
      lastOfAPartialBatch: await scoresIn(runId, '33', photos),
      amongOthers: await scoresIn(runId, 'others', [...photos.slice(5, 9), photo, ...photos.slice(12, 20)]),
    };
    // To the last bit, which is more than the 1e-5 that is promised between ways: a batch that goes on after a stop relies on it.
    for (const [way, scores] of Object.entries(ways)) expect([way, scores.get(photo)]).toEqual([way, expected]);

    await copyFile(photo, join(bench.root, `${name} copy.jpg`));
    const again = await bench.app.call('prediction.create', { runId, path: join(bench.root, `${name} copy.jpg`) });
    expect(again.row.score).toBe(expected);
  },
  180_000,
);

it.each([{ TF_NUM_INTRAOP_THREADS: '1' }, {}])(
  'through stdin the score is the same, also on one thread (%j)',
  async (env) => {
    const photo = photos[32] ?? '';
    const card = await bench.app.call('prediction.create', { runId: bench.runId, path: photo });
    const dataDir = join(bench.root, `copy ${Object.keys(env).length}`);
    await cp(bench.dataDir, dataDir, { recursive: true });
    const { code, stdout, stderr } = await runCli(['score', '-', '--run', 'red', '--data-dir', dataDir], {
      stdin: `${photos.join('\n')}\n`,
      env,
    });
    expect(code, stderr).toBe(0);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => ScoredRow.parse(JSON.parse(line)));
    expect(rows).toHaveLength(33);
    expect(rows[32]).toMatchObject({ path: photo, score: card.row.score });
  },
  180_000,
);
