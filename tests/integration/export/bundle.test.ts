import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { App } from '../../../electron/core/app.ts';
import { NOTICE } from '../../../electron/shared/notice.ts';
import { ExportManifest } from '../../../electron/shared/schemas/bundle.ts';
import { cut } from '../../support/photos.ts';
import { cliJson, runCli } from '../../support/runCli.ts';
import { exportTo, openTiles, trainOnTiles } from '../../support/smallRun.ts';
import { GREEN, RED, tile } from '../../support/tiles.ts';
import { errorOf, rowsOf } from '../cli/answers.ts';
import { failureOf } from '../core/support.ts';

/** Whole photos to score: several chunks of 64. */
const COUNT = 110;

let root: string;
let app: App;
let dataDir: string;
let runId: string;
let bundle: string;
let photos: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lesionlab export '));
  const opened = await openTiles(root);
  ({ app, dataDir } = opened);
  runId = await trainOnTiles(app, opened.datasetId, 'flips', { views: 'flips' });
  await app.call('run.setThreshold', { id: runId, value: 0.31, source: 'manual', target: null });
  bundle = join(root, 'my bundle');
  await exportTo(app, runId, bundle);
  photos = join(root, 'to score');
  await mkdir(join(photos, 'below'), { recursive: true });
  for (let n = 0; n < COUNT; n += 1)
    await writeFile(join(photos, `${n}.jpg`), await tile(n % 2 ? RED : GREEN, 7000 + n));
  await writeFile(join(photos, 'below/a "quote", comma\nand 皮肤.jpg'), await tile(RED, 7100));
  await writeFile(join(photos, 'below/half.jpg'), cut(await tile(RED, 7101), 0.6));
  // The command line needs the data folder.
  await app.close();
}, 300_000);
afterAll(() => rm(root, { recursive: true, force: true }));

const manifestOf = async (dir: string): Promise<ExportManifest> =>
  ExportManifest.parse(JSON.parse(await readFile(join(dir, 'manifest.json'), 'utf8')));

/** What a command could leave behind: a home and a folder for temporary files of its own. */
async function emptyPlaces(name: string): Promise<{ env: Record<string, string>; left(): Promise<string[]> }> {
  const [home, temporary] = [join(root, `${name} home`), join(root, `${name} tmp`)];
  for (const dir of [home, temporary]) await mkdir(dir);
  return {
    env: { HOME: home, TMPDIR: temporary, XDG_DATA_HOME: '', XDG_CONFIG_HOME: '' },
    left: async () => [...(await readdir(home)), ...(await readdir(temporary))],
  };
}

describe('export', () => {
  it('lists every file with its SHA-256, bears the banner, and names no folder of this computer', async () => {
    const manifest = await manifestOf(bundle);
    expect(manifest).toMatchObject({ notice: NOTICE, schemaVersion: 1, run: { id: runId, name: 'flips' } });
    expect(manifest.threshold.value).toBe(0.31);
    expect(manifest.preprocessing).toMatchObject({ imageSizePx: 224, views: 'flips' });
    expect(manifest.recalibration?.n).toBe(12);
    expect(manifest.likeness?.trainCount).toBe(16);
    const found = await readdir(bundle, { recursive: true, withFileTypes: true });
    const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const listed = manifest.files.map(({ path }) => join(bundle, path));
    expect(files.toSorted()).toEqual([...listed, join(bundle, 'manifest.json')].toSorted());
    for (const { path, sha256, sizeBytes } of manifest.files) {
      const bytes = await readFile(join(bundle, path));
      expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([sizeBytes, sha256]);
    }
    expect(await readFile(join(bundle, 'README.txt'), 'utf8')).toContain(NOTICE);
    for (const path of files) expect((await readFile(path)).includes(root)).toBe(false);
  });

  it('never writes over anything, and leaves nothing half done', async () => {
    const before = await readdir(root);
    const taken = await runCli(['export', '--run', 'flips', '--to', bundle, '--data-dir', dataDir, '--json']);
    expect([taken.code, errorOf(taken.stdout).code]).toEqual([1, 'ALREADY_EXISTS']);
    const nowhere = join(root, 'none', 'deeper');
    const missing = await runCli(['export', '--run', 'flips', '--to', nowhere, '--data-dir', dataDir, '--json']);
    expect([missing.code, errorOf(missing.stdout).code]).toEqual([1, 'NOT_FOUND']);
    expect(await readdir(root)).toEqual(before);
  });

  it('says of ONNX, and of what it does not know, what there is', async () => {
    for (const [format, words] of [
      ['onnx', 'savedmodel'],
      ['pickle', 'bundle or savedmodel'],
    ] as const) {
      const args = ['export', '--run', 'flips', '--to', join(root, 'x'), '--format', format, '--data-dir', dataDir];
      const { code, stderr } = await runCli(args);
      expect([code, stderr.includes(words)]).toEqual([2, true]);
    }
  });
});

describe('score --bundle', () => {
  it('writes the bytes that the run itself writes, and leaves a ledger alone', async () => {
    const [ours, theirs] = [join(root, 'run.csv'), join(root, 'bundle.csv')];
    const places = await emptyPlaces('folder');
    const own = await runCli(['score', photos, '--run', 'flips', '--out', ours, '--data-dir', dataDir]);
    const other = await runCli(['score', photos, '--bundle', bundle, '--out', theirs], { env: places.env });
    expect([own.code, other.code], other.stderr).toEqual([1, 1]);
    expect(await readFile(theirs, 'utf8')).toBe(await readFile(ours, 'utf8'));
    expect(await rowsOf(theirs)).toHaveLength(COUNT + 2);
    const cells = z.array(z.record(z.string(), z.string())).parse(parse(await readFile(theirs), { columns: true }));
    const scored = cells.filter(({ status }) => status === 'ok');
    // What else is said of a photo came along with the bundle.
    expect(scored.every(({ calibrated }) => Number(calibrated) > 0)).toBe(true);
    expect(scored.every(({ unlike }) => unlike === 'true' || unlike === 'false')).toBe(true);
    const left = await places.left();
    expect(left).toHaveLength(1);
    expect(left.join()).toMatch(/^lesionlab-.*-[0-9a-f]{16}$/);
    expect((await readdir(join(places.env['TMPDIR'] ?? '', left.join()))).toSorted()).toEqual([
      'finished',
      'lesionlab.db',
      'lock.db',
    ]);
  });

  it('has nothing to do when it is done, scores what came since alone, and does not take over another file', async () => {
    const few = join(root, 'few');
    await mkdir(few);
    for (const n of [0, 1, 2]) await writeFile(join(few, `${n}.jpg`), await tile(GREEN, 7300 + n));
    const out = join(root, 'few.csv');
    const places = await emptyPlaces('few');
    const again = (...extra: string[]) =>
      runCli(['score', few, '--bundle', bundle, '--out', out, '--json', ...extra], { env: places.env });
    expect((await again()).code).toBe(0);
    const [bytes, { mtimeMs }] = [await readFile(out), statSync(out)];
    const second = await again();
    expect(second.code, second.stderr).toBe(0);
    expect(JSON.parse(second.stdout)).toMatchObject({ total: 3, scored: 3, failed: 0 });
    expect([(await readFile(out)).equals(bytes), statSync(out).mtimeMs]).toEqual([true, mtimeMs]);

    await writeFile(join(few, '3.jpg'), await tile(RED, 7303));
    expect((await again()).code).toBe(0);
    expect((await readFile(out, 'utf8')).startsWith(bytes.toString())).toBe(true);
    expect(await rowsOf(out)).toHaveLength(4);

    const other = await again('--threshold', '0.7');
    expect([other.code, errorOf(other.stdout).code]).toEqual([1, 'ALREADY_EXISTS']);
    expect(other.stderr).not.toContain('goes on from there');
    await writeFile(out, `${await readFile(out, 'utf8')}mine\n`);
    const foreign = await again();
    expect([foreign.code, errorOf(foreign.stdout).code]).toEqual([1, 'ALREADY_EXISTS']);

    // weeks later
    const [ledger = ''] = await readdir(places.env['TMPDIR'] ?? '');
    const finished = join(places.env['TMPDIR'] ?? '', ledger, 'finished');
    await writeFile(finished, '');
    await utimes(finished, 0, 0);
    await rm(out);
    expect(
      (await runCli(['score', few, '--bundle', bundle, '--out', join(root, 'late.csv')], { env: places.env })).code,
    ).toBe(0);
    const left = await places.left();
    expect([left.length, left.includes(ledger)]).toEqual([1, false]);
  }, 400_000);

  it('answers lines with the same rows, and writes nothing at all', async () => {
    const rows = await rowsOf(join(root, 'run.csv'));
    const places = await emptyPlaces('lines');
    const stdin = rows.map(({ path }) => `${JSON.stringify(path)}\n`).join('');
    const { code, stdout, stderr } = await runCli(['score', '-', '--bundle', bundle], { stdin, env: places.env });
    expect([code, stderr]).toEqual([0, '']);
    const answers = join(root, 'answers.jsonl');
    await writeFile(answers, stdout);
    const answered = await rowsOf(answers);
    expect(answered.map((row) => ({ ...row, score: null }))).toEqual(rows.map((row) => ({ ...row, score: null })));
    for (const [index, row] of answered.entries()) {
      expect(Math.abs((row.score ?? 0) - (rows[index]?.score ?? 0))).toBeLessThan(1e-5);
    }
    expect(await places.left()).toEqual([]);
  });

  it('goes on after a kill where it stood, to the bytes of an undisturbed batch', async () => {
    const out = join(root, 'killed.csv');
    const places = await emptyPlaces('killed');
    const args = ['score', photos, '--bundle', bundle, '--out', out];
    const killed = await runCli(args, {
      env: places.env,
      onStart(child) {
        child.stdin?.end();
        // Once the first chunk of rows is on the disk.
        const timer = setInterval(() => {
          if (child.exitCode !== null) clearInterval(timer);
          else if (existsSync(out) && statSync(out).size > 1000) child.kill('SIGKILL');
        }, 2);
        child.once('close', () => clearInterval(timer));
      },
    });
    expect(killed.code).toBeNull();
    expect(await places.left()).toHaveLength(1);
    const kept = await readFile(out, 'utf8');
    expect(kept.split('\n').length).toBeLessThan(COUNT);
    const again = await runCli(args, { env: places.env });
    expect(again.code, again.stderr).toBe(1);
    expect(await readFile(out, 'utf8')).toBe(await readFile(join(root, 'run.csv'), 'utf8'));
    expect(await places.left()).toHaveLength(1);
  });

  it('never writes over a file, and needs either a run or a bundle', async () => {
    const places = await emptyPlaces('taken');
    const out = join(root, 'notes.csv');
    await writeFile(out, 'my notes\n');
    const taken = await runCli(['score', photos, '--bundle', bundle, '--out', out, '--json'], { env: places.env });
    expect([taken.code, errorOf(taken.stdout).code]).toEqual([1, 'ALREADY_EXISTS']);
    expect(await readFile(out, 'utf8')).toBe('my notes\n');
    for (const extra of [[], ['--run', 'flips', '--bundle', bundle]]) {
      const { code } = await runCli(['score', photos, '--out', join(root, 'no.csv'), ...extra], { env: places.env });
      expect(code).toBe(2);
    }
    expect(await places.left()).toEqual([]);
  });
});

describe('a bundle with one changed byte', () => {
  it('is refused, whichever file it is, with the file named', async () => {
    const { files } = await manifestOf(bundle);
    for (const path of [...files.map((file) => file.path), 'manifest.json']) {
      const copy = join(root, 'changed');
      await cp(bundle, copy, { recursive: true });
      const bytes = await readFile(join(copy, path));
      const place = Math.floor(bytes.length / 2);
      bytes[place] = (bytes[place] ?? 0) ^ 1;
      await writeFile(join(copy, path), bytes);
      const { code, stdout, stderr } = await runCli(['score', '-', '--bundle', copy], { stdin: 'x.jpg\n' });
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain(`${path} `);
      expect(stderr).toContain('Nothing was scored.');
      await rm(copy, { recursive: true });
    }
  });

  it('is refused with its threshold edited, a file gone, a later format, or no bundle at all', async () => {
    const text = await readFile(join(bundle, 'manifest.json'), 'utf8');
    const manifests: [string, string][] = [
      [text.replace('"value": 0.31', '"value": 0.99'), 'manifest.json is not as it was written'],
      [text.replace('"schemaVersion": 1', '"schemaVersion": 2'), 'newer LesionLab'],
      [text.replace('lesionlab-run-bundle', 'lesionlab-savedmodel'), 'is no run bundle'],
      [text.replaceAll('\n', '\r\n'), 'manifest.json is not as it was written'],
    ];
    const copy = join(root, 'edited');
    await cp(bundle, copy, { recursive: true });
    for (const [changed, words] of manifests) {
      expect(changed).not.toBe(text);
      await writeFile(join(copy, 'manifest.json'), changed);
      const { code, stderr } = await runCli(['score', '-', '--bundle', copy], { stdin: 'x.jpg\n' });
      expect([code, stderr.includes(words)], stderr).toEqual([1, true]);
    }
    await writeFile(join(copy, 'manifest.json'), text);
    await rm(join(copy, 'run/head.bin'));
    expect((await runCli(['score', '-', '--bundle', copy])).stderr).toContain('run/head.bin is missing');
    expect((await runCli(['score', '-', '--bundle', photos])).stderr).toContain('There is no run bundle in');
  });
});

describe('the folder that the window names', () => {
  it('becomes a new folder named after the run, with a number where there is one', async () => {
    const opened = await openAgain();
    try {
      const to = { kind: 'inside' as const, folder: root };
      const dirs: string[] = [];
      for (let n = 0; n < 2; n += 1) {
        const { jobId, dir } = await opened.call('run.export', { id: runId, format: 'bundle', to });
        await opened.context.jobs.finished(jobId);
        dirs.push(dir);
      }
      expect(dirs).toEqual([join(root, 'flips-bundle'), join(root, 'flips-bundle (2)')]);
      expect((await manifestOf(dirs[1] ?? '')).run.id).toBe(runId);
      const failure = await failureOf(opened.call('run.export', { id: 'none', format: 'bundle', to }));
      expect(failure.code).toBe('NOT_FOUND');
    } finally {
      await opened.close();
    }
    expect(await cliJson(['runs', '--data-dir', dataDir])).toBeDefined();
  });
});

async function openAgain(): Promise<App> {
  const { createApp } = await import('../../../electron/core/app.ts');
  const { defaultRuntimeDir } = await import('../../../electron/core/paths.ts');
  return createApp({ dataDir, runtimeDir: defaultRuntimeDir(process.env), holder: 'command', emit: () => undefined });
}
