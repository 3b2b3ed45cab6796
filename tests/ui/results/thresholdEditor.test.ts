import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Threshold } from '../../../electron/shared/schemas/run.ts';
import type { ThresholdValue } from '../../../renderer/src/features/results/thresholdChoices.ts';
import { createThresholdEditor } from '../../../renderer/src/features/results/thresholdEditor.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const byHand = (value: number): ThresholdValue => ({ value, source: 'manual', target: null });

/** A run whose threshold is stored and, by `hear`, told to the window. */
function setUp() {
  let time = 0;
  const stored: { ownerId: string; threshold: Threshold } = {
    ownerId: 'run1',
    threshold: { value: 0.5, source: 'default', target: null, setAt: null, lockedAt: null },
  };
  const saved: { ownerId: string; threshold: ThresholdValue }[] = [];
  let refuse: Error | null = null;
  const failures: unknown[] = [];
  const editor = createThresholdEditor({
    stored: () => stored,
    save: (ownerId, threshold) => {
      if (refuse !== null) return Promise.reject(refuse);
      saved.push({ ownerId, threshold });
      return Promise.resolve({ ...threshold, setAt: `2026-01-01T00:00:0${++time}.000Z`, lockedAt: null });
    },
    onfailed: (error) => failures.push(error),
    delayMs: 400,
  });
  return {
    editor,
    saved,
    failures,
    refuseWith: (error: Error) => (refuse = error),
    hear: (threshold: Threshold) => (stored.threshold = threshold),
    choose: (ownerId: string, threshold: Threshold) => {
      stored.ownerId = ownerId;
      stored.threshold = threshold;
    },
  };
}

test('a drag shows every value at once and is stored as one change', async () => {
  const { editor, saved } = setUp();
  for (let k = 49; k >= 30; k--) {
    editor.set(byHand(k / 100));
    expect(editor.present?.value).toBe(k / 100);
    await vi.advanceTimersByTimeAsync(20);
  }
  expect(editor.state).toBe('waiting');
  expect(saved).toEqual([]);
  await vi.advanceTimersByTimeAsync(400);
  expect(saved).toEqual([{ ownerId: 'run1', threshold: byHand(0.3) }]);
  expect(editor.state).toBe('stored');
});

test('between storing and hearing of it nothing jumps back, and what another window stores later counts', async () => {
  const { editor, hear } = setUp();
  editor.set(byHand(0.3));
  await vi.advanceTimersByTimeAsync(400);
  expect(editor.present?.value).toBe(0.3);
  hear({ ...byHand(0.3), setAt: '2026-01-01T00:00:01.000Z', lockedAt: null });
  expect(editor.present?.value).toBe(0.3);
  hear({ ...byHand(0.7), setAt: '2026-01-01T00:00:09.000Z', lockedAt: null });
  expect(editor.present?.value).toBe(0.7);
});

test('undo goes back gesture by gesture, to the rule it came from, and stores that too', async () => {
  const { editor, saved } = setUp();
  editor.set({ value: 0.196, source: 'targetSensitivity', target: 0.9 });
  await vi.advanceTimersByTimeAsync(400);
  editor.set(byHand(0.21));
  editor.set(byHand(0.22));
  await vi.advanceTimersByTimeAsync(400);
  editor.undo();
  expect(editor.present).toEqual({ value: 0.196, source: 'targetSensitivity', target: 0.9 });
  editor.undo();
  expect(editor.present?.source).toBe('default');
  expect(editor.canUndo).toBe(false);
  await vi.advanceTimersByTimeAsync(400);
  expect(saved.at(-1)?.threshold.value).toBe(0.5);
});

test('a refused change stays on screen, is said to be not saved, and is told', async () => {
  const { editor, failures, refuseWith } = setUp();
  refuseWith(new Error('the disk is full'));
  editor.set(byHand(0.3));
  await vi.advanceTimersByTimeAsync(400);
  expect(editor.present?.value).toBe(0.3);
  expect(editor.state).toBe('failed');
  expect(failures).toHaveLength(1);
});

test('a change that still waits is stored for its own run when another is chosen', async () => {
  const { editor, saved, choose } = setUp();
  editor.set(byHand(0.3));
  choose('run2', { value: 0.5, source: 'default', target: null, setAt: null, lockedAt: null });
  expect(editor.present?.value).toBe(0.5);
  expect(editor.canUndo).toBe(false);
  editor.set(byHand(0.6));
  await vi.advanceTimersByTimeAsync(400);
  expect(saved).toEqual([
    { ownerId: 'run1', threshold: byHand(0.3) },
    { ownerId: 'run2', threshold: byHand(0.6) },
  ]);
});
