import type { Snippet } from 'svelte';
import { z } from 'zod';
import type { Events } from '../../../electron/shared/contract.ts';
import { on } from '../api.ts';
import { reloadJobs } from './jobs.svelte.ts';
import { reloadLibrary } from './library.svelte.ts';
import { remembered } from './remembered.ts';
import { reloadSettings, settings, type Theme } from './settings.svelte.ts';

export interface InspectorContent {
  title: string;
  content: Snippet;
  onclose?: (() => void) | undefined;
}
type CoreState = Events['core.state'];

const inspectorStore = remembered('inspector', z.boolean(), true);
const state = $state<{
  inspectorOpen: boolean;
  core: CoreState;
  paletteOpen: boolean;
  shortcutsOpen: boolean;
  jobsOpen: boolean;
}>({
  inspectorOpen: inspectorStore.read(),
  core: { state: 'ready', message: '' },
  paletteOpen: false,
  shortcutsOpen: false,
  jobsOpen: false,
});
let inspector = $state.raw<InspectorContent | null>(null);

/** The frame around every screen: what is open, and whether the core behind it lives. */
export const frame = {
  get inspectorOpen() {
    return state.inspectorOpen;
  },
  set inspectorOpen(open: boolean) {
    state.inspectorOpen = open;
    inspectorStore.write(open);
  },
  /** What the right slot shows; null when no screen has anything selected. */
  get inspector() {
    return inspector;
  },
  set inspector(content: InspectorContent | null) {
    inspector = content;
  },
  get theme(): Theme {
    return settings.theme;
  },
  get core(): CoreState {
    return state.core;
  },
  get paletteOpen() {
    return state.paletteOpen;
  },
  set paletteOpen(open: boolean) {
    state.paletteOpen = open;
  },
  get shortcutsOpen() {
    return state.shortcutsOpen;
  },
  set shortcutsOpen(open: boolean) {
    state.shortcutsOpen = open;
  },
  get jobsOpen() {
    return state.jobsOpen;
  },
  set jobsOpen(open: boolean) {
    state.jobsOpen = open;
  },
};

/** Follows the core's life; when it is back, everything shown is read anew. */
export function startCoreWatch(): () => void {
  return on('core.state', (next) => {
    const before = state.core.state;
    state.core = next;
    if (next.state !== 'ready' || before === 'ready') return;
    reloadLibrary();
    void Promise.all([reloadJobs(), reloadSettings()]).catch((error: unknown) => console.error(error));
  });
}
