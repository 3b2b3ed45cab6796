import { SvelteSet } from 'svelte/reactivity';
import type { Batch } from '../../../../electron/shared/schemas/scoring.ts';
import { call } from '../../api.ts';
import { errorText } from '../../errorText.ts';
import { t } from '../../i18n/index.svelte.ts';
import { dismissJobsOf } from '../../state/jobs.svelte.ts';
import { forget, nav, select } from '../../state/nav.svelte.ts';
import { deferWithUndo, toast } from '../../state/toasts.svelte.ts';
import { batchName } from './batchText.ts';

// outlives the screen: a batch must not come back because another screen was looked at meanwhile
const hidden = new SvelteSet<string>();

/** Whether a batch is on its way out and no longer shown. */
export const isRemoved = (batchId: string | null): boolean => batchId !== null && hidden.has(batchId);

/** Takes a batch off the screen now, and removes it once there was time to undo. */
export function removeBatch(batch: Batch): void {
  hidden.add(batch.id);
  const wasChosen = nav.selection.batchId === batch.id;
  if (wasChosen) select({ batchId: null });
  deferWithUndo({
    text: t('batch.removed', { name: batchName(batch) }),
    undoLabel: t('common.undo'),
    undo: () => {
      hidden.delete(batch.id);
      if (wasChosen) select({ batchId: batch.id });
    },
    commit: () => {
      call('batch.remove', { id: batch.id }).then(
        () => {
          forget('batchId', batch.id);
          void dismissJobsOf('batchId', batch.id).catch((error: unknown) =>
            console.error('jobs stay on the list', error),
          );
        },
        (error: unknown) => {
          hidden.delete(batch.id);
          toast({ text: `${t('batch.removeFailed')}: ${errorText(error).title}`, tone: 'error' });
        },
      );
    },
  });
}
