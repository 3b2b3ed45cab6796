import type { Progress } from '../protocol.ts';

type Step = Extract<Progress<'tune'>, { kind: 'step' }>;

const everyMs = 250;
/** Steps whose speed is told. */
const fewSteps = 8;

/** Tells of steps as they are taken, at most four times a second. */
export function stepTeller(
  about: { member: number; members: number; epochs: number },
  { report, clock, residentBytes }: { report: (step: Step) => void; clock: () => number; residentBytes: () => number },
): (done: number, total: number, epoch: number) => void {
  let toldAt = -Infinity;
  let steps: { atMs: number; photos: number }[] = [{ atMs: clock(), photos: 0 }];
  let before = { epoch: 0, done: 0 };
  return (done, total, epoch) => {
    const atMs = clock();
    // Between two epochs validation takes its time: a speed over it would be none of training.
    if (epoch !== before.epoch && before.epoch > 0) steps = [];
    const photos = epoch === before.epoch ? done - before.done : done;
    before = { epoch, done };
    steps = [...steps.slice(-fewSteps), { atMs, photos }];
    if (atMs - toldAt < everyMs) return;
    toldAt = atMs;
    const [first, ...others] = steps;
    const seconds = (atMs - (first?.atMs ?? atMs)) / 1000;
    const counted = others.reduce((sum, step) => sum + step.photos, 0);
    const photosASecond = seconds > 0 ? counted / seconds : 0;
    report({ kind: 'step', ...about, epoch, done, total, photosASecond, residentBytes: residentBytes() });
  };
}
