import type { Label, Split } from '../../shared/schemas/common.ts';
import type { DuplicateSet } from '../../shared/schemas/dataset.ts';

export interface HashedPhoto {
  path: string;
  sha256: string;
  label: Label;
  split: Split;
}

/** Photos with the same bytes, in order of their first one; none are dropped. */
export function findDuplicates(photos: readonly HashedPhoto[]): DuplicateSet[] {
  const byContent = new Map<string, HashedPhoto[]>();
  for (const photo of photos) {
    const same = byContent.get(photo.sha256);
    if (same === undefined) byContent.set(photo.sha256, [photo]);
    else same.push(photo);
  }
  return [...byContent]
    .filter(([, same]) => same.length > 1)
    .map(([sha256, same]) => ({
      sha256,
      paths: same.map(({ path }) => path),
      conflict: new Set(same.map(({ label }) => label)).size > 1,
      leak: new Set(same.map(({ split }) => split)).size > 1,
    }));
}
