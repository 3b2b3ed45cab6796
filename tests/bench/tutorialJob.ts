import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { presets } from '../../electron/shared/presets.ts';
import { withEngine } from '../support/engine.ts';
import { isicDir } from '../support/sharedData.ts';
import { type Cost, gb, load, median, medianCost, perPhoto, say } from './cost.ts';
import { kerasJob, type KerasJob } from './keras.ts';
import { backboneDir, optionsOr } from './options.ts';
import { type OurJob, ourJob } from './ourJob.ts';
import { findKeras } from './peers/python.ts';
import { benchPhotos, linkFolders, positiveClass } from './photoSet.ts';

/* The tutorial's job, ours beside Keras's on the same photos in one run on one machine: extraction, an epoch of the head, the whole, and scoring others. */

const batchOfKeras = 64;
const { rounds, photos: scoreCount } = optionsOr({ rounds: 3, photos: 500, batch: batchOfKeras });
/** Whole batches of 64, so that Keras passes every photo once an epoch. */
const [trainCount, validCount, kerasEpochs] = [3 * batchOfKeras, batchOfKeras, 3];
const jobEpochs = presets.tutorial.epochs;

/** Where Keras's side stands, or null after saying why it is left out. */
async function findKerasJob(): Promise<{ python: string; script: string } | null> {
  const script = join(isicDir, '..', '..', 'peers', 'tutorial_keras.py');
  if (!existsSync(script)) {
    say('Keras is left out: peers/tutorial_keras.py is not in the shared folder (LESIONLAB_SHARED names it)');
    return null;
  }
  const python = await findKeras();
  return python === null ? null : { python, script };
}

const extracted = (cost: Cost): string => perPhoto(cost, trainCount + validCount);

function sayOurs(jobs: readonly OurJob[]): void {
  const of = (pick: (job: OurJob) => Cost): Cost => medianCost(jobs.map(pick));
  const network = median(jobs.map((job) => job.network));
  say(`InceptionV3 features, first pass (starts the engine, loads, decodes): ${extracted(of((job) => job.firstPass))}`);
  say(`InceptionV3 features, later pass (decodes): ${extracted(of((job) => job.laterPass))}`);
  say(`  of which the network by the clock: ${((1000 * network) / (trainCount + validCount)).toFixed(1)} ms a photo`);
  say(`head epoch: ${median(jobs.map((job) => job.epoch)).toFixed(3)} s`);
  const [score, whole] = [of((job) => job.score), of((job) => job.whole)];
  say(
    `scoring ${scoreCount} photos by it, nothing cached: ${score.seconds.toFixed(1)} s; ${perPhoto(score, scoreCount)}`,
  );
  const work = `${whole.cpuSeconds.toFixed(1)} s of all cores' work`;
  const peak = gb(Math.max(...jobs.map((job) => job.peakGb)));
  say(`the whole job, ${jobEpochs} epochs: ${whole.seconds.toFixed(1)} s, ${work}; peak memory of the engine ${peak}`);
}

/** Ratios within a round; Keras's times are whole epochs by the clock, its work that of all its epochs and of starting. */
function compareJobs(ours: readonly OurJob[], theirs: readonly KerasJob[]): void {
  const count = trainCount + validCount;
  const of = (pick: (job: KerasJob) => number): number => median(theirs.map(pick));
  const ms = (pick: (job: KerasJob) => number): string => `${((1000 * of(pick)) / count).toFixed(1)} ms a photo`;
  const wholeOf = (job: KerasJob): number => job.first_epoch_s + (jobEpochs - 1) * job.later_epoch_s;
  say(
    `Keras: first epoch (traces, decodes) ${ms((job) => job.first_epoch_s)}, later epochs (photos kept decoded) ${ms((job) => job.later_epoch_s)}`,
  );
  const work = `${of((job) => job.cpuSeconds).toFixed(0)} s of all cores' work for ${kerasEpochs} epochs and starting`;
  say(`  ${work}; peak memory ${gb(Math.max(...theirs.map((job) => job.peakGb)))}`);
  const ratio = (pick: (our: OurJob, their: KerasJob) => number): string =>
    median(ours.flatMap((our, round) => (theirs[round] === undefined ? [] : [pick(our, theirs[round])]))).toFixed(2);
  const first = ratio((our, their) => our.firstPass.seconds / their.first_epoch_s);
  say(`ratio per photo, ours / Keras: ${first} for the first pass, in which both decode (goal: at most 1.00)`);
  const network = ratio((our, their) => our.network / their.later_epoch_s);
  const later = ratio((our, their) => our.laterPass.seconds / their.later_epoch_s);
  say(`against Keras's later epochs, which decode nothing: ${network} for the network, ${later} with our decoding`);
  const times = ratio((our, their) => wholeOf(their) / our.whole.seconds);
  say(
    `the whole job in Keras, extrapolated from ${kerasEpochs} epochs: ${of(wholeOf).toFixed(0)} s; ours is ${times} times faster (goal: at least 20)`,
  );
}

async function main(): Promise<void> {
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
    say(`${trainCount + validCount} ${what}; medians of ${rounds} rounds in turns; load ${load()} before`);

    const keras = await findKerasJob();
    const ours: OurJob[] = [];
    const theirs: KerasJob[] = [];
    // Taken in turns, so that a machine that gets slower is slower for both.
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await ourJob(join(root, `round-${round}`), backboneDir('inceptionV3'), job));
      if (keras !== null) theirs.push(await kerasJob(keras.python, keras.script, folders, kerasEpochs));
    }
    sayOurs(ours);
    if (theirs.length > 0) compareJobs(ours, theirs);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

await main();
