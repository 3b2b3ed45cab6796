import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { insertBatch, updateBatch } from '../../../../electron/core/database/batches.ts';
import type { NewBatchRow } from '../../../../electron/core/database/batchRows.ts';
import { insertBatchRows, noExtras } from '../../../../electron/core/database/batchRows.ts';
import { insertEvaluation } from '../../../../electron/core/database/evaluations.ts';
import { transaction } from '../../../../electron/core/database/rows.ts';
import type { App } from '../../../../electron/core/app.ts';
import type { ScoreTable } from '../../../../electron/shared/metrics/scoreTable.ts';
import { createScoreTable } from '../../../../electron/shared/metrics/scoreTable.ts';
import { BatchOptions, type RowExtras } from '../../../../electron/shared/schemas/scoring.ts';
import { addRun, at, sha } from '../../core/tableRows.ts';

export const THRESHOLD = 0.5;

/** A finished batch `b` of run `r` without rows. */
export function addBatch(db: DatabaseSync): void {
  addRun(db);
  insertBatch(db, {
    id: 'b',
    runId: 'r',
    inputs: ['/photos'],
    request: BatchOptions.parse({}),
    threshold: THRESHOLD,
    modelHash: sha('a'),
    out: null,
    createdAt: at,
    jobId: null,
  });
  updateBatch(db, 'b', { state: 'finished', finishedAt: at });
}

export const rowOf = (
  position: number,
  path: string,
  score: number | null,
  changes: Partial<NewBatchRow> = {},
): NewBatchRow => ({
  path,
  position,
  sha256: score === null ? null : createHash('sha256').update(path).digest('hex'),
  score,
  label: score === null ? null : score >= THRESHOLD ? 'malignant' : 'benign',
  error: score === null ? { code: 'TRUNCATED', message: 'it ends early' } : null,
  sizeBytes: 1,
  mtimeMs: 1,
  extras: noExtras,
  ...changes,
});

export const addRows = (db: DatabaseSync, rows: readonly NewBatchRow[]): void =>
  transaction(db, () => insertBatchRows(db, 'b', rows));

/** Files as rows of the batch, in this order: content by path, each hashed as it was when it was scored. */
export function addPhotos(
  { context }: App,
  photos: readonly { path: string; score: number | null; text?: string }[],
): void {
  addBatch(context.database);
  for (const { path, text = `photo ${path}` } of photos) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  addRows(
    context.database,
    photos.map(({ path, score, text = `photo ${path}` }, position) =>
      rowOf(position, path, score, { sha256: createHash('sha256').update(text).digest('hex') }),
    ),
  );
}

/** The ids of all rows, in the batch's order. */
export const idsOf = async (app: App): Promise<string[]> =>
  (await app.call('batch.rowIds', { query: { batchId: 'b' }, offset: 0, limit: 1000 })).ids;

/** 100,000 rows as a clinic has them: some broken, flagged, dated, with columns of their own; a tenth is marked. */
export function addClinic(db: DatabaseSync, count: number): void {
  addBatch(db);
  let seed = 7;
  const next = (): number => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  const rows = Array.from({ length: count }, (_, i) => {
    const score = i % 211 === 7 ? null : next() ** 3;
    const extras: RowExtras = {
      calibrated: score,
      quality: i % 50 === 0 ? ['BLURRED'] : [],
      unlike: score === null ? null : i % 97 === 0,
      takenAt: i % 3 === 0 ? null : `2026-${String(1 + (i % 12)).padStart(2, '0')}-01T08:00:00`,
      metadata: { age: String(i % 90), sex: i % 2 === 0 ? 'female' : 'male', site: 'back', patient: `P${i % 3000}` },
    };
    return rowOf(i, `/home/ada/clinic/2026-${i % 12}/IMG_${String(i).padStart(6, '0')}.jpg`, score, { extras });
  });
  addRows(db, rows);
}

/** The validation scores of run `r`, every fifth photo malignant, by the model that scored batch `b` unless another is named. */
export function addValidation(
  db: DatabaseSync,
  count: number,
  { id = 'v', modelHash = sha('a') }: { id?: string; modelHash?: string } = {},
): ScoreTable {
  const photos = Array.from({ length: count }, (_, i) => {
    const label = i % 5 === 0 ? (1 as const) : (0 as const);
    // spread over 0 to 1 by a step that meets no score twice
    return { label, score: (i * 0.6180339887) % 1 };
  });
  insertEvaluation(
    db,
    { id, runId: 'r', source: { kind: 'split', split: 'valid' }, createdAt: at, modelHash, groupColumn: null },
    photos.map(({ label, score }, i) => ({
      path: `/valid/${i}.jpg`,
      sha256: null,
      label,
      className: label === 1 ? 'melanoma' : 'nevus',
      score,
      error: null,
      group: null,
      metadata: {},
    })),
  );
  return createScoreTable({ labels: photos.map(({ label }) => label), scores: photos.map(({ score }) => score) });
}
