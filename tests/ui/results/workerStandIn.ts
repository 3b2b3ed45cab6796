import { afterAll, beforeAll, vi } from 'vitest';
import { rankingSteps, thresholdSteps, type ResampleData } from '../../../renderer/src/features/results/resampling.ts';
import type { Answer, Question } from '../../../renderer/src/features/results/resampling.worker.ts';

/**
 * jsdom has no workers: one that answers the same questions with the same functions, a figure a turn of the event loop. `only` keeps a test to
 * the figures that it looks at, for all of them together take seconds.
 */
export function standInForWorker(only: readonly string[] = []): void {
  class StandIn {
    onmessage: ((event: { data: Answer }) => void) | null = null;
    onerror: (() => void) | null = null;
    private data: ResampleData | null = null;
    postMessage(question: Question): void {
      if (question.kind === 'data') this.data = question.data;
      const { data } = this;
      if (data === null) return;
      const steps = question.kind === 'data' ? rankingSteps(data) : thresholdSteps(data, question.value);
      for (const { figure, run } of steps) {
        if (!only.includes(figure)) continue;
        setTimeout(() =>
          this.onmessage?.({ data: { kind: question.kind, round: question.round, figure, estimate: run() } }),
        );
      }
    }
    terminate(): void {
      this.onmessage = null;
    }
  }
  beforeAll(() => void vi.stubGlobal('Worker', StandIn));
  afterAll(() => void vi.unstubAllGlobals());
}
