import { z } from 'zod';
import { PhotoErrorCode } from '../../../../electron/shared/errors.ts';
import type { Batch, ScoredRow } from '../../../../electron/shared/schemas/scoring.ts';
import { photoErrorText } from '../../errorText.ts';
import { t } from '../../i18n/index.svelte.ts';

export const fileName = (path: string): string => path.split(/[\\/]/).findLast((part) => part !== '') ?? path;

/** What a batch is called: its first input, and how many more there are. */
export function batchName({ inputs }: Pick<Batch, 'inputs'>): string {
  const name = fileName(inputs[0] ?? '');
  return inputs.length <= 1 ? name : t('batch.more', { name, count: inputs.length - 1 });
}

/** Words for an error row (`CODE: message`): the reason by its code, else what the row says itself. */
export function rowErrorText(row: Pick<ScoredRow, 'error'>): string {
  const code = z.safeParse(PhotoErrorCode, row.error.split(':', 1)[0]);
  return code.success ? photoErrorText(code.data).reason : row.error;
}

export interface Inputs {
  path: string;
  kind: 'folder' | 'file';
}

/** "Score 2 folders", by what there is to score. */
export function startText(inputs: readonly Inputs[]): string {
  const folders = inputs.filter(({ kind }) => kind === 'folder').length;
  const photos = inputs.length - folders;
  if (inputs.length === 0) return t('batch.start');
  if (photos === 0) return t('batch.startFolders', { count: folders });
  if (folders === 0) return t('batch.startPhotos', { count: photos });
  return t('batch.startBoth', {
    folders: t('batch.folders', { count: folders }),
    photos: t('common.photos', { count: photos }),
  });
}

/** Adds what is not there yet. */
export function withInputs(inputs: readonly Inputs[], more: readonly Inputs[]): Inputs[] {
  const paths = new Set(inputs.map(({ path }) => path));
  return [...inputs, ...more.filter(({ path }) => !paths.has(path) && paths.add(path))];
}
