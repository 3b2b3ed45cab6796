import { fork } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { answerCall } from '../../../electron/main/calls.ts';
import { createCore } from '../../../electron/main/core.ts';
import { createQuit, hasRunningJob } from '../../../electron/main/quit.ts';
import type { ErrorBody } from '../../../electron/shared/errors.ts';

/** A process that speaks the core's protocol, and does as the channel's name tells it. */
const program = `
process.on('message', ({ id, channel, input }) => {
  if (channel === 'die') process.exit(7);
  if (channel === 'shout') process.send({ event: 'menu.command', payload: { command: 'x' } });
  if (channel === 'babble') { process.send('nonsense'); process.send({ event: 'no.such', payload: 1 }); }
  process.send({ id, reply: { ok: true, value: { channel, input, pid: process.pid } } });
});
process.once('disconnect', () => process.exit(0));
if (process.argv[2] === 'locked') process.send({ failed: { code: 'LOCKED', message: 'held', details: {} } });
else if (process.argv[2] === 'dies') process.exit(3);
else setTimeout(() => process.send({ ready: true }), 20);
`;
const file = join(mkdtempSync(join(tmpdir(), 'lesionlab-core-')), 'core.mjs');
writeFileSync(file, program);

function startCore(behaviours: readonly string[] = []) {
  const states: string[] = [];
  const events: unknown[] = [];
  const failures: ErrorBody[] = [];
  let starts = 0;
  const core = createCore({
    fork: () =>
      fork(file, [behaviours[Math.min(starts++, behaviours.length - 1)] ?? ''], {
        serialization: 'advanced',
        silent: true,
      }),
    now: Date.now,
    onEvent: (event, payload) => events.push([event, payload]),
    onState: (state) => states.push(state),
    onFailed: (error) => failures.push(error),
    log: () => undefined,
  });
  onTestFinished(() => core.stop(1_000));
  return { core, states, events, failures, starts: () => starts };
}

describe('the core process', () => {
  test('answers calls made before it was ready, each to its asker', async () => {
    const { core, states } = startCore();
    const replies = await Promise.all(['a', 'b', 'c'].map((channel) => core.call(channel, { channel })));
    expect(replies).toMatchObject(
      ['a', 'b', 'c'].map((channel) => ({ ok: true, value: { channel, input: { channel } } })),
    );
    expect(states).toEqual(['starting', 'ready']);
  });

  test('has its events passed on, and what is none of the protocol dropped', async () => {
    const { core, events } = startCore();
    await core.call('shout', {});
    await core.call('babble', {});
    expect(events).toEqual([['menu.command', { command: 'x' }]]);
  });

  test('that dies answers what was asked with an error and is started again', async () => {
    const { core, states } = startCore();
    expect(await core.call('die', {})).toMatchObject({
      ok: false,
      error: { code: 'INTERNAL', details: { reason: 'CORE_CRASHED' } },
    });
    expect(await core.call('after', {})).toMatchObject({ ok: true });
    expect(states).toEqual(['starting', 'ready', 'crashed', 'starting', 'ready']);
  });

  test('that only dies is given up after a few starts, and says so', async () => {
    const { failures, starts, core } = startCore(['dies']);
    await expect.poll(() => failures.length).toBe(1);
    expect(failures[0]).toMatchObject({ code: 'INTERNAL', details: { reason: 'CORE_CRASHED', how: 'code 3' } });
    expect(starts()).toBe(4);
    expect(await core.call('a', {})).toMatchObject({ ok: false });
  });

  test('that finds its folder held fails every call with LOCKED until it is started again', async () => {
    const { core, failures, states } = startCore(['locked', '']);
    expect(await core.call('a', {})).toMatchObject({ ok: false, error: { code: 'LOCKED' } });
    expect(failures).toHaveLength(1);
    expect(states.at(-1)).toBe('locked');
    core.restart();
    expect(await core.call('b', {})).toMatchObject({ ok: true });
  });

  test('whose program cannot be started is a failure, not a silence', async () => {
    const failures: ErrorBody[] = [];
    const core = createCore({
      fork: () => fork(file, [], { execPath: '/no/such/node', silent: true }),
      now: Date.now,
      onEvent: () => undefined,
      onState: () => undefined,
      onFailed: (error) => failures.push(error),
      log: () => undefined,
    });
    expect(await core.call('a', {})).toMatchObject({ ok: false, error: { details: { reason: 'CORE_NOT_STARTED' } } });
    expect(failures).toHaveLength(1);
  });

  test('is gone once stop resolves', async () => {
    const { core } = startCore();
    const reply = await core.call('a', {});
    const pid = reply.ok ? (reply.value as { pid: number }).pid : 0;
    await core.stop(5_000);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(await core.call('b', {})).toMatchObject({ ok: false, error: { details: { reason: 'CLOSING' } } });
  });
});

describe('a call of the window', () => {
  const ours = { url: 'app://bundle/index.html', isMainFrame: true };
  const never = () => Promise.reject(new Error('not to be reached'));
  const handlers = {
    'shell.chooseFolder': never,
    'shell.chooseFile': never,
    'shell.saveFile': never,
    'shell.saveContent': never,
    'shell.showInFolder': never,
    'shell.pathKind': () => Promise.resolve({ kind: 'file' }),
    'shell.setLook': never,
  };

  test('reaches the core or the shell when page and channel are ours', async () => {
    const { core } = startCore();
    expect(await answerCall({ core, handlers }, ours, 'run.list', {})).toMatchObject({
      ok: true,
      value: { channel: 'run.list' },
    });
    expect(await answerCall({ core, handlers }, ours, 'shell.pathKind', {})).toEqual({
      ok: true,
      value: { kind: 'file' },
    });
  });

  test('from a foreign page, a frame or a frame that is gone is refused', async () => {
    const { core } = startCore();
    for (const sender of [
      { ...ours, url: 'data:text/html,x' },
      { ...ours, url: 'app://photo/x' },
      { ...ours, url: null },
      { ...ours, isMainFrame: false },
    ]) {
      expect(await answerCall({ core, handlers }, sender, 'run.list', {})).toMatchObject({
        ok: false,
        error: { code: 'NO_PERMISSION' },
      });
    }
  });

  test('on what is no channel is refused', async () => {
    const { core } = startCore();
    for (const channel of [
      'no.such',
      'constructor',
      '__proto__',
      'hasOwnProperty',
      'media.resolve',
      7,
      null,
      ['run.list'],
      {},
    ]) {
      expect(await answerCall({ core, handlers }, ours, channel, {})).toMatchObject({
        ok: false,
        error: { code: 'BAD_INPUT' },
      });
    }
  });
});

describe('quitting', () => {
  function quitWith(anyJob: boolean, yes: boolean) {
    const steps: string[] = [];
    const quit = createQuit({
      anyJob: () => Promise.resolve(anyJob),
      confirm: () => Promise.resolve((steps.push('asked'), yes)),
      stopCore: () => Promise.resolve(void steps.push('stopped')),
      leave: () => steps.push('left'),
    });
    return { quit, steps };
  }

  test('asks only while a job runs, and once', async () => {
    const idle = quitWith(false, false);
    await idle.quit.request();
    expect(idle.steps).toEqual(['stopped', 'left']);
    const busy = quitWith(true, true);
    await Promise.all([busy.quit.request(), busy.quit.request()]);
    expect(busy.steps).toEqual(['asked', 'stopped', 'left']);
  });

  test('goes on working after a no', async () => {
    const { quit, steps } = quitWith(true, false);
    await quit.request();
    expect(steps).toEqual(['asked']);
    expect(quit.done).toBe(false);
  });

  test('counts a job as running until it has ended', () => {
    const job = {
      id: 'j1',
      kind: 'training',
      title: 't',
      seq: 1,
      progress: null,
      secondsLeft: null,
      datasetId: null,
      runId: null,
      evaluationId: null,
      batchId: null,
      createdAt: '2026-11-25T00:00:00.000Z',
      finishedAt: null,
      error: null,
      resumable: true,
    };
    const running = ['queued', 'running', 'cancelling', 'succeeded', 'failed', 'cancelled', 'interrupted'].filter(
      (state) => hasRunningJob({ ok: true, value: { jobs: [{ ...job, state }] } }),
    );
    expect(running).toEqual(['queued', 'running', 'cancelling']);
    expect(hasRunningJob({ ok: true, value: null })).toBe(false);
  });
});
