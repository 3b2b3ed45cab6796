import type { Threshold } from '../../../../electron/shared/schemas/run.ts';
import type { ThresholdValue } from './thresholdChoices.ts';

interface ThresholdEditorDeps {
  /** What is stored as far as the window has heard, and of which run or evaluation; another one ends the editing of the first. */
  stored: () => { ownerId: string; threshold: Threshold } | null;
  /** Stores it and returns it with its time. */
  save: (ownerId: string, threshold: ThresholdValue) => Promise<Threshold>;
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
  ownerId: string;
  threshold: ThresholdValue;
  /** saved: the core has it, the window may not have heard so yet. */
  state: 'waiting' | 'failed' | { savedAt: string };
}

/** The one threshold of a run, or of an evaluation without one, while it is being moved. */
export function createThresholdEditor({ stored, save, onfailed, delayMs }: ThresholdEditorDeps): ThresholdEditor {
  let draft = $state.raw<Draft | null>(null);
  let history = $state.raw<{ ownerId: string; threshold: ThresholdValue }[]>([]);
  let waiting: { timer: ReturnType<typeof setTimeout>; run: () => void } | null = null;

  /** The draft while it is newer than what the window has heard, so that nothing jumps back between saving and hearing. */
  function newerDraft(): Draft | null {
    const now = stored();
    if (draft === null || draft.ownerId !== now?.ownerId) return null;
    const { state } = draft;
    return typeof state === 'object' && (now.threshold.setAt ?? '') >= state.savedAt ? null : draft;
  }

  function flush(): void {
    const { timer, run } = waiting ?? {};
    waiting = null;
    clearTimeout(timer);
    run?.();
  }

  function change(ownerId: string, threshold: ThresholdValue): void {
    const mine: Draft = { ownerId, threshold, state: 'waiting' };
    draft = mine;
    clearTimeout(waiting?.timer);
    const run = (): void => {
      waiting = null;
      save(ownerId, threshold).then(
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
      const ownerId = stored()?.ownerId;
      return history.some((entry) => entry.ownerId === ownerId);
    },
    get state() {
      const state = newerDraft()?.state;
      return state === 'waiting' || state === 'failed' ? state : 'stored';
    },
    set(next) {
      const ownerId = stored()?.ownerId;
      const present = newerDraft()?.threshold ?? stored()?.threshold;
      if (ownerId === undefined || present === undefined || same(present, next)) return;
      // a change that has not been stored is part of the same gesture and leaves no step of its own
      if (waiting === null || draft?.ownerId !== ownerId) {
        flush();
        history = [...history, { ownerId, threshold: present }];
      }
      change(ownerId, next);
    },
    undo() {
      const ownerId = stored()?.ownerId;
      const index = history.findLastIndex((entry) => entry.ownerId === ownerId);
      const entry = history[index];
      if (entry === undefined) return;
      history = history.toSpliced(index, 1);
      change(entry.ownerId, entry.threshold);
    },
    flush,
  };
}

const same = (a: ThresholdValue, b: ThresholdValue): boolean =>
  a.value === b.value && a.source === b.source && a.target === b.target;
