import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../../electron/shared/errors.ts';
import { setTransport } from '../../../renderer/src/api.ts';
import JobsButton from '../../../renderer/src/features/jobs/JobsButton.svelte';
import { jobTarget } from '../../../renderer/src/features/jobs/jobTarget.ts';
import { frame } from '../../../renderer/src/state/frame.svelte.ts';
import { acceptJob, dismissJobsOf, jobs, startJobs } from '../../../renderer/src/state/jobs.svelte.ts';
import { go, nav } from '../../../renderer/src/state/nav.svelte.ts';
import { toasts } from '../../../renderer/src/state/toasts.svelte.ts';
import { standInForLayout } from './dom.ts';
import { createScriptedCore, type ScriptedCore } from './scriptedCore.ts';
import { emptyRecords, job } from './scriptedRecords.ts';

standInForLayout();

let core: ScriptedCore;
let stop: () => void;
let serial = 0;
/** Jobs live as long as the window: each test has its own. */
const nextId = (): string => `job-${++serial}`;

function start(answers: Record<string, (input: unknown) => unknown> = {}): void {
  core = createScriptedCore(emptyRecords(), answers);
  setTransport(core.transport);
  stop = startJobs();
  render(JobsButton);
}
beforeEach(() => {
  frame.jobsOpen = false;
});
afterEach(() => {
  cleanup();
  stop();
});

const running = (id: string) =>
  job({
    id,
    kind: 'training',
    title: 'Tutorial',
    state: 'running',
    seq: 5,
    progress: { phase: 'features', done: 500, total: 2000, perSecond: 21.4 },
    secondsLeft: 70,
    runId: 'run-1',
    datasetId: 'dataset-1',
  });

test('a job in progress shows its name, how far it is and the time left, and can be cancelled without opening anything', async () => {
  start();
  const id = nextId();
  core.job(running(id));
  const button = await screen.findByRole('button', { name: /1 job in progress/ });
  expect(button.textContent).toContain('Tutorial');
  expect(button.textContent).toContain('1 min 10 s');
  expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('25');
  await fireEvent.click(screen.getByRole('button', { name: 'Cancel “Tutorial”' }));
  expect(core.inputsOf('job.cancel')).toEqual([{ id }]);
});

test('a late snapshot does not undo a newer one', async () => {
  start();
  const id = nextId();
  core.job({ ...running(id), seq: 9, progress: { phase: 'epochs', done: 3, total: 30, perSecond: null } });
  core.job({ ...running(id), seq: 8 });
  expect((await screen.findByRole('button', { name: /in progress/ })).textContent).toContain('epoch 3 of 30');
});

test('a stopped job says what happened and what to do, and goes on from there', async () => {
  start();
  const id = nextId();
  const error = new AppError('ENGINE_CRASHED', 'signal SIGKILL').toBody();
  core.job({ ...running(id), state: 'failed', error, resumable: true, progress: null });
  frame.jobsOpen = true;
  expect(await screen.findByText('The computing process ended unexpectedly.')).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Resume' }));
  await waitFor(() => expect(core.inputsOf('job.dismiss')).toEqual([{ id }]));
  expect(core.inputsOf('job.resume')).toEqual([{ id }]);
  await waitFor(() => expect(jobs.all.some((candidate) => candidate.id === id)).toBe(false));
});

test('a resume that is refused is said, and the job stays on the list', async () => {
  start({
    'job.resume': () => {
      throw new AppError('NOT_RESUMABLE', 'its data set is gone');
    },
  });
  const id = nextId();
  core.job({ ...running(id), state: 'interrupted', resumable: true, progress: null });
  frame.jobsOpen = true;
  await fireEvent.click(await screen.findByRole('button', { name: 'Resume' }));
  await waitFor(() => expect(toasts.all.at(-1)?.text).toContain('This cannot go on where it stood'));
  expect(jobs.all.some((candidate) => candidate.id === id)).toBe(true);
});

test('a dismissed job stays away even when a last snapshot comes after', async () => {
  start();
  const id = nextId();
  core.job({ ...running(id), state: 'succeeded', title: 'Gone', seq: 20 });
  frame.jobsOpen = true;
  await fireEvent.click(await screen.findByRole('button', { name: 'Dismiss “Gone”' }));
  await waitFor(() => expect(screen.queryByText('Gone')).toBeNull());
  acceptJob({ ...running(id), state: 'succeeded', title: 'Gone', seq: 21 });
  expect(jobs.all.some((candidate) => candidate.id === id)).toBe(false);
});

test('a click on its name leads to what it works on', async () => {
  start();
  core.job({ ...running(nextId()), title: 'Lead me', seq: 1 });
  frame.jobsOpen = true;
  await fireEvent.click(await screen.findByRole('button', { name: 'Open “Lead me”' }));
  expect(nav.screen).toBe('train');
  expect(nav.selection.runId).toBe('run-1');
  expect(frame.jobsOpen).toBe(false);
});

test('every kind of job has a place where its result is seen', () => {
  const ids = { datasetId: 'd', runId: 'r', evaluationId: 'e', batchId: 'b' };
  const screenOf = (kind: 'import' | 'training' | 'evaluation' | 'scoring' | 'demo'): string | undefined =>
    jobTarget(job({ id: 'x', title: 'x', kind, state: 'succeeded', ...ids }))?.screen;
  expect(screenOf('import')).toBe('data');
  expect(screenOf('training')).toBe('results');
  expect(screenOf('evaluation')).toBe('results');
  expect(screenOf('scoring')).toBe('batch');
  expect(screenOf('demo')).toBe('results');
  expect(jobTarget(job({ id: 'x', title: 'x', kind: 'import', state: 'running' }))).toBeNull();
});

test('the ended jobs of a run that was removed leave the list; others and those at work stay', async () => {
  start();
  const [ended, other, atWork] = [nextId(), nextId(), nextId()];
  core.job({ ...running(ended), runId: 'gone', state: 'interrupted', resumable: true, progress: null });
  core.job({ ...running(other), runId: 'kept', state: 'interrupted', resumable: true, progress: null });
  core.job({ ...running(atWork), runId: 'gone' });
  await dismissJobsOf('runId', 'gone');
  expect(core.inputsOf('job.dismiss')).toEqual([{ id: ended }]);
  const listed = jobs.all.map(({ id }) => id);
  expect(listed).toEqual(expect.arrayContaining([other, atWork]));
  expect(listed).not.toContain(ended);
});

test('the list goes with the screen it was opened on', async () => {
  go('start');
  start();
  core.job({ ...running(nextId()), seq: 1 });
  frame.jobsOpen = true;
  await screen.findByRole('heading', { name: 'Jobs' });
  go('results');
  await waitFor(() => expect(screen.queryByRole('heading', { name: 'Jobs' })).toBeNull());
  expect(frame.jobsOpen).toBe(false);
});
