import { AppError } from '../../shared/errors.ts';
import type { JobSnapshot, JobState } from '../../shared/schemas/job.ts';
import type { JobIds } from '../context.ts';

type SnapshotIds = Pick<JobSnapshot, 'datasetId' | 'runId' | 'evaluationId' | 'batchId'>;

/** Only what was given; an id that was not named stays as it was. */
export const present = (ids: JobIds): Partial<SnapshotIds> => ({
  ...(ids.datasetId === undefined ? {} : { datasetId: ids.datasetId }),
  ...(ids.runId === undefined ? {} : { runId: ids.runId }),
  ...(ids.evaluationId === undefined ? {} : { evaluationId: ids.evaluationId }),
  ...(ids.batchId === undefined ? {} : { batchId: ids.batchId }),
});

/** A job that waits for its turn. */
export const newSnapshot = (
  about: Pick<JobSnapshot, 'id' | 'kind' | 'title' | 'createdAt'>,
  ids: JobIds,
): JobSnapshot => ({
  ...about,
  state: 'queued',
  seq: 1,
  progress: null,
  secondsLeft: null,
  datasetId: null,
  runId: null,
  evaluationId: null,
  batchId: null,
  finishedAt: null,
  error: null,
  resumable: false,
  ...present(ids),
});

/** What finished() rejects with. */
export function asError(state: JobState, error: JobSnapshot['error']): AppError {
  if (error !== null) return new AppError(error.code, error.message, { details: error.details });
  return new AppError('CANCELLED', `the job was ${state}`, { details: { state } });
}
