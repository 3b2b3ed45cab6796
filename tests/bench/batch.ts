import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { App } from '../../electron/core/app.ts';
import { NETWORK_BATCH_SIZE } from '../../electron/core/scoring/scorePhotos.ts';
import { loadBackbone } from '../../electron/engine/backbones/registry.ts';
import type { Backbone } from '../../electron/engine/backbones/registry.ts';
import { engineEnvironment } from '../../electron/engine/environment.ts';
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
 * alone, each on all cores. The goal is whole time <= 1.15 * (decoding + network). Usage: node tests/bench/batch.ts [PHOTOS] [ROUNDS] [BACKBONE]
 */

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const runtimeDir = process.env['LESIONLAB_RUNTIME_DIR'] ?? join(checkout, 'dist', 'runtime');
const count = Number(process.argv[2] ?? 1000);
const rounds = Number(process.argv[3] ?? 5);
const backboneId = process.argv[4] ?? 'efficientNetLite0';
const say = (text: string) => void process.stdout.write(`${text}\n`);

const seconds = async (work: () => unknown): Promise<number> => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
};

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
      return Promise.resolve({ quality: warnings.map(({ code }) => code), takenAt: takenAt(exif), statistics: null });
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

    const times: Record<'decode' | 'network' | 'whole' | 'ratio', number[]> = {
      decode: [],
      network: [],
      whole: [],
      ratio: [],
    };
    const load = (loadavg()[0] ?? NaN).toFixed(1);
    say(`${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, load ${load} before`);
    say(`${count} ${what}, ${backboneId}; medians of ${rounds} rounds after one that warms up`);
    for (let round = -1; round < rounds; round += 1) {
      const decode = await seconds(() => decodeOnly(paths, backbone));
      const network = await seconds(() => networkOnly(backbone, inputs));
      const all = await seconds(() => whole(app, runId, folder, join(root, `rows ${round}.csv`)));
      if (round < 0) continue;
      times.decode.push(decode);
      times.network.push(network);
      times.whole.push(all);
      times.ratio.push(all / (decode + network));
    }
    const line = (name: string, values: readonly number[]): void =>
      say(`${name}: ${median(values).toFixed(1)} s, ${(count / median(values)).toFixed(1)} photos a second`);
    line('decoding alone', times.decode);
    line('network alone', times.network);
    line('whole batch', times.whole);
    const ratios = times.ratio.map((ratio) => ratio.toFixed(2)).join(' ');
    say(`whole / (decoding + network): ${median(times.ratio).toFixed(3)} (goal: at most 1.15); rounds: ${ratios}`);
  } finally {
    await app.close();
    await rm(root, { recursive: true, force: true });
  }
}

// Threads of decoding and heaps are set before a process starts, as for the engine's own.
if (process.env['VIPS_CONCURRENCY'] === undefined) {
  const env = { ...process.env, ...engineEnvironment() };
  const { status } = spawnSync(process.execPath, process.argv.slice(1), { env, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else {
  await main();
}
