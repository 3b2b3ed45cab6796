import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../../electron/core/app.ts';
import { defaultRuntimeDir } from '../../../electron/core/paths.ts';
import { cut } from '../../support/photos.ts';
import { cliJson, runCli } from '../../support/runCli.ts';
import { GREEN, RED, tile, writeRedAndGreen } from '../../support/tiles.ts';

let root: string;
let dataDir: string;
let folder: string;
/** What an uninterrupted batch writes, by format. */
const whole: Record<string, Buffer> = {};

const score = (out: string, ...args: string[]): string[] => [
  ...['score', folder, '--run', 'red', '--out', out, '--data-dir', dataDir],
  ...args,
];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lesionlab-batch-'));
  dataDir = join(root, 'data');
  folder = join(root, 'folder');
  const photos = join(root, 'photos');
  await writeRedAndGreen(photos);
  await cliJson(['import', photos, '--name', 'tiles', '--data-dir', dataDir]);
  await cliJson([
    ...['train', '--dataset', 'tiles', '--name', 'red', '--views', 'one', '--epochs', '5'],
    ...['--data-dir', dataDir],
  ]);
  await mkdir(folder);
  for (let index = 0; index < 240; index += 1) {
    const bytes = await tile(index % 3 === 0 ? RED : GREEN, 2000 + index);
    await writeFile(join(folder, `${index}.jpg`), index % 50 === 7 ? cut(bytes, 0.7) : bytes);
  }
  // Features that another batch left in the cache must not be needed: the reference has a data folder of its own.
  for (const format of ['csv', 'jsonl']) {
    const out = join(root, `whole.${format}`);
    const { code } = await runCli(score(out));
    expect(code).toBe(1);
    whole[format] = await readFile(out);
    await rm(join(dataDir, 'features'), { recursive: true, force: true });
  }
}, 300_000);
afterAll(() => rm(root, { recursive: true, force: true }));

const sizeOf = async (path: string): Promise<number> => {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
};

it.each(['csv', 'jsonl'])('a batch that is killed again and again ends up with the same bytes (%s)', async (format) => {
  const out = join(root, `killed.${format}`);
  let kills = 0;
  for (let done = false; !done;) {
    const before = await sizeOf(out);
    const { code } = await runCli(score(out), {
      onStart(child) {
        const timer = setInterval(() => {
          void sizeOf(out).then((size) => {
            if (size > before && kills < 3) {
              kills += 1;
              clearInterval(timer);
              child.kill('SIGKILL');
            }
          });
        }, 5);
        child.once('close', () => clearInterval(timer));
      },
    });
    done = code !== null;
  }
  expect(kills).toBeGreaterThan(0);
  expect((await readFile(out)).equals(whole[format] ?? Buffer.alloc(0))).toBe(true);
});

it('a killed engine is started again, and no photo is blamed for it', async () => {
  let killed = false;
  const app = await createApp({
    dataDir,
    runtimeDir: defaultRuntimeDir(process.env),
    holder: 'command',
    emit: (event, payload) => {
      if (event !== 'job.changed' || !('progress' in payload) || killed) return;
      if (payload.progress?.phase !== 'scoring' || payload.progress.done < 70) return;
      const pid = app.context.engines.compute.pid;
      if (pid !== null) killed = process.kill(pid, 'SIGKILL');
    },
  });
  onTestFinished(() => app.close());
  const { runs } = await app.call('run.list', {});
  const out = join(root, 'engine killed.csv');
  await rm(join(dataDir, 'features'), { recursive: true, force: true });
  const runId = runs[0]?.id ?? '';
  const { jobId, batchId } = await app.call('batch.start', {
    runId,
    inputs: [folder],
    threshold: null,
    out,
    resume: true,
  });
  await app.context.jobs.finished(jobId);
  expect(killed).toBe(true);
  expect((await readFile(out)).equals(whole['csv'] ?? Buffer.alloc(0))).toBe(true);

  const batch = await app.call('batch.get', { id: batchId });
  expect(batch).toMatchObject({ state: 'finished', total: 240, scored: 235, failed: 5 });
  const errors = await app.call('batch.rows', { batchId, offset: 0, limit: 100, filter: 'error' });
  expect(errors.total).toBe(5);
  const worst = await app.call('batch.rows', { batchId, offset: 0, limit: 1, sort: 'score', descending: true });
  expect(worst.rows[0]?.row.label).toBe('malignant');

  const exported = join(root, 'exported.jsonl');
  expect(await app.call('batch.export', { id: batchId, path: exported, format: 'jsonl' })).toEqual({ rows: 240 });
  expect((await readFile(exported)).equals(whole['jsonl'] ?? Buffer.alloc(0))).toBe(true);
});
