import type { Result } from '../../engine/protocol.ts';
import { AppError } from '../../shared/errors.ts';
import type { UnreadablePhoto } from '../../shared/schemas/dataset.ts';
import type { EpochMetrics, RunClass, TrainConfig, TuningConfig } from '../../shared/schemas/run.ts';
import { backboneToTrain } from '../backbones/trainable.ts';
import type { CoreContext, JobHandle } from '../context.ts';
import { frozenFeatures, tunedNetworkDir } from '../scoring/model.ts';
import { NETWORK_BATCH_SIZE } from '../scoring/scorePhotos.ts';
import type { ScoringModel } from '../scoring/scorePhotos.ts';
import { refuseUntrainable } from './createRun.ts';
import { noteEpoch, noteExtraction, noteMaps, noteTunedEpoch } from './estimate.ts';
import { classIndexes, runClasses } from './runClasses.ts';

/** Features or maps may be evicted between their making and the training; they are made again this often. */
const PREPARE_ATTEMPTS = 3;

export interface FitPhoto {
  path: string;
  sha256: string;
  /** 1 is malignant. */
  label: 0 | 1;
  className: string;
}

export interface FitPhotos<P extends FitPhoto = FitPhoto> {
  train: P[];
  valid: P[];
}

export interface FitRequest<P extends FitPhoto> {
  config: TrainConfig;
  photos: FitPhotos<P>;
  /** Where head, checkpoints and, of a fine-tuning, the network go. */
  runDir: string;
  tensorBoardDir: string | null;
  /** Goes on from the checkpoint that is there. */
  resume: boolean;
}

/** What can be used of the photos, and what cannot. */
export interface Prepared<P extends FitPhoto> extends FitPhotos<P> {
  unreadable: UnreadablePhoto[];
  /** Empty unless the network tells classes apart. */
  classes: RunClass[];
  /** Views of each photo that are kept, where the disk has no room for as many as were asked for; null: as many. */
  fewerViews: number | null;
}

export interface FitHooks<P extends FitPhoto> {
  job: Pick<JobHandle, 'signal' | 'report'>;
  /** Before anything is learnt; again when it was prepared anew. */
  onPrepared?(prepared: Prepared<P>): void;
  onEpoch?(epoch: EpochMetrics): void;
}

export interface Fitted<P extends FitPhoto> {
  prepared: Prepared<P>;
  result: Result<'tune'>;
  /** What it scores with. */
  model: ScoringModel;
}

/**
 * Teaches a classifier: a head on the frozen network, or backbone and head together. The one way in which runs and the models of a
 * cross-validation come to be, so that both are the same for the same photos, settings and seed. Photos that cannot be read are left out.
 * Fails with ONE_CLASS, NO_PHOTOS, BAD_INPUT (CLASS_NOT_TRAINED), NAN_LOSS, NO_SPACE, NOT_RESUMABLE, CANCELLED.
 */
export async function fitModel<P extends FitPhoto>(
  context: CoreContext,
  request: FitRequest<P>,
  hooks: FitHooks<P>,
): Promise<Fitted<P>> {
  for (let attempt = 1; ; attempt += 1) {
    const { tuning } = request.config;
    try {
      return tuning === null
        ? await fitHead(context, request, hooks)
        : await fineTune(context, { ...request, tuning }, hooks);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'CACHE_MISS' || attempt === PREPARE_ATTEMPTS) throw error;
    }
  }
}

async function fitHead<P extends FitPhoto>(
  context: CoreContext,
  { config, photos, runDir, tensorBoardDir, resume }: FitRequest<P>,
  { job, onPrepared, onEpoch }: FitHooks<P>,
): Promise<Fitted<P>> {
  const { compute } = context.engines;
  const features = await frozenFeatures(context, config);
  const all = [...photos.train, ...photos.valid];
  job.report('features', 0, all.length);
  const extracted = await compute.call(
    'extract',
    { photos: all.map(({ path, sha256 }) => ({ path, sha256 })), features, batchSize: NETWORK_BATCH_SIZE },
    { signal: job.signal, onEvent: ({ done, total }) => job.report('features', done, total) },
  );
  noteExtraction(context, config, extracted);
  const prepared = { ...withoutFailures(photos, extracted.failures), classes: [], fewerViews: null };
  onPrepared?.(prepared);
  refuseUntrainable(prepared);
  const { train, valid } = prepared;
  job.report('epochs', 0, config.epochs);
  const result = await compute.call(
    'trainHead',
    {
      train: train.map(toLabelled),
      valid: valid.map(toLabelled),
      features,
      config,
      runDir,
      tensorBoardDir,
      resume,
    },
    {
      signal: job.signal,
      onEvent(epoch) {
        onEpoch?.(epoch);
        noteEpoch(context, config, train.length, epoch.seconds);
        job.report('epochs', epoch.epoch, config.epochs);
      },
    },
  );
  return { prepared, result, model: { features, runDir, modelHash: result.modelHash } };
}

async function fineTune<P extends FitPhoto>(
  context: CoreContext,
  { config, tuning, photos, runDir, tensorBoardDir, resume }: FitRequest<P> & { tuning: TuningConfig },
  { job, onPrepared, onEpoch }: FitHooks<P>,
): Promise<Fitted<P>> {
  const { paths, settings, engines } = context;
  const { dir: backboneDir } = await backboneToTrain(paths, config);
  const maps = { backboneDir, mapsDir: paths.mapsDir, mapsLimitBytes: settings().mapCacheLimitBytes };
  const planned = runClasses(tuning.target, photos.train);
  job.report('maps', 0, photos.train.length + photos.valid.length);
  const made = await engines.compute.call(
    'tuneMaps',
    {
      ...maps,
      train: toTuned(photos.train, planned),
      valid: toTuned(photos.valid, planned),
      tuning,
      seed: config.seed,
      batchSize: NETWORK_BATCH_SIZE,
    },
    { signal: job.signal, onEvent: ({ done, total }) => job.report('maps', done, total) },
  );
  noteMaps(context, config, { ...tuning, cachedViews: made.cachedViews }, made);
  const readable = withoutFailures(photos, made.failures);
  const classes = runClasses(tuning.target, readable.train);
  const { cachedViews } = made;
  const prepared = { ...readable, classes, fewerViews: cachedViews < tuning.cachedViews ? cachedViews : null };
  onPrepared?.(prepared);
  refuseUntrainable(prepared);
  const { train, valid } = prepared;
  const result = await engines.compute.call(
    'tune',
    {
      ...maps,
      train: toTuned(train, classes),
      valid: toTuned(valid, classes),
      classes,
      config: { ...config, tuning: { ...tuning, cachedViews } },
      runDir,
      tensorBoardDir,
      resume,
    },
    {
      signal: job.signal,
      onEvent(event) {
        if (event.kind === 'epoch') {
          onEpoch?.(event.epoch);
          noteTunedEpoch(context, config, tuning, train.length, event.epoch.seconds);
          return;
        }
        // Photos over all epochs of all members, so that the time left is that of the whole training.
        const { member, members, epoch, epochs, done, total, residentBytes } = event;
        const before = ((member - 1) * epochs + epoch - 1) * total;
        const parts = [
          ...(members > 1 ? [{ name: 'member', at: member, of: members } as const] : []),
          { name: 'epoch', at: epoch, of: epochs } as const,
        ];
        job.report('steps', before + done, members * epochs * total, parts, residentBytes);
      },
    },
  );
  const features = {
    backboneDir: tunedNetworkDir(runDir),
    views: config.views,
    cacheDir: paths.featuresDir,
    cacheLimitBytes: settings().featureCacheLimitBytes,
  };
  return { prepared, result, model: { features, runDir, modelHash: result.modelHash } };
}

/** An index of a failure counts train, then valid. */
function withoutFailures<P extends FitPhoto>(
  { train, valid }: FitPhotos<P>,
  failures: Result<'extract'>['failures'],
): FitPhotos<P> & { unreadable: UnreadablePhoto[] } {
  const all = [...train, ...valid];
  const failed = new Set(failures.map(({ index }) => index));
  return {
    train: train.filter((_, index) => !failed.has(index)),
    valid: valid.filter((_, index) => !failed.has(train.length + index)),
    unreadable: failures.map(({ index, code, message }) => ({ path: all[index]?.path ?? '', code, message })),
  };
}

const toLabelled = ({ path, sha256, label }: FitPhoto) => ({ path, sha256, label });

function toTuned(photos: readonly FitPhoto[], classes: readonly RunClass[]) {
  const places = classIndexes(classes, photos);
  return photos.map((photo, index) => ({ ...toLabelled(photo), classIndex: places[index] ?? 0 }));
}
