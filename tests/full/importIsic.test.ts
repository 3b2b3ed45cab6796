import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Photo } from '../../electron/shared/schemas/dataset.ts';
import { importFrom } from '../integration/core/importing.ts';
import { openApp } from '../integration/core/support.ts';
import { hasIsic, isicDir } from '../support/sharedData.ts';

const mapping = { nevus: 'benign', seborrheic_keratosis: 'benign', melanoma: 'malignant' } as const;
const counts = { train: { benign: 1626, malignant: 374 }, valid: { benign: 120, malignant: 30 } };

test.skipIf(!hasIsic)('2,150 real photos mean the same by their folders and by their CSV, to the byte', async () => {
  const { app } = await openApp();
  async function photosOf(name: string, labelsCsv: string | null): Promise<Photo[]> {
    const { detail } = await importFrom(app, { source: isicDir, labelsCsv, name, mapping });
    expect(detail.dataset).toMatchObject({ photoCount: 2150, counts, unreadableCount: 0 });
    const page = { datasetId: detail.dataset.id, limit: 1000 };
    const pages = await Promise.all([0, 1000, 2000].map((offset) => app.call('photo.list', { ...page, offset })));
    return pages.flatMap(({ photos }) => photos);
  }
  const said = ({ path, split, className, label, sha256 }: Photo) => ({ path, split, className, label, sha256 });
  const byFolder = await photosOf('By folder', null);
  const byCsv = await photosOf('By CSV', join(isicDir, 'labels.csv'));
  expect(byCsv.map(said)).toEqual(byFolder.map(said));
  // The CSV carries the SHA-256 of each file, made elsewhere.
  expect(byCsv.map(({ sha256 }) => sha256)).toEqual(byCsv.map(({ metadata }) => metadata['sha256']));
  expect(new Set(byCsv.map(({ metadata }) => metadata['sex']))).toEqual(new Set(['female', 'male', 'unknown']));
});
