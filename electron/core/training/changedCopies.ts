import { createHash } from 'node:crypto';
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handlers, Output, ParsedInput } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { createRandom, shuffled } from '../../shared/random.ts';
import type { CoreContext, CorePaths } from '../context.ts';
import { getDataset } from '../database/datasets.ts';
import { photosOfSplit } from '../database/photos.ts';
import type { LabelledPhoto } from '../database/photos.ts';

/** Of each photo. */
const COPIES = 6;
/** Near what networks take, and enough to see by. */
const SIZE_PX = 256;
/** So long a preview can be looked at after it was asked for. */
const KEPT_MS = 3_600_000;
/** `<name of the folder>-<number of the copy>`. */
const COPY_ID = /^([0-9a-f]{40})-(\d{1,2})$/;

/** augment.preview: photos that the seed draws, half of them malignant where there are as many. One that cannot be read is left out, and told only when none can. */
export function changedCopiesHandlers(context: CoreContext): Pick<Handlers, 'augment.preview'> {
  return { 'augment.preview': (request) => preview(context, request) };
}

async function preview(
  context: CoreContext,
  { datasetId, augmentation, seed, count }: ParsedInput<'augment.preview'>,
): Promise<Output<'augment.preview'>> {
  const { database, engines, paths, now } = context;
  getDataset(database, datasetId);
  const drawn = drawPhotos(photosOfSplit(database, datasetId, 'train'), seed);
  if (drawn.length === 0) throw new AppError('NO_PHOTOS', 'The data set has no training photos.');
  await removeOld(paths.copiesDir, now());
  const photos: Output<'augment.preview'>['photos'] = [];
  let failure: AppError | null = null;
  for (const { photoId, path, sha256, className, label } of drawn) {
    if (photos.length === count) break;
    const key = JSON.stringify([path, sha256, augmentation, seed, SIZE_PX]);
    const folder = createHash('sha256').update(key).digest('hex').slice(0, 40);
    const outDir = join(paths.copiesDir, folder);
    try {
      const request = { path, sizePx: SIZE_PX, augmentation, seed, count: COPIES, outDir };
      await engines.compute.call('augmentPreview', request, { urgent: true });
    } catch (error) {
      if (!(error instanceof AppError) || error.details['photoCode'] === undefined) throw error;
      failure ??= error;
      continue;
    }
    await utimes(outDir, now(), now());
    photos.push({
      photoId,
      className,
      label: label === 1 ? 'malignant' : 'benign',
      copies: Array.from({ length: COPIES }, (_, index) => `${folder}-${index + 1}`),
    });
  }
  if (photos.length === 0 && failure !== null) throw failure;
  return { photos };
}

/** All of them in the order in which they are to be shown: malignant and benign by turns, as long as there are both. */
function drawPhotos(photos: readonly LabelledPhoto[], seed: number): LabelledPhoto[] {
  const order = shuffled(photos, createRandom(seed, 'changed copies'));
  const [malignant, benign] = ([1, 0] as const).map((label) => order.filter((photo) => photo.label === label));
  return order.flatMap((_, turn) => [malignant?.[turn], benign?.[turn]].filter((photo) => photo !== undefined));
}

/** The file of a copy; NOT_FOUND for what no preview was answered with, or an hour later. */
export async function changedCopyPath({ copiesDir }: CorePaths, id: string): Promise<string> {
  const [, folder, number] = COPY_ID.exec(id) ?? [];
  if (folder !== undefined && number !== undefined) {
    const path = join(copiesDir, folder, `${Number(number)}.jpg`);
    const found = await stat(path).catch(() => null);
    if (found?.isFile() === true) return path;
  }
  throw new AppError('NOT_FOUND', `no copy ${id}`, { details: { id } });
}

async function removeOld(dir: string, now: Date): Promise<void> {
  for (const name of await readdir(dir)) {
    const folder = join(dir, name);
    const { mtimeMs } = await stat(folder);
    if (now.getTime() - mtimeMs > KEPT_MS) await rm(folder, { recursive: true, force: true });
  }
}
