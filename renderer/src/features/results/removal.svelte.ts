import { SvelteSet } from 'svelte/reactivity';
import type { Evaluation } from '../../../../electron/shared/schemas/evaluation.ts';
import { call } from '../../api.ts';
import { errorText } from '../../errorText.ts';
import { t } from '../../i18n/index.svelte.ts';
import { forget } from '../../state/nav.svelte.ts';
import { deferWithUndo, toast } from '../../state/toasts.svelte.ts';

// outlives the screen: scores must not come back because another screen was looked at meanwhile
const hidden = new SvelteSet<string>();

/** Whether an evaluation is on its way out and no longer shown. */
export const isRemoved = (evaluationId: string): boolean => hidden.has(evaluationId);

/** Takes an evaluation off the screen now, and removes it once there was time to undo. */
export function removeEvaluation({ id }: Evaluation, name: string): void {
  hidden.add(id);
  deferWithUndo({
    text: t('results.removed', { name }),
    undoLabel: t('common.undo'),
    undo: () => hidden.delete(id),
    commit: () => {
      call('evaluation.remove', { id }).then(
        () => forget('evaluationId', id),
        (error: unknown) => {
          hidden.delete(id);
          toast({ text: `${t('results.removeFailed')}: ${errorText(error).title}`, tone: 'error' });
        },
      );
    },
  });
}
