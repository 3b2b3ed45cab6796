import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '../../shared/errors.ts';
import type { BackboneManifest } from '../../shared/schemas/backbone.ts';
import type { Backbone } from '../backbones/registry.ts';
import { recognise } from '../images/decode.ts';
import type { OpenPhoto } from '../images/decode.ts';
import type { Gate } from '../images/gate.ts';
import { PhotoError } from '../images/photoError.ts';
import { lookAt } from '../images/look.ts';
import type { Picture } from '../images/look.ts';
import { readPhotoFile, statPhotoFile } from '../images/photoFile.ts';
import { prepare } from '../images/prepare.ts';
import type { QualityWarning } from '../../shared/schemas/explanation.ts';
import type { PhotoRef } from '../protocol.ts';
import type { PhotoFeatures, ViewedFeatures } from './cache.ts';
import type { FeatureRow } from './shard.ts';
import { averageViews, writeView } from './views.ts';
import type { View } from './views.ts';

/** What became of one photo. */
export type Outcome =
  | { status: 'ok'; photo: PhotoFeatures; mtimeMs: number; fromCache: boolean; judgement: Judgement | null }
  | { status: 'error'; error: PhotoError };

/** What a photo is judged by. */
export interface Seen {
  picture: Picture;
  shorterSidePx: number;
  exif: Uint8Array | null;
}

/** What is said of a photo by what it looks like. */
export interface Judgement {
  quality: QualityWarning['code'][];
  takenAt: string | null;
  /** Colours and structure (pictureStatistics), where photos are compared by them. */
  statistics: Float32Array | null;
}

export interface PipelineDeps {
  manifest: BackboneManifest;
  views: readonly View[];
  /** null: nothing is cached. */
  cached: ViewedFeatures | null;
  /** Asked for only when a photo has to pass the network. */
  loadBackbone: () => Promise<Backbone>;
  /** Photos that pass the network at once. */
  batchSize: number;
  /** Whether the network sees batchSize photos also where fewer are left. */
  fillBatches?: boolean;
  /** A full disk ends extraction, which is for the cache; scoring goes on without it. */
  whenDiskIsFull: 'fail' | 'goOn';
  /**
   * Has photos judged too, on their way to the network. Then each is read and decoded, once, whether or not its features are cached: what is
   * said of it does not depend on the cache.
   */
  judge?: ((seen: Seen) => Judgement) | null;
  gate: Gate;
  signal: AbortSignal;
  /** Awaited between two batches: lets a cancel in, and other work that cannot wait. */
  breathe: () => Promise<void>;
  /** Milliseconds, for the two sums below. */
  clock: () => number;
  /** Grows by the time that the network waited for photos, and by the time that it took. */
  times: { decodeMs: number; networkMs: number };
}

type Decoded =
  { status: 'done'; outcome: Outcome } | ({ status: 'decoded'; open: OpenPhoto; missing: readonly View[] } & Looked);

interface Looked {
  rgb: Uint8Array;
  judgement: Judgement | null;
}

/** Photos on their way beside those of the next batch: enough for other threads to be busy while the network holds this one. */
const readAhead = 48;

/**
 * Features of photos, in the order given, a batch at a time. While the network holds this thread for one batch, other threads read and decode the
 * next. A photo that cannot be used is an outcome like any other. What is computed is cached before it is handed on, so nothing is lost when the
 * work stops between two batches.
 */
export async function* photoFeatures(photos: readonly PhotoRef[], deps: PipelineDeps): AsyncGenerator<Outcome[]> {
  const { batchSize, signal } = deps;
  const onTheWay: Promise<Decoded>[] = [];
  let next = 0;
  const startMore = (): void => {
    for (; next < photos.length && onTheWay.length < batchSize + readAhead; next += 1) {
      const photo = photos[next];
      if (photo === undefined) return;
      const decoded = decode(photo, deps);
      decoded.catch(() => undefined); // awaited with its batch, which comes later
      onTheWay.push(decoded);
    }
  };
  startMore();
  try {
    while (onTheWay.length > 0) {
      signal.throwIfAborted();
      const waitedSince = deps.clock();
      const decoded = await Promise.all(onTheWay.splice(0, batchSize));
      deps.times.decodeMs += deps.clock() - waitedSince;
      startMore();
      yield await runNetwork(decoded, deps);
      await deps.breathe();
    }
  } finally {
    // Nobody reads photos any more when the request has its answer.
    await Promise.allSettled(onTheWay);
  }
}

async function decode(ref: PhotoRef, deps: PipelineDeps): Promise<Decoded> {
  try {
    const isJudged = (deps.judge ?? null) !== null;
    const known = ref.sha256 === null || isJudged ? null : (deps.cached?.read(ref.sha256) ?? null);
    if (known !== null) return { status: 'done', outcome: await fromCache(ref, known) };
    const file = await readPhotoFile(ref.path);
    if (ref.sha256 !== null && ref.sha256 !== file.sha256) throw changed();
    // Read also where it does not save the decoding: a damaged row is forgotten thereby, and computed anew.
    const sameContent = ref.sha256 === null || isJudged ? (deps.cached?.read(file.sha256) ?? null) : null;
    if (sameContent !== null && !isJudged) {
      const outcome: Outcome = {
        status: 'ok',
        photo: sameContent,
        mtimeMs: file.mtimeMs,
        fromCache: true,
        judgement: null,
      };
      return { status: 'done', outcome };
    }
    const open = await recognise(file);
    const missing = deps.cached?.missing(file.sha256) ?? deps.views;
    return { status: 'decoded', open, missing, ...(await look(open, deps)) };
  } catch (thrown) {
    return { status: 'done', outcome: failure(thrown) };
  }
}

async function look(open: OpenPhoto, { manifest, gate, judge = null }: PipelineDeps): Promise<Looked> {
  const { imageSizePx, preprocessing } = manifest;
  if (judge === null) return { rgb: await prepare(open, imageSizePx, preprocessing.resize, gate), judgement: null };
  const { input: rgb, picture } = await lookAt(open, imageSizePx, preprocessing.resize, gate);
  const shorterSidePx = Math.min(open.widthPx, open.heightPx);
  return { rgb, judgement: judge({ picture, shorterSidePx, exif: open.exif }) };
}

/** The photo is not read again; its size must still be that of the bytes that were read then. */
async function fromCache(ref: PhotoRef, known: PhotoFeatures): Promise<Outcome> {
  const { sizeBytes, mtimeMs } = await statPhotoFile(ref.path);
  if (sizeBytes !== known.sizeBytes) throw changed();
  return { status: 'ok', photo: known, mtimeMs, fromCache: true, judgement: null };
}

const changed = (): PhotoError =>
  new PhotoError('CHANGED', 'the file is no longer the one that was imported: import it again');

/** What is the photo's fault becomes its outcome; anything else ends the request. */
function failure(thrown: unknown): Outcome {
  if (thrown instanceof PhotoError) return { status: 'error', error: thrown };
  throw thrown;
}

let lastInput = new Uint8Array();

/** Zeros, until the next one is asked for: the network keeps nothing of it, and a batch would else make and drop 0.15 MB a photo. */
function emptyInput(sizeBytes: number): Uint8Array {
  if (lastInput.length === sizeBytes) lastInput.fill(0);
  else lastInput = new Uint8Array(sizeBytes);
  return lastInput;
}

async function runNetwork(batch: readonly Decoded[], deps: PipelineDeps): Promise<Outcome[]> {
  const decoded = batch.filter((photo) => photo.status === 'decoded');
  const computed = new Map<Decoded, Map<View, FeatureRow>>(decoded.map((photo) => [photo, new Map()]));
  for (const view of deps.views) {
    const todo = decoded.filter(({ missing }) => missing.includes(view));
    if (todo.length === 0) continue;
    deps.signal.throwIfAborted();
    const backbone = await deps.loadBackbone();
    const { imageSizePx, featureCount } = deps.manifest;
    const photoBytes = imageSizePx * imageSizePx * 3;
    const count = deps.fillBatches === true ? deps.batchSize : todo.length;
    const input = emptyInput(count * photoBytes);
    todo.forEach(({ rgb }, i) => writeView(view, rgb, imageSizePx, input, i * photoBytes));
    const startedAt = deps.clock();
    const features = backbone.features(input, count);
    deps.times.networkMs += deps.clock() - startedAt;
    const rows = todo.map(({ open }, i): FeatureRow => {
      const { file, widthPx, heightPx } = open;
      const own = features.slice(i * featureCount, (i + 1) * featureCount);
      return { sha256: file.sha256, sizeBytes: file.sizeBytes, widthPx, heightPx, features: own };
    });
    keep(view, rows, deps);
    todo.forEach((photo, i) => {
      const row = rows[i];
      if (row !== undefined) computed.get(photo)?.set(view, row);
    });
    await nextTurn();
  }
  return batch.map((photo) => (photo.status === 'done' ? photo.outcome : combine(photo, computed.get(photo), deps)));
}

function keep(view: View, rows: readonly FeatureRow[], deps: PipelineDeps): void {
  try {
    deps.cached?.append(view, rows);
  } catch (thrown) {
    const isFull = thrown instanceof AppError && thrown.code === 'NO_SPACE';
    if (!isFull || deps.whenDiskIsFull === 'fail') throw thrown;
  }
}

function combine(
  { open, missing, judgement }: Extract<Decoded, { status: 'decoded' }>,
  own: ReadonlyMap<View, FeatureRow> | undefined,
  deps: PipelineDeps,
): Outcome {
  const { sha256, sizeBytes, mtimeMs } = open.file;
  const rows = deps.views.map((view) => {
    const row = own?.get(view) ?? deps.cached?.readView(view, sha256) ?? null;
    if (row === null) throw new AppError('CACHE_MISS', `features of ${sha256} are damaged`);
    return row.features;
  });
  const photo = { sha256, sizeBytes, widthPx: open.widthPx, heightPx: open.heightPx, features: averageViews(rows) };
  return { status: 'ok', photo, mtimeMs, fromCache: missing.length === 0, judgement };
}
