import type { Input } from '../../../../electron/shared/contract.ts';
import type { RowFormat, RowSelection } from '../../../../electron/shared/schemas/scoring.ts';
import { call } from '../../api.ts';
import { errorText } from '../../errorText.ts';
import { i18n, t } from '../../i18n/index.svelte.ts';
import { rememberReport } from '../../state/reportFiles.ts';
import { toast } from '../../state/toasts.svelte.ts';
import { formatName, formatEnding } from './batchText.ts';

/** Characters that no file name may hold on one system or another. */
const safe = (name: string): string => name.replaceAll(/[\\/:*?"<>|\p{Cc}]+/gu, '-').trim();

export const showInFolder = (path: string): void =>
  void call('shell.showInFolder', { path }).catch((error: unknown) =>
    toast({ text: errorText(error).title, tone: 'error' }),
  );

/** Asks where to, and writes these rows there; says what was written. */
export async function exportRows(
  batch: { id: string; name: string },
  format: RowFormat,
  selection: Input<'batch.export'>['selection'],
): Promise<void> {
  const ending = formatEnding[format];
  const { path } = await call('shell.saveFile', {
    title: t('batch.outputTitle'),
    defaultName: `${safe(batch.name) || t('batch.fileName')}.${ending}`,
    filters: [{ name: t(formatName[format]), extensions: [ending] }],
  });
  if (path === null) return;
  try {
    const { rows } = await call('batch.export', { id: batch.id, path, format, selection });
    toast({
      text: t('batch.exported', { count: rows }),
      tone: 'ok',
      action: { label: t('common.showInFolder'), run: () => showInFolder(path) },
    });
  } catch (error) {
    toast({ text: `${t('batch.exportFailed')}: ${errorText(error).title}`, tone: 'error' });
  }
}

/** Asks where to, and has the photos printed as a contact sheet; the job says when it is there. */
export async function printSheet(batch: { id: string; name: string }, selection: RowSelection): Promise<void> {
  const { path } = await call('shell.saveFile', {
    title: t('triage.sheetTitle'),
    defaultName: `${safe(batch.name) || t('batch.fileName')}.pdf`,
    filters: [{ name: 'PDF', extensions: ['pdf'] }],
  });
  if (path === null) return;
  try {
    const { jobId } = await call('batch.sheet', { batchId: batch.id, selection, path, language: i18n.language });
    rememberReport(jobId, path);
  } catch (error) {
    const { title, remedy } = errorText(error);
    toast({ text: `${t('triage.sheetFailed')}: ${title}. ${remedy}`, tone: 'error' });
  }
}
