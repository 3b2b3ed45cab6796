import { join } from 'node:path';
import { NETWORK_BATCH_SIZE as batchSize } from '../../electron/core/scoring/scorePhotos.ts';
import { presets } from '../../electron/shared/presets.ts';
import { forkEngine } from '../support/engine.ts';
import { type Cost, costOf, median } from './cost.ts';
import { peakGb } from './memory.ts';
import type { Photo } from './photoSet.ts';

/** Costs of the parts, seconds; and memory. */
export interface OurJob {
  /** From nothing: starting the engine, loading TensorFlow and the network, decoding and extracting. */
  firstPass: Cost;
  /** Decoding and extracting the same photos again, for another cache. */
  laterPass: Cost;
  /** Of the later pass: what the network took, by the clock. */
  network: number;
  /** Median of one head's epochs, by the clock. */
  epoch: number;
  /** From nothing to the trained head: the first pass and all epochs. */
  whole: Cost;
  /** Decoding and scoring other photos, with nothing cached. */
  score: Cost;
  peakGb: number;
}

/** The tutorial's job in one fresh engine process, asked as the core asks it. */
export async function ourJob(
  root: string,
  backboneDir: string,
  { train, valid, others }: { train: Photo[]; valid: Photo[]; others: Photo[] },
): Promise<OurJob> {
  const engine = forkEngine();
  const seconds = async <T>(work: () => Promise<T>): Promise<[Cost, T]> => {
    const results: T[] = [];
    const cost = await costOf(
      async () => void results.push(await work()),
      () => engine.pid,
    );
    const [result] = results;
    if (result === undefined) throw new Error('the engine gave no answer');
    return [cost, result];
  };
  try {
    const photos = [...train, ...valid];
    const source = (cache: string | null) =>
      ({
        backboneDir,
        views: 'one',
        cacheDir: cache === null ? null : join(root, cache),
        cacheLimitBytes: 1e9,
      }) as const;
    const extract = (cache: string) => engine.call('extract', { photos, features: source(cache), batchSize });
    const runDir = join(root, 'run');

    const [firstPass, extracted] = await seconds(() => extract('features'));
    if (extracted.computed !== photos.length) throw new Error('not every photo gave features');
    const epochs: number[] = [];
    const [training] = await seconds(() =>
      engine.call(
        'trainHead',
        {
          train,
          valid,
          features: source('features'),
          config: presets.tutorial,
          runDir,
          tensorBoardDir: null,
          resume: false,
        },
        { onEvent: ({ seconds: epoch }) => void epochs.push(epoch) },
      ),
    );
    const [laterPass, again] = await seconds(() => extract('other features'));
    const [score] = await seconds(() =>
      engine.call('score', {
        photos: others.map(({ path }) => ({ path, sha256: null })),
        features: source(null),
        runDir,
        batchSize,
      }),
    );
    const whole = {
      seconds: firstPass.seconds + training.seconds,
      cpuSeconds: firstPass.cpuSeconds + training.cpuSeconds,
    };
    return {
      firstPass,
      laterPass,
      network: again.networkSeconds,
      epoch: median(epochs),
      whole,
      score,
      peakGb: peakGb(engine.pid),
    };
  } finally {
    await engine.close();
  }
}
