import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createApp } from '../../../electron/core/app.ts';
import { NOTICE } from '../../../electron/shared/notice.ts';
import { DoctorCheck } from '../../../electron/shared/contract.ts';
import { ImportResult } from '../../../electron/shared/schemas/dataset.ts';
import { EvaluationSummary } from '../../../electron/shared/schemas/evaluationSummary.ts';
import { EpochMetrics } from '../../../electron/shared/schemas/run.ts';
import { ScoredRow } from '../../../electron/shared/schemas/scoring.ts';
import { cut, foreign } from '../../support/photos.ts';
import { cliJson, runCli } from '../../support/runCli.ts';
import { GREEN, RED, tile, writeRedAndGreen } from '../../support/tiles.ts';

/** One data folder, worked on from import to scores in the order a user does it. */
let root: string;
let dataDir: string;
let photos: string;
const inData = (...args: string[]): string[] => [...args, '--data-dir', dataDir];

const Trained = z.object({
  runId: z.string(),
  epochs: z.array(EpochMetrics),
  bestEpoch: z.int().min(1),
  modelHash: z.string(),
  trainCount: z.int(),
  trainableParameters: z.int(),
  frozenParameters: z.int(),
  unreadable: z.array(z.unknown()),
  notice: z.literal(NOTICE),
});
const Evaluated = EvaluationSummary.extend({
  runId: z.string(),
  split: z.string().nullable(),
  source: z.string().nullable(),
  modelHash: z.string(),
  unreadable: z.array(z.object({ path: z.string(), code: z.string() })),
  notice: z.literal(NOTICE),
});
const Scored = z.object({
  total: z.int(),
  scored: z.int(),
  failed: z.int(),
  counts: z.object({ benign: z.int(), malignant: z.int() }),
  out: z.string(),
  notice: z.literal(NOTICE),
});
const errorOf = (stdout: string) =>
  z.object({ error: z.object({ code: z.string(), details: z.looseObject({}) }) }).parse(JSON.parse(stdout)).error;

async function rowsOf(path: string): Promise<ScoredRow[]> {
  const text = await readFile(path, 'utf8');
  if (path.endsWith('.jsonl')) {
    return text
      .trimEnd()
      .split('\n')
      .map((line) => ScoredRow.parse(JSON.parse(line)));
  }
  const cells = z.array(z.record(z.string(), z.string())).parse(parse(text, { columns: true }));
  return cells.map((row) =>
    ScoredRow.parse({
      ...row,
      score: row['score'] === '' ? null : Number(row['score']),
      label: row['label'] === '' ? null : row['label'],
      threshold: Number(row['threshold']),
    }),
  );
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lesionlab 皮肤 '));
  dataDir = join(root, 'data');
  photos = join(root, 'photos');
  await writeRedAndGreen(photos);
  // What real folders hold besides: a half photo, system files, an exact copy, a text that calls itself a photo.
  await writeFile(join(photos, 'train/naevus/half.jpg'), cut(await tile(GREEN, 900), 0.6));
  await writeFile(join(photos, 'train/naevus/.DS_Store'), 'x');
  await writeFile(join(photos, 'train/melanoma/._1.jpg'), 'x');
  await copyFile(join(photos, 'train/melanoma/1.jpg'), join(photos, 'valid/melanoma/copy.jpg'));
}, 300_000);
afterAll(() => rm(root, { recursive: true, force: true }));

describe('import', () => {
  it('refuses a class that is neither known nor mapped, and says how to map it', async () => {
    const source = join(root, 'unknown');
    for (const [name, colour] of [
      ['akiec', RED],
      ['nv', GREEN],
    ] as const) {
      await mkdir(join(source, name), { recursive: true });
      await writeFile(join(source, name, 'a.jpg'), await tile(colour, 70));
    }
    const { code, stdout, stderr } = await runCli(inData('import', source, '--name', 'unknown', '--json'));
    expect(code).toBe(1);
    expect(errorOf(stdout)).toMatchObject({ code: 'UNMAPPED_CLASS', details: { classes: ['akiec'] } });
    expect(stderr).toContain("--map 'akiec=");
  });

  it('reports counts, unreadable photos, junk and exact copies, and takes known terms openly', async () => {
    const { code, stdout, stderr } = await runCli(inData('import', photos, '--name', 'tiles', '--json'));
    expect(code, stderr).toBe(0);
    const result = ImportResult.extend({ mapping: z.record(z.string(), z.string()) }).parse(JSON.parse(stdout));
    expect(result.counts).toEqual({
      train: { benign: 8, malignant: 8 },
      valid: { benign: 4, malignant: 5 },
    });
    expect(result.mapping).toEqual({ melanoma: 'malignant', naevus: 'benign' });
    expect(stderr).toContain('melanoma=malignant (known term)');
    expect(result.junkCount).toBe(2);
    expect(result.unreadable.map(({ path, code: reason }) => [path.split('/').at(-1), reason])).toEqual([
      ['half.jpg', 'TRUNCATED'],
    ]);
    expect(result.duplicates).toHaveLength(1);
    expect(result.duplicates[0]).toMatchObject({ leak: true, conflict: false });
  });

  it('refuses a name that is taken, an empty folder and a folder that is not there', async () => {
    const again = await runCli(inData('import', photos, '--name', 'tiles', '--json'));
    expect([again.code, errorOf(again.stdout).code]).toEqual([1, 'ALREADY_EXISTS']);
    const empty = join(root, 'empty');
    await mkdir(empty);
    const nothing = await runCli(inData('import', empty, '--name', 'empty', '--json'));
    expect([nothing.code, errorOf(nothing.stdout).code]).toEqual([1, 'NO_PHOTOS']);
    const missing = await runCli(inData('import', join(root, 'none'), '--name', 'none', '--json'));
    expect([missing.code, errorOf(missing.stdout).code]).toEqual([1, 'NOT_FOUND']);
  });

  it('splits class folders at random by seed, the same way each time, and refuses too few photos', async () => {
    const source = join(photos, 'train');
    const split = ['--split', 'random', '--ratios', '0.5,0.25,0.25', '--seed', '3'];
    const first = ImportResult.parse(await cliJson(inData('import', source, '--name', 'random 1', ...split)));
    expect(first.counts).toEqual({
      train: { benign: 4, malignant: 4 },
      valid: { benign: 2, malignant: 2 },
      test: { benign: 2, malignant: 2 },
    });
    const second = ImportResult.parse(await cliJson(inData('import', source, '--name', 'random 2', ...split)));
    expect(second.counts).toEqual(first.counts);

    const few = join(root, 'few');
    for (const name of ['melanoma', 'nevus']) {
      await mkdir(join(few, name), { recursive: true });
      await copyFile(join(photos, 'train/melanoma/1.jpg'), join(few, name, `${name}.jpg`));
    }
    const refused = await runCli(inData('import', few, '--name', 'few', '--split', 'random', '--json'));
    expect([refused.code, errorOf(refused.stdout).code]).toEqual([1, 'TOO_FEW_PHOTOS']);
  });
});

describe('train', () => {
  let first: z.infer<typeof Trained>;

  it('trains with the recommended preset and tells every epoch', async () => {
    first = Trained.parse(
      await cliJson(inData('train', '--dataset', 'tiles', '--name', 'red', '--epochs', '12', '--seed', '5')),
    );
    expect(first.epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    expect(first.epochs.every(({ loss, valLoss }) => Number.isFinite(loss) && Number.isFinite(valLoss))).toBe(true);
    const losses = first.epochs.map(({ valLoss }) => valLoss);
    expect(first.bestEpoch).toBe(losses.indexOf(Math.min(...losses)) + 1);
    expect(first.trainCount).toBe(16);
  });

  it('makes the same model of the same seed, and another of another', async () => {
    const train = (name: string, seed: string) =>
      cliJson(inData('train', '--dataset', 'tiles', '--name', name, '--epochs', '12', '--seed', seed));
    const same = Trained.parse(await train('red again', '5'));
    expect(same.modelHash).toBe(first.modelHash);
    expect(same.epochs.map(({ seconds: _seconds, ...figures }) => figures)).toEqual(
      first.epochs.map(({ seconds: _seconds, ...figures }) => figures),
    );
    expect(Trained.parse(await train('red otherwise', '6')).modelHash).not.toBe(first.modelHash);
  });

  it('counts the parameters of the tutorial: 2,049 trained, 21,802,784 frozen', async () => {
    const tutorial = Trained.parse(
      await cliJson(
        inData('train', '--dataset', 'tiles', '--name', 'tutorial', '--preset', 'tutorial', '--epochs', '2'),
      ),
    );
    expect(tutorial.trainableParameters).toBe(2049);
    expect(tutorial.frozenParameters).toBe(21_802_784);
    expect(tutorial.epochs).toHaveLength(2);
  });

  it('refuses a taken name, one class, no validation split and a backbone that is not there', async () => {
    const refusal = async (...args: string[]) => {
      const { code, stdout } = await runCli(inData('train', ...args, '--json'));
      return [code, errorOf(stdout).code];
    };
    expect(await refusal('--dataset', 'tiles', '--name', 'red')).toEqual([1, 'ALREADY_EXISTS']);
    expect(await refusal('--dataset', 'tiles', '--name', 'b', '--backbone', 'none')).toEqual([1, 'BACKBONE_MISSING']);

    const oneClass = join(root, 'one class');
    await mkdir(join(oneClass, 'train'), { recursive: true });
    await mkdir(join(oneClass, 'valid'));
    await rename(join(photos, 'train/melanoma'), join(oneClass, 'train/melanoma'));
    await rename(join(photos, 'valid/melanoma'), join(oneClass, 'valid/melanoma'));
    await cliJson(inData('import', oneClass, '--name', 'one class'));
    await rename(join(oneClass, 'train/melanoma'), join(photos, 'train/melanoma'));
    await rename(join(oneClass, 'valid/melanoma'), join(photos, 'valid/melanoma'));
    expect(await refusal('--dataset', 'one class', '--name', 'c')).toEqual([1, 'ONE_CLASS']);

    await cliJson(
      inData('import', join(photos, 'train'), '--name', 'all train', '--split', 'random', '--ratios', '1,0,0'),
    );
    const noValid = await runCli(inData('train', '--dataset', 'all train', '--name', 'd', '--json'));
    expect(noValid.code).toBe(1);
    expect(noValid.stderr).toContain('validation split');
  });
});

describe('threshold and evaluate', () => {
  it('chooses the highest threshold on valid that reaches the sensitivity', async () => {
    const { threshold, sensitivity, source } = z
      .object({ threshold: z.number(), sensitivity: z.object({ value: z.number() }), source: z.string() })
      .parse(await cliJson(inData('threshold', '--run', 'red', '--target-sensitivity', '0.8')));
    expect(source).toBe('targetSensitivity');
    expect(sensitivity.value).toBeGreaterThanOrEqual(0.8);

    const summary = Evaluated.parse(await cliJson(inData('evaluate', '--run', 'red', '--split', 'valid')));
    expect(summary).toMatchObject({ threshold, split: 'valid', n: 9, positives: 5 });
    expect(summary.confusion.tp).toBeGreaterThanOrEqual(4);
    expect(summary.auc.value).toBe(1);
  });

  it('takes a threshold of 0 as 0: everything is called malignant', async () => {
    await cliJson(inData('threshold', '--run', 'red', '--value', '0'));
    const summary = Evaluated.parse(await cliJson(inData('evaluate', '--run', 'red', '--split', 'valid')));
    expect(summary.confusion).toEqual({ tp: 5, fp: 4, fn: 0, tn: 0 });
    await cliJson(inData('threshold', '--run', 'red', '--value', '0.5'));
  });

  it('evaluates a labelled folder with a mapping, lists what it cannot read, and minds no unused entry', async () => {
    const folder = join(root, 'labelled');
    await mkdir(join(folder, 'suspicious'), { recursive: true });
    await mkdir(join(folder, 'harmless'));
    await copyFile(join(photos, 'valid/melanoma/1.jpg'), join(folder, 'suspicious/1.jpg'));
    await copyFile(join(photos, 'valid/naevus/1.jpg'), join(folder, 'harmless/1.jpg'));
    await writeFile(join(folder, 'harmless/empty.jpg'), '');
    const map = 'suspicious=malignant,harmless=benign,other=exclude';
    const summary = Evaluated.parse(await cliJson(inData('evaluate', '--run', 'red', '--data', folder, '--map', map)));
    expect(summary).toMatchObject({ n: 2, confusion: { tp: 1, fp: 0, fn: 0, tn: 1 }, source: folder });
    expect(summary.unreadable).toMatchObject([{ code: 'EMPTY_FILE' }]);
  });

  it('reads stored scores without the photos and without any backbone', async () => {
    const before = await cliJson(inData('evaluate', '--run', 'red', '--split', 'valid'));
    await rename(photos, `${photos} elsewhere`);
    try {
      const env = { LESIONLAB_RUNTIME_DIR: join(root, 'no runtime') };
      expect(await cliJson(inData('evaluate', '--run', 'red', '--split', 'valid'), { env })).toEqual(before);
    } finally {
      await rename(`${photos} elsewhere`, photos);
    }
  });
});

describe('score', () => {
  let folder: string;

  beforeAll(async () => {
    folder = join(root, 'to score');
    await mkdir(join(folder, 'deeper'), { recursive: true });
    const good = await tile(RED, 501);
    await writeFile(join(folder, '1.jpg'), good);
    await writeFile(join(folder, '2.JPG'), await tile(GREEN, 502));
    await writeFile(join(folder, '10.jpg'), await tile(RED, 503));
    await writeFile(join(folder, 'a "quote", comma\nand 皮肤.jpg'), await tile(GREEN, 504));
    await writeFile(join(folder, 'deeper/3.png'), await tile(RED, 505));
    await writeFile(join(folder, 'deeper/4.jpg'), await tile(GREEN, 506));
    await writeFile(join(folder, 'cut 60.jpg'), cut(good, 0.6));
    await writeFile(join(folder, 'cut 98.jpg'), cut(good, 0.98));
    await writeFile(join(folder, 'empty.jpg'), '');
    await writeFile(join(folder, 'text.jpg'), foreign.text);
    await writeFile(join(folder, '._1.jpg'), 'junk');
  });

  it('gives every photo a row in natural order, an error row to a broken one, and ends with 1', async () => {
    const out = join(root, 'rows.csv');
    const { code, stdout, stderr } = await runCli(inData('score', folder, '--run', 'red', '--out', out, '--json'));
    expect(code, stderr).toBe(1);
    const result = Scored.parse(JSON.parse(stdout));
    expect(result).toMatchObject({ total: 10, scored: 6, failed: 4, counts: { benign: 3, malignant: 3 }, out });
    const rows = await rowsOf(out);
    expect(rows.map(({ path }) => path.slice(folder.length + 1))).toEqual([
      '1.jpg',
      '2.JPG',
      '10.jpg',
      'a "quote", comma\nand 皮肤.jpg',
      'cut 60.jpg',
      'cut 98.jpg',
      'deeper/3.png',
      'deeper/4.jpg',
      'empty.jpg',
      'text.jpg',
    ]);
    const errors = rows.filter(({ status }) => status === 'error');
    expect(errors.map(({ error }) => error.split(':')[0])).toEqual([
      'TRUNCATED',
      'TRUNCATED',
      'EMPTY_FILE',
      'NOT_AN_IMAGE',
    ]);
    expect(errors.every(({ score, label }) => score === null && label === null)).toBe(true);
    for (const row of rows) {
      if (row.score !== null) expect(row.label).toBe(row.score >= row.threshold ? 'malignant' : 'benign');
    }
    // Red was named malignant: its score is the probability of that, whatever the order of the classes.
    expect(rows[0]?.score).toBeGreaterThan(0.5);
    expect(rows[1]?.score).toBeLessThan(0.5);
  });

  it('writes the same figures as JSONL, and exits with 0 when every photo has a score', async () => {
    const out = join(root, 'rows.jsonl');
    const inputs = [join(folder, 'deeper'), join(folder, '1.jpg'), join(folder, 'deeper/4.jpg')];
    const { code } = await runCli(inData('score', ...inputs, '--run', 'red', '--out', out));
    expect(code).toBe(0);
    const rows = await rowsOf(out);
    expect(rows.map(({ path }) => path.slice(folder.length + 1))).toEqual(['deeper/3.png', 'deeper/4.jpg', '1.jpg']);
    const csv = new Map((await rowsOf(join(root, 'rows.csv'))).map((row) => [row.path, row]));
    for (const row of rows) expect(row).toEqual(csv.get(row.path));
  });

  it('gives the scores that an evaluation has of the same photos', async () => {
    const out = join(root, 'valid.csv');
    const valid = join(photos, 'valid');
    expect((await runCli(inData('score', valid, '--run', 'red', '--out', out, '--threshold', '0.25'))).code).toBe(0);
    const rows = await rowsOf(out);
    expect(rows.every(({ threshold }) => threshold === 0.25)).toBe(true);
    const scores = join(root, 'scores.csv');
    const lines = rows.map(({ path, score }, index) => `${index},${path.includes('melanoma') ? 1 : 0},${score}`);
    await writeFile(scores, ['id,label,score', ...lines].join('\n'));
    const recounted = EvaluationSummary.parse(await cliJson(['metrics', scores, '--threshold', '0.5']));
    const stored = EvaluationSummary.parse(await cliJson(inData('evaluate', '--run', 'red', '--split', 'valid')));
    expect(recounted.confusion).toEqual(stored.confusion);
    expect(recounted.auc).toEqual(stored.auc);
    expect(recounted.logLoss).toBeCloseTo(stored.logLoss ?? NaN, 5);
  });

  it('does not score again what has not changed, and scores what has', async () => {
    const out = join(root, 'again.csv');
    const source = join(root, 'changing');
    await mkdir(source);
    for (const name of ['1.jpg', '3.jpg']) await copyFile(join(folder, '1.jpg'), join(source, name));
    const score = async () => {
      const { code, stderr } = await runCli(inData('score', source, '--run', 'red', '--out', out));
      expect(code, stderr).toBe(0);
      return rowsOf(out);
    };
    const first = await score();
    const bytes = await readFile(out);
    await score();
    expect(await readFile(out)).toEqual(bytes);
    await copyFile(join(folder, '2.JPG'), join(source, '2.jpg'));
    await copyFile(join(folder, '2.JPG'), join(source, '3.jpg'));
    const second = await score();
    expect(second.map(({ path }) => path.split('/').at(-1))).toEqual(['1.jpg', '2.jpg', '3.jpg']);
    expect(second[0]).toEqual(first[0]);
    expect(second[2]?.score).toBeLessThan(0.5);
  });

  it('never overwrites a file that it did not write, and replaces its own only when told to', async () => {
    const out = join(root, 'mine.csv');
    await writeFile(out, 'my notes\n');
    const args = ['score', join(folder, 'deeper'), '--run', 'red', '--out', out];
    for (const extra of [[], ['--no-resume']]) {
      const { code, stdout } = await runCli(inData(...args, ...extra, '--json'));
      expect([code, errorOf(stdout).code]).toEqual([1, 'ALREADY_EXISTS']);
      expect(await readFile(out, 'utf8')).toBe('my notes\n');
    }
    await rm(out);
    expect((await runCli(inData(...args))).code).toBe(0);
    const other = await runCli(inData(...args, '--threshold', '0.1', '--json'));
    expect([other.code, errorOf(other.stdout).code]).toEqual([1, 'ALREADY_EXISTS']);
    expect(other.stderr).toContain('another threshold');
    expect((await runCli(inData(...args, '--threshold', '0.1', '--no-resume'))).code).toBe(0);
    expect((await rowsOf(out)).every(({ threshold }) => threshold === 0.1)).toBe(true);
  });

  it('says that an input is not there, or holds no photo', async () => {
    const out = join(root, 'nothing.csv');
    const missing = await runCli(inData('score', join(root, 'none'), '--run', 'red', '--out', out, '--json'));
    expect([missing.code, errorOf(missing.stdout).code]).toEqual([1, 'NOT_FOUND']);
    const empty = await runCli(inData('score', join(root, 'empty'), '--run', 'red', '--out', out, '--json'));
    expect([empty.code, errorOf(empty.stdout).code]).toEqual([1, 'NO_PHOTOS']);
  });

  it('says that the disk is full', async () => {
    const { symlink } = await import('node:fs/promises');
    const out = join(root, 'full.csv');
    await symlink('/dev/full', out);
    const { code, stdout } = await runCli(inData('score', folder, '--run', 'red', '--out', out, '--json'));
    expect([code, errorOf(stdout).code]).toEqual([1, 'NO_SPACE']);
  });
});

describe('score -', () => {
  const names = ['1.jpg', 'none.jpg', 'a "quote", comma\nand 皮肤.jpg', 'empty.jpg', '2.JPG'];

  it('answers each path with a JSON line, in order, error rows too, and exits with 0', async () => {
    const folder = join(root, 'to score');
    const lines = names.map((name) => (name.includes('\n') ? JSON.stringify(join(folder, name)) : join(folder, name)));
    const { code, stdout, stderr } = await runCli(inData('score', '-', '--run', 'red'), {
      stdin: `${lines.join('\n')}\n\n`,
    });
    expect(code, stderr).toBe(0);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => ScoredRow.parse(JSON.parse(line)));
    expect(rows.map(({ path }) => path)).toEqual([...names.map((name) => join(folder, name)), '']);
    expect(rows.map(({ status }) => status)).toEqual(['ok', 'error', 'ok', 'error', 'ok', 'error']);
    const csv = new Map((await rowsOf(join(root, 'rows.csv'))).map((row) => [row.path, row]));
    for (const row of rows.filter(({ status }) => status === 'ok')) {
      expect(Math.abs((row.score ?? NaN) - (csv.get(row.path)?.score ?? NaN))).toBeLessThan(1e-5);
    }
  });

  it('answers a slow writer at once, and echoes relative paths as they were given', async () => {
    const answers: string[] = [];
    const { code } = await runCli(inData('score', '-', '--run', 'red'), {
      cwd: join(root, 'to score'),
      onStart(child) {
        const left = ['2.JPG', '10.jpg'];
        child.stdin?.write('1.jpg\r\n');
        child.stdout?.on('data', (text: string) => {
          answers.push(text);
          const next = left.shift();
          // The next question comes only after the last answer: a program that waits for a full batch would hang here.
          if (next === undefined) child.stdin?.end();
          else child.stdin?.write(`${next}\n`);
        });
      },
    });
    expect(code).toBe(0);
    expect(answers.map((line) => ScoredRow.parse(JSON.parse(line)).path)).toEqual(['1.jpg', '2.JPG', '10.jpg']);
  });

  it('ends quietly when nobody reads on', async () => {
    const { code, stderr } = await runCli(inData('score', '-', '--run', 'red'), {
      onStart(child) {
        child.stdout?.once('data', () => {
          child.stdout?.destroy();
          child.stdin?.write(`${join(root, 'to score/2.JPG')}\n`.repeat(50));
        });
        child.stdin?.write(`${join(root, 'to score/1.jpg')}\n`);
      },
    });
    expect(code).toBe(0);
    expect(stderr).toBe('');
  });
});

describe('what there is', () => {
  it('lists runs, data sets and backbones', async () => {
    const { runs } = z
      .object({ runs: z.array(z.looseObject({ name: z.string() })) })
      .parse(await cliJson(inData('runs')));
    expect(runs.map(({ name }) => name)).toContain('red');
    const { datasets } = z
      .object({ datasets: z.array(z.looseObject({ name: z.string() })) })
      .parse(await cliJson(inData('datasets')));
    expect(datasets.map(({ name }) => name)).toContain('tiles');
    const { backbones } = z
      .object({ backbones: z.array(z.looseObject({ id: z.string() })) })
      .parse(await cliJson(inData('backbones')));
    expect(backbones.map(({ id }) => id)).toEqual(expect.arrayContaining(['efficientNetLite0', 'inceptionV3']));
    for (const command of ['runs', 'datasets', 'backbones']) expect((await runCli(inData(command))).code).toBe(0);
  });

  it('finds this installation fit for work, with its backbones checked by hash', async () => {
    const { checks } = z.object({ checks: z.array(DoctorCheck) }).parse(await cliJson(inData('doctor')));
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([]);
    const byName = new Map(checks.map((check) => [check.name, check]));
    expect(byName.get('TensorFlow')?.value).toContain('2.15');
    expect(byName.get('backbone inceptionV3')).toMatchObject({ status: 'ok' });
    expect(byName.get('data folder')?.value).toContain(dataDir);
  });

  it('says in doctor what is missing, with exit 1', async () => {
    const env = { LESIONLAB_RUNTIME_DIR: join(root, 'no runtime') };
    const { code, stdout } = await runCli(inData('doctor', '--json'), { env });
    expect(code).toBe(1);
    const { checks } = z.object({ checks: z.array(DoctorCheck) }).parse(JSON.parse(stdout));
    expect(checks.find(({ name }) => name === 'backbone inceptionV3')).toMatchObject({ status: 'failed' });
  });
});

it('refuses a data folder that a window holds, says who holds it, and harms nothing', async () => {
  const app = await createApp({
    dataDir,
    runtimeDir: join(root, 'no runtime'),
    holder: 'window',
    emit: () => undefined,
  });
  try {
    const { code, stdout, stderr } = await runCli(inData('runs', '--json'));
    expect(code).toBe(1);
    expect(errorOf(stdout)).toMatchObject({ code: 'LOCKED', details: { kind: 'window', pid: process.pid } });
    expect(stderr).toContain('window');
    const doctor = await runCli(inData('doctor', '--json'));
    expect(doctor.stdout).toContain('holds this data folder');
    expect((await app.call('run.list', {})).runs.length).toBeGreaterThan(0);
  } finally {
    await app.close();
  }
  expect((await runCli(inData('runs'))).code).toBe(0);
});
