import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { EvaluationSummary } from '../../../electron/shared/schemas/evaluationSummary.ts';
import { ScoredRow } from '../../../electron/shared/schemas/scoring.ts';
import { cut, foreign } from '../../support/photos.ts';
import { cliJson, runCli } from '../../support/runCli.ts';
import { GREEN, RED, tile } from '../../support/tiles.ts';
import { Scored, errorOf, rowsOf } from './answers.ts';

/** What the tests of one data folder share; filled before the first of them runs. */
export interface Work {
  root: string;
  dataDir: string;
  photos: string;
  inData(...args: string[]): string[];
}

/** Scoring with the run `red` that the folder holds. */
export function scoreCases(work: Work): void {
  describe('score', () => {
    let folder: string;

    beforeAll(async () => {
      folder = join(work.root, 'to score');
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
      const out = join(work.root, 'rows.csv');
      const { code, stdout, stderr } = await runCli(
        work.inData('score', folder, '--run', 'red', '--out', out, '--json'),
      );
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
      const out = join(work.root, 'rows.jsonl');
      const inputs = [join(folder, 'deeper'), join(folder, '1.jpg'), join(folder, 'deeper/4.jpg')];
      const { code } = await runCli(work.inData('score', ...inputs, '--run', 'red', '--out', out));
      expect(code).toBe(0);
      const rows = await rowsOf(out);
      expect(rows.map(({ path }) => path.slice(folder.length + 1))).toEqual(['deeper/3.png', 'deeper/4.jpg', '1.jpg']);
      const csv = new Map((await rowsOf(join(work.root, 'rows.csv'))).map((row) => [row.path, row]));
      for (const row of rows) expect(row).toEqual(csv.get(row.path));
    });

    it('gives the scores that an evaluation has of the same photos', async () => {
      const out = join(work.root, 'valid.csv');
      const valid = join(work.photos, 'valid');
      expect(
        (await runCli(work.inData('score', valid, '--run', 'red', '--out', out, '--threshold', '0.25'))).code,
      ).toBe(0);
      const rows = await rowsOf(out);
      expect(rows.every(({ threshold }) => threshold === 0.25)).toBe(true);
      const scores = join(work.root, 'scores.csv');
      const lines = rows.map(({ path, score }, index) => `${index},${path.includes('melanoma') ? 1 : 0},${score}`);
      await writeFile(scores, ['id,label,score', ...lines].join('\n'));
      const recounted = EvaluationSummary.parse(await cliJson(['metrics', scores, '--threshold', '0.5']));
      const stored = EvaluationSummary.parse(
        await cliJson(work.inData('evaluate', '--run', 'red', '--split', 'valid')),
      );
      expect(recounted.confusion).toEqual(stored.confusion);
      expect(recounted.auc).toEqual(stored.auc);
      expect(recounted.logLoss).toBeCloseTo(stored.logLoss ?? NaN, 5);
    });

    it('does not score again what has not changed, and scores what has', async () => {
      const out = join(work.root, 'again.csv');
      const source = join(work.root, 'changing');
      await mkdir(source);
      for (const name of ['1.jpg', '3.jpg']) await copyFile(join(folder, '1.jpg'), join(source, name));
      const score = async () => {
        const { code, stderr } = await runCli(work.inData('score', source, '--run', 'red', '--out', out));
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
      const out = join(work.root, 'mine.csv');
      await writeFile(out, 'my notes\n');
      const args = ['score', join(folder, 'deeper'), '--run', 'red', '--out', out];
      for (const extra of [[], ['--no-resume']]) {
        const { code, stdout } = await runCli(work.inData(...args, ...extra, '--json'));
        expect([code, errorOf(stdout).code]).toEqual([1, 'ALREADY_EXISTS']);
        expect(await readFile(out, 'utf8')).toBe('my notes\n');
      }
      await rm(out);
      expect((await runCli(work.inData(...args))).code).toBe(0);
      const other = await runCli(work.inData(...args, '--threshold', '0.1', '--json'));
      expect([other.code, errorOf(other.stdout).code]).toEqual([1, 'ALREADY_EXISTS']);
      expect(other.stderr).toContain('another threshold');
      expect((await runCli(work.inData(...args, '--threshold', '0.1', '--no-resume'))).code).toBe(0);
      expect((await rowsOf(out)).every(({ threshold }) => threshold === 0.1)).toBe(true);
    });

    it('says that an input is not there, or holds no photo', async () => {
      const out = join(work.root, 'nothing.csv');
      const missing = await runCli(
        work.inData('score', join(work.root, 'none'), '--run', 'red', '--out', out, '--json'),
      );
      expect([missing.code, errorOf(missing.stdout).code]).toEqual([1, 'NOT_FOUND']);
      const empty = await runCli(
        work.inData('score', join(work.root, 'empty'), '--run', 'red', '--out', out, '--json'),
      );
      expect([empty.code, errorOf(empty.stdout).code]).toEqual([1, 'NO_PHOTOS']);
    });

    it('says that the disk is full', async () => {
      const { symlink } = await import('node:fs/promises');
      const out = join(work.root, 'full.csv');
      await symlink('/dev/full', out);
      const { code, stdout } = await runCli(work.inData('score', folder, '--run', 'red', '--out', out, '--json'));
      expect([code, errorOf(stdout).code]).toEqual([1, 'NO_SPACE']);
    });
  });

  describe('score -', () => {
    const names = ['1.jpg', 'none.jpg', 'a "quote", comma\nand 皮肤.jpg', 'empty.jpg', '2.JPG'];

    it('answers each path with a JSON line, in order, error rows too, and exits with 0', async () => {
      const folder = join(work.root, 'to score');
      const lines = names.map((name) =>
        name.includes('\n') ? JSON.stringify(join(folder, name)) : join(folder, name),
      );
      const { code, stdout, stderr } = await runCli(work.inData('score', '-', '--run', 'red'), {
        stdin: `${lines.join('\n')}\n\n`,
      });
      expect(code, stderr).toBe(0);
      const rows = stdout
        .trimEnd()
        .split('\n')
        .map((line) => ScoredRow.parse(JSON.parse(line)));
      expect(rows.map(({ path }) => path)).toEqual([...names.map((name) => join(folder, name)), '']);
      expect(rows.map(({ status }) => status)).toEqual(['ok', 'error', 'ok', 'error', 'ok', 'error']);
      const csv = new Map((await rowsOf(join(work.root, 'rows.csv'))).map((row) => [row.path, row]));
      for (const row of rows.filter(({ status }) => status === 'ok')) {
        expect(Math.abs((row.score ?? NaN) - (csv.get(row.path)?.score ?? NaN))).toBeLessThan(1e-5);
      }
    });

    it('answers a slow writer at once, and echoes relative paths as they were given', async () => {
      const answers: string[] = [];
      const { code } = await runCli(work.inData('score', '-', '--run', 'red'), {
        cwd: join(work.root, 'to score'),
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

    it('ends quietly when nobody reads on, with the code of a broken pipe', async () => {
      const { code, stderr } = await runCli(work.inData('score', '-', '--run', 'red'), {
        onStart(child) {
          child.stdout?.once('data', () => {
            child.stdout?.destroy();
            child.stdin?.write(`${join(work.root, 'to score/2.JPG')}\n`.repeat(50));
          });
          child.stdin?.write(`${join(work.root, 'to score/1.jpg')}\n`);
        },
      });
      expect(code).toBe(141);
      expect(stderr).toBe('');
    });
  });
}
