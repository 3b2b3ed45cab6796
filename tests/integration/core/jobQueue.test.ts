import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import type { JobHandle } from '../../../electron/core/context.ts';
import { openDatabase } from '../../../electron/core/database/open.ts';
import { createJobQueue } from '../../../electron/core/jobs/queue.ts';
import { AppError } from '../../../electron/shared/errors.ts';
import type { JobSnapshot } from '../../../electron/shared/schemas/job.ts';
import { failureOf, temporaryFolder, until } from './support.ts';

const Work = z.object({ name: z.string() });
type Run = (params: { name: string }, job: JobHandle, mode: 'fresh' | 'resume') => Promise<void>;

/** A queue on a real database whose training jobs do what the test says. */
function openQueue(run: Run, { dataDir = temporaryFolder(), resumable = true } = {}) {
  const database = openDatabase(join(dataDir, 'x.db'));
  const told: JobSnapshot[] = [];
  const ended: string[] = [];
  let ids = 0;
  const queue = createJobQueue({
    database,
    now: () => new Date(),
    newId: () => `${dataDir.slice(-4)}-${process.hrtime.bigint()}-${(ids += 1)}`,
    emit: (snapshot) => void told.push(snapshot),
  });
  for (const kind of ['training', 'import', 'scoring'] as const) {
    queue.register(kind, {
      params: Work,
      resumable,
      run,
      ended: ({ name }, state, message) => void ended.push(`${name} ${state}: ${message}`),
    });
  }
  const close = async (): Promise<void> => {
    await queue.close();
    if (database.isOpen) database.close();
  };
  onTestFinished(close);
  const statesOf = (id: string): string[] =>
    told
      .filter((job) => job.id === id)
      .map((job) => job.state)
      .filter((state, i, all) => state !== all[i - 1]);
  const last = (id: string): JobSnapshot | undefined => told.findLast((job) => job.id === id);
  return { queue, database, told, ended, close, statesOf, last, dataDir };
}

const stopped = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const fail = (): void => reject(signal.reason);
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });

test('jobs of one lane run one at a time, in order; an import runs beside them', async () => {
  const log: string[] = [];
  const { queue } = openQueue(async ({ name }) => {
    log.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 30));
    log.push(`${name} ends`);
  });
  const ids = [
    queue.start('training', { name: 'a' }, { title: 'a' }),
    queue.start('scoring', { name: 'b' }, { title: 'b' }),
    queue.start('import', { name: 'i' }, { title: 'i' }),
  ];
  await Promise.all(ids.map((id) => queue.finished(id)));
  expect(log.filter((line) => !line.startsWith('i'))).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  expect(log.indexOf('i begins')).toBeLessThan(log.indexOf('a ends'));
});

test('a job goes queued, running, succeeded, with a rising seq and its links', async () => {
  const { queue, told, statesOf, last } = openQueue(async (_, job) => {
    job.link({ datasetId: 'data' });
    job.link({ runId: 'run' });
  });
  const id = queue.start('training', { name: 'a' }, { title: 'First' });
  await queue.finished(id);
  expect(statesOf(id)).toEqual(['queued', 'running', 'succeeded']);
  const seqs = told.map((job) => job.seq);
  expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
  expect(new Set(seqs).size).toBe(seqs.length);
  expect(last(id)).toMatchObject({ title: 'First', datasetId: 'data', runId: 'run', error: null, resumable: false });
  expect(last(id)?.finishedAt).not.toBeNull();
  expect(queue.list()[0]).toEqual(last(id));
});

test('progress is told at most ten times a second, the last of it with the end, and has a speed', async () => {
  const { queue, told, last } = openQueue(async (_, job) => {
    const end = Date.now() + 1500;
    for (let done = 0; Date.now() < end; done += 1) {
      job.report('epochs', done, 1e6);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    job.report('writing', 7, 7);
  });
  const id = queue.start('training', { name: 'a' }, { title: 'a' });
  await queue.finished(id);
  const progress = told.filter((job) => job.state === 'running' && job.progress !== null);
  expect(progress.length).toBeGreaterThan(8);
  expect(progress.length).toBeLessThanOrEqual(17);
  const running = progress.findLast((job) => job.progress?.phase === 'epochs');
  expect(running?.progress?.perSecond).toBeGreaterThan(50);
  expect(running?.progress?.perSecond).toBeLessThan(1100);
  expect(last(id)?.progress).toEqual({ phase: 'writing', done: 7, total: 7, perSecond: null });
  expect(running?.secondsLeft).toBeCloseTo(
    (1e6 - (running?.progress?.done ?? 0)) / (running?.progress?.perSecond ?? 1),
    3,
  );
  expect(last(id)?.secondsLeft).toBeNull();
});

test('a failure keeps its code and details, tells the hook before the window, and can be resumed once', async () => {
  let broken = true;
  const modes: string[] = [];
  const opened = openQueue(async ({ name }, _job, mode) => {
    modes.push(`${name} ${mode}`);
    if (broken) throw new AppError('NO_SPACE', 'disk full', { details: { path: 'x' } });
  });
  const { queue, ended, last, told } = opened;
  const id = queue.start('training', { name: 'a' }, { title: 'a', runId: 'r1' });
  const error = await failureOf(queue.finished(id));
  expect(error.code).toBe('NO_SPACE');
  expect(last(id)).toMatchObject({
    state: 'failed',
    error: { code: 'NO_SPACE', details: { path: 'x' } },
    resumable: true,
  });
  expect(ended).toEqual(['a failed: disk full']);
  expect((await failureOf(queue.finished(id))).code).toBe('NO_SPACE');

  broken = false;
  const again = queue.resume(id);
  await queue.finished(again);
  expect(modes).toEqual(['a fresh', 'a resume']);
  expect(last(again)).toMatchObject({ state: 'succeeded', title: 'a', runId: 'r1' });
  expect(last(id)).toMatchObject({ state: 'failed', resumable: false });
  expect(() => queue.resume(id)).toThrow(expect.objectContaining({ code: 'NOT_RESUMABLE' }));
  expect(told.length).toBeGreaterThan(0);
});

test('a running job is cancelled by its signal, a queued one before it begins', async () => {
  const begun: string[] = [];
  const { queue, statesOf, ended, last } = openQueue(async ({ name }, job) => {
    begun.push(name);
    await stopped(job.signal);
  });
  const first = queue.start('training', { name: 'a' }, { title: 'a' });
  const second = queue.start('training', { name: 'b' }, { title: 'b' });
  await until(() => begun.length === 1, 'the first begins');
  queue.cancel(second);
  queue.cancel(first);
  queue.cancel(first);
  expect((await failureOf(queue.finished(second))).code).toBe('CANCELLED');
  expect((await failureOf(queue.finished(first))).code).toBe('CANCELLED');
  expect(statesOf(first)).toEqual(['queued', 'running', 'cancelling', 'cancelled']);
  expect(statesOf(second)).toEqual(['queued', 'cancelled']);
  expect(begun).toEqual(['a']);
  expect(ended).toEqual(['b cancelled: cancelled', 'a cancelled: cancelled']);
  expect(last(first)).toMatchObject({ error: null, resumable: true });
  queue.cancel(first);
  expect(() => queue.cancel('nothing')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
});

test('work that ends well although it was told to stop has succeeded', async () => {
  const { queue, statesOf } = openQueue(async (_, job) => {
    await stopped(job.signal).catch(() => undefined);
  });
  const id = queue.start('training', { name: 'a' }, { title: 'a' });
  await until(() => statesOf(id).includes('running'), 'it runs');
  queue.cancel(id);
  await queue.finished(id);
  expect(statesOf(id)).toEqual(['queued', 'running', 'cancelling', 'succeeded']);
});

test('a hook that throws does not keep its job from ending', async () => {
  const logged = vi.spyOn(console, 'error').mockReturnValue(undefined);
  onTestFinished(() => logged.mockRestore());
  const { queue, database } = openQueue(async () => Promise.reject(new Error('work')));
  queue.register('evaluation', {
    params: Work,
    resumable: false,
    run: () => Promise.reject(new Error('work')),
    ended: () => {
      throw new Error('hook');
    },
  });
  const id = queue.start('evaluation', { name: 'a' }, { title: 'a' });
  expect((await failureOf(queue.finished(id))).message).toBe('work');
  expect(queue.list()[0]).toMatchObject({ state: 'failed', resumable: false });
  expect(database.isOpen).toBe(true);
  expect(logged).toHaveBeenCalledOnce();
});

test('closing interrupts what runs and what waits, and both go on in the next process', async () => {
  const first = openQueue(async (_, job) => void (await stopped(job.signal)));
  const running = first.queue.start('training', { name: 'a' }, { title: 'a' });
  const waiting = first.queue.start('training', { name: 'b' }, { title: 'b' });
  await until(() => first.statesOf(running).includes('running'), 'it runs');
  await first.close();
  expect(first.last(running)).toMatchObject({ state: 'interrupted', resumable: true });
  expect(first.last(waiting)).toMatchObject({ state: 'interrupted', resumable: true });
  expect(first.ended).toEqual([
    'b interrupted: LesionLab ended before this was done',
    'a interrupted: LesionLab ended before this was done',
  ]);

  const modes: string[] = [];
  const second = openQueue(async ({ name }, _job, mode) => void modes.push(`${name} ${mode}`), {
    dataDir: first.dataDir,
  });
  second.queue.recover();
  await second.queue.finished(second.queue.resume(running));
  await second.queue.finished(second.queue.resume(waiting));
  expect(modes).toEqual(['a resume', 'b resume']);
});

test('what a killed process left running is interrupted at the next start, with a seq beyond all that was told', async () => {
  const first = openQueue(async (_, job) => {
    job.report('epochs', 3, 10);
    await stopped(job.signal);
  });
  const id = first.queue.start('training', { name: 'a' }, { title: 'a' });
  await until(() => first.last(id)?.progress != null, 'progress is told');
  // The file as a kill leaves it: the second queue opens it while the first has said nothing of an end.
  const second = openQueue(async () => undefined, { dataDir: first.dataDir });
  second.queue.recover();
  const recovered = second.last(id);
  expect(recovered).toMatchObject({
    state: 'interrupted',
    resumable: true,
    progress: { phase: 'epochs', done: 3, total: 10 },
  });
  expect(recovered?.seq).toBeGreaterThan(first.last(id)?.seq ?? Infinity);
  expect(second.ended).toEqual(['a interrupted: LesionLab ended before this was done']);
  expect((await failureOf(second.queue.finished(id))).code).toBe('CANCELLED');
});

test('only a job that has ended is dismissed', async () => {
  const { queue, statesOf } = openQueue(async (_, job) => void (await stopped(job.signal)));
  const id = queue.start('training', { name: 'a' }, { title: 'a' });
  await until(() => statesOf(id).includes('running'), 'it runs');
  expect(() => queue.dismiss(id)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  queue.cancel(id);
  await failureOf(queue.finished(id));
  queue.dismiss(id);
  expect(queue.list()).toEqual([]);
  expect(() => queue.dismiss(id)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
});

test('parameters that do not fit are refused before anything is queued', () => {
  const { queue } = openQueue(async () => undefined);
  expect(() => queue.start('training', { name: 3 }, { title: 'a' })).toThrow();
  expect(() => queue.start('demo', { name: 'a' }, { title: 'a' })).toThrow(
    expect.objectContaining({ code: 'INTERNAL' }),
  );
  expect(queue.list()).toEqual([]);
});
