import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { NOTICE } from '../../electron/shared/notice.ts';
import { cut, foreign } from '../support/photos.ts';
import { runCli } from '../support/runCli.ts';
import { hasIsic, isicDir } from '../support/sharedData.ts';
import { exportTo, openTiles, trainOnTiles } from '../support/smallRun.ts';
import { GREEN, RED, tile } from '../support/tiles.ts';
import { killOnce } from './support/killing.ts';
import { lesionlabCommand, requireSpark, submit } from './support/pyspark.ts';

const PHOTOS_PER_PART = 20;
const COUNT = 110;

let root: string;
let list: string;
let bundle: string;
/** Single-machine results. */
let alone: { csv: string; jsonl: string };

beforeAll(async () => {
  requireSpark();
  root = await mkdtemp(join(tmpdir(), 'lesionlab-cluster-'));
  const { app, datasetId } = await openTiles(root);
  bundle = join(root, 'bundle');
  await exportTo(app, await trainOnTiles(app, datasetId, 'run'), bundle);
  await app.close();
  const paths = await photosToScore();
  list = join(root, 'photos.txt');
  await writeFile(list, `${paths.map(asLine).join('\n')}\n`);
  alone = { csv: join(root, 'alone.csv'), jsonl: join(root, 'alone.jsonl') };
  for (const out of Object.values(alone)) {
    const { code, stderr } = await runCli(['score', ...paths, '--bundle', bundle, '--out', out]);
    // Two of them have no score.
    expect(code, stderr).toBe(1);
  }
}, 1_200_000);
afterAll(() => rm(root, { recursive: true, force: true }));

/** Real photos where there are some, drawn ones else; with names and files that make trouble. */
async function photosToScore(): Promise<string[]> {
  const own = join(root, 'own "photos", 皮肤');
  await mkdir(own);
  const files: Record<string, Buffer> = {
    'a, "b".jpg': await tile(RED, 1),
    'line\nbreak.jpg': await tile(GREEN, 2),
    'half.jpg': cut(await tile(RED, 3), 0.6),
    'text.jpg': foreign.text,
  };
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(own, name), bytes);
  const strange = Object.keys(files).map((name) => join(own, name));
  if (hasIsic) {
    const found = await readdir(join(isicDir, 'valid'), { recursive: true, withFileTypes: true });
    const real = found.filter((entry) => entry.isFile() && entry.name.endsWith('.jpg'));
    const paths = real.map((entry) => join(entry.parentPath, entry.name)).sort();
    return [...paths.slice(0, COUNT - 40), ...strange, ...paths.slice(COUNT - 40, COUNT)];
  }
  const drawn: string[] = [];
  for (let n = 0; n < COUNT; n += 1) {
    drawn.push(join(own, `${n}.jpg`));
    await writeFile(drawn.at(-1) ?? '', await tile(n % 2 === 0 ? RED : GREEN, 100 + n));
  }
  return [...drawn.slice(0, COUNT - 40), ...strange, ...drawn.slice(COUNT - 40)];
}

const asLine = (path: string): string => (path.includes('\n') ? JSON.stringify(path) : path);
const quoted = (words: string[]): string => words.map((word) => `'${word}'`).join(' ');

type Cells = Record<string, unknown>;
async function cellsOf(path: string): Promise<Cells[]> {
  const text = await readFile(path, 'utf8');
  const cells = path.endsWith('.csv')
    ? (parse(text, { columns: true }) as unknown)
    : text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
  return z.array(z.record(z.string(), z.unknown())).parse(cells);
}

/** Row for row and column for column: the same photos in the same order, everything equal, scores to 1e-5. */
async function expectSameRows(out: string): Promise<void> {
  const [ours, theirs] = [await cellsOf(out.endsWith('.csv') ? alone.csv : alone.jsonl), await cellsOf(out)];
  const withoutScore = (row: Cells): Cells => ({ ...row, score: null, calibrated: null });
  expect(theirs.map(withoutScore)).toEqual(ours.map(withoutScore));
  for (const [index, row] of theirs.entries()) {
    expect(Object.keys(row)).toEqual(Object.keys(ours[index] ?? {}));
    expect(row['notice']).toBe(NOTICE);
    for (const column of ['score', 'calibrated'].filter((name) => name in row)) {
      const [score, expected] = [row[column], ours[index]?.[column]];
      if (score === null || score === '') expect(expected).toBe(score);
      else expect(Math.abs(Number(score) - Number(expected))).toBeLessThan(1e-5);
    }
  }
}

const common = (out: string): string[] => [
  ...['--list', list, '--out', out, '--photos-per-part', String(PHOTOS_PER_PART)],
  ...['--lesionlab', quoted(lesionlabCommand)],
];

describe('score_photos.py', () => {
  it('gives the rows of one machine at local[2], though a piped process is killed on the way', async () => {
    const out = join(root, 'local.jsonl');
    let killed: { pid(): number | null } = { pid: () => null };
    // One failure of a task would end a job at plain local[2]: the second number is how often a part is tried.
    const result = await submit({
      master: 'local[2,4]',
      cwd: root,
      args: [...common(out), '--bundle', bundle],
      onStart(child) {
        killed = killOnce(child, /score - --bundle/, 0.3);
      },
    });
    expect(result.stderr).toContain('exited with error code -9');
    expect(killed.pid()).not.toBeNull();
    // A photo without a score must not pass unseen: as the command itself.
    expect(result.code, result.stderr.slice(-3000)).toBe(1);
    expect(result.stdout).toContain(NOTICE);
    await expectSameRows(out);
    expect((await readdir(root)).filter((name) => name.includes('.parts') || name.endsWith('.tmp'))).toEqual([]);
  });

  it('gives them on two executors that are sent the bundle, though one of them is killed', async () => {
    const out = join(root, 'executors.csv');
    const archive = join(root, 'bundle.tar.gz');
    execFileSync('tar', ['-czf', archive, '-C', bundle, '.']);
    let killed: { pid(): number | null } = { pid: () => null };
    const result = await submit({
      master: 'local-cluster[2,1,1024]',
      conf: ['--archives', `${archive}#sent`],
      cwd: root,
      // A node has neither a data folder nor a checkout's backbones.
      env: { LESIONLAB_RUNTIME_DIR: join(root, 'none'), LESIONLAB_DATA_DIR: join(root, 'none') },
      args: [...common(out), '--bundle', 'sent'],
      onStart(child) {
        // The executor is killed once one of the programs that it feeds is at work.
        killed = killOnce(child, /CoarseGrainedExecutorBackend/, 6);
      },
    });
    expect(killed.pid(), result.stdout + result.stderr.slice(-3000)).not.toBeNull();
    expect(result.stderr).toMatch(/Lost executor|Lost task/);
    expect(result.code, result.stderr.slice(-3000)).toBe(1);
    expect(existsSync(join(root, 'none'))).toBe(false);
    await expectSameRows(out);
  });

  it('refuses an output file that is there, and says what a node lacks when the program fails', async () => {
    const taken = join(root, 'taken.csv');
    await writeFile(taken, 'mine\n');
    const refused = await submit({ master: 'local[1]', cwd: root, args: [...common(taken), '--bundle', bundle] });
    expect([refused.code, await readFile(taken, 'utf8')]).toEqual([1, 'mine\n']);
    // spark-submit gives both streams of the job on its own stdout.
    expect(refused.stdout).toContain('exists already');
    const out = join(root, 'failed.csv');
    const failed = await submit({
      master: 'local[1]',
      cwd: root,
      args: [...common(out), '--bundle', join(root, 'none')],
    });
    expect(failed.code).not.toBe(0);
    expect(failed.stderr).toContain('There is no run bundle in');
    expect(existsSync(out)).toBe(false);
  });
});
