import type { Explanation } from '../../../../electron/shared/schemas/explanation.ts';
import { explanationOf } from '../../state/explanations.ts';
import { resource, type Resource } from '../../state/resource.svelte.ts';

/** Who walks through a list with the arrows does not wait for each explanation, nor does the engine make it. */
const DWELL_MS = 400;

/**
 * The explanation of the row that is looked at, asked for once the eye rests on it. `unasked` false: the engine has better to do, and it is made when
 * somebody asks. Call during a component's initialisation.
 */
export function rowExplanation(
  rowId: () => string | null,
  unasked: () => boolean,
): { readonly resource: Resource<Explanation>; readonly asked: boolean; ask: () => void } {
  let wanted = $state.raw<string | null>(null);
  let byHand = $state.raw<string | null>(null);

  $effect(() => {
    const id = rowId();
    if (id === null || !unasked()) return;
    const timer = setTimeout(() => (wanted = id), DWELL_MS);
    return () => clearTimeout(timer);
  });
  const found = resource(
    () => {
      const id = rowId();
      return id !== null && (id === wanted || id === byHand) ? id : null;
    },
    (id) => explanationOf('batchRow', id),
  );
  return {
    resource: found,
    get asked() {
      return unasked() || byHand === rowId();
    },
    ask: () => void (byHand = rowId()),
  };
}
