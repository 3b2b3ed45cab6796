import { stat } from 'node:fs/promises';
import type { PhotoFailure } from '../../engine/protocol.ts';
import type { z } from 'zod';
import { AppError, toErrorBody } from '../../shared/errors.ts';
import { walkFolder } from '../datasets/walkFolder.ts';

export interface InputPhoto {
  path: string;
  /** Known already to have no score: a folder that cannot be listed, an input that is not there. */
  failure: z.output<typeof PhotoFailure> | null;
}

export interface ListedInputs {
  photos: InputPhoto[];
  /** Files that are no photos by their name: junk of the system and others. */
  skipped: number;
}

/**
 * Every photo of the inputs (absolute folders and files) once: the inputs in the order given, folders within in natural order.
 * A file given by name is taken whatever its name. Fails with NOT_FOUND when no input is there, NO_PHOTOS when they hold none.
 */
export async function listInputs(inputs: string[], signal: AbortSignal): Promise<ListedInputs> {
  const photos = new Map<string, InputPhoto>();
  const add = (path: string, failure: InputPhoto['failure'] = null): void => {
    if (!photos.has(path)) photos.set(path, { path, failure });
  };
  let skipped = 0;
  await refuseMissingInputs(inputs);
  for (const input of inputs) {
    if (!(await isFolder(input))) {
      add(input);
      continue;
    }
    const walk = await walkFolder(input, { signal });
    for (const { path } of walk.photos) add(path);
    // A folder that cannot be listed may hold photos: that must not pass unseen.
    for (const { path, message } of walk.unreadableFolders)
      add(path, { status: 'error', code: 'NO_PERMISSION', message });
    skipped += walk.junkCount + walk.otherCount + walk.csvFiles.length;
  }
  if (photos.size === 0) {
    throw new AppError('NO_PHOTOS', `no photos in ${inputs.join(', ')}`, { details: { path: inputs.join(', ') } });
  }
  return { photos: [...photos.values()], skipped };
}

/** One missing photo among others is an error row; when nothing is there, the call itself is wrong. */
export async function refuseMissingInputs(inputs: string[]): Promise<void> {
  let missing: unknown = null;
  for (const input of inputs) {
    try {
      await stat(input);
      return;
    } catch (error) {
      missing ??= error;
    }
  }
  const { code, message } = toErrorBody(missing);
  throw new AppError(code, code === 'NOT_FOUND' ? `There is nothing at ${inputs[0]}` : message, {
    cause: missing,
    details: { path: inputs[0], remedy: 'Check the path.' },
  });
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
