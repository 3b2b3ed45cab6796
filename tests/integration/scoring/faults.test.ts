import { execFileSync } from 'node:child_process';
import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { ScoredRow } from '../../../electron/shared/schemas/scoring.ts';
import { cut, foreign, whiteBitPng } from '../../support/photos.ts';
import { runCli } from '../../support/runCli.ts';
import { GREEN, RED, tile } from '../../support/tiles.ts';
import type { Bench } from './batches.ts';
import { openBench, rowsOfBatch, score, watchEngine, writePhotos } from './batches.ts';

let bench: Bench;
let folder: string;
const isLinux = process.platform === 'linux';
/** Nobody: files may be unreadable for it, which nothing is for root. */
const USER = 65534;
const isRoot = process.getuid?.() === 0;

beforeAll(async () => {
  bench = await openBench();
  folder = join(bench.root, 'faults');
  await mkdir(join(folder, 'locked'), { recursive: true });
  const good = await tile(RED, 90_001);
  const files: Record<string, Buffer | string> = {
    '01 good.jpg': good,
    '02 empty.jpg': '',
    '03 half.jpg': cut(good, 0.5),
    '04 text.jpg': foreign.text,
    '05 unreadable.jpg': good,
    '06 huge.png': whiteBitPng(14_200), // 201.6 megapixels
    '07 good.jpg': await tile(GREEN, 90_002),
    '08 heic.jpg': foreign.heic,
    'locked/1.jpg': good,
  };
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
  await mkdir(join(folder, '09 folder.jpg'));
  if (!isLinux) return;
  execFileSync('mkfifo', [join(folder, '10 pipe.jpg')]);
  await symlink('gone.jpg', join(folder, '11 gone.jpg'));
  execFileSync('sh', ['-c', `printf x > "$1/$(printf '12 \\344.jpg')"`, 'sh', folder]);
  await symlink('/dev/zero', join(folder, '13 device.jpg'));
  await writeFile(join(folder, '14 good.jpg'), await tile(GREEN, 90_003));
  await chmod(join(folder, '05 unreadable.jpg'), 0);
  await chmod(join(folder, 'locked'), 0);
}, 180_000);
afterAll(async () => {
  if (isLinux) await chmod(join(folder, 'locked'), 0o700);
  await bench.close();
});
afterEach(() => vi.restoreAllMocks());

async function own(path: string): Promise<void> {
  for (const name of await readdir(path, { recursive: true })) await chown(join(path, name), USER, USER);
  await chown(path, USER, USER);
}

it.runIf(isLinux)(
  'every fault is a row of its own, the others have scores, and the command ends with 1',
  async () => {
    const place = await mkdtemp(join(tmpdir(), 'lesionlab-faults-'));
    const dataDir = join(place, 'data');
    // A copy that nobody holds: the core of this test has the other one open.
    await cp(bench.dataDir, dataDir, { recursive: true });
    if (isRoot) await own(place);
    if (isRoot) await chmod(bench.root, 0o755);
    const out = join(place, 'rows.jsonl');
    const started = performance.now();
    const args = ['score', folder, '--run', 'red', '--out', out, '--data-dir', dataDir];
    const { code, stderr } = await runCli(args, isRoot ? { uid: USER, env: { HOME: place } } : {});
    expect(code, stderr).toBe(1);
    expect(performance.now() - started).toBeLessThan(100_000);
    const text = await readFile(out, 'utf8');
    const rows = text
      .trimEnd()
      .split('\n')
      .map((line) => ScoredRow.parse(JSON.parse(line)));
    const said = Object.fromEntries(
      rows.map(({ path, error, score: value }) => [
        path.slice(folder.length + 1),
        error.split(':')[0] || value !== null,
      ]),
    );
    expect(said).toEqual({
      '01 good.jpg': true,
      '02 empty.jpg': 'EMPTY_FILE',
      '03 half.jpg': 'TRUNCATED',
      '04 text.jpg': 'NOT_AN_IMAGE',
      '05 unreadable.jpg': 'NO_PERMISSION',
      '06 huge.png': 'TOO_LARGE',
      '07 good.jpg': true,
      '08 heic.jpg': 'UNSUPPORTED_FORMAT',
      '09 folder.jpg': 'NOT_A_FILE',
      '10 pipe.jpg': 'NOT_A_FILE',
      '11 gone.jpg': 'NOT_FOUND',
      '12 \\xe4.jpg': 'NOT_FOUND',
      '13 device.jpg': 'NOT_A_FILE',
      '14 good.jpg': true,
      locked: 'NO_PERMISSION',
    });
    expect(rows).toHaveLength(15);
    for (const row of rows)
      expect([row.score === null, row.label === null]).toEqual(Array(2).fill(row.status === 'error'));

    // As a list on stdin each line has its answer too, and the command ends with 0.
    const lines = Buffer.concat([
      Buffer.from(rows.map(({ path }) => (path.includes('\\x') ? '' : path)).join('\n')),
      Buffer.from(`\n${folder}/12 `),
      Buffer.from([0xe4]),
      Buffer.from('.jpg\n'),
    ]);
    const answered = await runCli(['score', '-', '--run', 'red', '--data-dir', dataDir], {
      stdin: lines,
      ...(isRoot ? { uid: USER, env: { HOME: place } } : {}),
    });
    expect(answered.code, answered.stderr).toBe(0);
    const answers = answered.stdout
      .trimEnd()
      .split('\n')
      .map((line) => ScoredRow.parse(JSON.parse(line)));
    expect(answers).toHaveLength(16);
    expect(answers.at(-1)).toMatchObject({ path: `${folder}/12 \\xe4.jpg`, status: 'error' });
    const scored = new Map(rows.map((row) => [row.path, row.score]));
    for (const { path, score: value } of answers) if (value !== null) expect(value).toBe(scored.get(path));
    await rm(place, { recursive: true, force: true });
  },
  180_000,
);

it('a photo that vanishes while the batch runs is one row', async () => {
  const vanishing = join(bench.root, 'vanishing');
  const paths = await writePhotos(vanishing, 100, 91_000);
  watchEngine(bench).after(5, () => void unlink(paths[90] ?? ''));
  const batch = await score(bench, { inputs: [vanishing], out: null });
  expect(batch).toMatchObject({ total: 100, scored: 99, failed: 1 });
  const rows = await rowsOfBatch(bench, batch.id);
  expect(rows[90]).toMatchObject({ path: paths[90], status: 'error' });
  expect(rows[90]?.error).toContain('NOT_FOUND');
});

it.runIf(isLinux && isRoot)(
  'a full disk ends the batch with words; with room again it ends up as one scored in one go',
  async () => {
    const small = join(bench.root, 'small disk');
    await mkdir(small);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12k', 'tmpfs', small], { stdio: 'ignore' });
    } catch {
      return; // not every machine lets a test mount something
    }
    try {
      const photos = join(bench.root, 'for a small disk');
      await writePhotos(photos, 130, 92_000);
      const out = join(small, 'rows.csv');
      await expect(score(bench, { inputs: [photos], out })).rejects.toMatchObject({ code: 'NO_SPACE' });
      const { batches } = await bench.app.call('batch.list', {});
      expect(batches.find((batch) => batch.out === out)).toMatchObject({ state: 'failed' });
      execFileSync('mount', ['-o', 'remount,size=10m', small]);
      const engine = watchEngine(bench);
      expect(await score(bench, { inputs: [photos], out })).toMatchObject({ scored: 130, state: 'finished' });
      expect(engine.asked().length).toBeLessThan(130);
      const whole = join(bench.root, 'large disk.csv');
      await score(bench, { inputs: [photos], out: whole });
      expect((await readFile(out)).equals(await readFile(whole))).toBe(true);
    } finally {
      execFileSync('umount', [small]);
    }
  },
);
