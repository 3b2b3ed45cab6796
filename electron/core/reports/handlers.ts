import { resolve } from 'node:path';
import type { Handlers } from '../../shared/contract.ts';
import type { CoreContext } from '../context.ts';
import { getEvaluation } from '../database/evaluations.ts';
import { refuseClosed } from '../evaluation/openings.ts';
import { reportJob } from './reportJob.ts';

export function reportHandlers(context: CoreContext): Pick<Handlers, 'report.start'> {
  const { database, jobs } = context;
  jobs.register('report', reportJob(context, process.env));
  return {
    'report.start': (request) => {
      const evaluation = getEvaluation(database, request.evaluationId);
      refuseClosed(evaluation);
      for (const id of request.compareWith) refuseClosed(getEvaluation(database, id));
      const jobId = jobs.start(
        'report',
        { ...request, path: resolve(request.path) },
        { title: evaluation.name, runId: evaluation.runId, evaluationId: evaluation.id },
      );
      return { jobId };
    },
  };
}
