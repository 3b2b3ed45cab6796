import type { Handlers } from '../../shared/contract.ts';
import type { CoreContext } from '../context.ts';
import { writeSettings } from '../database/settings.ts';

export function settingsHandlers({
  database,
  emit,
  settings,
}: CoreContext): Pick<Handlers, 'settings.get' | 'settings.set'> {
  return {
    'settings.get': settings,
    'settings.set': (changes) => {
      const written = writeSettings(database, changes);
      emit('data.changed', { kind: 'settings', id: null });
      return written;
    },
  };
}
