import { z } from 'zod';
import { remembered } from './remembered.ts';

export const Screen = z.enum(['start', 'data', 'train', 'results', 'predict', 'batch', 'help', 'settings']);
export type Screen = z.infer<typeof Screen>;

/** What is being worked on, whichever screen shows it. */
export const Selection = z.object({
  datasetId: z.string().nullable(),
  runId: z.string().nullable(),
  evaluationId: z.string().nullable(),
  batchId: z.string().nullable(),
  /** A recipe with out-of-fold scores, or ALL_RECIPES. */
  crossValidationId: z.string().nullable().default(null),
});
export type Selection = z.infer<typeof Selection>;

/** Instead of one recipe: all of a data set side by side. */
export const ALL_RECIPES = 'all';

const Place = z.object({ screen: Screen, selection: Selection });
type Place = z.infer<typeof Place>;

const nothing: Selection = {
  datasetId: null,
  runId: null,
  evaluationId: null,
  batchId: null,
  crossValidationId: null,
};
const atFirst: Place = { screen: 'start', selection: nothing };
const store = remembered('place', Place, atFirst);

const state = $state<{ past: Place[]; present: Place; future: Place[] }>({
  past: [],
  present: store.read(),
  future: [],
});
const longestPast = 100;

export const nav = {
  get screen(): Screen {
    return state.present.screen;
  },
  get selection(): Selection {
    return state.present.selection;
  },
  get canGoBack(): boolean {
    return state.past.length > 0;
  },
  get canGoForward(): boolean {
    return state.future.length > 0;
  },
};

const same = (a: Place, b: Place): boolean =>
  a.screen === b.screen &&
  a.selection.datasetId === b.selection.datasetId &&
  a.selection.runId === b.selection.runId &&
  a.selection.evaluationId === b.selection.evaluationId &&
  a.selection.batchId === b.selection.batchId &&
  a.selection.crossValidationId === b.selection.crossValidationId;

/** Shows a screen, and chooses what it works on; what is not named stays chosen. */
export function go(screen: Screen, selection: Partial<Selection> = {}): void {
  const next: Place = { screen, selection: { ...state.present.selection, ...selection } };
  if (same(next, state.present)) return;
  state.past = [...state.past.slice(1 - longestPast), $state.snapshot(state.present)];
  state.future = [];
  state.present = next;
  store.write(next);
}

export const select = (selection: Partial<Selection>): void => go(state.present.screen, selection);

export function goBack(): void {
  const previous = state.past.at(-1);
  if (previous === undefined) return;
  state.future = [$state.snapshot(state.present), ...state.future];
  state.past = state.past.slice(0, -1);
  state.present = previous;
  store.write(previous);
}

export function goForward(): void {
  const [next, ...rest] = state.future;
  if (next === undefined) return;
  state.past = [...state.past, $state.snapshot(state.present)];
  state.future = rest;
  state.present = next;
  store.write(next);
}

/** Something was removed: no screen may go on asking for it, nor come back to it. */
export function forget(kind: keyof Selection, id: string): void {
  const without = (place: Place): Place =>
    place.selection[kind] === id ? { ...place, selection: { ...place.selection, [kind]: null } } : place;
  state.past = state.past.map(without);
  state.future = state.future.map(without);
  state.present = without(state.present);
  store.write($state.snapshot(state.present));
}
