import { SvelteSet } from 'svelte/reactivity';
import type { Run } from '../../../../electron/shared/schemas/run.ts';
import { call } from '../../api.ts';
import { errorText } from '../../errorText.ts';
import { t } from '../../i18n/index.svelte.ts';
import { dismissJobsOf } from '../../state/jobs.svelte.ts';
import { forget, nav, select } from '../../state/nav.svelte.ts';
import { deferWithUndo, toast } from '../../state/toasts.svelte.ts';

// outlives the screen: a run must not come back because another screen was looked at meanwhile
const hidden = new SvelteSet<string>();

/** Whether a run is on its way out and no longer shown. */
export const isRemoved = (runId: string | null): boolean => runId !== null && hidden.has(runId);

/** Takes a run off the screen now, and removes it once there was time to undo. */
export function removeRun(run: Run): void {
  hidden.add(run.id);
  const wasChosen = nav.selection.runId === run.id;
  if (wasChosen) select({ runId: null });
  deferWithUndo({
    text: t('train.removed', { name: run.name }),
    undoLabel: t('common.undo'),
    undo: () => {
      hidden.delete(run.id);
      if (wasChosen) select({ runId: run.id });
    },
    commit: () => {
      call('run.remove', { id: run.id }).then(
        () => {
          forget('runId', run.id);
          void dismissJobsOf('runId', run.id).catch((error: unknown) => console.error('jobs stay on the list', error));
        },
        (error: unknown) => {
          hidden.delete(run.id);
          toast({ text: `${t('train.removeFailed')}: ${errorText(error).title}`, tone: 'error' });
        },
      );
    },
  });
}
