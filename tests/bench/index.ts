import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { presets } from '../../electron/shared/presets.ts';
import { withEngine } from '../support/engine.ts';
import { isicDir } from '../support/sharedData.ts';
import { kerasJob, type KerasJob, kerasPython } from './keras.ts';
import { median, type OurJob, ourJob } from './ourJob.ts';
import { benchPhotos, linkFolders, positiveClass } from './photoSet.ts';

/*
 * The tutorial's job, ours beside Keras's on the same 256 photos in one run on one machine: npm run bench.
 * Ratios are what counts; absolute times are this machine's, and only a quiet one's are worth noting.
 */

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const runtimeDir = process.env['LESIONLAB_RUNTIME_DIR'] ?? join(checkout, 'dist', 'runtime');
/** 192 to train and 64 to validate: whole batches of 64, so that Keras passes every photo once an epoch. */
const [trainCount, validCount, scoreCount, kerasEpochs] = [192, 64, 500, 3];
/** `npm run bench -- 1` for a quick look. */
const rounds = Number(process.argv[2] ?? 3);
const jobEpochs = presets.tutorial.epochs;

const say = (text: string) => void process.stdout.write(`${text}\n`);
const perPhoto = (seconds: number, count = trainCount + validCount): string =>
  `${((1000 * seconds) / count).toFixed(1)} ms a photo`;

/** Where Keras's side stands, or null after saying why it is left out. */
async function findKeras(): Promise<{ python: string; script: string } | null> {
  const script = join(isicDir, '..', '..', 'peers', 'tutorial_keras.py');
  if (!existsSync(script)) {
    say('Keras is left out: peers/tutorial_keras.py is not in the shared folder (LESIONLAB_SHARED names it)');
    return null;
  }
  try {
    return { python: await kerasPython(join(checkout, 'node_modules', '.cache', 'lesionlab')), script };
  } catch (error) {
    say(`Keras is left out, it cannot be had here: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

function sayOurs(jobs: readonly OurJob[]): OurJob {
  const of = (pick: (job: OurJob) => number): number => median(jobs.map(pick));
  const ours: OurJob = {
    firstPass: of((job) => job.firstPass),
    laterPass: of((job) => job.laterPass),
    network: of((job) => job.network),
    epoch: of((job) => job.epoch),
    whole: of((job) => job.whole),
    score: of((job) => job.score),
    peakGb: Math.max(...jobs.map((job) => job.peakGb)),
  };
  say(`InceptionV3 features, first pass (starts the engine, loads, decodes): ${perPhoto(ours.firstPass)}`);
  say(
    `InceptionV3 features, later pass (decodes): ${perPhoto(ours.laterPass)}, of which the network ${perPhoto(ours.network)}`,
  );
  say(
    `head epoch: ${ours.epoch.toFixed(3)} s; scoring ${scoreCount} photos without a cache: ${ours.score.toFixed(1)} s (${perPhoto(ours.score, scoreCount)})`,
  );
  say(
    `the whole job, ${jobEpochs} epochs: ${ours.whole.toFixed(1)} s; peak memory of the engine ${ours.peakGb.toFixed(2)} GB`,
  );
  return ours;
}

function compare(ours: OurJob, jobs: readonly KerasJob[]): void {
  const [first, later] = [median(jobs.map((job) => job.first_epoch_s)), median(jobs.map((job) => job.later_epoch_s))];
  const whole = first + (jobEpochs - 1) * later;
  const peak = Math.max(...jobs.map((job) => job.peakGb));
  say(
    `Keras: first epoch (traces, decodes) ${perPhoto(first)}, later epochs (photos kept decoded) ${perPhoto(later)}; peak memory ${peak.toFixed(2)} GB`,
  );
  const ratio = (seconds: number, of: number): string => (seconds / of).toFixed(2);
  say(
    `ratio per photo, ours / Keras: ${ratio(ours.firstPass, first)} for the first pass, in which both decode (goal: at most 1.00)`,
  );
  say(
    `against Keras's later epochs, which decode nothing: ${ratio(ours.network, later)} for the network, ${ratio(ours.laterPass, later)} with our decoding`,
  );
  say(
    `the whole job in Keras, extrapolated from ${kerasEpochs} epochs: ${whole.toFixed(0)} s; ours is ${(whole / ours.whole).toFixed(1)} times faster (goal: at least 20)`,
  );
}

async function main(): Promise<void> {
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('usage: npm run bench -- [ROUNDS]');
  const root = await mkdtemp(join(tmpdir(), 'lesionlab-bench-'));
  try {
    const { photos, what } = await withEngine((engine) =>
      benchPhotos(root, trainCount + validCount + scoreCount, engine),
    );
    const job = {
      train: photos.slice(0, trainCount),
      valid: photos.slice(trainCount, trainCount + validCount),
      others: photos.slice(trainCount + validCount),
    };
    const folders = { train: join(root, 'train'), valid: join(root, 'valid'), positive: positiveClass };
    await linkFolders(folders.train, job.train);
    await linkFolders(folders.valid, job.valid);
    const load = (loadavg()[0] ?? NaN).toFixed(1);
    say(
      `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, load ${load} before; ${process.platform}, Node ${process.version}`,
    );
    say(`${trainCount + validCount} ${what}; medians of ${rounds} rounds`);

    const keras = await findKeras();
    const ours: OurJob[] = [];
    const theirs: KerasJob[] = [];
    // Taken in turns, so that a machine that gets slower is slower for both.
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await ourJob(join(root, `round-${round}`), join(runtimeDir, 'backbones', 'inceptionV3'), job));
      if (keras !== null) theirs.push(await kerasJob(keras.python, keras.script, folders, kerasEpochs));
    }
    const figures = sayOurs(ours);
    if (theirs.length > 0) compare(figures, theirs);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

await main();
