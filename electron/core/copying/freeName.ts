import { randomUUID } from 'node:crypto';
import { link, open, rename, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { systemCode } from '../../shared/errors.ts';

/** Where a copy stands until it is whole: hidden, and plainly ours. */
export const partialName = (folder: string): string => join(folder, `.lesionlab-${randomUUID()}.part`);
export const isPartial = (name: string): boolean => /^\.lesionlab-[0-9a-f-]{36}\.part$/.test(name);

/** Of disks that know no links, as those of cameras and sticks (FAT). */
const NO_LINKS = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'EINVAL', 'EACCES', 'UNKNOWN']);

/** `lesion.jpg`, `lesion (2).jpg`, ... from 1. */
export const numbered = (name: string, number: number): string =>
  number === 1 ? name : name.replace(/(\.[^.]*)?$/, ` (${number})$1`);

/** Gives a whole copy its name, which must be free; false when it is not. It never replaces anything. */
export async function publishAs(partial: string, target: string): Promise<boolean> {
  try {
    await link(partial, target);
    await unlink(partial);
    return true;
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === 'EEXIST') return false;
    if (!NO_LINKS.has(code)) throw thrown;
  }
  // An empty file takes the name first, and only that one is replaced.
  try {
    await (await open(target, 'wx')).close();
  } catch (thrown) {
    if (systemCode(thrown) === 'EEXIST') return false;
    throw thrown;
  }
  await rename(partial, target);
  return true;
}

/** Under the first name in the folder that is free. Gives the path. */
export async function publishIn(partial: string, folder: string, source: string): Promise<string> {
  const name = basename(source);
  for (let number = 1; ; number += 1) {
    const target = join(folder, numbered(name, number));
    if (await publishAs(partial, target)) return target;
  }
}
