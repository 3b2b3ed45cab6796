import { z } from 'zod';
import { AppError, toErrorBody } from '../../shared/errors.ts';
import { Id } from '../../shared/schemas/common.ts';
import type { Sweep } from '../../shared/schemas/crossValidation.ts';
import type { CoreContext, JobDefinition, JobHandle } from '../context.ts';
import { photosToDivide } from '../database/crossValidationPhotos.ts';
import { findCrossValidation, updateCrossValidation } from '../database/crossValidations.ts';
import { getSweep, updateSweep } from '../database/sweeps.ts';
import { expectedSeconds } from '../training/estimate.ts';
import { createCrossValidation } from './createCrossValidation.ts';
import { runFolds } from './runFolds.ts';

export const SweepParams = z.object({ sweepId: Id });

/** Errors that concern one recipe: the others go on. */
const OF_ONE_RECIPE: readonly string[] = ['NAN_LOSS', 'BAD_INPUT', 'TOO_FEW_PHOTOS'];

export function sweepJob(context: CoreContext): JobDefinition<typeof SweepParams> {
  const { database, emit, now } = context;
  return {
    params: SweepParams,
    resumable: true,
    run: ({ sweepId }, job) => runSweep(context, sweepId, job),
    ended({ sweepId }, state, message) {
      const sweep = getSweep(database, sweepId);
      for (const { crossValidationId } of sweep.recipes) {
        if (crossValidationId === null) continue;
        const own = findCrossValidation(database, crossValidationId)?.state;
        if (own === 'training') updateCrossValidation(database, crossValidationId, { state, error: null });
      }
      const finishedAt = now().toISOString();
      updateSweep(database, sweepId, { state, finishedAt, error: state === 'failed' ? message : null });
      emit('data.changed', { kind: 'crossValidation', id: null });
    },
  };
}

/**
 * Tries the recipes in their order. One whose folds are expected to take longer than what is left of the minutes is not begun (a smaller one after it
 * may be), and between folds it ends when the minutes are over; the folds that are done stay, and the same sweep with more minutes goes on with them. A
 * recipe that diverges is marked as failed and the next one is tried.
 */
async function runSweep(context: CoreContext, sweepId: string, job: JobHandle): Promise<void> {
  const { database, emit, now } = context;
  const startedMs = now().getTime();
  const before = getSweep(database, sweepId).seconds;
  const sweep = updateSweep(database, sweepId, { state: 'training', error: null, finishedAt: null, jobId: job.id });
  const spent = (): number => before + (now().getTime() - startedMs) / 1000;
  const left = (): number => sweep.minutes * 60 - spent();
  const photos = photosToDivide(database, sweep.datasetId).length;
  for (const [index, { config, crossValidationId, error }] of sweep.recipes.entries()) {
    const begun = crossValidationId === null ? null : findCrossValidation(database, crossValidationId);
    const wasRemoved = crossValidationId !== null && begun === null;
    if (error !== undefined || wasRemoved || begun?.state === 'finished' || begun?.state === 'failed') continue;
    const trained = Math.round((photos * (sweep.folds - 1)) / sweep.folds);
    const aFold = expectedSeconds(context, config, { train: trained, valid: photos - trained });
    if (left() < aFold * (sweep.folds - (begun?.doneFolds ?? 0))) continue;
    try {
      const id = begun?.id ?? (await begin(context, sweep, index));
      const parts = [{ name: 'recipe', at: index + 1, of: sweep.recipes.length } as const];
      const { signal } = job;
      const report: JobHandle['report'] = (...told) => job.report(...told);
      const done = await runFolds(context, id, { id: job.id, signal, report, parts }, () => left() > 0);
      if (!done) updateCrossValidation(database, id, { state: 'interrupted' });
    } catch (thrown) {
      const { code, message } = toErrorBody(thrown);
      if (!OF_ONE_RECIPE.includes(code) || job.signal.aborted) throw thrown;
      const failed = getSweep(database, sweepId).recipes[index]?.crossValidationId ?? null;
      const finishedAt = now().toISOString();
      if (failed !== null) updateCrossValidation(database, failed, { state: 'failed', error: message, finishedAt });
      changeRecipe(context, sweepId, index, { error: message });
    } finally {
      updateSweep(database, sweepId, { seconds: spent() });
    }
    emit('data.changed', { kind: 'crossValidation', id: null });
  }
  updateSweep(database, sweepId, { state: 'finished', finishedAt: now().toISOString(), seconds: spent() });
  requireOne(getSweep(database, sweepId), context);
}

/** A sweep in which no recipe could be tried is no success. */
function requireOne(sweep: Sweep, { database }: CoreContext): void {
  const tried = sweep.recipes.filter(
    ({ crossValidationId }) =>
      crossValidationId !== null && findCrossValidation(database, crossValidationId)?.state === 'finished',
  );
  if (tried.length > 0) return;
  throw new AppError(
    'BAD_INPUT',
    `No recipe of "${sweep.name}" could be tried in ${Number(sweep.minutes.toFixed(3))} minutes.`,
    {
      details: {
        sweepId: sweep.id,
        minutes: sweep.minutes,
        remedy: 'Give it more minutes, or recipes that take less.',
      },
    },
  );
}

async function begin(context: CoreContext, sweep: Sweep, index: number): Promise<string> {
  const recipe = sweep.recipes[index];
  if (recipe === undefined) throw new AppError('INTERNAL', `sweep ${sweep.id} has no recipe ${index}`);
  const { datasetId, folds, seed } = sweep;
  const { name, config } = recipe;
  const id = await createCrossValidation(context, { datasetId, name, config, folds, seed, sweepId: sweep.id });
  changeRecipe(context, sweep.id, index, { crossValidationId: id });
  return id;
}

function changeRecipe(
  { database }: CoreContext,
  sweepId: string,
  index: number,
  change: { crossValidationId: string } | { error: string },
): void {
  const recipes = getSweep(database, sweepId).recipes.map((recipe, place) =>
    place === index ? { ...recipe, ...change } : recipe,
  );
  updateSweep(database, sweepId, { recipes });
}
