import { performance } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { insertEvaluation, getEvaluationDetail } from '../../../electron/core/database/evaluations.ts';
import { listPhotos } from '../../../electron/core/database/photos.ts';
import { transaction } from '../../../electron/core/database/rows.ts';
import { getRunDetail, runPhotos } from '../../../electron/core/database/runs.ts';
import { createVersion } from '../../../electron/core/review/createVersion.ts';
import { decide } from '../../../electron/core/review/decide.ts';
import { addDataset, addRun, at, open, photo, query, sha } from './tableRows.ts';

const context = (database: ReturnType<typeof open>) => {
  let next = 0;
  return { database, now: () => new Date(at), newId: () => `id${next++}` };
};

test('a version of 100,000 photos is made in seconds', () => {
  const db = open();
  const splits = ['train', 'train', 'train', 'valid'] as const;
  transaction(db, () =>
    addDataset(
      db,
      'd',
      'Large',
      Array.from({ length: 100_000 }, (_, n) =>
        photo(`${n}.jpg`, {
          sha256: (n === 99_999 ? 0 : n).toString(16).padStart(64, '0'),
          split: splits[n % 4] ?? 'train',
          label: n % 5 === 0 ? 'malignant' : 'benign',
          duplicate: n === 0 || n === 99_999,
        }),
      ),
    ),
  );
  const { photos } = listPhotos(db, query({ limit: 1000 }));
  const reviewed = context(db);
  const ids = photos.map(({ id }) => id);
  decide(reviewed, { photoIds: ids.slice(0, 500), verdict: { kind: 'exclude' }, reason: 'blurred' });
  decide(reviewed, { photoIds: ids.slice(500), verdict: { kind: 'relabel', label: 'malignant' }, reason: '' });
  const start = performance.now();
  const made = createVersion(reviewed, { id: 'd', name: 'Large v2' });
  const seconds = (performance.now() - start) / 1000;
  console.info(`version of 100,000 photos: ${seconds.toFixed(2)} s`);
  expect([made.photoCount, made.duplicateCount]).toEqual([99_500, 0]);
  // 20,000 were malignant, 100 of them went, and of the 500 relabelled ones 100 were malignant already.
  const malignant = (made.counts.train?.malignant ?? 0) + (made.counts.valid?.malignant ?? 0);
  expect(malignant).toBe(20_000 - 100 + 400);
  expect(seconds).toBeLessThan(30);
});

test('runs and evaluations of the parent are untouched by a version of it', () => {
  const db = open();
  addDataset(db, 'd', 'Set', [
    photo('1.jpg', { sha256: sha('1') }),
    photo('2.jpg', { sha256: sha('2'), label: 'malignant', className: 'melanoma' }),
    photo('3.jpg', { sha256: sha('3'), label: 'malignant', className: 'melanoma', split: 'valid' }),
  ]);
  addRun(db);
  const row = (name: string, label: 0 | 1, score: number) => ({
    path: `/photos/${name}`,
    sha256: sha('1'),
    label,
    className: 'nevus',
    score,
    error: null,
    group: null,
    metadata: {},
  });
  insertEvaluation(
    db,
    {
      id: 'e',
      source: { kind: 'split', split: 'valid' },
      createdAt: at,
      groupColumn: null,
      runId: 'r',
      modelHash: sha('a'),
    },
    [row('1.jpg', 0, 0.2), row('3.jpg', 1, 0.9)],
  );
  const state = () => ({
    run: getRunDetail(db, 'r'),
    photos: [runPhotos(db, 'r', 'train'), runPhotos(db, 'r', 'valid')],
    evaluation: getEvaluationDetail(db, 'e'),
  });
  const before = state();
  const [first, second] = listPhotos(db, query()).photos;
  const reviewed = context(db);
  decide(reviewed, { photoIds: [first?.id ?? ''], verdict: { kind: 'relabel', label: 'malignant' }, reason: 'x' });
  decide(reviewed, { photoIds: [second?.id ?? ''], verdict: { kind: 'exclude' }, reason: 'y' });
  expect(createVersion(reviewed, { id: 'd', name: 'Set v2' }).version).toBe(2);
  expect(state()).toEqual(before);
});
