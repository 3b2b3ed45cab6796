import { SvelteSet } from 'svelte/reactivity';
import type { Dataset } from '../../../../electron/shared/schemas/dataset.ts';
import { call } from '../../api.ts';
import { errorText } from '../../errorText.ts';
import { t } from '../../i18n/index.svelte.ts';
import { library } from '../../state/library.svelte.ts';
import { dismissJobsOf } from '../../state/jobs.svelte.ts';
import { forget, go } from '../../state/nav.svelte.ts';
import { deferWithUndo, toast } from '../../state/toasts.svelte.ts';

const leaving = new SvelteSet<string>();

/** Announced, but not done yet: it is out of the lists and can be brought back. */
export const isBeingRemoved = (id: string): boolean => leaving.has(id);

/** Takes a data set out of sight and removes it after the time to undo has passed. */
export function removeDataset(dataset: Dataset): void {
  leaving.add(dataset.id);
  go('data', { datasetId: null });
  deferWithUndo({
    text: t('data.removed', { name: dataset.name }),
    undoLabel: t('common.undo'),
    undo: () => {
      leaving.delete(dataset.id);
      go('data', { datasetId: dataset.id });
    },
    commit: () => {
      call('dataset.remove', { id: dataset.id }).then(
        () => {
          forget('datasetId', dataset.id);
          void dismissJobsOf('datasetId', dataset.id).catch((error: unknown) =>
            console.error('jobs stay on the list', error),
          );
        },
        (error: unknown) => {
          leaving.delete(dataset.id);
          const words = errorText(error);
          toast({
            text: `${t('data.removeFailed', { name: dataset.name })}: ${words.title}. ${words.remedy}`,
            tone: 'error',
          });
          library.datasets.reload();
        },
      );
    },
  });
}
