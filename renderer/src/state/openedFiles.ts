import { call, on } from '../api.ts';
import { errorText } from '../errorText.ts';
import { t } from '../i18n/index.svelte.ts';
import { go } from './nav.svelte.ts';
import { toast } from './toasts.svelte.ts';

async function show(path: string): Promise<void> {
  try {
    const { evaluationId } = await call('evaluation.openPackage', { path });
    go('results', { runId: null, evaluationId });
  } catch (error) {
    const { title, remedy } = errorText(error);
    toast({ text: `${t('workbench.packageFailed')}: ${title}. ${remedy}`, tone: 'error' }, 15_000);
  }
}

/** Opens the .lesionlab files that the desktop hands over (a double click), and shows the evaluation in each. */
export const startOpenedFiles = (): (() => void) => on('file.opened', ({ path }) => void show(path));
