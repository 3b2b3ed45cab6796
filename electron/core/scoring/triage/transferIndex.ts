import { open, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { systemCode } from '../../../shared/errors.ts';
import { NOTICE } from '../../../shared/notice.ts';
import type { CoreContext } from '../../context.ts';
import { numbered } from '../../copying/freeName.ts';
import { getBatch } from '../../database/batches.ts';
import type { StoredTransfer } from '../../database/batchTransfers.ts';
import { eachTransferred, setIndexPath } from '../../database/batchTransfers.ts';
import { csvTable } from '../../datasets/writeCsv.ts';
import { writeFileAtomic } from '../../files.ts';

const COLUMNS = ['file', 'path', 'score', 'threshold', 'label', 'notice'];

/**
 * Writes index.csv beside the photos: of each that stands there where it came from, its score and call. A file of that name that another transfer, or
 * somebody else, has written stays; this transfer's own is brought up to date, and removed when none of its photos is left there.
 */
export async function writeIndex({ database }: CoreContext, transfer: StoredTransfer): Promise<void> {
  const rows = [...eachTransferred(database, transfer.id)];
  if (rows.length === 0) {
    if (transfer.indexPath !== null) await rm(transfer.indexPath, { force: true });
    setIndexPath(database, transfer.id, null);
    return;
  }
  const { threshold } = getBatch(database, transfer.batchId);
  const path = transfer.indexPath ?? (await reserve(transfer.folder));
  setIndexPath(database, transfer.id, path);
  const cells = rows.map(({ target, path: from, score, label }) => [
    basename(target),
    from,
    score,
    threshold,
    label,
    NOTICE,
  ]);
  await writeFileAtomic(path, csvTable(COLUMNS, cells));
}

/** An empty file takes the first free name, which is ours from then on. */
async function reserve(folder: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const path = join(folder, numbered('index.csv', number));
    try {
      await (await open(path, 'wx')).close();
      return path;
    } catch (thrown) {
      if (systemCode(thrown) !== 'EEXIST') throw thrown;
    }
  }
}
