import { readdirSync, rmSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { Id } from '../../../shared/schemas/common.ts';
import type { ErrorCopies } from '../../../shared/schemas/errorsExport.ts';
import type { CoreContext, JobDefinition, JobHandle } from '../../context.ts';
import { copyVerified } from '../../copying/copyVerified.ts';
import { isPartial, numbered, partialName, publishAs } from '../../copying/freeName.ts';
import { inTargetFolder } from '../../copying/targetFolder.ts';
import { storedRows } from '../../database/evaluationRows.ts';
import { fileNameOf } from '../package/withoutFolders.ts';
import type { WrongCall } from './errorTable.ts';
import { wrongCalls } from './errorTable.ts';

export const CopiesParams = z.object({
  evaluationId: Id,
  /** The table's: a threshold that is moved while photos are copied changes neither. */
  threshold: z.number(),
  /** Both made for this export, and so its own. */
  folders: z.object({ 'false negative': z.string(), 'false positive': z.string() }),
});

const LONGEST_NAME = 120;
/** What a file name may not hold on one system or another. */
const FORBIDDEN = /[<>:"/\\|?*\p{Cc}]/gu;

/**
 * Copies the photos of wrong calls, worst first, into a folder a kind, under names that sort by score. `told` hears how far it got. A photo that is gone, may not
 * be read or is not the one that was scored (its bytes differ) is not copied but named. Whatever ends it, each copy that stands there is whole.
 */
export function copiesJob(
  { database }: CoreContext,
  told: (jobId: string, copies: ErrorCopies) => void,
): JobDefinition<typeof CopiesParams> {
  return {
    params: CopiesParams,
    resumable: false,
    async run({ evaluationId, threshold, folders }, job) {
      const calls = wrongCalls(storedRows(database, evaluationId), threshold);
      const copies: ErrorCopies = { copied: 0, total: calls.length, missing: [] };
      told(job.id, copies);
      const taken = new Set<string>();
      job.report('copying', 0, calls.length);
      for (const [index, call] of calls.entries()) {
        job.signal.throwIfAborted();
        const folder = folders[call.kind];
        const fault = await copyOne(call, folder, taken, job).catch((thrown: unknown) => {
          throw inTargetFolder(thrown, folder);
        });
        if (fault === null) copies.copied += 1;
        else copies.missing.push({ path: call.row.path, fault });
        job.report('copying', index + 1, calls.length);
      }
    },
    ended({ folders }) {
      // of a process that was killed; whoever fails or is cancelled has cleared its half copy away
      for (const folder of Object.values(folders)) clearPartials(folder);
    },
  };
}

type Fault = ErrorCopies['missing'][number]['fault'];

async function copyOne(
  { row }: WrongCall,
  folder: string,
  taken: Set<string>,
  { signal }: JobHandle,
): Promise<Fault | null> {
  // An id of a file of scores, or a file name from another computer, is no path here.
  if (!isAbsolute(row.path)) return 'NOT_FOUND';
  const partial = partialName(folder);
  const { fault } = await copyVerified({ source: row.path, sha256: row.sha256, signal }, partial);
  if (fault !== null) return fault;
  const name = `${row.score.toFixed(4)} ${safeName(row.path)}`;
  try {
    while (!(await publishAs(partial, freeTarget(folder, name, taken))));
  } catch (thrown) {
    rmSync(partial, { force: true });
    throw thrown;
  }
  return null;
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
    free = numbered(name, number);
  }
  taken.add(`${folder}/${free.toLowerCase()}`);
  return join(folder, free);
}

function clearPartials(folder: string): void {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return; // somebody has removed it, or its drive is away: nothing of ours is left to clear
  }
  for (const name of names) if (isPartial(name)) rmSync(join(folder, name), { force: true });
}
