import type { Threshold } from '../../../../electron/shared/schemas/run.ts';
import type { ThresholdValue } from './thresholdChoices.ts';

interface ThresholdEditorDeps {
  /** What is stored as far as the window has heard, and of which run; another run ends the editing of the first. */
  stored: () => { runId: string; threshold: Threshold } | null;
  /** Stores it and returns it with its time. */
  save: (runId: string, threshold: ThresholdValue) => Promise<Threshold>;
  onfailed: (error: unknown) => void;
  /** Quiet time before a change is stored, so that a drag is one change. */
  delayMs: number;
}

export interface ThresholdEditor {
  /** What the screen shows: the change not yet stored, else what is stored. */
  readonly present: ThresholdValue | null;
  readonly canUndo: boolean;
  readonly state: 'stored' | 'waiting' | 'failed';
  set(next: ThresholdValue): void;
  /** Back to what was there before the last change. */
  undo(): void;
  /** Stores at once what is still waiting. */
  flush(): void;
}

interface Draft {
  runId: string;
  threshold: ThresholdValue;
  /** saved: the core has it, the window may not have heard so yet. */
  state: 'waiting' | 'failed' | { savedAt: string };
}

/** The one threshold of a run while it is being moved. */
export function createThresholdEditor({ stored, save, onfailed, delayMs }: ThresholdEditorDeps): ThresholdEditor {
  let draft = $state.raw<Draft | null>(null);
  let history = $state.raw<{ runId: string; threshold: ThresholdValue }[]>([]);
  let waiting: { timer: ReturnType<typeof setTimeout>; run: () => void } | null = null;

  /** The draft while it is newer than what the window has heard, so that nothing jumps back between saving and hearing. */
  function newerDraft(): Draft | null {
    const now = stored();
    if (draft === null || draft.runId !== now?.runId) return null;
    const { state } = draft;
    return typeof state === 'object' && (now.threshold.setAt ?? '') >= state.savedAt ? null : draft;
  }

  function flush(): void {
    const { timer, run } = waiting ?? {};
    waiting = null;
    clearTimeout(timer);
    run?.();
  }

  function change(runId: string, threshold: ThresholdValue): void {
    const mine: Draft = { runId, threshold, state: 'waiting' };
    draft = mine;
    clearTimeout(waiting?.timer);
    const run = (): void => {
      waiting = null;
      save(runId, threshold).then(
        ({ setAt }) => {
          // a later change keeps its own draft
          if (draft === mine) draft = { ...mine, state: { savedAt: setAt ?? '' } };
        },
        (error: unknown) => {
          if (draft === mine) draft = { ...mine, state: 'failed' };
          onfailed(error);
        },
      );
    };
    waiting = { timer: setTimeout(run, delayMs), run };
  }

  return {
    get present() {
      return newerDraft()?.threshold ?? stored()?.threshold ?? null;
    },
    get canUndo() {
      const runId = stored()?.runId;
      return history.some((entry) => entry.runId === runId);
    },
    get state() {
      const state = newerDraft()?.state;
      return state === 'waiting' || state === 'failed' ? state : 'stored';
    },
    set(next) {
      const runId = stored()?.runId;
      const present = newerDraft()?.threshold ?? stored()?.threshold;
      if (runId === undefined || present === undefined || same(present, next)) return;
      // a change that has not been stored is part of the same gesture and leaves no step of its own
      if (waiting === null || draft?.runId !== runId) {
        flush();
        history = [...history, { runId, threshold: present }];
      }
      change(runId, next);
    },
    undo() {
      const runId = stored()?.runId;
      const index = history.findLastIndex((entry) => entry.runId === runId);
      const entry = history[index];
      if (entry === undefined) return;
      history = history.toSpliced(index, 1);
      change(entry.runId, entry.threshold);
    },
    flush,
  };
}

const same = (a: ThresholdValue, b: ThresholdValue): boolean =>
  a.value === b.value && a.source === b.source && a.target === b.target;
