import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { toErrorBody } from '../../../shared/errors.ts';
import { fileNameOf } from '../package/withoutFolders.ts';
import type { WrongCall } from './errorTable.ts';

export type ErrorFolders = Record<WrongCall['kind'], string>;

const LONGEST_NAME = 120;
/** What a file name may not hold on one system or another. */
const FORBIDDEN = /[<>:"/\\|?*\p{Cc}]/gu;

/**
 * Copies the photos of wrong calls into a new folder a kind, which fails when it is there; names begin with the score, so that they sort by it.
 * A photo that is gone, may not be read or is not the one that was scored (its bytes differ) is not copied but named. Throws NO_SPACE,
 * NO_PERMISSION and the like of the target.
 */
export async function copyPhotos(
  calls: readonly WrongCall[],
  folders: ErrorFolders,
): Promise<{ copied: number; missing: string[] }> {
  for (const folder of Object.values(folders)) await mkdir(folder);
  const taken = new Set<string>();
  const missing: string[] = [];
  for (const { row, kind } of calls) {
    if (!(await isAsScored(row))) {
      missing.push(row.path);
      continue;
    }
    const target = freeTarget(folders[kind], `${row.score.toFixed(4)} ${safeName(row.path)}`, taken);
    await copyFile(row.path, target, constants.COPYFILE_EXCL);
  }
  return { copied: calls.length - missing.length, missing };
}

async function isAsScored({ path, sha256 }: WrongCall['row']): Promise<boolean> {
  // An id of a file of scores, or a file name from another computer, is no path here.
  if (!isAbsolute(path)) return false;
  try {
    const bytes = await readFile(path);
    return sha256 === null || createHash('sha256').update(bytes).digest('hex') === sha256;
  } catch (thrown) {
    if (['NOT_FOUND', 'NO_PERMISSION'].includes(toErrorBody(thrown).code)) return false;
    throw thrown;
  }
}

function safeName(path: string): string {
  const name = fileNameOf(path).normalize('NFC').replace(FORBIDDEN, '_');
  if (name.length <= LONGEST_NAME) return name;
  const ending = /\.[^.]{1,8}$/.exec(name)?.[0] ?? '';
  return `${name.slice(0, LONGEST_NAME - ending.length)}${ending}`;
}

/** Names that differ in case only are one on some disks. */
function freeTarget(folder: string, name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(`${folder}/${free.toLowerCase()}`); number += 1) {
    free = name.replace(/(\.[^.]*)?$/, ` (${number})$1`);
  }
  taken.add(`${folder}/${free.toLowerCase()}`);
  return join(folder, free);
}
