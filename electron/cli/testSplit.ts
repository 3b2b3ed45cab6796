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
