import { proposeClass, splitOfName } from '../../shared/classTerms.ts';
import type { Split } from '../../shared/schemas/common.ts';

/** What a photo's folders say of it. */
export interface FolderPlace {
  split: Split | null;
  /** In NFC; null when the photo lies in no class folder. */
  className: string | null;
}

export interface FolderLayout {
  kind: 'splitFolders' | 'classFolders' | 'flat';
  /** One an input path, in order. */
  places: FolderPlace[];
}

/**
 * Reads split and class off the folders of photos, given their paths below the source (`/` between folders):
 * train|valid|test/<class>/..., <class>/..., <class>/train|valid|test/..., deeper folders, and folders that wrap the whole.
 */
export function folderLayout(relativePaths: readonly string[]): FolderLayout {
  const folders = relativePaths.map((path) => path.normalize('NFC').split('/').slice(0, -1));
  const inner = withoutWrappers(folders);
  const split = inner.map((names) => splitAt(names));
  const hasSplits = split.some((found) => found !== null);
  // A wrapper can stand inside the split folders too: train/images/nevus.
  const rest = withoutWrappers(inner.map((names, index) => names.filter((_, depth) => depth !== split[index]?.depth)));
  const places = rest.map((names, index) => ({ split: split[index]?.name ?? null, className: names[0] ?? null }));
  const hasClasses = places.some(({ className }) => className !== null);
  return { kind: hasSplits ? 'splitFolders' : hasClasses ? 'classFolders' : 'flat', places };
}

/** The split folder stands first, or right below the class. */
function splitAt(names: readonly string[]): { name: Split; depth: number } | null {
  for (const depth of [0, 1]) {
    const name = splitOfName(names[depth] ?? '');
    if (name !== null) return { name, depth };
  }
  return null;
}

/**
 * Takes off first folders that all photos share, unless they mean something: a split, a known class, or the only folder that a photo
 * has (then it is the one class there is).
 */
function withoutWrappers(folders: readonly (readonly string[])[]): readonly (readonly string[])[] {
  let inner = folders;
  for (;;) {
    const first = inner[0]?.[0];
    if (first === undefined || splitOfName(first) !== null || proposeClass(first) !== 'ask') return inner;
    if (!inner.every((names) => names[0] === first && names.length > 1)) return inner;
    inner = inner.map((names) => names.slice(1));
  }
}
