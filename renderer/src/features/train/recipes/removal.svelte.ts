import { SvelteSet } from 'svelte/reactivity';
import type { CrossValidation } from '../../../../../electron/shared/schemas/crossValidation.ts';
import { call } from '../../../api.ts';
import { errorText } from '../../../errorText.ts';
import { t } from '../../../i18n/index.svelte.ts';
import { forget, nav, select } from '../../../state/nav.svelte.ts';
import { deferWithUndo, toast } from '../../../state/toasts.svelte.ts';

// outlives the screen, as the runs on their way out do
const hidden = new SvelteSet<string>();

export const isRemovedRecipe = (id: string): boolean => hidden.has(id);

/** Takes a recipe off the screen now, and removes it with its scores once there was time to undo. */
export function removeRecipe({ id, name }: CrossValidation): void {
  hidden.add(id);
  const wasChosen = nav.selection.crossValidationId === id;
  if (wasChosen) select({ crossValidationId: null });
  deferWithUndo({
    text: t('recipes.removed', { name }),
    undoLabel: t('common.undo'),
    undo: () => {
      hidden.delete(id);
      if (wasChosen) select({ crossValidationId: id });
    },
    commit: () => {
      call('crossValidation.remove', { id }).then(
        () => forget('crossValidationId', id),
        (error: unknown) => {
          hidden.delete(id);
          toast({ text: `${t('recipes.removeFailed')}: ${errorText(error).title}`, tone: 'error' });
        },
      );
    },
  });
}
