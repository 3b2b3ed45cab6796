import { AppError } from '../../shared/errors.ts';
import type { Batch } from '../../shared/schemas/scoring.ts';
import type { CoreContext } from '../context.ts';
import { batchOutput } from '../database/batchOutput.ts';
import { listBatches } from '../database/batches.ts';
import { eachScoredRow } from '../database/batchRows.ts';
import { isWrittenFrom, stateOfFile } from './batchFile.ts';
import { formatOf, layoutOf } from './output/columns.ts';

/** Of these batches the one whose rows made every byte of the file. */
export async function ownerOf({ database }: CoreContext, batches: Batch[], out: string): Promise<Batch | null> {
  for (const batch of batches) {
    const format = formatOf(out, batch.request);
    if (format === null) continue;
    const layout = layoutOf(format, batchOutput(database, batch.id));
    if (await isWrittenFrom(out, layout, eachScoredRow(database, batch.id))) return batch;
  }
  return null;
}

export const foreignFile = (out: string): AppError =>
  new AppError('ALREADY_EXISTS', `${out} exists and is not, or no longer, a file that LesionLab wrote here.`, {
    details: {
      path: out,
      reason: 'FOREIGN_FILE',
      remedy: 'Give another name with --out, or move that file away: it is never overwritten.',
    },
  });

/**
 * For a job that is about to write its file: a job is also resumed by itself, long after the file was made and maybe edited, and a file may have come to that
 * place while photos were looked through. Throws ALREADY_EXISTS for one that no batch here wrote as it is.
 */
export async function refuseForeignFile(context: CoreContext, { out }: Batch): Promise<void> {
  if (out === null) return;
  const file = await stateOfFile(out);
  if (file.kind !== 'file' || file.sizeBytes === 0) return;
  const batches = listBatches(context.database).filter((batch) => batch.out === out);
  if ((await ownerOf(context, batches, out)) === null) throw foreignFile(out);
}
