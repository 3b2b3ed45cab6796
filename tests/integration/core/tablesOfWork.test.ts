import { expect, test } from 'vitest';
import { eachScoredRow, insertBatchRows, listBatchRows, noExtras } from '../../../electron/core/database/batchRows.ts';
import { ledgerPage } from '../../../electron/core/database/batchLedger.ts';
import { getBatch, insertBatch, listBatches, updateBatch } from '../../../electron/core/database/batches.ts';
import {
  evaluationRowPicture,
  getEvaluationDetail,
  insertEvaluation,
  listEvaluations,
} from '../../../electron/core/database/evaluations.ts';
import type { NewEvaluationRow } from '../../../electron/core/database/evaluations.ts';
import { contentOnlyIn } from '../../../electron/core/database/photos.ts';
import { getPrediction, insertPrediction, listPredictions } from '../../../electron/core/database/predictions.ts';
import { deleteRun } from '../../../electron/core/database/runs.ts';
import { readSettings, writeSettings } from '../../../electron/core/database/settings.ts';
import { contract } from '../../../electron/shared/contract.ts';
import { NOTICE } from '../../../electron/shared/notice.ts';
import { BatchOptions, BatchQuery } from '../../../electron/shared/schemas/scoring.ts';
import { sha, at, open, addDataset, photo, addRun } from './tableRows.ts';

const validation = {
  id: 'v',
  runId: 'r',
  source: { kind: 'split', split: 'valid' },
  createdAt: at,
  modelHash: sha('c'),
  groupColumn: null,
} as const;

const evaluated = (changes: Partial<NewEvaluationRow>): NewEvaluationRow => ({
  path: '/photos/3.jpg',
  sha256: sha('3'),
  label: 1,
  className: 'melanoma',
  score: 0.5,
  error: null,
  group: null,
  metadata: {},
  ...changes,
});

test('an evaluation is its rows: scores to the last bit, failures with their reason', () => {
  const db = open();
  addRun(db);
  const score = 0.1 + 0.2;
  insertEvaluation(db, validation, [
    evaluated({ score }),
    evaluated({
      path: '/photos/4.jpg',
      sha256: null,
      label: 0,
      className: 'nevus',
      score: null,
      error: { code: 'TRUNCATED', message: 'half' },
    }),
    evaluated({ path: '/photos/5.jpg', sha256: sha('5'), label: 0, className: 'nevus', score: 0 }),
  ]);
  const detail = contract['evaluation.get'].output.parse(getEvaluationDetail(db, 'v'));
  expect(detail.evaluation).toMatchObject({
    name: 'First',
    n: 2,
    unreadable: [{ path: '/photos/4.jpg', code: 'TRUNCATED', message: 'half' }],
  });
  expect(detail.scores).toMatchObject({
    labels: [1, 0],
    scores: [score, 0],
    paths: ['/photos/3.jpg', '/photos/5.jpg'],
    classNames: ['melanoma', 'nevus'],
  });
  expect(evaluationRowPicture(db, detail.scores.rowIds[0] ?? '')).toEqual({ path: '/photos/3.jpg', sha256: sha('3') });
  expect(listEvaluations(db, 'r')).toEqual([detail.evaluation]);
  expect(listEvaluations(db, 'other')).toEqual([]);
});

test('thumbnails that an evaluation or another data set shows are not orphans', () => {
  const db = open();
  addRun(db);
  addDataset(
    db,
    'd',
    'One',
    ['1', '2', '3'].map((digit) => photo(digit, { sha256: sha(digit) })),
  );
  addDataset(db, 'e', 'Two', [photo('2', { sha256: sha('2') })]);
  insertEvaluation(db, validation, [evaluated({})]);
  expect(contentOnlyIn(db, 'd')).toEqual([sha('1')]);
});

test('predictions are read back newest first, with the line of a scored file', () => {
  const db = open();
  addRun(db);
  const common = { runId: 'r', createdAt: at, threshold: 0.5, modelHash: sha('c') };
  insertPrediction(db, {
    ...common,
    id: 'p',
    path: '/a.jpg',
    sha256: sha('a'),
    score: 0.75,
    label: 'malignant',
    error: null,
    widthPx: 60,
    heightPx: 40,
  });
  insertPrediction(db, {
    ...common,
    id: 'q',
    path: '/b.jpg',
    sha256: null,
    score: null,
    label: null,
    error: { code: 'EMPTY_FILE', message: 'no bytes' },
    widthPx: null,
    heightPx: null,
  });
  const { predictions } = contract['prediction.list'].output.parse({ predictions: listPredictions(db, 50) });
  expect(predictions.map(({ id }) => id)).toEqual(['q', 'p']);
  expect(predictions[0]).toMatchObject({
    errorCode: 'EMPTY_FILE',
    row: { status: 'error', error: 'EMPTY_FILE: no bytes', score: null, label: null },
  });
  expect(getPrediction(db, 'p').row).toEqual({
    path: '/a.jpg',
    score: 0.75,
    threshold: 0.5,
    label: 'malignant',
    runId: 'r',
    modelHash: sha('c'),
    status: 'ok',
    error: '',
    notice: NOTICE,
  });
  expect(listPredictions(db, 1)).toHaveLength(1);
});

test('batch rows are sorted and filtered, and counted as they come', () => {
  const db = open();
  addRun(db);
  insertBatch(db, {
    id: 'b',
    runId: 'r',
    inputs: ['/in'],
    request: BatchOptions.parse({}),
    threshold: 0.5,
    modelHash: sha('c'),
    out: null,
    createdAt: at,
    jobId: null,
  });
  const row = (position: number, path: string, score: number | null) => ({
    position,
    path,
    sha256: score === null ? null : sha('1'),
    score,
    label: score === null ? null : score >= 0.5 ? ('malignant' as const) : ('benign' as const),
    error: score === null ? ({ code: 'TRUNCATED', message: 'half' } as const) : null,
    sizeBytes: 10,
    mtimeMs: 1.5,
    extras: noExtras,
  });
  insertBatchRows(db, 'b', [row(0, '/in/c.jpg', 0.9), row(1, '/in/a.jpg', null), row(2, '/in/b.jpg', 0.1)]);
  insertBatchRows(db, 'b', [row(3, '/in/Ä.jpg', 0.9), row(1, '/in/a.jpg', 0.5)]);
  insertBatchRows(db, 'b', [row(4, '/in/d.jpg', null)]);
  updateBatch(db, 'b', { total: 6, skippedJunk: 2 });
  expect(getBatch(db, 'b')).toMatchObject({
    state: 'running',
    total: 6,
    scored: 4,
    failed: 1,
    malignant: 3,
    skippedJunk: 2,
  });
  expect(listBatches(db)).toEqual([getBatch(db, 'b')]);

  const positions = (changes: object): number[] => {
    const { total, rows } = listBatchRows(db, BatchQuery.parse({ batchId: 'b', offset: 0, limit: 100, ...changes }));
    expect(total).toBe(rows.length);
    return rows.map(({ position }) => position);
  };
  expect(positions({})).toEqual([0, 1, 2, 3, 4]);
  expect(positions({ descending: true })).toEqual([4, 3, 2, 1, 0]);
  expect(positions({ sort: 'score', descending: true })).toEqual([3, 0, 1, 2, 4]);
  expect(positions({ sort: 'path' })).toEqual([1, 2, 0, 4, 3]);
  expect(positions({ filter: 'malignant' })).toEqual([0, 1, 3]);
  expect(positions({ filter: 'benign' })).toEqual([2]);
  expect(positions({ filter: 'error' })).toEqual([4]);
  expect(positions({ search: 'ä' })).toEqual([3]);

  expect([...eachScoredRow(db, 'b')].map(({ row: { path, score, status } }) => [path, score, status])).toEqual([
    ['/in/c.jpg', 0.9, 'ok'],
    ['/in/a.jpg', 0.5, 'ok'],
    ['/in/b.jpg', 0.1, 'ok'],
    ['/in/Ä.jpg', 0.9, 'ok'],
    ['/in/d.jpg', null, 'error'],
  ]);
  expect(ledgerPage(db, 'b', 1, 1)[0]).toMatchObject({
    position: 1,
    path: '/in/a.jpg',
    status: 'ok',
    sha256: sha('1'),
    sizeBytes: 10,
    mtimeMs: 1.5,
  });
});

test('a run takes all that was made with it along', () => {
  const db = open();
  addRun(db);
  insertBatch(db, {
    id: 'b',
    runId: 'r',
    inputs: [],
    request: BatchOptions.parse({}),
    threshold: 0.5,
    modelHash: sha('c'),
    out: null,
    createdAt: at,
    jobId: null,
  });
  insertEvaluation(db, validation, []);
  deleteRun(db, 'r');
  expect(listBatches(db)).toEqual([]);
  expect(listEvaluations(db)).toEqual([]);
  for (const table of ['run_photos', 'epochs', 'evaluation_rows', 'batch_rows']) {
    expect(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()).toEqual({ n: 0 });
  }
});

test('settings are defaults until set, and one that is not understood is a default again', () => {
  const db = open();
  expect(readSettings(db)).toMatchObject({ language: 'system', theme: 'system' });
  writeSettings(db, { theme: 'dark', language: undefined });
  expect(readSettings(db)).toMatchObject({ language: 'system', theme: 'dark' });
  db.exec(`UPDATE settings SET value = '"polka dots"' WHERE key = 'theme'`);
  expect(readSettings(db).theme).toBe('system');
});
