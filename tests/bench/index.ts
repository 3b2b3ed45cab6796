import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineClient } from '../../electron/core/context.ts';
import { presets } from '../../electron/shared/presets.ts';
import { forkEngine } from '../support/engine.ts';
import { hasIsic, isicDir } from '../support/sharedData.ts';
import { kerasJob, kerasPython } from './keras.ts';

/*
 * The tutorial's job, ours beside Keras's on the same 256 photos in one run on one machine: npm run bench.
 * Ratios are what counts; absolute times are this machine's.
 */

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const backbones = join(process.env['LESIONLAB_RUNTIME_DIR'] ?? join(checkout, 'dist', 'runtime'), 'backbones');
const say = (text: string) => void process.stdout.write(`${text}\n`);
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const fixed = (value: number, digits = 2): string => value.toFixed(digits);

interface Photo {
  path: string;
  sha256: string;
  label: 0 | 1;
  className: string;
}

/** 192 to train and 64 to validate: whole batches of 64, so that Keras passes every photo once an epoch. */
const [trainCount, validCount, kerasEpochs] = [192, 64, 3];
/** `npm run bench -- 1` for a quick look. */
const rounds = Number(process.argv[2] ?? 3);
const jobEpochs = presets.tutorial.epochs;

async function choosePhotos(count: number): Promise<Photo[]> {
  const photos: Photo[] = [];
  const classes = (await readdir(join(isicDir, 'train'))).toSorted();
  const names = await Promise.all(classes.map((name) => readdir(join(isicDir, 'train', name))));
  for (let i = 0; photos.length < count; i += 1) {
    for (const [c, className] of classes.entries()) {
      const file = names[c]?.toSorted()[i];
      if (file === undefined || photos.length >= count) continue;
      const path = join(isicDir, 'train', className, file);
      const sha256 = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
      photos.push({ path, sha256, className, label: className === 'melanoma' ? 1 : 0 });
    }
  }
  return photos;
}

async function linkFolders(root: string, photos: Photo[]): Promise<void> {
  for (const photo of photos) {
    const folder = join(root, photo.className);
    await mkdir(folder, { recursive: true });
    await symlink(photo.path, join(folder, basename(photo.path)));
  }
}

const peakGb = ({ pid }: EngineClient): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) / 1e6;

/** One fresh engine, an empty cache: features of all photos, then the tutorial's 30 epochs. */
async function ourJob(root: string, train: Photo[], valid: Photo[]) {
  const engine = forkEngine();
  try {
    const features = {
      backboneDir: join(backbones, 'inceptionV3'),
      views: 'one',
      cacheDir: join(root, 'features'),
      cacheLimitBytes: 1e9,
    } as const;
    const started = performance.now();
    const extracted = await engine.call('extract', { photos: [...train, ...valid], features, batchSize: 16 });
    const extractSeconds = (performance.now() - started) / 1000;
    if (extracted.computed !== train.length + valid.length) throw new Error('not every photo gave features');
    const epochSeconds: number[] = [];
    await engine.call(
      'trainHead',
      {
        train,
        valid,
        features,
        config: presets.tutorial,
        runDir: join(root, 'run'),
        tensorBoardDir: null,
        resume: false,
      },
      { onEvent: ({ seconds }) => void epochSeconds.push(seconds) },
    );
    const scoreStarted = performance.now();
    await engine.call('score', {
      photos: [...train, ...valid].map(({ path }) => ({ path, sha256: null })),
      features: { ...features, cacheDir: null },
      runDir: join(root, 'run'),
      batchSize: 16,
    });
    return {
      extractSeconds,
      decodeSeconds: extracted.decodeSeconds,
      networkSeconds: extracted.networkSeconds,
      epochSeconds: median(epochSeconds),
      scoreSeconds: (performance.now() - scoreStarted) / 1000,
      totalSeconds: (scoreStarted - started) / 1000,
      peakGb: peakGb(engine),
    };
  } finally {
    await engine.close();
  }
}

async function main(): Promise<void> {
  if (!hasIsic)
    throw new Error('the bench needs the real photos: set LESIONLAB_SHARED to the folder that holds data/isic2017');
  const root = await mkdtemp(join(tmpdir(), 'lesionlab-bench-'));
  try {
    const photos = await choosePhotos(trainCount + validCount);
    const [train, valid] = [photos.slice(0, trainCount), photos.slice(trainCount)];
    const folders = { train: join(root, 'train'), valid: join(root, 'valid'), positive: 'melanoma' };
    await linkFolders(folders.train, train);
    await linkFolders(folders.valid, valid);
    say(
      `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores; ${photos.length} photos; medians of ${rounds} rounds`,
    );

    const script = join(isicDir, '..', '..', 'peers', 'tutorial_keras.py');
    const python = await kerasPython(join(checkout, 'node_modules', '.cache', 'lesionlab')).catch((error: unknown) => {
      say(`Keras is left out, it cannot be had here: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    });
    const ours: Awaited<ReturnType<typeof ourJob>>[] = [];
    const theirs: Awaited<ReturnType<typeof kerasJob>>[] = [];
    // Taken in turns, so that a machine that gets slower is slower for both.
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await ourJob(join(root, `round-${round}`), train, valid));
      if (python !== null) theirs.push(await kerasJob(python, script, folders, kerasEpochs));
    }
    const perPhoto = (seconds: number) => `${fixed((1000 * seconds) / photos.length, 1)} ms a photo`;
    const own = (pick: (job: (typeof ours)[number]) => number) => median(ours.map(pick));
    const extract = own((job) => job.extractSeconds);
    say(
      `InceptionV3 features, decoding and loading included: ${perPhoto(extract)} (network alone ${perPhoto(own((job) => job.networkSeconds))})`,
    );
    say(
      `head epoch: ${fixed(
        own((job) => job.epochSeconds),
        3,
      )} s; scoring without a cache: ${perPhoto(own((job) => job.scoreSeconds))}`,
    );
    const total = own((job) => job.totalSeconds);
    say(
      `the whole job, ${jobEpochs} epochs: ${fixed(total, 1)} s; peak memory of the engine ${fixed(Math.max(...ours.map((job) => job.peakGb)))} GB`,
    );
    if (theirs.length === 0) return;
    const first = median(theirs.map((job) => job.first_epoch_s));
    const later = median(theirs.map((job) => job.later_epoch_s));
    say(`Keras: first epoch (decodes) ${perPhoto(first)}, later epochs (network and head) ${perPhoto(later)}`);
    say(
      `ratio per photo, ours / Keras: ${fixed(extract / first)} against its first epoch, ${fixed(extract / later)} against a later one (goal: at most 1.00)`,
    );
    const kerasTotal = first + (jobEpochs - 1) * later;
    say(
      `the whole job in Keras, extrapolated from ${kerasEpochs} epochs: ${fixed(kerasTotal, 0)} s; ours is ${fixed(kerasTotal / total, 1)} times faster (goal: at least 20)`,
    );
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

await main();
