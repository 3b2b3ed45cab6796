import { mkdir } from 'node:fs/promises';
import { at } from '../../shared/arrays.ts';
import { AppError } from '../../shared/errors.ts';
import type { Schedule, TuningConfig } from '../../shared/schemas/run.ts';
import { classLoss, labelRows, malignantLogits } from './classLogits.ts';
import { epochOrder } from './epochOrder.ts';
import type { BatchInput, GraphTrainer } from './graphTrainer.ts';
import { nanLoss, requirePhotos } from './refusals.ts';
import { rateFactor } from './schedules.ts';
import { splitMetrics } from './splitMetrics.ts';
import { readTuneCheckpoint, type TuneCheckpoint, type TuneEpoch, writeTuneCheckpoint } from './tuneCheckpoint.ts';

export interface TuneSettings {
  epochs: number;
  batchSize: number;
  learningRate: number;
  schedule: Schedule;
  sampling: TuningConfig['sampling'];
  seed: number;
  /** Which epoch's weights are kept: of the lowest validation loss or the highest AUC (the earliest of equals), or the last. */
  keep: TuningConfig['keep'];
  /** Stop after so many epochs without a better one; null, or keep 'last': never. */
  earlyStoppingPatience: number | null;
}

export interface TuneSplit {
  /** Class of each photo, 0 to classes - 1; of a sigmoid 0 or 1. */
  labels: Uint8Array;
  /** The values of some photos, in this order. For training, `epoch` (from 1) says which changes to draw; null: none, for validation. */
  input(rows: Int32Array, epoch: number | null): Promise<BatchInput>;
}

export interface TuneRequest {
  /** Consumed: its state is overwritten; the caller disposes it. */
  trainer: GraphTrainer;
  settings: TuneSettings;
  train: TuneSplit & { photoWeights: Float32Array };
  valid: TuneSplit;
  /** By class whether it is malignant; of a sigmoid [true]. */
  malignant: readonly boolean[];
  /** Hash of all that decides the numbers, photos and settings: a checkpoint of another is refused. Epochs may be left out of it for constant rates. */
  configHash: string;
  runDir: string;
  resume: boolean;
}

export interface TuneDeps {
  signal: AbortSignal;
  /** Awaited between steps: lets a cancel in, and other work that cannot wait. */
  breathe: () => Promise<void>;
  report: (epoch: TuneEpoch) => void;
  /** After each step; photos of this epoch, which counts from 1. */
  progress: (done: number, total: number, epoch: number) => void;
  /** Milliseconds. */
  clock: () => number;
}

export interface Tuning {
  /** The kept epoch's, in the order of the model's variables. */
  weights: Float32Array;
  bestEpoch: number;
  history: TuneEpoch[];
  stoppedEarly: boolean;
}

/**
 * Trains a graph over epochs of fed batches. The same request gives the same weights, byte for byte, on one machine, whether it ran through or was
 * killed and resumed any number of times: a checkpoint is written after each epoch, and an epoch's batches follow from (seed, epoch) alone.
 * The next batch is asked for before the network takes this one, so that decoding goes on meanwhile.
 *
 * @throws AppError NAN_LOSS when a loss is no finite number (the checkpoint of the epoch before, with the best weights so far, stays), CANCELLED,
 * NOT_RESUMABLE, NO_PHOTOS.
 */
export async function fineTune(request: TuneRequest, deps: TuneDeps): Promise<Tuning> {
  const { trainer, settings, train, valid, configHash, runDir, resume } = request;
  requirePhotos({ train, valid });
  await mkdir(runDir, { recursive: true });
  const resumed = resume ? await readTuneCheckpoint(runDir, configHash) : null;
  const progress: TuneCheckpoint = resumed ?? { history: [], state: trainer.state(), best: null };
  if (resumed !== null) trainer.restore(resumed.state);
  for (const epoch of progress.history) deps.report(epoch);

  while (progress.history.length < settings.epochs && !isOutOfPatience(progress, settings)) {
    const metrics = await runEpoch(request, progress, deps);
    progress.state = trainer.state();
    progress.history.push(metrics);
    if (isBetter(metrics, progress, settings.keep)) {
      progress.best = { epoch: metrics.epoch, weights: progress.state.weights };
    }
    await writeTuneCheckpoint(runDir, configHash, progress);
    deps.report(metrics);
    await deps.breathe();
    deps.signal.throwIfAborted();
  }
  const { best, history } = progress;
  if (best === null) throw new AppError('INTERNAL', 'no epoch was trained');
  return { weights: best.weights, bestEpoch: best.epoch, history, stoppedEarly: history.length < settings.epochs };
}

function isBetter(epoch: TuneEpoch, { best, history }: TuneCheckpoint, keep: TuneSettings['keep']): boolean {
  if (best === null || keep === 'last') return true;
  const before = at(history, best.epoch - 1);
  if (keep === 'loss') return epoch.valLoss < before.valLoss;
  return (epoch.valAuc ?? -1) > (before.valAuc ?? -1);
}

function isOutOfPatience({ best, history }: TuneCheckpoint, { earlyStoppingPatience, keep }: TuneSettings): boolean {
  if (earlyStoppingPatience === null || best === null || keep === 'last') return false;
  return history.length - best.epoch >= earlyStoppingPatience;
}

async function runEpoch(request: TuneRequest, before: TuneCheckpoint, deps: TuneDeps): Promise<TuneEpoch> {
  const { history } = before;
  const { trainer, settings, train, valid, malignant } = request;
  const { batchSize, seed, sampling, schedule } = settings;
  const epoch = history.length + 1;
  const startedAt = deps.clock();
  const order = epochOrder(train.labels, sampling, { seed, epoch });
  const stepsAnEpoch = Math.ceil(order.length / batchSize);
  const valLosses = history.map(({ valLoss }) => valLoss);
  const logits = new Float32Array(order.length * malignant.length);
  let rate = settings.learningRate;
  let done = 0;

  await forEachBatch(
    order,
    batchSize,
    (rows) => train.input(rows, epoch),
    async (rows, input, i) => {
      const step = (epoch - 1) * stepsAnEpoch + i;
      rate =
        settings.learningRate * rateFactor(schedule, { step, totalSteps: settings.epochs * stepsAnEpoch, valLosses });
      const result = trainer.step(
        {
          input,
          labels: labelRows(pickRows(train.labels, rows), malignant.length),
          photoWeights: Float32Array.from(rows, (row) => at(train.photoWeights, row)),
        },
        rate,
      );
      requireFinite(result.loss, before);
      logits.set(result.logits, done * malignant.length);
      done += rows.length;
      deps.progress(done, order.length, epoch);
      await deps.breathe();
      deps.signal.throwIfAborted();
    },
  );
  const own = figures(logits, pickRows(train.labels, order), malignant);
  const other = figures(await predictSplit(request, deps), valid.labels, malignant);
  requireFinite(other.loss, before);
  return {
    epoch,
    loss: own.loss,
    accuracy: own.accuracy,
    auc: own.auc,
    valLoss: other.loss,
    valAccuracy: other.accuracy,
    valAuc: other.auc,
    seconds: (deps.clock() - startedAt) / 1000,
    learningRate: rate,
  };
}

async function predictSplit(
  { trainer, settings, valid, malignant }: TuneRequest,
  deps: TuneDeps,
): Promise<Float32Array> {
  const logits = new Float32Array(valid.labels.length * malignant.length);
  const order = Int32Array.from(valid.labels, (_, row) => row);
  await forEachBatch(
    order,
    settings.batchSize,
    (rows) => valid.input(rows, null),
    async (rows, input) => {
      logits.set(trainer.predict(input), at(rows, 0) * malignant.length);
      await deps.breathe();
      deps.signal.throwIfAborted();
    },
  );
  return logits;
}

/** Calls `work` batch by batch, while `load` is already at the next one. */
async function forEachBatch(
  order: Int32Array,
  batchSize: number,
  load: (rows: Int32Array) => Promise<BatchInput>,
  work: (rows: Int32Array, input: BatchInput, i: number) => Promise<void>,
): Promise<void> {
  const batches = Array.from({ length: Math.ceil(order.length / batchSize) }, (_, i) =>
    order.slice(i * batchSize, (i + 1) * batchSize),
  );
  const start = (i: number): Promise<BatchInput> | null => {
    const rows = batches[i];
    if (rows === undefined) return null;
    const loading = load(rows);
    loading.catch(() => undefined); // whoever awaits it hears of it; if work fails first, nobody does
    return loading;
  };
  let next = start(0);
  for (const [i, rows] of batches.entries()) {
    const input = await next;
    next = start(i + 1);
    if (input !== null) await work(rows, input, i);
  }
}

const pickRows = (labels: Uint8Array, rows: Int32Array): Uint8Array => Uint8Array.from(rows, (row) => at(labels, row));

/** Of malignant against the others, but for the loss, which is of all classes. */
function figures(logits: Float32Array, labels: Uint8Array, malignant: readonly boolean[]) {
  const classes = malignant.length;
  const isMalignant = classes === 1 ? labels : labels.map((label) => (malignant[label] === true ? 1 : 0));
  const { accuracy, auc } = splitMetrics(malignantLogits(logits, malignant), isMalignant);
  return { loss: classLoss(logits, labels, classes), accuracy, auc };
}

function requireFinite(loss: number, { history, best }: TuneCheckpoint): void {
  if (Number.isFinite(loss)) return;
  throw nanLoss(history.length + 1, best?.epoch ?? null);
}
