import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { CoreContext } from '../context.ts';

type ReviewChannels = 'review.list' | 'review.decide' | 'review.undo' | 'dataset.createVersion';

export function reviewHandlers(_context: CoreContext): Pick<Handlers, ReviewChannels> {
  const absent = (): never => {
    throw new AppError('INTERNAL', 'not there yet');
  };
  return { 'review.list': absent, 'review.decide': absent, 'review.undo': absent, 'dataset.createVersion': absent };
}
