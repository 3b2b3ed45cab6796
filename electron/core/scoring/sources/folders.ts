import { opendir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The folders that photos were listed in, and on which device each was then. */
export interface ListedFolders {
  /** The photo's folder, when it was there as the photos were listed and is not any more, or is another one (an empty mount point). */
  vanished(photoPath: string): Promise<string | null>;
  folderOf(photoPath: string): string;
}

const AT_ONCE = 32;

/** Looks at each folder of these photos once. */
export async function watchFolders(photoPaths: Iterable<string>): Promise<ListedFolders> {
  const devices = new Map<string, number | null>();
  for (const path of photoPaths) devices.set(dirname(path), null);
  const folders = [...devices.keys()];
  for (let start = 0; start < folders.length; start += AT_ONCE) {
    await Promise.all(
      folders.slice(start, start + AT_ONCE).map(async (folder) => devices.set(folder, await deviceOf(folder))),
    );
  }
  return {
    folderOf: dirname,
    async vanished(photoPath) {
      const folder = dirname(photoPath);
      const then = devices.get(folder) ?? null;
      return then === null || (await deviceOf(folder)) === then ? null : folder;
    },
  };
}

/** null when it cannot be listed: a drive that was pulled may still be named. */
async function deviceOf(folder: string): Promise<number | null> {
  try {
    const { dev } = await stat(folder);
    const listing = await opendir(folder);
    await listing.close();
    return dev;
  } catch {
    return null;
  }
}
