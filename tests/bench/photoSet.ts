import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { EngineClient } from '../../electron/core/context.ts';
import { writeSample } from '../../electron/core/demo/writeSample.ts';
import { hasIsic, isicDir } from '../support/sharedData.ts';

export interface Photo {
  path: string;
  sha256: string;
  label: 0 | 1;
  className: string;
}
export const positiveClass = 'melanoma';

/** Photos of all classes in turn, as many of each as there are, in the order of their names. */
async function takeInTurn(folder: string, count: number): Promise<Photo[]> {
  const classes = (await readdir(folder)).toSorted();
  const files = await Promise.all(classes.map(async (name) => (await readdir(join(folder, name))).toSorted()));
  const deepest = Math.max(...files.map(({ length }) => length));
  const found: Photo[] = [];
  for (let i = 0; i < deepest && found.length < count; i += 1) {
    for (const [c, className] of classes.entries()) {
      const file = files[c]?.[i];
      if (file === undefined || found.length >= count) continue;
      const path = join(folder, className, file);
      const sha256 = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
      found.push({ path, sha256, className, label: className === positiveClass ? 1 : 0 });
    }
  }
  if (found.length < count) throw new Error(`${folder} holds ${found.length} photos where ${count} are needed`);
  return found;
}

/** The first photos of ISIC 2017's training split where it is there, else as many drawn ones. */
export async function benchPhotos(
  root: string,
  count: number,
  engine: EngineClient,
): Promise<{ photos: Photo[]; what: string }> {
  if (hasIsic)
    return { photos: await takeInTurn(join(isicDir, 'train'), count), what: 'ISIC 2017 photos of 256 pixels' };
  const third = Math.ceil(count / 3);
  const none = { nevus: 0, seborrheic_keratosis: 0, melanoma: 0 };
  await writeSample({
    dir: join(root, 'drawn'),
    seed: 7,
    signal: new AbortController().signal,
    report: () => undefined,
    encode: ({ widthPx, heightPx, rgb }, outPath) =>
      engine.call('encodeJpeg', { widthPx, heightPx, rgb: new Uint8Array(rgb), outPath }),
    counts: { train: { nevus: third, seborrheic_keratosis: third, melanoma: third }, valid: none, test: none },
  });
  return { photos: await takeInTurn(join(root, 'drawn', 'train'), count), what: 'drawn photos of 256 pixels' };
}

/** One folder a class, as the tutorial's script reads it. */
export async function linkFolders(root: string, photos: readonly Photo[]): Promise<void> {
  for (const photo of photos) {
    const folder = join(root, photo.className);
    await mkdir(folder, { recursive: true });
    await symlink(photo.path, join(folder, basename(photo.path)));
  }
}
