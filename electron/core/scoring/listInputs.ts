import { stat } from 'node:fs/promises';
import type { z } from 'zod';
import type { PhotoFailure } from '../../engine/protocol.ts';
import { AppError, toErrorBody } from '../../shared/errors.ts';
import type { BatchOptions, SkippedFiles } from '../../shared/schemas/scoring.ts';
import { naturalOrder } from '../datasets/naturalOrder.ts';
import { walkFolder } from '../datasets/walkFolder.ts';
import { photoFilter } from './sources/globs.ts';
import { NOT_UTF8 } from './sources/pathLine.ts';
import { readList } from './sources/readList.ts';

type Failure = z.output<typeof PhotoFailure>;

export interface InputPhoto {
  path: string;
  /** Known already to have no score: a folder that cannot be listed, a name that cannot be opened. */
  failure: Failure | null;
}

export interface ListedInputs {
  photos: InputPhoto[];
  /** Files of the folders that were left out. */
  skipped: SkippedFiles;
}

export interface InputRequest extends Pick<BatchOptions, 'recursive' | 'include' | 'exclude' | 'lists' | 'root'> {
  /** Absolute folders and files. */
  inputs: readonly string[];
}

const failure = (code: Failure['code'], message: string): Failure => ({ status: 'error', code, message });

/**
 * Every photo of the inputs once: the inputs in the order given, then the lists; folders within in natural order. A file given by name or listed
 * is taken whatever its name; the globs are for folders. Fails with NOT_FOUND when no input is there, or no such list, NO_PHOTOS when they hold none.
 */
export async function listInputs(request: InputRequest, signal: AbortSignal): Promise<ListedInputs> {
  const { inputs, lists, root } = request;
  const photos: InputPhoto[] = [];
  const known = new Set<string>();
  const add = (photo: InputPhoto): void => {
    if (known.has(photo.path)) return;
    known.add(photo.path);
    photos.push(photo);
  };
  const skipped: SkippedFiles = { hidden: 0, system: 0, otherFiles: 0, excluded: 0 };
  await refuseMissingSources(request);
  for (const input of inputs) {
    if (await isFolder(input)) for (const photo of await listFolder(input, request, skipped, signal)) add(photo);
    else add({ path: input, failure: null });
  }
  for (const list of lists) {
    for (const { path, fault } of await readList(list, root)) {
      add({ path, failure: fault === null ? null : failure('NOT_FOUND', fault) });
    }
  }
  if (photos.length === 0) throw nothingToScore(request, skipped);
  return { photos, skipped };
}

/** A folder full of photos that a glob left out is not an empty one. */
function nothingToScore({ inputs, lists }: InputRequest, skipped: SkippedFiles): AppError {
  const where = [...inputs, ...lists].join(', ');
  const { excluded } = skipped;
  if (excluded > 0) {
    const what = excluded === 1 ? 'The only photo' : `All ${excluded} photos`;
    return new AppError(
      'NO_PHOTOS',
      `${what} in ${where} ${excluded === 1 ? 'is' : 'are'} left out by what was asked.`,
      {
        details: {
          path: where,
          ...skipped,
          reason: 'ALL_EXCLUDED',
          remedy: 'Change what is to be included and excluded.',
        },
      },
    );
  }
  const remedy = inputs.length > 0 ? {} : { remedy: 'Write the path of one photo a line into the list.' };
  return new AppError('NO_PHOTOS', `no photos in ${where}`, { details: { path: where, ...skipped, ...remedy } });
}

async function listFolder(
  folder: string,
  { recursive, include, exclude }: InputRequest,
  skipped: SkippedFiles,
  signal: AbortSignal,
): Promise<InputPhoto[]> {
  const walk = await walkFolder(folder, { signal, recursive });
  const isWanted = photoFilter({ include, exclude });
  const found = walk.photos.map((file) => ({ ...file, failure: null as Failure | null }));
  // A folder that cannot be listed may hold photos, and what cannot be opened may be one: neither must pass unseen.
  for (const { message, ...file } of walk.unreadableFolders)
    found.push({ ...file, failure: failure('NO_PERMISSION', message) });
  for (const file of walk.foldersNamedLikePhotos)
    found.push({ ...file, failure: failure('NOT_A_FILE', 'this is a folder, not a photo') });
  for (const file of walk.oddlyNamed) found.push({ ...file, failure: failure('NOT_FOUND', NOT_UTF8) });
  const wanted = found.filter(({ relativePath }) => isWanted(relativePath));
  skipped.hidden += walk.junk.hidden;
  skipped.system += walk.junk.system;
  skipped.otherFiles += walk.otherCount + walk.csvFiles.length;
  skipped.excluded += found.length - wanted.length;
  return naturalOrder(wanted, ({ relativePath }) => relativePath).map(({ path, failure: known }) => ({
    path,
    failure: known,
  }));
}

/** One missing photo among others is an error row; when nothing is there, or not what lists go by, the call itself is wrong. */
export async function refuseMissingSources({
  inputs,
  lists,
  root,
}: Pick<InputRequest, 'inputs' | 'lists' | 'root'>): Promise<void> {
  if (lists.length === 0) return refuseMissingInputs(inputs);
  if (root === null || (await isFolder(root))) return;
  throw new AppError('NOT_FOUND', `There is no folder at ${root}, where the paths of the list are looked for.`, {
    details: { path: root, remedy: 'Check the path that was given with --root; is its drive connected?' },
  });
}

async function refuseMissingInputs(inputs: readonly string[]): Promise<void> {
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
