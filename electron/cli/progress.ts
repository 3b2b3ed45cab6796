import { formatSeconds } from './summaryText.ts';
import { events } from '../shared/contract.ts';
import type { EventName } from '../shared/contract.ts';
import type { JobPhase, JobSnapshot } from '../shared/schemas/job.ts';
import type { EpochMetrics } from '../shared/schemas/run.ts';
import type { Output } from './output.ts';

const phaseWords: Record<JobPhase, string> = {
  scanning: 'Looking through the folder',
  drawing: 'Drawing sample photos',
  reading: 'Reading photos',
  features: 'Looking at photos (features)',
  maps: 'Looking at photos (maps)',
  epochs: 'Training (epochs)',
  steps: 'Training (photos)',
  scoring: 'Scoring photos',
  copying: 'Copying photos',
  writing: 'Writing',
};

/** On a terminal one line that is drawn anew; in a log a line when a phase begins and then one every so often. */
const SPARSE_INTERVAL_MS = 10_000;

export interface ProgressView {
  /** What the core tells; only what concerns this job is shown. */
  event(name: EventName, payload: unknown, jobId: string): void;
  /** Ends the drawn line. */
  done(): void;
}

export function createProgressView(output: Output, now: () => number): ProgressView {
  const terminal = output.stderr.isTTY === true;
  let drawn = false;
  let stage = '';
  let lastLineMs = 0;
  let lastEpochMs = -Infinity;

  const clear = (): void => {
    if (drawn) output.stderr.write('\r\u001b[K');
    drawn = false;
  };
  function job({ progress, secondsLeft }: JobSnapshot): void {
    if (progress === null) return;
    const text = progressText(progress, secondsLeft);
    if (terminal) {
      clear();
      output.stderr.write(text.slice(0, (output.stderr.columns || 80) - 1));
      drawn = true;
    } else if (stageOf(progress) !== stage || now() - lastLineMs >= SPARSE_INTERVAL_MS) {
      output.note(text);
      lastLineMs = now();
    }
    stage = stageOf(progress);
  }
  function epoch(metrics: EpochMetrics): void {
    // A cached epoch takes milliseconds: a line for each would flood a long run's log.
    if (metrics.epoch !== 1 && now() - lastEpochMs < 1000) return;
    lastEpochMs = now();
    clear();
    output.note(epochText(metrics));
  }
  return {
    event(name, payload, jobId) {
      if (name === 'job.changed') {
        const snapshot = events['job.changed'].parse(payload);
        if (snapshot.id === jobId) job(snapshot);
      } else if (name === 'run.epoch') {
        epoch(events['run.epoch'].parse(payload).epoch);
      }
    },
    done: clear,
  };
}

/** What a log tells the beginning of: a phase, and the fold or network that it is in; epochs go by too fast. */
const stageOf = ({ phase, parts = [] }: NonNullable<JobSnapshot['progress']>): string =>
  [phase, ...parts.filter(({ name }) => name !== 'epoch').map(({ name, at }) => `${name} ${at}`)].join(', ');

function progressText(progress: NonNullable<JobSnapshot['progress']>, secondsLeft: number | null): string {
  // While a folder is looked through, how much there is in all is not known yet.
  const share =
    progress.total > 0 ? ` of ${progress.total} ${Math.floor((100 * progress.done) / progress.total)} %` : '';
  const speed = progress.perSecond === null ? '' : `, ${progress.perSecond.toFixed(1)} a second`;
  const left = secondsLeft === null ? '' : `, ${formatSeconds(secondsLeft)} left`;
  const parts = (progress.parts ?? []).map(({ name, at, of }) => `${name} ${at} of ${of}, `).join('');
  return `${parts}${phaseWords[progress.phase]}: ${progress.done}${share}${speed}${left}`;
}

function epochText(epoch: EpochMetrics): string {
  const auc = epoch.valAuc === null ? '' : `, AUC ${epoch.valAuc.toFixed(3)}`;
  return (
    `epoch ${epoch.epoch}: loss ${epoch.loss.toFixed(4)}, accuracy ${epoch.accuracy.toFixed(3)}; ` +
    `valid loss ${epoch.valLoss.toFixed(4)}, accuracy ${epoch.valAccuracy.toFixed(3)}${auc}`
  );
}
