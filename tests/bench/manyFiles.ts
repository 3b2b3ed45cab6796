import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { link, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createRandom } from '../../electron/shared/random.ts';
import { withEngine } from '../support/engine.ts';
import { treeUse } from '../support/memory.ts';
import { openTiles, trainOnTiles } from '../support/smallRun.ts';
import { benchPhotos } from './photoSet.ts';

/*
 * Very many files through the command line: memory over time, photos a second, and what kill -9 does to the file.
 * Usage: node tests/bench/manyFiles.ts [--count 3000] [--kills 3] [--seed 1] [--links] [--folder DIR] [--keep]
 */

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '3000' },
    kills: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    /** Two of three files are links, where the disk is short. */
    links: { type: 'boolean', default: false },
    /** Where all is made; it stays, and what it has is used again. */
    folder: { type: 'string' },
  },
});
const [count, kills, seed] = [Number(options.count), Number(options.kills), Number(options.seed)];
const say = (text: string) => void process.stdout.write(`${text}\n`);
const entry = fileURLToPath(new URL('../../electron/cli/index.ts', import.meta.url));
const GB = 1e9;

/** Different bytes each: what stands after the end of a JPEG is no part of its picture. Folders of 1,000. */
async function makeFiles(root: string): Promise<string> {
  const folder = join(root, 'photos');
  const done = join(root, `made ${count}`);
  if (await exists(done)) return folder;
  const { photos, what } = await withEngine((engine) => benchPhotos(root, Math.min(count, 2000), engine));
  const bytes = await Promise.all(photos.map(({ path }) => readFile(path)));
  say(`${count} files of ${photos.length} ${what}`);
  let last = '';
  for (let i = 0; i < count; i += 1) {
    const place = join(folder, String(Math.floor(i / 1000)).padStart(3, '0'));
    if (i % 1000 === 0) await mkdir(place, { recursive: true });
    const path = join(place, `${i}.jpg`);
    if (options.links && i % 3 === 1) await link(last, path);
    else if (options.links && i % 3 === 2) await symlink(last, path);
    else {
      await writeFile(path, Buffer.concat([bytes[i % bytes.length] ?? Buffer.alloc(0), Buffer.from(` ${i}`)]));
      last = path;
    }
  }
  await writeFile(done, '');
  return folder;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Rows that a growing file has, without its header. */
function rowCounter(path: string): () => Promise<number> {
  let [position, lines] = [0, 0];
  return async () => {
    const size = await stat(path).then(
      (found) => found.size,
      () => 0,
    );
    if (size < position) [position, lines] = [0, 0];
    if (size > position) {
      for await (const piece of createReadStream(path, { start: position, end: size - 1 })) {
        for (const byte of Buffer.from(piece)) if (byte === 0x0a) lines += 1;
      }
      position = size;
    }
    return Math.max(0, lines - 1);
  };
}

interface Outcome {
  code: number | null;
  seconds: number;
  /** From the first row to the last. */
  perSecond: number;
  peakEarly: number;
  peakLater: number;
}

const EARLY_ROWS = 5000;

/** Runs the batch; kills it with all it started once the file has so many rows. */
async function score(args: readonly string[], out: string, killAt = Infinity): Promise<Outcome> {
  const started = performance.now();
  const child = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'ignore', 'inherit'], detached: true });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  let running = true;
  void ended.then(() => (running = false));
  const rows = rowCounter(out);
  const already = await rows();
  let [peakEarly, peakLater, told] = [0, 0, 0];
  let first: { at: number; rows: number } | null = null;
  let newest = { at: started, rows: already };
  let before = { rows: already, cpuSeconds: 0 };
  while (running) {
    const now = { at: performance.now(), rows: await rows() };
    if (now.rows !== newest.rows) first ??= now;
    if (now.rows !== newest.rows) newest = now;
    const { bytes: memory, cpuSeconds } = treeUse(child.pid ?? 0);
    if (now.rows <= EARLY_ROWS) peakEarly = Math.max(peakEarly, memory);
    else peakLater = Math.max(peakLater, memory);
    if (Math.floor(now.rows / EARLY_ROWS) > told) {
      told = Math.floor(now.rows / EARLY_ROWS);
      const minutes = ((now.at - started) / 60_000).toFixed(1);
      const perRow = ((cpuSeconds - before.cpuSeconds) / (now.rows - before.rows)) * 1000;
      before = { rows: now.rows, cpuSeconds };
      say(
        `  ${now.rows} rows after ${minutes} min, ${perRow.toFixed(1)} ms of the processor a row, ` +
          `${(memory / GB).toFixed(3)} GB, load ${loadavg()[0]?.toFixed(1)}`,
      );
    }
    if (now.rows >= killAt) {
      // The group: the engine too, as when a computer goes off.
      process.kill(-(child.pid ?? 0), 'SIGKILL');
      break;
    }
    await Promise.race([wait(count > 20_000 ? 1000 : 100), ended]);
  }
  const code = await ended;
  const span = first === null ? NaN : (newest.at - first.at) / 1000;
  const perSecond = first === null ? NaN : (newest.rows - first.rows) / span;
  return { code, seconds: (performance.now() - started) / 1000, perSecond, peakEarly, peakLater };
}

async function main(): Promise<void> {
  const root = options.folder ?? (await mkdtemp(join(tmpdir(), 'lesionlab-many-')));
  await mkdir(root, { recursive: true });
  try {
    const folder = await makeFiles(root);
    const dataDir = join(root, 'data');
    if (!(await exists(dataDir))) {
      const { app, datasetId } = await openTiles(root);
      await trainOnTiles(app, datasetId, 'tiles', { backboneId: 'efficientNetLite0' });
      await app.close();
    }
    const args = (out: string) => ['score', folder, '--run', 'tiles', '--out', out, '--data-dir', dataDir];
    say(
      `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`,
    );

    const whole = join(root, 'whole.csv');
    await rm(whole, { force: true });
    const uninterrupted = await score(args(whole), whole);
    if (uninterrupted.code !== 0) throw new Error(`the batch ended with ${uninterrupted.code}`);
    const gb = (bytes: number): string => `${(bytes / GB).toFixed(3)} GB`;
    say(
      `uninterrupted: ${uninterrupted.seconds.toFixed(1)} s with its start, ${uninterrupted.perSecond.toFixed(1)} photos a second; ` +
        `peak memory of all its processes ${gb(uninterrupted.peakEarly)} up to row ${EARLY_ROWS}, ${gb(uninterrupted.peakLater)} later`,
    );
    const again = await score(args(whole), whole);
    say(
      `the same command again: ${again.seconds.toFixed(1)} s, peak ${gb(Math.max(again.peakEarly, again.peakLater))}`,
    );

    if (kills > 0) {
      const random = createRandom(seed, 'kills');
      // One in each part of the batch: kills that fall together show little.
      const moments = Array.from({ length: kills }, (_, i) =>
        Math.floor(((i + random.between(0.05, 0.95)) / kills) * count),
      );
      const killed = join(root, 'killed.csv');
      await rm(killed, { force: true });
      for (const moment of moments) await score(args(killed), killed, moment);
      const resumed = await score(args(killed), killed);
      const same = (await readFile(killed)).equals(await readFile(whole));
      say(
        `killed at rows ${moments.join(', ')}, then resumed: exit ${resumed.code}, ${same ? 'the same bytes' : 'OTHER BYTES'}`,
      );
      if (!same) process.exitCode = 1;
    }
    say(`in ${basename(root)}: ${(await stat(whole)).size} bytes of rows`);
  } finally {
    if (options.folder === undefined) await rm(root, { recursive: true, force: true });
  }
}

await main();
