import { AppError } from '../../shared/errors.ts';
import type { ClassMapping } from '../../shared/schemas/dataset.ts';
import { folderLayout } from '../datasets/folderLayout.ts';
import { walkFolder } from '../datasets/walkFolder.ts';
import type { LabelledRef } from './evaluatePhotos.ts';

/**
 * The photos of <class>/... with their labels, in natural order; excluded classes are left out. Fails with UNMAPPED_CLASS when the
 * mapping lacks a class, NO_PHOTOS when there are no class folders.
 */
export async function labelledFolder(
  folder: string,
  mapping: ClassMapping,
  signal?: AbortSignal,
): Promise<LabelledRef[]> {
  const { photos } = await walkFolder(folder, { signal });
  const { places } = folderLayout(photos.map(({ relativePath }) => relativePath));
  const targetOf = new Map(Object.entries(mapping).map(([name, target]) => [name.normalize('NFC'), target]));
  const unmapped = new Set<string>();
  const labelled: LabelledRef[] = [];
  for (const [index, { path }] of photos.entries()) {
    const className = places[index]?.className ?? null;
    if (className === null) {
      throw new AppError('NO_PHOTOS', `${path} lies in no class folder`, {
        details: {
          path: folder,
          remedy:
            'Put the photos into one folder a class, for example melanoma and nevus, and give the folder above them.',
        },
      });
    }
    const target = targetOf.get(className.normalize('NFC'));
    if (target === undefined) unmapped.add(className);
    else if (target !== 'exclude')
      labelled.push({ path, sha256: null, label: target === 'malignant' ? 1 : 0, className });
  }
  if (unmapped.size > 0) {
    const classes = [...unmapped];
    throw new AppError('UNMAPPED_CLASS', `classes without a meaning: ${classes.join(', ')}`, { details: { classes } });
  }
  return labelled;
}
