import { assertNever } from '../../../../electron/shared/errors.ts';
import type { JobSnapshot } from '../../../../electron/shared/schemas/job.ts';
import { ALL_RECIPES, type Screen, type Selection } from '../../state/nav.svelte.ts';

export interface JobTarget {
  screen: Screen;
  selection: Partial<Selection>;
}

/** Where the work of a job is to be seen; null while there is nothing yet. */
export function jobTarget(job: JobSnapshot): JobTarget | null {
  const { datasetId, runId, evaluationId, batchId } = job;
  const done = job.state === 'succeeded';
  const chosen: Partial<Selection> = {
    ...(datasetId === null ? {} : { datasetId }),
    ...(runId === null ? {} : { runId }),
  };
  switch (job.kind) {
    case 'import':
      return datasetId === null ? null : { screen: 'data', selection: { datasetId } };
    case 'training':
      return runId === null ? null : { screen: done ? 'results' : 'train', selection: chosen };
    case 'evaluation':
    case 'report':
    case 'copies':
      return runId === null ? null : { screen: 'results', selection: { ...chosen, evaluationId } };
    case 'export':
      return runId === null ? null : { screen: 'train', selection: chosen };
    case 'crossValidation':
    case 'sweep':
      // Its evaluation has no run; before there is one, it stands among the recipes of its data set.
      if (evaluationId !== null) return { screen: 'results', selection: { runId: null, evaluationId } };
      return datasetId === null
        ? null
        : { screen: 'train', selection: { datasetId, runId: null, crossValidationId: ALL_RECIPES } };
    case 'scoring':
    case 'transfer':
    case 'sheet':
      return batchId === null ? null : { screen: 'batch', selection: { ...chosen, batchId } };
    case 'demo':
      if (done && runId !== null) return { screen: 'results', selection: { ...chosen, evaluationId } };
      return datasetId === null ? null : { screen: 'data', selection: { datasetId } };
    default:
      return assertNever(job.kind);
  }
}
