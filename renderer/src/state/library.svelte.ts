import type { Batch } from '../../../electron/shared/schemas/scoring.ts';
import type { Dataset } from '../../../electron/shared/schemas/dataset.ts';
import type { Evaluation } from '../../../electron/shared/schemas/evaluation.ts';
import type { Run } from '../../../electron/shared/schemas/run.ts';
import { call, on } from '../api.ts';

/** A whole list of records (dozens, not thousands), newest first, kept as the core has it. */
export interface Listing<T> {
  readonly status: 'working' | 'ready' | 'failed';
  readonly items: readonly T[];
  readonly error: unknown;
  reload(): void;
}

function createListing<T extends { createdAt: string; id: string }>(load: () => Promise<T[]>): Listing<T> {
  const state = $state<{ status: Listing<T>['status']; error: unknown }>({ status: 'working', error: undefined });
  let items = $state.raw<readonly T[]>([]);
  let round = 0;
  return {
    get status() {
      return state.status;
    },
    get items() {
      return items;
    },
    get error() {
      return state.error;
    },
    reload() {
      const mine = ++round;
      load().then(
        (loaded) => {
          if (mine !== round) return;
          items = loaded.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
          state.error = undefined;
          state.status = 'ready';
        },
        (error: unknown) => {
          if (mine !== round) return;
          state.error = error;
          state.status = 'failed';
        },
      );
    },
  };
}

export const library = {
  datasets: createListing<Dataset>(async () => (await call('dataset.list', {})).datasets),
  runs: createListing<Run>(async () => (await call('run.list', {})).runs),
  evaluations: createListing<Evaluation>(async () => (await call('evaluation.list', {})).evaluations),
  batches: createListing<Batch>(async () => (await call('batch.list', {})).batches),
};

export const datasetById = (id: string | null): Dataset | undefined =>
  library.datasets.items.find((dataset) => dataset.id === id);
export const runById = (id: string | null): Run | undefined => library.runs.items.find((run) => run.id === id);

export function reloadLibrary(): void {
  library.datasets.reload();
  library.runs.reload();
  library.evaluations.reload();
  library.batches.reload();
}

/** Reads all lists and reads each again when the core says that it changed. Returns the end of listening. */
export function startLibrary(): () => void {
  reloadLibrary();
  return on('data.changed', ({ kind }) => {
    if (kind === 'dataset') library.datasets.reload();
    else if (kind === 'run') {
      library.runs.reload();
      // a threshold that is locked or moved opens or closes what was judged with it
      library.evaluations.reload();
    } else if (kind === 'evaluation') library.evaluations.reload();
    else if (kind === 'batch') library.batches.reload();
  });
}
