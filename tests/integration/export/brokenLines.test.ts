import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCli } from '../../support/runCli.ts';
import { exportTo, openTiles, trainOnTiles } from '../../support/smallRun.ts';
import { processTree } from '../../support/sockets.ts';
import { GREEN, RED, tile } from '../../support/tiles.ts';

const entry = fileURLToPath(new URL('../../../electron/cli/index.ts', import.meta.url));

let root: string;
let args: string[];
/** Enough that an engine is at work for a while. */
let lines: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lesionlab-broken-'));
  const { app, datasetId } = await openTiles(root);
  const bundle = join(root, 'bundle');
  await exportTo(app, await trainOnTiles(app, datasetId, 'run'), bundle);
  await app.close();
  const photos = Array.from({ length: 20 }, (_, index) => join(root, `${index}.jpg`));
  for (const [index, path] of photos.entries()) {
    await writeFile(path, await tile(index % 2 === 0 ? RED : GREEN, 9100 + index));
  }
  args = ['score', '-', '--bundle', bundle];
  lines = Array.from({ length: 15 }, () => `${photos.join('\n')}\n`).join('');
}, 300_000);
afterAll(() => rm(root, { recursive: true, force: true }));

/** Kills what the command has started, and says whom. */
function killEngines(child: ChildProcess): number[] {
  return processTree(child.pid ?? 0)
    .slice(1)
    .filter((pid) => {
      try {
        return process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended since it was listed.
        return false;
      }
    });
}

/** As a shell starts it, in a session of its own: streams that a test cannot give to a child by itself. */
const inShell = (script: string): Promise<{ code: number | null; stderr: string; session: number }> =>
  new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', script, process.execPath, entry, ...args], {
      stdio: ['pipe', 'ignore', 'pipe'],
      detached: true,
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stderr, session: child.pid ?? 0 }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(lines);
  });

describe.runIf(process.platform === 'linux')('score - when something breaks', () => {
  it('answers every line with its own score though the engine is killed at work', async () => {
    const whole = await runCli(args, { stdin: lines });
    expect(whole.code, whole.stderr).toBe(0);
    const killed: number[] = [];
    const broken = await runCli(args, {
      onStart(child) {
        child.stdin?.end(lines);
        child.stdout?.once('data', () => {
          killed.push(...killEngines(child));
        });
      },
    });
    expect(killed).toHaveLength(1);
    expect(broken.code, broken.stderr).toBe(0);
    expect(broken.stdout).toBe(whole.stdout);
  });

  it('fails, and calls no photo bad, when every engine is killed', async () => {
    const { code, stdout, stderr } = await runCli(args, {
      onStart(child) {
        child.stdin?.end(lines);
        const timer = setInterval(() => void killEngines(child), 200);
        child.once('close', () => clearInterval(timer));
      },
    });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('ended unexpectedly');
  });

  it('does not end as if all were answered when its reader is gone, and leaves no process', async () => {
    const { stderr, session } = await inShell('("$0" "$@"; echo "code $?" >&2) | head -n 2');
    expect(stderr).toBe('code 141\n');
    // ps ends with 1 when it has found none.
    const left = (): string => spawnSync('ps', ['-o', 'args=', '-s', String(session)], { encoding: 'utf8' }).stdout;
    await expect.poll(left, { timeout: 10_000 }).toBe('');
  });

  it.runIf(existsSync('/dev/full'))('says in words that the disk is full', async () => {
    const { code, stderr } = await inShell('"$0" "$@" > /dev/full');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^lesionlab: the answer could not be written: ENOSPC.*\n$/);
  });

  it.each([
    ['nothing', '<&-', 0, ''],
    ['a folder', '< /', 1, 'folder'],
  ])('reads %s', async (_what, input, code, words) => {
    const ended = await inShell(`"$0" "$@" ${input}`);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(words);
  });

  it('starts to answer long before its input ends', async () => {
    const Row = z.object({ status: z.literal('ok') });
    const first = lines.split('\n')[0] ?? '';
    let answers = 0;
    const { code } = await runCli(args, {
      onStart(child) {
        child.stdin?.write(`${first}\n`);
        child.stdout?.on('data', (text: string) => {
          Row.parse(JSON.parse(text));
          answers += 1;
          if (answers < 3) child.stdin?.write(`${first}\n`);
          else child.stdin?.end();
        });
      },
    });
    expect([code, answers]).toEqual([0, 3]);
  });
});
