import { AppError } from '../../shared/errors.ts';
import type { ClassMapping } from '../../shared/schemas/dataset.ts';
import { chooseClasses } from '../datasets/chooseClasses.ts';
import { readSource } from '../datasets/readSource.ts';
import type { LabelledRef } from './evaluatePhotos.ts';

/** The split that photos lie in does not matter here: all of them are evaluated. */
const NO_SPLIT = { kind: 'random', ratios: { train: 1, valid: 0, test: 0 }, seed: 0 } as const;

/**
 * The photos of <class>/... with their labels, read as an import reads them; excluded classes and photos of no class are left out.
 * Fails with UNMAPPED_CLASS when the mapping lacks a class, NO_PHOTOS when no photo has one.
 */
export async function labelledFolder(
  folder: string,
  mapping: ClassMapping,
  signal?: AbortSignal,
): Promise<LabelledRef[]> {
  const { photos } = await readSource({ source: folder, labelsCsv: null, columns: {} }, { signal });
  const chosen = chooseClasses(photos, mapping, NO_SPLIT);
  if (chosen.photos.length === 0) {
    throw new AppError('NO_PHOTOS', `no labelled photos in ${folder}`, {
      details: {
        path: folder,
        remedy: 'Put the photos into one folder a class (melanoma, nevus, ...) and give the folder above.',
      },
    });
  }
  return chosen.photos.map(({ path, label, className }) => ({
    path,
    sha256: null,
    label: label === 'malignant' ? 1 : 0,
    className,
    group: null,
    metadata: {},
  }));
}
