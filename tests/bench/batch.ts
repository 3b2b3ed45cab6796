import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { App } from '../../electron/core/app.ts';
import { NETWORK_BATCH_SIZE } from '../../electron/core/scoring/scorePhotos.ts';
import { loadBackbone } from '../../electron/engine/backbones/registry.ts';
import type { Backbone } from '../../electron/engine/backbones/registry.ts';
import { engineArguments, engineEnvironment } from '../../electron/engine/environment.ts';
import { photoFeatures } from '../../electron/engine/features/pipeline.ts';
import type { PipelineDeps } from '../../electron/engine/features/pipeline.ts';
import { openPhoto, pixelsInFlight } from '../../electron/engine/images/decode.ts';
import { createGate } from '../../electron/engine/images/gate.ts';
import { qualityOf, qualityWarnings } from '../../electron/engine/images/quality.ts';
import { takenAt } from '../../electron/engine/images/takenAt.ts';
import { lookAt } from '../../electron/engine/images/look.ts';
import { withEngine } from '../support/engine.ts';
import { openTiles, trainOnTiles } from '../support/smallRun.ts';
import { median } from './ourJob.ts';
import { benchPhotos } from './photoSet.ts';

/*
 * How fast a batch goes: photos a second of a whole batch (lists, decodes, network, flags, ledger, file) beside those of decoding alone and of the network
 * alone, each on all cores. The goal is whole time <= 1.15 * (decoding + network). What a batch has beside, of a processor and a photo: 0.5 ms to measure the picture,
 * 0.1 and 0.4 ms to compare features and picture with 2,000 training photos (here there are 16), 0.2 ms in the core for ledger and file. Usage: node tests/bench/batch.ts [PHOTOS] [ROUNDS] [BACKBONE]
 */

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const runtimeDir = process.env['LESIONLAB_RUNTIME_DIR'] ?? join(checkout, 'dist', 'runtime');
const count = Number(process.argv[2] ?? 1000);
const rounds = Number(process.argv[3] ?? 5);
const backboneId = process.argv[4] ?? 'efficientNetLite0';
const say = (text: string) => void process.stdout.write(`${text}\n`);

interface Cost {
  /** By the clock: on a machine with other work it is that work's too. */
  seconds: number;
  /** Of the processor, which other work hardly touches. */
  cpuSeconds: number;
}

/** `pid`: a process beside this one that does the work. */
async function costOf(work: () => unknown, pid: number | null = null): Promise<Cost> {
  const [started, own, other] = [performance.now(), process.cpuUsage(), cpuSecondsOf(pid)];
  await work();
  const { user, system } = process.cpuUsage(own);
  return {
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: (user + system) / 1e6 + cpuSecondsOf(pid) - other,
  };
}

/** So far, in hundredths; 0 without a process, NaN where the system does not say (it is Linux that does). */
function cpuSecondsOf(pid: number | null): number {
  if (pid === null) return 0;
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return NaN;
  }
}

/** The pipeline of a batch with a network that takes no time. */
async function decodeOnly(paths: readonly string[], { manifest }: Backbone): Promise<void> {
  const { featureCount } = manifest;
  const idle = {
    manifest,
    features: (_: Uint8Array, n: number) => new Float32Array(n * featureCount),
    explain: () => {
      throw new Error('nothing is explained here');
    },
    dispose: () => undefined,
  };
  const deps: PipelineDeps = {
    manifest,
    views: ['identity'],
    cached: null,
    loadBackbone: () => Promise.resolve(idle),
    batchSize: NETWORK_BATCH_SIZE,
    fillBatches: true,
    whenDiskIsFull: 'goOn',
    judge: ({ picture, shorterSidePx, exif }) => {
      const warnings = qualityWarnings(qualityOf(picture, shorterSidePx), manifest.imageSizePx);
      return { quality: warnings.map(({ code }) => code), takenAt: takenAt(exif), statistics: null };
    },
    gate: createGate(pixelsInFlight),
    signal: new AbortController().signal,
    breathe: () => Promise.resolve(),
    clock: () => performance.now(),
    times: { decodeMs: 0, networkMs: 0 },
  };
  let done = 0;
  for await (const outcomes of photoFeatures(
    paths.map((path) => ({ path, sha256: null })),
    deps,
  )) {
    if (outcomes.some(({ status }) => status === 'error')) throw new Error('a photo could not be read');
    done += outcomes.length;
  }
  if (done !== paths.length) throw new Error(`${done} of ${paths.length} photos`);
}

/** As many photos as the batch has, over and over from so many that are decoded. */
function networkOnly(backbone: Backbone, inputs: readonly Uint8Array[]): void {
  const { imageSizePx } = backbone.manifest;
  const bytes = imageSizePx ** 2 * 3;
  for (let done = 0; done < count; done += NETWORK_BATCH_SIZE) {
    const batch = new Uint8Array(NETWORK_BATCH_SIZE * bytes);
    for (let i = 0; i < NETWORK_BATCH_SIZE; i += 1) batch.set(inputs[(done + i) % inputs.length] ?? [], i * bytes);
    backbone.features(batch, NETWORK_BATCH_SIZE);
  }
}

async function whole(app: App, runId: string, folder: string, out: string): Promise<void> {
  const request = { runId, inputs: [folder], threshold: null, out, resume: false };
  const { jobId, batchId } = await app.call('batch.start', request);
  await app.context.jobs.finished(jobId);
  const { scored } = await app.call('batch.get', { id: batchId });
  if (scored !== count) throw new Error(`${scored} of ${count} photos have a score`);
}

async function main(): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'lesionlab-bench-'));
  const { photos, what } = await withEngine((engine) => benchPhotos(root, count, engine));
  const folder = join(root, 'batch');
  await mkdir(folder);
  for (const { path } of photos) await symlink(path, join(folder, basename(path)));
  // What the run says is worth nothing, what it takes to say it is what any run of this network takes.
  const { app, datasetId } = await openTiles(root);
  try {
    const runId = await trainOnTiles(app, datasetId, 'tiles', { backboneId });
    const backbone = await loadBackbone(join(runtimeDir, 'backbones', backboneId));
    const paths = photos.map(({ path }) => path);
    const gate = createGate(pixelsInFlight);
    const { imageSizePx, preprocessing } = backbone.manifest;
    const inputs: Uint8Array[] = [];
    for (const path of paths.slice(0, 256))
      inputs.push((await lookAt(await openPhoto(path), imageSizePx, preprocessing.resize, gate)).input);

    const costs: Record<'decode' | 'network' | 'whole', Cost[]> = { decode: [], network: [], whole: [] };
    const load = (loadavg()[0] ?? NaN).toFixed(1);
    say(`${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, load ${load} before`);
    say(`${count} ${what}, ${backboneId}; medians of ${rounds} rounds after one that warms up`);
    for (let round = -1; round < rounds; round += 1) {
      const decode = await costOf(() => decodeOnly(paths, backbone));
      const network = await costOf(() => networkOnly(backbone, inputs));
      const { pid } = app.context.engines.compute;
      const all = await costOf(() => whole(app, runId, folder, join(root, `rows ${round}.csv`)), pid);
      if (round < 0) continue;
      costs.decode.push(decode);
      costs.network.push(network);
      costs.whole.push(all);
    }
    const line = (name: string, of: readonly Cost[]): void => {
      const [taken, cpu] = [median(of.map((cost) => cost.seconds)), median(of.map((cost) => cost.cpuSeconds))];
      say(
        `${name}: ${taken.toFixed(1)} s, ${(count / taken).toFixed(1)} photos a second; ` +
          `${((1000 * cpu) / count).toFixed(1)} ms of processor a photo`,
      );
    };
    line('reading, decoding and judging alone', costs.decode);
    line('network alone', costs.network);
    line('whole batch', costs.whole);
    const ratiosOf = (key: keyof Cost): number[] =>
      costs.whole.map((cost, i) => cost[key] / ((costs.decode[i]?.[key] ?? NaN) + (costs.network[i]?.[key] ?? NaN)));
    const ratios = ratiosOf('seconds');
    say(
      `whole / (decoding + network): ${median(ratios).toFixed(2)} by the clock (goal: at most 1.15), ` +
        `${median(ratiosOf('cpuSeconds')).toFixed(2)} of the processor; rounds: ${ratios.map((r) => r.toFixed(2)).join(' ')}`,
    );
  } finally {
    await app.close();
    await rm(root, { recursive: true, force: true });
  }
}

// Threads of decoding and heaps are set before a process starts, as for the engine's own: decoding alone has the same to gain by them.
if (process.env['VIPS_CONCURRENCY'] === undefined) {
  const env = { ...process.env, ...engineEnvironment() };
  const { status } = spawnSync(process.execPath, [...engineArguments(), ...process.argv.slice(1)], {
    env,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} else {
  await main();
}
