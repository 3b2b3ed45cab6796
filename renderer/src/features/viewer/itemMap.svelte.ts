import type { ActivationMap } from '../../../../electron/shared/schemas/explanation.ts';
import { errorText } from '../../errorText.ts';
import { t } from '../../i18n/index.svelte.ts';
import { explanationOf } from '../../state/explanations.ts';
import { resource } from '../../state/resource.svelte.ts';
import type { ViewerItem } from '../../state/viewer.svelte.ts';

/** Photos with a stored score; those of other lists have nothing to explain. */
export const isScored = ({ kind, score }: ViewerItem): boolean =>
  kind === 'prediction' || kind === 'evaluationRow' || (kind === 'batchRow' && score !== null);

/** The activation map of a photo, and why there is none (yet); null asks for nothing. Call during a component's initialisation. */
export function itemMap(item: () => ViewerItem | null): {
  readonly map: ActivationMap | null;
  readonly why: string | null;
} {
  const explanation = resource(item, async ({ kind, id }) =>
    kind === 'prediction' || kind === 'evaluationRow' || kind === 'batchRow' ? explanationOf(kind, id) : null,
  );
  const wanted = $derived(item() !== null);
  const failed = $derived(explanation.status === 'failed');
  return {
    get map() {
      return wanted && !failed ? (explanation.value?.map ?? null) : null;
    },
    get why() {
      if (!wanted) return null;
      if (failed) {
        const { title, where, remedy } = errorText(explanation.error);
        return [t('explain.noMapFailed'), title, where, remedy].filter((part) => part !== null).join(' · ');
      }
      if (explanation.value === undefined) return t('explain.working');
      return explanation.value === null || explanation.value.map === null ? t('explain.noMap') : null;
    },
  };
}
