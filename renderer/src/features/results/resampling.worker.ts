import {
  rankingSteps,
  thresholdSteps,
  type ResampleData,
  type ResampledEstimate,
  type ResampledFigure,
  type Step,
} from './resampling.ts';

/** data: a new set of scores, all figures of it; threshold: those at a threshold of the present set. Newer questions come first. */
export type Question =
  { kind: 'data'; round: number; data: ResampleData } | { kind: 'threshold'; round: number; value: number };

export interface Answer {
  kind: Question['kind'];
  round: number;
  figure: ResampledFigure;
  estimate: ResampledEstimate;
}

let data: ResampleData | null = null;
const waiting: Record<Question['kind'], { round: number; steps: Step[] }> = {
  threshold: { round: 0, steps: [] },
  data: { round: 0, steps: [] },
};
let isBusy = false;

/** One figure at a time, so that a new question is heard between two; what a threshold changes goes first. */
function work(): void {
  const kind = waiting.threshold.steps.length > 0 ? 'threshold' : 'data';
  const { round, steps } = waiting[kind];
  const step = steps.shift();
  isBusy = step !== undefined;
  if (step === undefined) return;
  postMessage({ kind, round, figure: step.figure, estimate: step.run() } satisfies Answer);
  setTimeout(work);
}

addEventListener('message', ({ data: question }: MessageEvent<Question>) => {
  if (question.kind === 'data') {
    data = question.data;
    waiting.data = { round: question.round, steps: rankingSteps(data) };
    waiting.threshold.steps = [];
  } else if (data !== null) {
    waiting.threshold = { round: question.round, steps: thresholdSteps(data, question.value) };
  }
  if (!isBusy) {
    isBusy = true;
    setTimeout(work);
  }
});
