import type { Output } from '../../../../electron/shared/contract.ts';
import type { TrainConfig } from '../../../../electron/shared/schemas/run.ts';
import { call } from '../../api.ts';
import { resource } from '../../state/resource.svelte.ts';

export interface Cost {
  /** What it costs, as last answered; null before the first answer. Stays while the next one is on its way, so that nothing jumps. */
  readonly shown: Output<'run.estimate'> | null;
  /** Whether there is something to ask at all. */
  readonly asked: boolean;
  /** Whether the answer is of settings that have changed since. */
  readonly stale: boolean;
  /** null: not failed. */
  readonly error: unknown;
  reload(): void;
}

/** The form is followed at this distance, milliseconds. */
const QUIET_MS = 200;

/** Asks the core what a training costs, and again when the settings change. Call during a component's initialisation. */
export function createCost(question: () => { datasetId: string; config: TrainConfig } | null): Cost {
  // as text, so that equal questions are one
  const text = $derived.by(() => {
    const present = question();
    return present === null ? null : JSON.stringify(present);
  });
  let asked = $state<string | null>(null);
  $effect(() => {
    const next = text;
    const timer = setTimeout(() => (asked = next), asked === null ? 0 : QUIET_MS);
    return () => clearTimeout(timer);
  });
  const estimate = resource(
    () => asked,
    async (of: string) => {
      const present = question();
      if (present === null) throw new Error('asked without a question');
      return { of, cost: await call('run.estimate', present) };
    },
  );
  let shown = $state.raw<Output<'run.estimate'> | null>(null);
  $effect(() => {
    if (estimate.value !== undefined) shown = estimate.value.cost;
  });
  return {
    get shown() {
      return shown;
    },
    get asked() {
      return text !== null;
    },
    get stale() {
      return text !== null && estimate.value?.of !== text;
    },
    get error() {
      return estimate.status === 'failed' ? estimate.error : null;
    },
    reload: () => estimate.reload(),
  };
}
