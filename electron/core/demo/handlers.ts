import type { Handlers } from '../../shared/contract.ts';
import type { CoreContext } from '../context.ts';
import { demoJob, SAMPLE_NAME } from './demoJob.ts';

export function demoHandlers(context: CoreContext): Pick<Handlers, 'demo.start'> {
  const { jobs, newId } = context;
  jobs.register('demo', demoJob(context));
  return {
    'demo.start': ({ train }) => ({
      jobId: jobs.start('demo', { datasetId: newId(), train }, { title: SAMPLE_NAME }),
    }),
  };
}
