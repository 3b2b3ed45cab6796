import type { LaunchedApp } from '../../e2e/support/startApp.ts';

/** A task of the window's main thread, milliseconds: what the clock says, and what of it the thread itself worked. */
interface Task {
  wallMs: number;
  cpuMs: number;
}

export interface LongTasks {
  /** Over 50 ms by the clock: what a person may feel. */
  count: number;
  worstMs: number;
  /** Over 50 ms of the thread's own work: on a machine that is busy with other things the clock counts those too. */
  ownCount: number;
  worstOwnMs: number;
}

const LONG_MS = 50;

/** Traces the window while the work is done and tells of its long tasks. */
export async function longTasksOf({ page }: LaunchedApp, work: () => Promise<void>): Promise<LongTasks> {
  const session = await page.context().newCDPSession(page);
  const events: unknown[] = [];
  session.on('Tracing.dataCollected', ({ value }) => void events.push(...value));
  await session.send('Tracing.start', {
    traceConfig: { includedCategories: ['disabled-by-default-lighthouse', 'toplevel', '__metadata'] },
    transferMode: 'ReportEvents',
  });
  await work();
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  const tasks = mainThreadTasks(events);
  const most = (pick: (task: Task) => number): number => Math.round(Math.max(0, ...tasks.map(pick)));
  return {
    count: tasks.filter(({ wallMs }) => wallMs > LONG_MS).length,
    worstMs: most(({ wallMs }) => wallMs),
    ownCount: tasks.filter(({ cpuMs }) => cpuMs > LONG_MS).length,
    worstOwnMs: most(({ cpuMs }) => cpuMs),
  };
}

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds. */
  dur?: number;
  tdur?: number;
  args?: { name?: string };
}
const isEvent = (value: unknown): value is TraceEvent => typeof value === 'object' && value !== null && 'name' in value;

function mainThreadTasks(values: readonly unknown[]): Task[] {
  const events = values.filter(isEvent);
  const main = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = events.filter(
    ({ name, pid, tid }) => name === 'ThreadControllerImpl::RunTask' && main.has(`${pid} ${tid}`),
  );
  if (tasks.length === 0) throw new Error('the trace holds no task of the window');
  return tasks.map(({ dur = 0, tdur = 0 }) => ({ wallMs: dur / 1000, cpuMs: tdur / 1000 }));
}
