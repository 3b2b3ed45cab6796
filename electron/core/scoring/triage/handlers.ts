import { resolve } from 'node:path';
import type { Handlers } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import type { CoreContext } from '../../context.ts';
import type { MarksBefore } from '../../database/batchMarks.ts';
import { markRows, setMarks, setNote } from '../../database/batchMarks.ts';
import { getBatch } from '../../database/batches.ts';
import { rowOrder } from '../../database/batchRowOrder.ts';
import { eachSelectedRow } from '../../database/batchRows.ts';
import { countStates, getTransfer, insertTransfer, listTransfers } from '../../database/batchTransfers.ts';
import { exportRows } from './exportRows.ts';
import { refuseSheet, sheetJob } from './sheetJob.ts';
import { transferJob } from './transferJob.ts';

type TriageChannels =
  | 'batch.export'
  | 'batch.rowIds'
  | 'batch.mark'
  | 'batch.undoMark'
  | 'batch.note'
  | 'batch.transfer'
  | 'batch.transfers'
  | 'batch.undoTransfer'
  | 'batch.sheet';

/** Acts on marks that can be taken back, newest last; older ones are forgotten. */
const UNDOS_KEPT = 50;

export function triageHandlers(context: CoreContext): Pick<Handlers, TriageChannels> {
  const { database, jobs, newId, now } = context;
  jobs.register('transfer', transferJob(context));
  jobs.register('sheet', sheetJob(context, process.env));
  const undos = new Map<string, { batchId: string; before: MarksBefore }>();

  function remember(batchId: string, before: MarksBefore): string | null {
    if (before.length === 0) return null;
    const id = newId();
    undos.set(id, { batchId, before });
    const [oldest] = undos.keys();
    if (undos.size > UNDOS_KEPT && oldest !== undefined) undos.delete(oldest);
    return id;
  }

  return {
    'batch.export': async (request) => {
      getBatch(database, request.id);
      return { rows: await exportRows(database, request) };
    },
    'batch.rowIds': ({ query, offset, limit }) => {
      getBatch(database, query.batchId);
      return { ids: rowOrder(database, query, { offset, limit }).ids.map(String) };
    },
    'batch.mark': ({ batchId, selection, mark }) => {
      getBatch(database, batchId);
      const before = markRows(database, { batchId, selection, mark, at: now().toISOString() });
      return { changed: before.length, undoId: remember(batchId, before) };
    },
    'batch.undoMark': ({ id }) => {
      const undo = undos.get(id);
      if (undo === undefined) throw new AppError('NOT_FOUND', 'this act can no longer be taken back');
      undos.delete(id);
      setMarks(database, undo.batchId, undo.before, now().toISOString());
      return { changed: undo.before.length };
    },
    'batch.note': ({ batchId, rowId, note }) => ({
      before: setNote(database, { batchId, rowId, note: note.trim(), at: now().toISOString() }),
    }),
    'batch.transfer': ({ batchId, selection, to, move }) => {
      const folder = resolve(to);
      const transferId = newId();
      const photos = [...eachSelectedRow(database, batchId, selection)].map(({ row, sha256 }) => ({
        path: row.path,
        sha256,
        score: row.score,
        label: row.label,
      }));
      if (photos.length === 0) throw nothingSelected();
      insertTransfer(database, { id: transferId, batchId, folder, move, createdAt: now().toISOString() }, photos);
      return { transferId, jobId: jobs.start('transfer', { transferId, undo: false }, { title: folder, batchId }) };
    },
    'batch.transfers': ({ id }) => {
      getBatch(database, id);
      return { transfers: listTransfers(database, id) };
    },
    'batch.undoTransfer': ({ id }) => {
      const { batchId, folder } = getTransfer(database, id);
      if (countStates(database, id).moved === 0) {
        throw new AppError('BAD_INPUT', 'no photo of this transfer is left to bring back');
      }
      return { jobId: jobs.start('transfer', { transferId: id, undo: true }, { title: folder, batchId }) };
    },
    'batch.sheet': (request) => {
      const { runName, runId } = getBatch(database, request.batchId);
      refuseSheet(context, request);
      const params = { ...request, path: resolve(request.path) };
      return { jobId: jobs.start('sheet', params, { title: runName, runId, batchId: request.batchId }) };
    },
  };
}

const nothingSelected = (): AppError =>
  new AppError('BAD_INPUT', 'no photo is selected', { details: { reason: 'NOTHING_SELECTED' } });
