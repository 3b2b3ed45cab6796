import type { Handlers } from '../shared/contract.ts';
import { backboneHandlers } from './backbones/handlers.ts';
import { joinHandlers } from './backbones/joinBackbones.ts';
import type { CoreContext } from './context.ts';
import { crossValidationHandlers } from './crossValidation/handlers.ts';
import { datasetHandlers } from './datasets/handlers.ts';
import { demoHandlers } from './demo/handlers.ts';
import { doctorHandlers } from './doctor/handlers.ts';
import { evaluationHandlers } from './evaluation/handlers.ts';
import { exportHandlers } from './export/handlers.ts';
import { explanationHandlers } from './explain/handlers.ts';
import { jobHandlers } from './jobs/handlers.ts';
import type { JobQueueOwner } from './jobs/queue.ts';
import { mediaHandlers } from './media/handlers.ts';
import { reportHandlers } from './reports/handlers.ts';
import { reviewHandlers } from './review/handlers.ts';
import { scoringHandlers } from './scoring/handlers.ts';
import { triageHandlers } from './scoring/triage/handlers.ts';
import { settingsHandlers } from './settings/handlers.ts';
import { changedCopiesHandlers } from './training/changedCopies.ts';
import { trainingHandlers } from './training/handlers.ts';

/** Every call of the contract that the core answers. Rooms register their kinds of jobs as their handlers are made. */
export function createHandlers(context: CoreContext, jobs: JobQueueOwner): Handlers {
  return {
    ...settingsHandlers(context),
    ...jobHandlers(jobs),
    ...datasetHandlers(context),
    ...mediaHandlers(context),
    ...backboneHandlers(context),
    ...joinHandlers(context),
    ...trainingHandlers(context),
    ...changedCopiesHandlers(context),
    ...crossValidationHandlers(context),
    ...evaluationHandlers(context),
    ...explanationHandlers(context),
    ...reviewHandlers(context),
    ...reportHandlers(context),
    ...exportHandlers(context),
    ...scoringHandlers(context),
    ...triageHandlers(context),
    ...demoHandlers(context),
    ...doctorHandlers(context),
  };
}
