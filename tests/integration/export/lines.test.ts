import { mkdtemp, rm, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { NOTICE } from '../../../electron/shared/notice.ts';
import { runCli } from '../../support/runCli.ts';
import { exportTo, openTiles, trainOnTiles } from '../../support/smallRun.ts';
import { processTree } from '../../support/sockets.ts';
import { GREEN, RED, tile } from '../../support/tiles.ts';

const Answer = z.looseObject({
  path: z.string(),
  score: z.number().nullable(),
  status: z.enum(['ok', 'error']),
  error: z.string(),
  notice: z.literal(NOTICE),
});
const answersOf = (stdout: string) =>
  stdout === ''
    ? []
    : stdout
        .trimEnd()
        .split('\n')
        .map((line) => Answer.parse(JSON.parse(line)));

let root: string;
let bundle: string;
const names = ['red.jpg', 'green.jpg', '"quoted".jpg', 'a\nb.jpg', 'cr\r', ' blank ', '皮肤 ü.jpg'];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lesionlab-lines-'));
  const { app, datasetId } = await openTiles(root);
  bundle = join(root, 'bundle');
  await exportTo(app, await trainOnTiles(app, datasetId, 'run'), bundle);
  await app.close();
  for (const [index, name] of names.entries()) {
    await writeFile(join(root, name), await tile(index % 2 === 0 ? RED : GREEN, 9000 + index));
  }
}, 300_000);
afterAll(() => rm(root, { recursive: true, force: true }));

const filter = (stdin: string) => runCli(['score', '-', '--bundle', bundle], { stdin, cwd: root });

describe('score - as a filter', () => {
  it.each([
    ['a bundle', () => ['--bundle', bundle]],
    ['a run', () => ['--run', 'run', '--data-dir', join(root, 'data')]],
  ])('answers no line with no line, and loads nothing (%s)', async (_what, source) => {
    let most = 0;
    const { code, stdout, stderr } = await runCli(['score', '-', ...source()], {
      cwd: root,
      onStart(child) {
        // It has opened the bundle and waits.
        const timer = setInterval(() => (most = Math.max(most, processTree(child.pid ?? 0).length)), 100);
        setTimeout(() => {
          clearInterval(timer);
          child.stdin?.end();
        }, 3000);
      },
    });
    expect([code, stdout, stderr]).toEqual([0, '', '']);
    // No engine: the network is loaded at the first line.
    expect(most).toBe(1);
  });

  it('takes names as they are or as JSON, in order, with LF, CRLF or none at the end, blank lines too', async () => {
    const lines = [
      'red.jpg\r\n',
      '"\\"quoted\\".jpg"\r\n',
      '"quoted".jpg\n',
      '\n',
      '\r\n',
      `${JSON.stringify('a\nb.jpg')}\n`,
      'cr\r\n',
      ' blank \n',
      '皮肤 ü.jpg\n',
      'none.jpg\n',
      'green.jpg',
    ];
    const { code, stdout, stderr } = await filter(lines.join(''));
    expect([code, stderr]).toEqual([0, '']);
    const answers = answersOf(stdout);
    const expected = [
      'red.jpg',
      '"quoted".jpg',
      '"quoted".jpg',
      '',
      '',
      'a\nb.jpg',
      // `cr\r` is there: the line is its name, not a name with a line end of Windows.
      'cr\r',
      ' blank ',
      '皮肤 ü.jpg',
      'none.jpg',
      'green.jpg',
    ];
    expect(answers.map(({ path }) => path)).toEqual(expected);
    const unscored = answers.flatMap(({ path, status }) => (status === 'error' ? [path] : []));
    expect(unscored).toEqual(['', '', 'none.jpg']);
    expect(answers.every(({ score, status }) => (score === null) === (status === 'error'))).toBe(true);
  });

  it('ends with a failure when it cannot go on, after the lines that it has answered', async () => {
    const { code, stdout, stderr } = await runCli(['score', '-', '--bundle', bundle], {
      cwd: root,
      onStart(child) {
        child.stdin?.write('red.jpg\n');
        child.stdout?.once('data', () => {
          void rename(join(bundle, 'run'), join(bundle, 'gone')).then(() => child.stdin?.end('green.jpg\n'));
        });
      },
    });
    await rename(join(bundle, 'gone'), join(bundle, 'run'));
    expect(code).toBe(1);
    expect(answersOf(stdout).map(({ path }) => path)).toEqual(['red.jpg']);
    expect(stderr).toContain('There is no trained head');
  });

  it('holds a fast writer back while nobody reads, and then answers every line', async () => {
    const line = `${'x'.repeat(1000)}.jpg\n`;
    const count = 20_000;
    let taken = 0;
    const { code, stdout } = await runCli(['score', '-', '--bundle', bundle], {
      cwd: root,
      onStart({ stdin, stdout: answers }) {
        answers?.pause();
        stdin?.write(line.repeat(count));
        stdin?.end();
        setTimeout(() => {
          taken = line.length * count - (stdin?.writableLength ?? 0);
          answers?.resume();
        }, 8000);
      },
    });
    // 4,096 lines are read ahead, and pipes hold some more; all would be 20 MB.
    expect(taken).toBeLessThan(9e6);
    expect(code).toBe(0);
    expect(answersOf(stdout)).toHaveLength(count);
  });
});
