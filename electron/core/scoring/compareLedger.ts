import { stat } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';
import type { BatchLedgerRow, LedgerChanges } from '../database/batchLedger.ts';
import { ledgerPage } from '../database/batchLedger.ts';
import { hashFile } from '../hashFile.ts';
import type { InputPhoto } from './listInputs.ts';
import { requireFolderOf } from './sources/vanished.ts';

export interface Comparison {
  /** For each photo 1 when its row stands. */
  standing: Uint8Array;
  standingCount: number;
  /** Rows from the start that stand in their places: so much of a file stands too. */
  unchanged: number;
  changes: LedgerChanges;
}

const PAGE = 256;

/**
 * Compares the rows there are with the photos as they are now. A row stands when its photo has the same size and time and nobody touched it since the batch was
 * begun (`begunMs`), or the same content (a drive of another system, a copy, another photo with the time of the former); one of a photo that could not be reached is
 * tried again. Memory grows with what has changed only.
 *
 * Fails with NOT_FOUND, and changes nothing, when a photo with a score is gone together with its folder: a drive that is not connected.
 */
export async function compareLedger(
  database: DatabaseSync,
  { id: batchId, begunMs }: { id: string; begunMs: number },
  photos: readonly InputPhoto[],
  signal: AbortSignal,
): Promise<Comparison> {
  const standing = new Uint8Array(photos.length);
  const changes: LedgerChanges = { moved: [], touched: [], removed: [] };
  const placeOf = createPlaces(photos);
  let standingCount = 0;
  let unchanged = 0;
  for (let from = 0; ;) {
    signal.throwIfAborted();
    const rows = ledgerPage(database, batchId, from, PAGE);
    const last = rows.at(-1);
    if (last === undefined) break;
    from = last.position + 1;
    const verdicts = await Promise.all(rows.map(async (row) => judge(row, photos[placeOf(row)], begunMs)));
    for (const [index, row] of rows.entries()) {
      const place = placeOf(row);
      const verdict = verdicts[index];
      if (verdict === undefined || verdict === 'again' || standing[place] === 1) {
        changes.removed.push(row.id);
        continue;
      }
      standing[place] = 1;
      standingCount += 1;
      if (place !== row.position) changes.moved.push({ id: row.id, position: place });
      else if (place === unchanged) unchanged += 1;
      if (verdict !== 'stands') changes.touched.push({ id: row.id, mtimeMs: verdict.mtimeMs });
    }
  }
  return { standing, standingCount, unchanged, changes };
}

/** A row's place among the photos, -1 for none; most rows are where they were. */
function createPlaces(photos: readonly InputPhoto[]): (row: BatchLedgerRow) => number {
  let byPath: Map<string, number> | null = null;
  return ({ path, position }) => {
    if (photos[position]?.path === path) return position;
    byPath ??= new Map(photos.map((photo, index) => [photo.path, index]));
    return byPath.get(path) ?? -1;
  };
}

type Verdict = 'stands' | 'again' | { mtimeMs: number };

async function judge(row: BatchLedgerRow, photo: InputPhoto | undefined, begunMs: number): Promise<Verdict> {
  if (photo === undefined) return 'again';
  const { failure } = photo;
  if (failure !== null) {
    return row.errorCode === failure.code && row.errorMessage === failure.message ? 'stands' : 'again';
  }
  // What could not be reached may be there by now.
  if (row.errorCode !== null && UNREACHED.has(row.errorCode)) return 'again';
  const now = await factsOf(row.path);
  if (now === null) {
    if (row.status === 'ok') await requireFolderOf(row.path);
    return 'again';
  }
  if (now.sizeBytes !== row.sizeBytes) return 'again';
  const isSameTime = now.mtimeMs === row.mtimeMs;
  // A program can give a file any time of modification (a copy that keeps it), but not that of its last change, which the system notes.
  if (isSameTime && now.ctimeMs < begunMs) return 'stands';
  if (row.sha256 === null || (await hashFile(row.path).catch(() => null)) !== row.sha256) return 'again';
  return isSameTime ? 'stands' : { mtimeMs: now.mtimeMs };
}

/** Of photos that may be reached another time. */
export const UNREACHED: ReadonlySet<string> = new Set(['NOT_FOUND', 'NO_PERMISSION', 'READ_FAILED']);

/** Before a photo is read: one that changes meanwhile is scored again the next time. null: it cannot be reached. */
export async function factsOf(path: string): Promise<{ sizeBytes: number; mtimeMs: number; ctimeMs: number } | null> {
  try {
    const { size, mtimeMs, ctimeMs } = await stat(path);
    return { sizeBytes: size, mtimeMs, ctimeMs };
  } catch {
    return null;
  }
}
