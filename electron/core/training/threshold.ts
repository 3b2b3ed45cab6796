import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { Run } from '../../shared/schemas/run.ts';
import type { CoreContext } from '../context.ts';
import { getRun, setRunThreshold } from '../database/runs.ts';
import { listTestOpenings } from '../database/testOpenings.ts';

/** The decision of a run: set, locked before the test split is opened, and the openings counted. */
export function thresholdHandlers(
  context: CoreContext,
): Pick<Handlers, 'run.setThreshold' | 'run.lockThreshold' | 'run.testOpenings'> {
  const { database, emit, now } = context;
  return {
    'run.setThreshold': ({ id, value, source, target, unlock }) => {
      const { name, threshold } = getRun(database, id);
      if (threshold.lockedAt !== null && !unlock) {
        throw new AppError('BAD_INPUT', `The threshold of "${name}" is locked.`, {
          details: {
            runId: id,
            reason: 'THRESHOLD_LOCKED',
            remedy: 'Unlock it first; the next opening of the test split is counted.',
          },
        });
      }
      const run = setRunThreshold(database, id, { value, source, target, setAt: now().toISOString(), lockedAt: null });
      emit('data.changed', { kind: 'run', id });
      return run;
    },
    'run.lockThreshold': ({ id, locked }) => lockThreshold(context, id, locked),
    'run.testOpenings': ({ id }) => ({ openings: listTestOpenings(database, getRun(database, id).datasetId) }),
  };
}

/** Locking what is locked changes nothing. Throws NOT_FOUND. */
export function lockThreshold({ database, emit, now }: CoreContext, runId: string, locked: boolean): Run {
  const run = getRun(database, runId);
  if ((run.threshold.lockedAt !== null) === locked) return run;
  const changed = setRunThreshold(database, runId, {
    ...run.threshold,
    lockedAt: locked ? now().toISOString() : null,
  });
  emit('data.changed', { kind: 'run', id: runId });
  return changed;
}
