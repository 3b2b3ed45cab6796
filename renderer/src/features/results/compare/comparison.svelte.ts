import { onDestroy } from 'svelte';
import type { Reading } from '../../../../../electron/shared/metrics/alignScores.ts';
import type { PairOfReadings } from '../../../../../electron/shared/metrics/compare.ts';
import type { Answer, Question, Shared } from './comparing.ts';

/** A threshold in motion is not worth an answer. */
const SETTLE_MS = 250;

export interface Comparison {
  /** Null while it is being computed. */
  readonly shared: Shared | null;
  /** At the present thresholds; null while they are being computed, or where too few photos are shared. */
  readonly pairs: readonly PairOfReadings[] | null;
  readonly failed: boolean;
}

/**
 * Compares readings beside the window: matched once a choice, the calls again when a threshold has come to rest. Call during a component's
 * initialisation. `readings` is null while there is nothing to compare, and the same array as long as they are the same.
 */
export function createComparison(readings: () => Reading[] | null, thresholds: () => number[]): Comparison {
  // each with what it is an answer to: what is on screen must never be an answer to an earlier question
  let shared = $state.raw<{ readings: Reading[]; value: Shared } | null>(null);
  let pairs = $state.raw<{ readings: Reading[]; key: string; value: readonly PairOfReadings[] } | null>(null);
  let failed = $state(false);
  let round = 0;
  let asked: { readings: Reading[]; key: string } | null = null;
  let worker: Worker | null = null;
  const keyOf = (values: readonly number[]): string => values.join(' ');

  function start(): Worker {
    const started = new Worker(new URL('./compare.worker.ts', import.meta.url), { type: 'module' });
    started.onmessage = ({ data: answer }: MessageEvent<Answer>) => {
      if (answer.round !== round || asked === null) return;
      if (answer.kind === 'shared') shared = { readings: asked.readings, value: answer.shared };
      else pairs = { ...asked, value: answer.pairs };
    };
    started.onerror = () => (failed = true);
    return started;
  }
  function ask(question: Question): void {
    failed = false;
    try {
      worker ??= start();
      worker.postMessage(question);
    } catch {
      failed = true;
    }
  }
  onDestroy(() => worker?.terminate());

  $effect(() => {
    const rows = readings();
    const values = thresholds();
    const key = keyOf(values);
    if (rows === null || (rows === asked?.readings && key === asked.key)) return;
    if (rows !== asked?.readings) {
      asked = { readings: rows, key };
      round += 1;
      ask({ kind: 'readings', round, readings: rows, thresholds: values });
      return;
    }
    const timer = setTimeout(() => {
      // the photos' answer may be on its way still: it is asked for again with the calls
      const kind = shared?.readings === rows ? 'thresholds' : 'readings';
      asked = { readings: rows, key };
      round += 1;
      ask(
        kind === 'readings' ? { kind, round, readings: rows, thresholds: values } : { kind, round, thresholds: values },
      );
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  });

  return {
    get shared() {
      const rows = readings();
      return rows !== null && shared?.readings === rows ? shared.value : null;
    },
    get pairs() {
      const rows = readings();
      return rows !== null && pairs?.readings === rows && pairs.key === keyOf(thresholds()) ? pairs.value : null;
    },
    get failed() {
      return failed;
    },
  };
}
