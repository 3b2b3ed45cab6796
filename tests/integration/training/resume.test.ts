import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { App } from '../../../electron/core/app.ts';
import { createApp } from '../../../electron/core/app.ts';
import { defaultRuntimeDir } from '../../../electron/core/paths.ts';
import type { EventName, Events } from '../../../electron/shared/contract.ts';
import { recommendedPreset } from '../../../electron/shared/presets.ts';
import type { EpochMetrics, RunDetail, TrainConfig } from '../../../electron/shared/schemas/run.ts';
import { cliJson, runCli } from '../../support/runCli.ts';
import { writeRedAndGreen } from '../../support/tiles.ts';
import { importFrom } from '../core/importing.ts';

/** Enough epochs that a kill hits in the middle of them. */
const config: TrainConfig = { ...recommendedPreset, preset: 'custom', views: 'one', epochs: 400, seed: 11 };

let root: string;
let photos: string;
let reference: RunDetail;

interface Opened {
  app: App;
  datasetId: string;
  /** Told of every epoch. */
  onEpoch(listener: (event: Events['run.epoch']) => void): void;
}

async function openWithTiles(dataDir: string): Promise<Opened> {
  const listeners: ((event: Events['run.epoch']) => void)[] = [];
  const app = await createApp({
    dataDir,
    runtimeDir: defaultRuntimeDir(process.env),
    holder: 'command',
    emit<E extends EventName>(event: E, payload: Events[E]) {
      if (event !== 'run.epoch' || !('epoch' in payload)) return;
      for (const listener of listeners) listener(payload);
    },
  });
  const { detail } = await importFrom(app, {
    source: photos,
    name: 'tiles',
    mapping: { melanoma: 'malignant', naevus: 'benign' },
  });
  return { app, datasetId: detail.dataset.id, onEpoch: (listener) => listeners.push(listener) };
}

/** What must be equal: everything but the clock. */
const figures = (epochs: EpochMetrics[]) => epochs.map(({ seconds: _seconds, ...rest }) => rest);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lesionlab-resume-'));
  photos = join(root, 'photos');
  await writeRedAndGreen(photos);
  const { app, datasetId } = await openWithTiles(join(root, 'reference'));
  const { jobId, runId } = await app.call('run.start', { datasetId, name: 'whole', config });
  await app.context.jobs.finished(jobId);
  reference = await app.call('run.get', { id: runId });
  await app.close();
}, 300_000);
afterAll(() => rm(root, { recursive: true, force: true }));

it('keeps the epoch of lowest validation loss, its scores and the layers of the model', async () => {
  expect(reference.epochs).toHaveLength(400);
  expect(reference.run.state).toBe('finished');
  const losses = reference.epochs.map(({ valLoss }) => valLoss);
  expect(reference.run.bestEpoch).toBe(losses.indexOf(Math.min(...losses)) + 1);
  const trained = reference.layers.filter(({ trainable }) => trainable);
  expect(trained.map(({ parameters }) => parameters)).toEqual([1281]);
  const frozen = reference.layers.filter(({ trainable }) => !trainable);
  expect(frozen.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(reference.run.frozenParameters);
});

it('tells of a killed engine, and goes on to the numbers of a run that was never stopped', async () => {
  const { app, datasetId, onEpoch } = await openWithTiles(join(root, 'engine killed'));
  onTestFinished(() => app.close());
  let kills = 0;
  onEpoch(({ epoch }) => {
    const pid = app.context.engines.compute.pid;
    if (pid === null || (kills === 0 && epoch.epoch < 60) || (kills === 1 && epoch.epoch < 200) || kills > 1) return;
    kills += 1;
    process.kill(pid, 'SIGKILL');
  });
  const { jobId, runId } = await app.call('run.start', { datasetId, name: 'killed', config });
  await expect(app.context.jobs.finished(jobId)).rejects.toMatchObject({ code: 'ENGINE_CRASHED' });
  const stopped = await app.call('run.get', { id: runId });
  expect(stopped.run.state).toBe('failed');
  expect(stopped.run.error).toContain('SIGKILL');
  expect(stopped.epochs.length).toBeLessThan(400);

  const second = await app.call('job.resume', { id: jobId });
  await expect(app.context.jobs.finished(second.jobId)).rejects.toMatchObject({ code: 'ENGINE_CRASHED' });
  const third = await app.call('job.resume', { id: second.jobId });
  await app.context.jobs.finished(third.jobId);

  const resumed = await app.call('run.get', { id: runId });
  expect(kills).toBe(2);
  expect(figures(resumed.epochs)).toEqual(figures(reference.epochs));
  expect(resumed.run.modelHash).toBe(reference.run.modelHash);
  expect(resumed.run.bestEpoch).toBe(reference.run.bestEpoch);
  expect(resumed.run).toMatchObject({ state: 'finished', error: null });
  const { evaluations } = await app.call('evaluation.list', { runId });
  expect(evaluations).toHaveLength(1);
});

it('stops when it is cancelled, and goes on to the same numbers', async () => {
  const { app, datasetId, onEpoch } = await openWithTiles(join(root, 'cancelled'));
  onTestFinished(() => app.close());
  let cancelled = false;
  const started = app.call('run.start', { datasetId, name: 'cancelled', config });
  onEpoch(({ epoch }) => {
    if (cancelled || epoch.epoch < 30) return;
    cancelled = true;
    void started.then(({ jobId }) => app.call('job.cancel', { id: jobId }));
  });
  const { jobId, runId } = await started;
  await expect(app.context.jobs.finished(jobId)).rejects.toMatchObject({ code: 'CANCELLED' });
  const stopped = await app.call('run.get', { id: runId });
  expect(stopped.run.state).toBe('cancelled');
  const { jobId: again } = await app.call('job.resume', { id: jobId });
  await app.context.jobs.finished(again);
  const resumed = await app.call('run.get', { id: runId });
  expect(figures(resumed.epochs)).toEqual(figures(reference.epochs));
  expect(resumed.run.modelHash).toBe(reference.run.modelHash);
});

const trainArguments = (dataDir: string): string[] => [
  ...['train', '--dataset', 'tiles', '--name', 'by command', '--data-dir', dataDir],
  ...['--views', 'one', '--epochs', '400', '--seed', '11'],
];
const Trained = z.object({ modelHash: z.string(), epochs: z.array(z.looseObject({ epoch: z.int() })) });

it.each(['SIGKILL', 'SIGINT'] as const)('goes on after %s of the command by the same command', async (signal) => {
  const dataDir = join(root, signal);
  await cliJson(['import', photos, '--name', 'tiles', '--data-dir', dataDir]);
  const { code } = await runCli(trainArguments(dataDir), {
    onStart(child) {
      let said = '';
      let sent = false;
      child.stderr?.on('data', (text: string) => {
        said += text;
        // Once: a second interrupt means to stop at once.
        if (!sent && /epoch \d+:/.test(said)) sent = child.kill(signal);
      });
    },
  });
  expect(code).toBe(signal === 'SIGINT' ? 1 : null);
  const { runs } = z
    .object({ runs: z.array(z.looseObject({ state: z.string() })) })
    .parse(await cliJson(['runs', '--data-dir', dataDir]));
  expect(runs.map(({ state }) => state)).toEqual([signal === 'SIGINT' ? 'cancelled' : 'interrupted']);
  const resumed = Trained.parse(await cliJson(trainArguments(dataDir)));
  expect(resumed.modelHash).toBe(reference.run.modelHash);
  expect(resumed.epochs).toHaveLength(400);
});

it('leaves no engine behind when the command is killed', async () => {
  const dataDir = join(root, 'orphans');
  await cliJson(['import', photos, '--name', 'tiles', '--data-dir', dataDir]);
  const entry = fileURLToPath(new URL('../../../electron/cli/index.ts', import.meta.url));
  const child = spawn(process.execPath, [entry, ...trainArguments(dataDir)], { stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise<void>((resolve) => {
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (/epoch \d+:/.test(said)) resolve();
    });
  });
  const engines = await childrenOf(child.pid ?? 0);
  expect(engines.length).toBeGreaterThan(0);
  child.kill('SIGKILL');
  const end = Date.now() + 20_000;
  while (engines.some(isAlive)) {
    if (Date.now() > end) throw new Error(`engines ${engines.filter(isAlive).join(', ')} outlive their parent`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});

async function childrenOf(pid: number): Promise<number[]> {
  const listing = spawn('ps', ['-o', 'pid=', '--ppid', String(pid)]);
  let text = '';
  for await (const piece of listing.stdout) text += String(piece);
  return text
    .split('\n')
    .map(Number)
    .filter((found) => found > 0);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
