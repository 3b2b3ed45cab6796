import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { z } from 'zod';
import { inTargetFolder, makeTargetFolder } from '../../copying/targetFolder.ts';
import { groupColumnOfEvaluation } from '../../database/evaluationColumns.ts';
import { storedRows } from '../../database/evaluationRows.ts';
import { getEvaluation } from '../../database/evaluations.ts';
import { csvTable } from '../../datasets/writeCsv.ts';
import { writeFileAtomic } from '../../files.ts';
import { refuseClosed } from '../openings.ts';
import type { CopiesParams } from './copiesJob.ts';
import { errorTable, wrongCalls } from './errorTable.ts';

interface Written {
  csvPath: string;
  rows: number;
  threshold: number;
  /** Empty ones, a kind of error each; null: not asked for, or there is nothing to copy. */
  folders: z.output<typeof CopiesParams>['folders'] | null;
}

/**
 * Writes errors.csv and on request makes the folders for copies of the photos, in a folder which is made where it is not. What is there already is never
 * overwritten: then the names end in the same number. Throws NOT_FOUND, BAD_INPUT (TEST_CLOSED), NO_SPACE, NO_PERMISSION, and leaves nothing then.
 */
export async function exportErrors(
  database: DatabaseSync,
  { id, folder, copyPhotos }: { id: string; folder: string; copyPhotos: boolean },
): Promise<Written> {
  const evaluation = getEvaluation(database, id);
  refuseClosed(evaluation);
  const threshold = evaluation.threshold.value;
  const calls = wrongCalls(storedRows(database, id), threshold);
  const { header, rows } = errorTable(calls, evaluation, groupColumnOfEvaluation(database, id));
  await makeTargetFolder(folder);
  const { csvPath, folders } = freeNames(folder);
  const withCopies = copyPhotos && calls.length > 0;
  const made: string[] = [];
  try {
    if (withCopies) {
      for (const path of Object.values(folders)) {
        await mkdir(path);
        made.push(path);
      }
    }
    await writeFileAtomic(csvPath, csvTable(header, rows));
    return { csvPath, rows: rows.length, threshold, folders: withCopies ? folders : null };
  } catch (thrown) {
    for (const path of made) await rm(path, { recursive: true, force: true });
    throw inTargetFolder(thrown, folder);
  }
}

function freeNames(folder: string): {
  csvPath: string;
  folders: NonNullable<Written['folders']>;
} {
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
