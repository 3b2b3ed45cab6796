import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { CoreContext } from '../context.ts';

export function explanationHandlers(_context: CoreContext): Pick<Handlers, 'explanation.get'> {
  return {
    'explanation.get': () => {
      throw new AppError('INTERNAL', 'not there yet');
    },
  };
}
