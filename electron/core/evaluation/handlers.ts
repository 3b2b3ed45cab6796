import { resolve } from 'node:path';
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { ErrorCopies } from '../../shared/schemas/errorsExport.ts';
import type { CoreContext } from '../context.ts';
import { getEvaluationColumns } from '../database/evaluationColumns.ts';
import { deleteEvaluation, getEvaluation, getEvaluationDetail, listEvaluations } from '../database/evaluations.ts';
import { getRun, runPhotos } from '../database/runs.ts';
import { provenanceOf } from '../reports/provenance.ts';
import { notFinished } from '../scoring/model.ts';
import { lockThreshold } from '../training/threshold.ts';
import { copiesJob } from './errors/copiesJob.ts';
import { exportErrors } from './errors/exportErrors.ts';
import { evaluationJob } from './evaluationJob.ts';
import { openTest, refuseClosed } from './openings.ts';
import { renameEvaluation, setEvaluationThreshold } from './ownThreshold.ts';
import { openPackage } from './package/openPackage.ts';
import { savePackage } from './package/savePackage.ts';
import { importScores } from './scores/importScores.ts';
import { previewScores } from './scores/previewScores.ts';

type EvaluationChannels = Extract<keyof Handlers, `evaluation.${string}`>;

export function evaluationHandlers(context: CoreContext): Pick<Handlers, EvaluationChannels> {
  const { database, emit, jobs } = context;
  jobs.register('evaluation', evaluationJob(context));
  /** By job, as long as the core lives: what stands on the disk is the lasting account. */
  const copies = new Map<string, ErrorCopies>();
  jobs.register(
    'copies',
    copiesJob(context, (jobId, told) => void copies.set(jobId, told)),
  );
  const changed = (id: string): void => emit('data.changed', { kind: 'evaluation', id });
  return {
    'evaluation.start': ({ runId, source }) => {
      const run = getRun(database, runId);
      if (run.state !== 'finished') throw notFinished(run);
      if (source.kind === 'split' && runPhotos(database, runId, source.split).length === 0) {
        throw new AppError('NO_PHOTOS', `The run "${run.name}" has no photos in the split "${source.split}".`, {
          details: { path: source.split, remedy: 'Choose another split, or a folder of labelled photos.' },
        });
      }
      const evaluationId = context.newId();
      // Before the first photo is scored, so that the decision is older than every figure of the test split.
      if (source.kind === 'split' && source.split === 'test') lockThreshold(context, runId, true);
      const jobId = jobs.start(
        'evaluation',
        { evaluationId, runId, source },
        { title: run.name, datasetId: run.datasetId, runId, evaluationId },
      );
      return { jobId, evaluationId };
    },
    'evaluation.list': ({ runId }) => ({ evaluations: listEvaluations(database, runId) }),
    'evaluation.get': ({ id }) => {
      const detail = getEvaluationDetail(database, id);
      refuseClosed(detail.evaluation);
      return detail;
    },
    'evaluation.columns': ({ id }) => getEvaluationColumns(database, id),
    'evaluation.provenance': ({ id }) => provenanceOf(context, id),
    'evaluation.remove': ({ id }) => {
      deleteEvaluation(database, id);
      changed(id);
      return {};
    },
    'evaluation.openTest': ({ id }) => {
      const opening = openTest(context, id);
      changed(id);
      return opening;
    },
    'evaluation.rename': ({ id, name }) => {
      renameEvaluation(database, id, name);
      changed(id);
      return getEvaluation(database, id);
    },
    'evaluation.setThreshold': ({ id, ...chosen }) => {
      setEvaluationThreshold(database, id, { ...chosen, setAt: context.now().toISOString(), lockedAt: null });
      changed(id);
      return getEvaluation(database, id);
    },
    'evaluation.previewScores': ({ path, labelColumn }) => previewScores(resolve(path), labelColumn),
    'evaluation.importScores': async (request) => {
      const evaluationIds = await importScores(context, { ...request, path: resolve(request.path) });
      for (const id of evaluationIds) changed(id);
      return { evaluationIds };
    },
    'evaluation.savePackage': ({ id, path }) => savePackage(context, id, resolve(path)),
    'evaluation.openPackage': async ({ path }) => {
      const evaluationId = await openPackage(context, resolve(path));
      changed(evaluationId);
      return { evaluationId };
    },
    'evaluation.exportErrors': async ({ id, folder, copyPhotos }) => {
      const target = resolve(folder);
      const { csvPath, rows, threshold, folders } = await exportErrors(database, { id, folder: target, copyPhotos });
      const { runId } = getEvaluation(database, id);
      const params = { evaluationId: id, threshold, folders };
      const jobId = folders === null ? null : jobs.start('copies', params, { title: target, runId, evaluationId: id });
      return { csvPath, rows, jobId };
    },
    'evaluation.errorCopies': ({ id }) => {
      const found = copies.get(id);
      if (found === undefined) throw new AppError('NOT_FOUND', `nothing is known of the copies of job ${id}`);
      return found;
    },
  };
}
