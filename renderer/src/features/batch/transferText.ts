import type { Transfer } from '../../../../electron/shared/schemas/triage.ts';
import { t } from '../../i18n/index.svelte.ts';

/** Whether a folder is the other one or lies below it, as far as their names tell. */
export function isInside(folder: string, other: string): boolean {
  const parts = (path: string): string => `${path.replaceAll('\\', '/').replace(/\/+$/, '')}/`;
  return parts(folder).startsWith(parts(other));
}

/** "Moved 12 photos to /x; 2 could not be moved." */
export function transferText({ move, done, failed, waiting, returned, folder }: Transfer): string {
  const parts = [
    ...(done > 0 || returned === 0 ? [t(move ? 'triage.moved' : 'triage.copied', { count: done, folder })] : []),
    ...(returned > 0 ? [t('triage.returned', { count: returned })] : []),
    ...(failed > 0 ? [t('triage.failedCount', { count: failed })] : []),
    ...(waiting > 0 ? [t('triage.waitingCount', { count: waiting })] : []),
  ];
  return parts.join(' ');
}
