import type { ExportFormat } from '../../../../electron/shared/schemas/bundle.ts';
import { call } from '../../api.ts';
import { errorText } from '../../errorText.ts';
import { t } from '../../i18n/index.svelte.ts';
import { rememberReport } from '../../state/reportFiles.ts';
import { toast } from '../../state/toasts.svelte.ts';

/** Asks where to, and has the run written into a new folder there; the job says when it is done, and where. */
export async function exportRun(run: { id: string; name: string }, format: ExportFormat): Promise<void> {
  try {
    const { path } = await call('shell.chooseFolder', { title: t('exporting.folderTitle') });
    if (path === null) return;
    const { jobId, dir } = await call('run.export', { id: run.id, format, to: { kind: 'inside', folder: path } });
    rememberReport(jobId, dir);
    toast({ text: t('exporting.started', { name: run.name }) });
  } catch (error) {
    const { title, remedy } = errorText(error);
    toast({ text: `${t('exporting.failed')}: ${title}. ${remedy}`, tone: 'error' });
  }
}
