import { onDestroy } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { ResampleData, ResampledEstimate, ResampledFigure } from './resampling.ts';
import type { Answer, Question } from './resampling.worker.ts';

/** A threshold in motion is not worth an answer. */
const SETTLE_MS = 250;

export interface Resampled {
  /** Undefined while it is being computed; a figure at an earlier threshold is no answer. */
  get(figure: ResampledFigure): ResampledEstimate | undefined;
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
  let worker: Worker | null = null;
  function ask(question: Question): void {
    if (worker === null) {
      worker = new Worker(new URL('./resampling.worker.ts', import.meta.url), { type: 'module' });
      worker.onmessage = ({ data: answer }: MessageEvent<Answer>) => {
        if (answer.round === rounds[answer.kind]) figures[answer.kind].set(answer.figure, answer.estimate);
      };
    }
    worker.postMessage(question);
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

  return { get: (figure) => figures.threshold.get(figure) ?? figures.data.get(figure) };
}
