import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import { insertDataset } from '../../../electron/core/database/datasets.ts';
import { openDatabase } from '../../../electron/core/database/open.ts';
import type { NewPhoto } from '../../../electron/core/database/photos.ts';
import { insertPhotos } from '../../../electron/core/database/photos.ts';
import { insertRun } from '../../../electron/core/database/runs.ts';
import { recommendedPreset } from '../../../electron/shared/presets.ts';
import type { PhotoQuery } from '../../../electron/shared/schemas/dataset.ts';
import { PhotoQuery as PhotoQuerySchema } from '../../../electron/shared/schemas/dataset.ts';
import { temporaryFolder } from './support.ts';

export const sha = (digit: string): string => digit.repeat(64);
export const at = '2026-03-04T05:06:07.000Z';

export function open(): DatabaseSync {
  const db = openDatabase(join(temporaryFolder(), 'x.db'));
  onTestFinished(() => db.close());
  return db;
}

export function addDataset(db: DatabaseSync, id: string, name: string, photos: NewPhoto[]): void {
  insertDataset(db, {
    id,
    name,
    source: '/photos',
    labelsCsv: null,
    createdAt: at,
    mapping: { nevus: 'benign' },
    split: { kind: 'folder' },
    groupColumn: null,
    metadataColumns: ['sex'],
    report: {
      datasetId: id,
      name,
      counts: {},
      classCounts: [],
      excludedCount: 0,
      junkCount: 1,
      otherCount: 2,
      unreadable: [{ path: '/photos/half.jpg', code: 'TRUNCATED', message: 'half' }],
      duplicates: [],
      unmatchedRows: { count: 0, first: [] },
      unlabelledPhotos: { count: 0, first: [] },
      warnings: [],
    },
    version: 1,
    changes: null,
  });
  insertPhotos(db, id, photos);
}

export const photo = (name: string, changes: Partial<NewPhoto> = {}): NewPhoto => ({
  path: `/photos/${name}`,
  fileName: name,
  split: 'train',
  className: 'nevus',
  label: 'benign',
  group: null,
  sha256: sha('0'),
  sizeBytes: 1000,
  mtimeMs: 1700000000000.25,
  widthPx: 64,
  heightPx: 48,
  format: 'jpeg',
  duplicate: false,
  metadata: { sex: 'female' },
  searchText: name,
  ...changes,
});

export const query = (changes: Partial<PhotoQuery> = {}): PhotoQuery =>
  PhotoQuerySchema.parse({ datasetId: 'd', offset: 0, limit: 100, ...changes });

export function addRun(db: DatabaseSync, id = 'r'): void {
  insertRun(
    db,
    {
      id,
      name: 'First',
      datasetId: 'd',
      datasetName: 'Old name',
      config: recommendedPreset,
      createdAt: at,
      trainableParameters: 1281,
      frozenParameters: 3_000_000,
      backboneGraphSha256: sha('b'),
      layers: [{ name: 'head', type: 'dense', outputShape: [1], parameters: 1281, trainable: true }],
      tensorBoardDir: null,
      jobId: 'j',
    },
    [
      { split: 'train', path: '/photos/1.jpg', sha256: sha('1'), label: 0, className: 'nevus' },
      { split: 'train', path: '/photos/2.jpg', sha256: sha('2'), label: 1, className: 'melanoma' },
      { split: 'valid', path: '/photos/3.jpg', sha256: sha('3'), label: 1, className: 'melanoma' },
    ],
  );
}
