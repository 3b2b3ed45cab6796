import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultRuntimeDir } from '../../../electron/core/paths.ts';
import { contract } from '../../../electron/shared/contract.ts';
import { runCli } from '../../support/runCli.ts';
import { exportTo, openTiles, trainOnTiles } from '../../support/smallRun.ts';
import { networkSockets, processTree } from '../../support/sockets.ts';
import { RED, tile } from '../../support/tiles.ts';
import { forkCore } from '../core/coreProcess.ts';

let root: string;
let photo: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lesionlab-listens-'));
  const { app, datasetId } = await openTiles(root);
  await exportTo(app, await trainOnTiles(app, datasetId, 'run'), join(root, 'bundle'));
  await app.close();
  photo = join(root, 'photo.jpg');
  await writeFile(photo, await tile(RED, 8000));
}, 300_000);
afterAll(() => rm(root, { recursive: true, force: true }));

describe.runIf(process.platform === 'linux')('nothing listens and nothing is connected', () => {
  it('would be seen if it did', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const local = createServer();
    await new Promise<void>((resolve) => local.listen(join(root, 'local.sock'), resolve));
    try {
      const found = networkSockets([process.pid]);
      expect(found.filter((line) => line.includes(': tcp'))).toHaveLength(1);
      expect(found.filter((line) => line.includes('local.sock'))).toHaveLength(1);
    } finally {
      server.close();
      local.close();
    }
  });

  const sources = [
    ['a run', () => ['--run', 'run', '--data-dir', join(root, 'data')]],
    ['a bundle', () => ['--bundle', join(root, 'bundle')]],
  ] as const;

  it.each(sources)('while `score -` works with %s', async (_what, source) => {
    const seen = await whileItWorks(['score', '-', ...source()]);
    expect(seen.processes).toBeGreaterThanOrEqual(2);
    expect(seen.sockets).toEqual([]);
  });

  it.each(sources)('while a folder is scored with %s', async (what, source) => {
    const folder = join(root, `photos of ${what}`);
    await mkdir(folder);
    for (let n = 0; n < 40; n += 1) await writeFile(join(folder, `${n}.jpg`), await tile(RED, 8100 + n));
    let watched: Watched = { processes: 0, sockets: [] };
    const args = ['score', folder, ...source(), '--out', join(root, `${what}.csv`)];
    const { code, stderr } = await runCli(args, {
      onStart(child) {
        child.stdin?.end();
        child.stderr?.on('data', () => (watched = joined(watched, child)));
      },
    });
    expect(code, stderr).toBe(0);
    expect(watched.processes).toBeGreaterThanOrEqual(2);
    expect(watched.sockets).toEqual([]);
  });

  it('while the core of the window works, with both of its engines', async () => {
    const core = forkCore(join(root, 'data'), defaultRuntimeDir(process.env));
    expect(await core.started).toBeNull();
    const runs = await core.call('run.list', {});
    if (!runs.ok) throw new Error(runs.error.message);
    const { runs: list } = contract['run.list'].output.parse(runs.value);
    const predicted = await core.call('prediction.create', { runId: list[0]?.id, path: photo });
    expect(predicted.ok).toBe(true);
    await core.call('dataset.scan', { source: join(root, 'tiles'), labelsCsv: null });
    const pids = processTree(core.child.pid ?? 0);
    expect(pids.length).toBeGreaterThanOrEqual(2);
    expect(networkSockets(pids)).toEqual([]);
  });
});

interface Watched {
  /** Most that were alive at once. */
  processes: number;
  sockets: string[];
}

function joined(before: Watched, child: ChildProcess): Watched {
  const pids = processTree(child.pid ?? 0);
  const sockets = pids.flatMap((pid) => {
    try {
      return networkSockets([pid]);
    } catch (error) {
      // A process that has just ended has no folder in /proc any more.
      if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return [];
      throw error;
    }
  });
  return { processes: Math.max(before.processes, pids.length), sockets: [...before.sockets, ...sockets] };
}

async function whileItWorks(args: string[]): Promise<Watched> {
  let watched: Watched = { processes: 0, sockets: [] };
  const { code, stderr } = await runCli(args, {
    onStart(child) {
      child.stdin?.write(`${photo}\n`);
      child.stdout?.on('data', () => {
        watched = joined(watched, child);
        child.stdin?.end();
      });
    },
  });
  expect(code, stderr).toBe(0);
  return watched;
}
