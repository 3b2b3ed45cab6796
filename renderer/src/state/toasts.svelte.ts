export type Tone = 'plain' | 'ok' | 'error';
export interface ToastAction {
  label: string;
  run: () => void;
  /** It takes something back, so the undo key runs it too. */
  undoes?: boolean;
}
export interface Toast {
  id: number;
  text: string;
  tone: Tone;
  action: ToastAction | null;
}

const state = $state<{ toasts: Toast[] }>({ toasts: [] });
let nextId = 1;
const shownMs = 6_000;
/** Long enough to read what was removed and to reach for Undo. */
export const undoMs = 10_000;

export const toasts = {
  get all(): readonly Toast[] {
    return state.toasts;
  },
};

/** The latest act that can still be taken back. */
export const latestUndo = (): ToastAction | undefined =>
  state.toasts.findLast((candidate) => candidate.action?.undoes === true)?.action ?? undefined;

export function dismissToast(id: number): void {
  state.toasts = state.toasts.filter((toast) => toast.id !== id);
}

/** Says something in passing; it goes by itself. The returned function takes it away at once. */
export function toast(
  message: { text: string; tone?: Tone; action?: ToastAction },
  forMs: number = message.action === undefined ? shownMs : undoMs,
): () => void {
  const id = nextId++;
  const added: Toast = { id, text: message.text, tone: message.tone ?? 'plain', action: message.action ?? null };
  state.toasts = [...state.toasts.slice(-3), added];
  const timer = setTimeout(() => dismissToast(id), forMs);
  return () => {
    clearTimeout(timer);
    dismissToast(id);
  };
}

export interface Deferred {
  text: string;
  undoLabel: string;
  /** Does what was announced. */
  commit: () => void;
  /** Puts back what the window showed. */
  undo: () => void;
}

/** A destructive act that waits: done after ten seconds or when the window closes, unless undone before. */
export function deferWithUndo({ text, undoLabel, commit, undo }: Deferred): void {
  let settled = false;
  const settle = (act: () => void): void => {
    if (settled) return;
    settled = true;
    clearTimeout(timer);
    window.removeEventListener('pagehide', doIt);
    take();
    act();
  };
  const doIt = (): void => settle(commit);
  const timer = setTimeout(doIt, undoMs);
  window.addEventListener('pagehide', doIt);
  const take = toast({ text, action: { label: undoLabel, run: () => settle(undo), undoes: true } }, undoMs);
}
