import { mkdir } from 'node:fs/promises';
import { AppError, systemCode } from '../../shared/errors.ts';
import { toAppError } from '../failure.ts';

/** Makes the folder that photos or tables go to, where it is not there yet. Throws BAD_INPUT when its name is taken by a file. */
export async function makeTargetFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (thrown) {
    if (!['EEXIST', 'ENOTDIR'].includes(systemCode(thrown))) throw thrown;
    throw new AppError('BAD_INPUT', `${folder} is no folder`, {
      cause: thrown,
      details: { path: folder, remedy: 'Choose a folder, or a name that is not taken yet.' },
    });
  }
}

/** The system names the file that it was writing, but what is full or closed is the folder. */
export function inTargetFolder(thrown: unknown, folder: string): unknown {
  const { code, message } = toAppError(thrown);
  return code === 'NO_SPACE' || code === 'NO_PERMISSION'
    ? new AppError(code, message, { cause: thrown, details: { path: folder } })
    : thrown;
}
