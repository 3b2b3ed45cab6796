import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { groupColumnOfEvaluation } from '../../database/evaluationColumns.ts';
import { storedRows } from '../../database/evaluationRows.ts';
import { getEvaluation } from '../../database/evaluations.ts';
import { csvTable } from '../../datasets/writeCsv.ts';
import { toAppError } from '../../failure.ts';
import { writeFileAtomic } from '../../files.ts';
import { refuseClosed } from '../openings.ts';
import type { ErrorFolders } from './copyPhotos.ts';
import { copyPhotos } from './copyPhotos.ts';
import { errorTable, wrongCalls } from './errorTable.ts';

const SystemError = z.object({ code: z.string() }).catch({ code: '' });

export interface ErrorsExport {
  csvPath: string;
  rows: number;
  copied: number;
  /** Photos that could not be copied: gone, or not as they were scored. */
  missing: string[];
}

/**
 * Writes errors.csv and on request copies of the photos into the folder, which is made where it is not. What is there already is never
 * overwritten: then the names end in the same number. What was copied is removed again when the disk is full. Throws NOT_FOUND, BAD_INPUT
 * (TEST_CLOSED), NO_SPACE, NO_PERMISSION.
 */
export async function exportErrors(
  database: DatabaseSync,
  request: { id: string; folder: string; copyPhotos: boolean },
): Promise<ErrorsExport> {
  const { id, folder } = request;
  const evaluation = getEvaluation(database, id);
  refuseClosed(evaluation);
  const calls = wrongCalls(storedRows(database, id), evaluation.threshold.value);
  const { header, rows } = errorTable(calls, evaluation, groupColumnOfEvaluation(database, id));
  await makeFolder(folder);
  const { csvPath, folders } = freeNames(folder);
  try {
    const photos = request.copyPhotos ? await copyPhotos(calls, folders) : { copied: 0, missing: [] };
    await writeFileAtomic(csvPath, csvTable(header, rows));
    return { csvPath, rows: rows.length, ...photos };
  } catch (thrown) {
    // only what this export made: both names were free
    if (request.copyPhotos) for (const made of Object.values(folders)) await rm(made, { recursive: true, force: true });
    const { code, message } = toAppError(thrown);
    // the system names the photo that it was copying, but what is full or closed is the folder
    if (code === 'NO_SPACE' || code === 'NO_PERMISSION') {
      throw new AppError(code, message, { cause: thrown, details: { path: folder } });
    }
    throw thrown;
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (thrown) {
    const { code } = SystemError.parse(thrown);
    if (code !== 'EEXIST' && code !== 'ENOTDIR') throw thrown;
    throw new AppError('BAD_INPUT', `${folder} is no folder`, {
      cause: thrown,
      details: { path: folder, remedy: 'Choose a folder, or a name that is not taken yet.' },
    });
  }
}

function freeNames(folder: string): { csvPath: string; folders: ErrorFolders } {
  for (let number = 1; ; number += 1) {
    const end = number === 1 ? '' : `-${number}`;
    const csvPath = join(folder, `errors${end}.csv`);
    const folders = {
      'false negative': join(folder, `false-negatives${end}`),
      'false positive': join(folder, `false-positives${end}`),
    };
    if (![csvPath, ...Object.values(folders)].some((path) => existsSync(path))) return { csvPath, folders };
  }
}
