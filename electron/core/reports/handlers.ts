import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { CoreContext } from '../context.ts';

export function reportHandlers(_context: CoreContext): Pick<Handlers, 'report.start'> {
  return {
    'report.start': () => {
      throw new AppError('INTERNAL', 'not there yet');
    },
  };
}
