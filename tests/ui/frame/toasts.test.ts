import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { deferWithUndo, latestUndo, toast, toasts, undoMs } from '../../../renderer/src/state/toasts.svelte.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

test('a deferred act is done after the time to undo, once', () => {
  const commit = vi.fn();
  const undo = vi.fn();
  deferWithUndo({ text: 'Removing', undoLabel: 'Undo', commit, undo });
  vi.advanceTimersByTime(undoMs - 1);
  expect(commit).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  window.dispatchEvent(new Event('pagehide'));
  expect(commit).toHaveBeenCalledTimes(1);
  expect(undo).not.toHaveBeenCalled();
  expect(toasts.all).toEqual([]);
});

test('undone in time it is never done', () => {
  const commit = vi.fn();
  const undo = vi.fn();
  deferWithUndo({ text: 'Removing', undoLabel: 'Undo', commit, undo });
  toasts.all.at(-1)?.action?.run();
  vi.advanceTimersByTime(2 * undoMs);
  window.dispatchEvent(new Event('pagehide'));
  expect(undo).toHaveBeenCalledTimes(1);
  expect(commit).not.toHaveBeenCalled();
});

test('closing the window does what was announced', () => {
  const commit = vi.fn();
  deferWithUndo({ text: 'Removing', undoLabel: 'Undo', commit, undo: vi.fn() });
  window.dispatchEvent(new Event('pagehide'));
  expect(commit).toHaveBeenCalledTimes(1);
});

test('messages go by themselves and never pile up', () => {
  for (let i = 0; i < 9; i++) toast({ text: `message ${i}` });
  expect(toasts.all.length).toBe(4);
  vi.runAllTimers();
  expect(toasts.all).toEqual([]);
});

test('the undo key finds the latest act that can be taken back, past messages that came after', () => {
  const undo = vi.fn();
  deferWithUndo({ text: 'Removing', undoLabel: 'Undo', commit: vi.fn(), undo });
  toast({ text: 'Saved', action: { label: 'Show', run: vi.fn() } });
  latestUndo()?.run();
  expect(undo).toHaveBeenCalledTimes(1);
  expect(latestUndo()).toBeUndefined();
});
