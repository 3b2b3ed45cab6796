import { AppError } from '../../shared/errors.ts';
import type { ClassMapping } from '../../shared/schemas/dataset.ts';
import { chooseClasses } from '../datasets/chooseClasses.ts';
import { readSource } from '../datasets/readSource.ts';
import type { LabelledRef } from './evaluatePhotos.ts';

/** The split that photos lie in does not matter here: all of them are evaluated. */
const NO_SPLIT = { kind: 'random', ratios: { train: 1, valid: 0, test: 0 }, seed: 0 } as const;

export interface LabelledPhotos {
  photos: LabelledRef[];
  groupColumn: string | null;
}

/**
 * The photos of <class>/... with their labels, read as an import reads them, with what a CSV beside them says; excluded classes and photos of no class are left out.
 * Fails with UNMAPPED_CLASS when the mapping lacks a class, NO_PHOTOS when no photo has one.
 */
export async function labelledFolder(
  folder: string,
  mapping: ClassMapping,
  signal?: AbortSignal,
): Promise<LabelledPhotos> {
  const { photos, columns } = await readSource({ source: folder, labelsCsv: null, columns: {} }, { signal });
  const chosen = chooseClasses(photos, mapping, NO_SPLIT);
  if (chosen.photos.length === 0) {
    throw new AppError('NO_PHOTOS', `no labelled photos in ${folder}`, {
      details: {
        path: folder,
        remedy: 'Put the photos into one folder a class (melanoma, nevus, ...) and give the folder above.',
      },
    });
  }
  const labelled = chosen.photos.map(({ path, label, className, group, metadata }) => ({
    path,
    sha256: null,
    label: label === 'malignant' ? (1 as const) : (0 as const),
    className,
    group,
    metadata,
  }));
  return { photos: labelled, groupColumn: columns.find(({ role }) => role === 'group')?.name ?? null };
}
