import type { Overlap } from '../shared/schemas/evaluation.ts';
import type { Run, TestOpening } from '../shared/schemas/run.ts';
import type { Output } from './output.ts';
import type { Session } from './session.ts';
import { counted, oneLine } from './table.ts';

/** `2026-03-04 05:06`, UTC. */
const minute = (timestamp: string): string => timestamp.slice(0, 16).replace('T', ' ');

/** Of this run's data set, by any run, oldest first. */
export async function testOpenings(session: Session, run: Run): Promise<TestOpening[]> {
  return (await session.call('run.testOpenings', { id: run.id })).openings;
}

/** Says how often the test split was looked at, and when: each look makes its figures a little less of a surprise. */
export function noteOpenings(output: Output, run: Run, openings: readonly TestOpening[]): void {
  const own = openings.filter(({ runId }) => runId === run.id).length;
  output.note(
    `The test split of "${oneLine(run.datasetName)}" was opened ${counted(openings.length, 'time')}, ${own} of them by this run:`,
  );
  for (const { openedAt, runName, threshold, by } of openings) {
    const at = threshold === null ? 'before openings were counted' : `threshold ${threshold}`;
    output.note(`  ${minute(openedAt)} UTC  ${oneLine(runName)}, ${at} (${by})`);
  }
}

/** Says which photos of a folder are the run's own: figures of them are no figures of new photos. */
export function noteOverlap(output: Output, run: Run, { train, valid, test }: Overlap): void {
  const shared = [
    [train, 'it was trained on'],
    [valid, 'of its validation split'],
    [test, 'of its test split, which is opened by this'],
  ] as const;
  for (const [count, which] of shared) {
    if (count > 0)
      output.note(
        `! ${counted(count, 'photo')} of the folder ${count === 1 ? 'is' : 'are'} known to "${oneLine(run.name)}": ${which}.`,
      );
  }
}
