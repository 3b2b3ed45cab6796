import { AppError } from '../../shared/errors.ts';
import type { Batch } from '../../shared/schemas/scoring.ts';
import type { CoreContext, JobHandle } from '../context.ts';
import type { NewBatchRow } from '../database/batchRows.ts';
import { factsOf, UNREACHED } from './compareLedger.ts';
import type { InputPhoto } from './listInputs.ts';
import { ROWS_A_FLUSH } from './rowWriter.ts';
import type { RowWriter } from './rowWriter.ts';
import type { OutputRules } from './output/rules.ts';
import { toExtras, toScoredRow, toStoredScore } from './scoredRow.ts';
import type { PhotoScore, ScoringModel } from './scorePhotos.ts';
import { CALL_SIZE, scoreStream } from './scorePhotos.ts';
import type { ListedFolders } from './sources/folders.ts';
import { vanishedFolder } from './sources/vanished.ts';

export interface Todo {
  batch: Batch;
  model: ScoringModel;
  rules: OutputRules;
  photos: readonly InputPhoto[];
  /** For each photo 1 when its row stands. */
  standing: Uint8Array;
  folders: ListedFolders;
  writer: RowWriter;
  networkBatch: number;
  job: JobHandle;
}

/** So many photos in a row whose bytes the system could not read are not to blame: the drive is. */
const MAX_READ_FAILURES = 16;

/** Scores the photos whose rows do not stand, in their order, and writes rows as they come. What was scored when it fails is written too. */
export async function scoreTodo(context: CoreContext, todo: Todo): Promise<void> {
  const { photos, standing, writer, job } = todo;
  const total = photos.length;
  let done = standing.reduce((sum, stands) => sum + stands, 0);
  job.report('scoring', done, total);
  let unread = 0;
  for (let start = nextTodo(standing, 0); start < total;) {
    const places = takePlaces(standing, start);
    let answered = 0;
    try {
      for await (const group of answers(context, todo, places)) {
        for (const { row, isReadFailure } of group) {
          unread = isReadFailure ? unread + 1 : 0;
          const folder = await lostFolder(todo, row, unread);
          if (folder !== null) throw vanishedFolder(folder);
          writer.add(row);
          answered += 1;
          done += 1;
        }
        job.report('scoring', done, total);
        const ready = answered === places.length ? nextTodo(standing, (places.at(-1) ?? 0) + 1) : places[answered];
        const upTo = ready === undefined || ready >= total ? total : ready - (ready % ROWS_A_FLUSH);
        if (upTo > writer.written) await writer.flush(upTo);
      }
    } catch (error) {
      await keepAnswered(writer, places[answered]);
      throw error;
    }
    start = nextTodo(standing, (places.at(-1) ?? start) + 1);
  }
  await writer.flush(total);
}

/** Best effort: what is lost here is scored again. */
async function keepAnswered(writer: RowWriter, upTo: number | undefined): Promise<void> {
  if (upTo === undefined || upTo <= writer.written) return;
  await writer.flush(upTo).catch(() => undefined); // the failure that led here is the one to tell
}

function nextTodo(standing: Uint8Array, from: number): number {
  const place = standing.indexOf(0, from);
  return place < 0 ? standing.length : place;
}

function takePlaces(standing: Uint8Array, start: number): number[] {
  const places: number[] = [];
  for (let place = start; place < standing.length && places.length < CALL_SIZE; place = nextTodo(standing, place + 1)) {
    places.push(place);
  }
  return places;
}

interface Answer {
  row: NewBatchRow;
  isReadFailure: boolean;
}

/** Rows of these photos in their order, those with a known failure among them. */
async function* answers({ engines }: CoreContext, todo: Todo, places: readonly number[]): AsyncGenerator<Answer[]> {
  const { photos, job } = todo;
  const chosen = places.map((place) => ({ place, photo: photoAt(photos, place) }));
  const facts = await Promise.all(
    chosen.map(async ({ photo }) => (photo.failure === null ? factsOf(photo.path) : null)),
  );
  const answer = (index: number, score: PhotoScore): Answer => {
    const { place, photo } = chosen[index] ?? raise(index);
    const isReadFailure = score.status === 'error' && score.code === 'READ_FAILED';
    return { row: rowOf(todo, { place, path: photo.path, facts: facts[index] ?? null }, score), isReadFailure };
  };
  let next = 0;
  const known = (): Answer[] => {
    const group: Answer[] = [];
    for (let failure = chosen[next]?.photo.failure; failure; failure = chosen[next]?.photo.failure) {
      group.push(answer(next, failure));
      next += 1;
    }
    return group;
  };
  yield known();
  const refs = chosen.flatMap(({ photo }) => (photo.failure === null ? [{ path: photo.path, sha256: null }] : []));
  // The features of 100,000 photos would clear the cache of those that trainings need, and fill the disk.
  const options = { signal: job.signal, networkBatch: todo.networkBatch, fillBatches: true, usesCache: false };
  for await (const scores of scoreStream(engines.compute, todo.model, refs, options)) {
    const group: Answer[] = [];
    for (const score of scores) {
      group.push(answer(next, score));
      next += 1;
      group.push(...known());
    }
    yield group;
  }
}

function photoAt(photos: readonly InputPhoto[], place: number): InputPhoto {
  return photos[place] ?? raise(place);
}

function raise(place: number): never {
  throw new AppError('INTERNAL', `there is no photo ${place}`);
}

function rowOf(
  { batch, model, rules }: Todo,
  photo: { place: number; path: string; facts: { sizeBytes: number; mtimeMs: number } | null },
  score: PhotoScore,
): NewBatchRow {
  const { threshold, runId } = batch;
  const row = toScoredRow({ path: photo.path, threshold, runId, modelHash: model.modelHash }, score);
  return {
    ...toStoredScore(row, score),
    extras: toExtras(score, { recalibration: rules.recalibration, metadata: rules.metadataOf(photo.path) }),
    position: photo.place,
    sizeBytes: photo.facts?.sizeBytes ?? null,
    mtimeMs: photo.facts?.mtimeMs ?? null,
  };
}

/** The folder that was lost with this photo, if it was: then it is no row, but the end for now. */
async function lostFolder({ folders }: Todo, { path, error }: NewBatchRow, unread: number): Promise<string | null> {
  if (error === null || !UNREACHED.has(error.code)) return null;
  return (await folders.vanished(path)) ?? (unread >= MAX_READ_FAILURES ? folders.folderOf(path) : null);
}
