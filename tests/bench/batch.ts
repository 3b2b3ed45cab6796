import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { App } from '../../electron/core/app.ts';
import { NETWORK_BATCH_SIZE } from '../../electron/core/scoring/scorePhotos.ts';
import { loadBackbone } from '../../electron/engine/backbones/registry.ts';
import type { Backbone } from '../../electron/engine/backbones/registry.ts';
import { engineArguments, engineEnvironment } from '../../electron/engine/environment.ts';
import { openPhoto, pixelsInFlight } from '../../electron/engine/images/decode.ts';
import { createGate } from '../../electron/engine/images/gate.ts';
import { lookAt } from '../../electron/engine/images/look.ts';
import { withEngine } from '../support/engine.ts';
import { openTiles, trainOnTiles } from '../support/smallRun.ts';
import { type Cost, costOf, gb, load, median, medianCost, perPhoto, say } from './cost.ts';

import { peakGb } from './memory.ts';
import { backboneDir, optionsOr } from './options.ts';
import { idleNetwork, passPhotos } from './photoPipeline.ts';
import { benchPhotos } from './photoSet.ts';

/*
 * How fast a batch goes: photos a second of a whole batch (lists, decodes, network, flags, ledger, file) beside those of decoding alone and of the network
 * alone, each on all cores. The goal is whole time <= 1.15 * (decoding + network). What a batch has beside, of a processor and a photo: 0.5 ms to measure the picture,
 * 0.1 and 0.4 ms to compare features and picture with 2,000 training photos (here there are 16), 0.2 ms in the core for ledger and file. node tests/bench/batch.ts [--photos N] [--rounds N]
 */

const backboneId = 'efficientNetLite0';
const { photos: count, rounds } = optionsOr({ photos: 500, rounds: 3, batch: NETWORK_BATCH_SIZE });

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
    const backbone = await loadBackbone(backboneDir(backboneId));
    const paths = photos.map(({ path }) => path);
    const gate = createGate(pixelsInFlight);
    const { imageSizePx, preprocessing } = backbone.manifest;
    const inputs: Uint8Array[] = [];
    for (const path of paths.slice(0, 256))
      inputs.push((await lookAt(await openPhoto(path), imageSizePx, preprocessing.resize, gate)).input);

    const costs: Record<'decode' | 'network' | 'whole', Cost[]> = { decode: [], network: [], whole: [] };
    say(`${count} ${what}, ${backboneId}; medians of ${rounds} rounds after one that warms up; load ${load()} before`);
    const idle = idleNetwork(backbone.manifest);
    for (let round = -1; round < rounds; round += 1) {
      const decode = await costOf(() => passPhotos(paths, idle, { judged: true, batchSize: NETWORK_BATCH_SIZE }));
      const network = await costOf(() => networkOnly(backbone, inputs));
      const all = await costOf(
        () => whole(app, runId, folder, join(root, `rows ${round}.csv`)),
        () => app.context.engines.compute.pid,
      );
      if (round < 0) continue;
      costs.decode.push(decode);
      costs.network.push(network);
      costs.whole.push(all);
    }
    const line = (name: string, of: readonly Cost[]): void => {
      const cost = medianCost(of);
      say(
        `${name}: ${cost.seconds.toFixed(1)} s, ${(count / cost.seconds).toFixed(1)} photos a second; ${perPhoto(cost, count)}`,
      );
    };
    line('reading, decoding and judging alone', costs.decode);
    line('network alone', costs.network);
    line('whole batch', costs.whole);
    say(`peak memory of the engine ${gb(peakGb(app.context.engines.compute.pid))}`);
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
