import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { bestPreset } from '../../../electron/shared/presets.ts';
import { failureOf, withFolder } from '../../support/engine.ts';
import { openStudy, writeStudy } from '../../support/smallStudy.ts';

const augmentation = bestPreset.tuning?.augmentation;
if (augmentation === undefined) throw new Error('Best trains without augmentation');

it('shows training photos of both classes as changed copies, the same for the same seed', async () => {
  await withFolder(async (dir) => {
    const photos = await writeStudy(join(dir, 'photos'));
    const { app, datasetId } = await openStudy(join(dir, 'data'), photos);
    try {
      const ask = (seed: number, count = 4) => app.call('augment.preview', { datasetId, augmentation, seed, count });
      const { photos: shown } = await ask(7);
      expect(shown.map(({ label }) => label)).toEqual(['malignant', 'benign', 'malignant', 'benign']);
      const ids = shown.flatMap(({ copies }) => copies);
      expect(new Set(ids).size).toBe(24);
      const files = await Promise.all(
        ids.map(async (id) => (await app.call('media.resolve', { kind: 'changedCopy', id, sizePx: 256 })).path),
      );
      const pictures = await Promise.all(files.slice(0, 6).map((file) => sharp(file).raw().toBuffer()));
      expect(new Set(pictures.map((pixels) => pixels.toString('base64'))).size).toBe(6);
      expect(pictures[0]).toHaveLength(256 * 256 * 3);

      expect(await ask(7)).toEqual({ photos: shown });
      const other = (await ask(8)).photos.flatMap(({ copies }) => copies);
      expect(other.filter((id) => ids.includes(id))).toEqual([]);

      // What is not an id of a copy leads nowhere, least of all out of the folder.
      for (const id of ['../x-1', `${ids[0] ?? ''}/..`, 'f'.repeat(40) + '-1', 'x'])
        expect(await failureOf(app.call('media.resolve', { kind: 'changedCopy', id, sizePx: 256 }))).toMatchObject({
          code: 'NOT_FOUND',
        });

      // An hour later they are cleared away with the next preview.
      const { copiesDir } = app.context.paths;
      const long = new Date(Date.now() - 2 * 3_600_000);
      for (const name of readdirSync(copiesDir)) utimesSync(join(copiesDir, name), long, long);
      await ask(9, 1);
      expect(readdirSync(copiesDir)).toHaveLength(1);
      expect(files.some((file) => existsSync(file))).toBe(false);
    } finally {
      await app.close();
    }
  });
});

it('leaves out a photo that is gone, and says so when all are', async () => {
  await withFolder(async (dir) => {
    const photos = await writeStudy(join(dir, 'photos'));
    const { app, datasetId } = await openStudy(join(dir, 'data'), photos);
    try {
      const ask = () => app.call('augment.preview', { datasetId, augmentation, seed: 7, count: 2 });
      const [first] = (await ask()).photos;
      const all = await app.call('photo.list', { datasetId, offset: 0, limit: 100 });
      const path = all.photos.find(({ id }) => id === first?.photoId)?.path ?? '';
      expect(statSync(path).isFile()).toBe(true);
      await rename(path, `${path}.away`);
      const again = (await ask()).photos;
      expect(again).toHaveLength(2);
      expect(again.map(({ photoId }) => photoId)).not.toContain(first?.photoId);
      await rename(join(dir, 'photos'), join(dir, 'away'));
      expect((await failureOf(ask())).details).toHaveProperty('photoCode');
    } finally {
      await app.close();
    }
  });
});
