import { basename } from 'node:path';
import { AppError } from '../../../shared/errors.ts';

/** A fault of a CSV names its file too: people import several. */
export async function inFile<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'BAD_CSV') throw thrown;
    throw new AppError(thrown.code, `${basename(path)}: ${thrown.message}`, {
      cause: thrown,
      details: { ...thrown.details, path },
    });
  }
}
