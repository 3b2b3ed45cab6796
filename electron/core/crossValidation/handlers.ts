import { z } from 'zod';
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { delongAuc } from '../../shared/metrics/delong.ts';
import { createScoreTable } from '../../shared/metrics/scoreTable.ts';
import { Id } from '../../shared/schemas/common.ts';
import type { CrossValidationDetail } from '../../shared/schemas/crossValidation.ts';
import type { CoreContext, JobDefinition } from '../context.ts';
import { crossValidationPhotos, storedFolds } from '../database/crossValidationPhotos.ts';
import {
  crossValidationFacts,
  getCrossValidation,
  listCrossValidations,
  removeCrossValidation,
  updateCrossValidation,
} from '../database/crossValidations.ts';
import { deleteEvaluation } from '../database/evaluations.ts';
import { transaction } from '../database/rows.ts';
import { compareRecipes, foldAucs } from './compareRecipes.ts';
import { createCrossValidation } from './createCrossValidation.ts';
import { averageCrossValidations } from './ensemble.ts';
import { removeWork, runFolds } from './runFolds.ts';
import { sweepHandlers } from './sweepHandlers.ts';

const CrossValidationParams = z.object({ crossValidationId: Id });

type Channels = Extract<keyof Handlers, `crossValidation.${string}` | `sweep.${string}`>;

export function crossValidationHandlers(context: CoreContext): Pick<Handlers, Channels> {
  const { database, emit, jobs } = context;
  jobs.register('crossValidation', crossValidationJob(context));
  return {
    'crossValidation.start': async ({ datasetId, name, config, folds, seed }) => {
      const request = { datasetId, name, config, folds, seed, sweepId: null };
      const crossValidationId = await createCrossValidation(context, request);
      const jobId = jobs.start('crossValidation', { crossValidationId }, { title: name, datasetId });
      updateCrossValidation(database, crossValidationId, { jobId });
      emit('data.changed', { kind: 'crossValidation', id: crossValidationId });
      return { jobId, crossValidationId };
    },
    'crossValidation.ensemble': (request) => ({ crossValidationId: averageCrossValidations(context, request) }),
    'crossValidation.list': ({ datasetId }) => ({ crossValidations: listCrossValidations(database, datasetId) }),
    'crossValidation.get': ({ id }) => detailOf(context, id),
    'crossValidation.remove': async ({ id }) => {
      const { name, state, evaluationId } = getCrossValidation(database, id);
      if (state === 'training') {
        throw new AppError('BAD_INPUT', `The cross-validation "${name}" is training.`, {
          details: { crossValidationId: id, remedy: 'Cancel it first.' },
        });
      }
      transaction(database, () => {
        removeCrossValidation(database, id);
        if (evaluationId !== null) deleteEvaluation(database, evaluationId);
      });
      await removeWork(context, id);
      emit('data.changed', { kind: 'crossValidation', id });
      emit('data.changed', { kind: 'evaluation', id: evaluationId });
      return {};
    },
    'crossValidation.compare': ({ datasetId }) => compareRecipes(context, datasetId),
    ...sweepHandlers(context),
  };
}

function crossValidationJob(context: CoreContext): JobDefinition<typeof CrossValidationParams> {
  const { database } = context;
  return {
    params: CrossValidationParams,
    resumable: true,
    async run({ crossValidationId }, job) {
      await runFolds(context, crossValidationId, job);
      job.link({ evaluationId: getCrossValidation(database, crossValidationId).evaluationId });
    },
    ended: ({ crossValidationId }, state, message) => endCrossValidation(context, crossValidationId, state, message),
  };
}

/** One that is finished already stays so: a kill can come between its end and its job's. */
export function endCrossValidation(
  { database, emit, now }: CoreContext,
  id: string,
  state: 'failed' | 'cancelled' | 'interrupted',
  message: string,
): void {
  if (getCrossValidation(database, id).state === 'finished') return;
  const error = state === 'failed' ? message : null;
  updateCrossValidation(database, id, { state, error, finishedAt: now().toISOString() });
  emit('data.changed', { kind: 'crossValidation', id });
}

function detailOf({ database }: CoreContext, id: string): CrossValidationDetail {
  const crossValidation = getCrossValidation(database, id);
  const photos = crossValidationPhotos(database, id);
  const aucs = foldAucs(photos, crossValidation.folds);
  const scored = photos.flatMap(({ label, score }) => (score === null ? [] : [{ label, score }]));
  const table = createScoreTable({
    labels: scored.map(({ label }) => label),
    scores: scored.map(({ score }) => score),
  });
  const known = aucs.filter((value) => value !== null);
  return {
    crossValidation,
    auc: delongAuc(table),
    meanFoldAuc: known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length,
    folds: storedFolds(database, id).map(({ fold, ...rest }) => ({
      ...rest,
      fold: fold + 1,
      heldOutCount: photos.filter((photo) => photo.fold === fold).length,
      auc: aucs[fold] ?? null,
    })),
    environment: crossValidationFacts(database, id).environment,
  };
}
