import type { Handlers } from '../../shared/contract.ts';
import type { JobQueueOwner } from './queue.ts';

type JobChannels = 'job.list' | 'job.cancel' | 'job.resume' | 'job.dismiss';

export function jobHandlers(jobs: JobQueueOwner): Pick<Handlers, JobChannels> {
  return {
    'job.list': () => ({ jobs: jobs.list() }),
    'job.cancel': ({ id }) => {
      jobs.cancel(id);
      return {};
    },
    'job.resume': ({ id }) => ({ jobId: jobs.resume(id) }),
    'job.dismiss': ({ id }) => {
      jobs.dismiss(id);
      return {};
    },
  };
}
