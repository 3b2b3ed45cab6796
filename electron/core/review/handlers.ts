import type { Handlers } from '../../shared/contract.ts';
import type { CoreContext } from '../context.ts';
import { getDataset } from '../database/datasets.ts';
import { standingDecisions } from '../database/reviews.ts';
import { createVersion } from './createVersion.ts';
import { decide, undo, withoutPath } from './decide.ts';

type ReviewChannels = 'review.list' | 'review.decide' | 'review.undo' | 'dataset.createVersion';

export function reviewHandlers(context: CoreContext): Pick<Handlers, ReviewChannels> {
  const { database, emit } = context;
  return {
    'review.list': ({ datasetId }) => {
      getDataset(database, datasetId);
      return { decisions: standingDecisions(database, datasetId).map(withoutPath) };
    },

    'review.decide': (request) => {
      const { datasetId, decisions } = decide(context, request);
      emit('data.changed', { kind: 'review', id: datasetId });
      return { decisions };
    },

    'review.undo': ({ datasetId }) => {
      getDataset(database, datasetId);
      const undone = undo(context, datasetId);
      if (undone.length > 0) emit('data.changed', { kind: 'review', id: datasetId });
      return { undone };
    },

    'dataset.createVersion': (request) => {
      const made = createVersion(context, request);
      emit('data.changed', { kind: 'dataset', id: made.id });
      // The decisions are no longer open.
      emit('data.changed', { kind: 'review', id: request.id });
      return made;
    },
  };
}
