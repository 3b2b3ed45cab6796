import { onDestroy } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { ResampleData, ResampledEstimate, ResampledFigure } from './resampling.ts';
import type { Answer, Question } from './resampling.worker.ts';

/** A threshold in motion is not worth an answer. */
const SETTLE_MS = 250;

export interface Resampled {
  /** Undefined while it is being computed; a figure at an earlier threshold is no answer. */
  get(figure: ResampledFigure): ResampledEstimate | undefined;
  /** No interval will come: the computing beside the window could not be started, or broke. */
  readonly failed: boolean;
}

/**
 * Bootstrap intervals of the present scores and threshold, computed beside the window so that nothing on screen waits for them. Call
 * during a component's initialisation. `data` null: not known yet.
 */
export function createResampled(data: () => ResampleData | null, threshold: () => number): Resampled {
  const figures = {
    data: new SvelteMap<ResampledFigure, ResampledEstimate>(),
    threshold: new SvelteMap<ResampledFigure, ResampledEstimate>(),
  };
  const rounds = { data: 0, threshold: 0 };
  let failed = $state(false);
  let worker: Worker | null = null;
  function start(): Worker {
    const started = new Worker(new URL('./resampling.worker.ts', import.meta.url), { type: 'module' });
    started.onmessage = ({ data: answer }: MessageEvent<Answer>) => {
      if (answer.round === rounds[answer.kind]) figures[answer.kind].set(answer.figure, answer.estimate);
    };
    started.onerror = () => (failed = true);
    return started;
  }
  function ask(question: Question): void {
    try {
      worker ??= start();
      worker.postMessage(question);
    } catch {
      failed = true;
    }
  }
  onDestroy(() => worker?.terminate());

  let known = $state(false);
  $effect(() => {
    const rows = data();
    figures.data.clear();
    known = rows !== null;
    if (rows !== null) ask({ kind: 'data', round: ++rounds.data, data: rows });
  });
  $effect(() => {
    void data();
    const value = threshold();
    const round = ++rounds.threshold;
    figures.threshold.clear();
    if (!known) return;
    const timer = setTimeout(() => ask({ kind: 'threshold', round, value }), SETTLE_MS);
    return () => clearTimeout(timer);
  });

  return {
    get: (figure) => figures.threshold.get(figure) ?? figures.data.get(figure),
    get failed() {
      return failed;
    },
  };
}
