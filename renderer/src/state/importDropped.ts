import { AppError } from '../../../electron/shared/errors.ts';
import { errorText } from '../errorText.ts';
import { t } from '../i18n/index.svelte.ts';
import { droppedPaths } from './dropped.ts';
import { importStartOf, openImport } from './importSheet.svelte.ts';
import { toast } from './toasts.svelte.ts';

/** Begins an import with what was dropped, or says what would have been one: a single photo is not. */
export async function importDropped(files: readonly File[]): Promise<void> {
  try {
    openImport(importStartOf(await droppedPaths(files)));
  } catch (error) {
    const isOther = error instanceof AppError && error.code === 'BAD_INPUT';
    toast({ text: isOther ? t('importing.dropRefused') : errorText(error).title, tone: 'error' });
  }
}
