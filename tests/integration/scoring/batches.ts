import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { App } from '../../../electron/core/app.ts';
import type { TrainConfig } from '../../../electron/shared/schemas/run.ts';
import type { Batch, BatchRequest, ScoredRow } from '../../../electron/shared/schemas/scoring.ts';
import { openTiles, trainOnTiles } from '../../support/smallRun.ts';
import { GREEN, RED, tile } from '../../support/tiles.ts';

/** A core with a run that tells red from green, and a folder for what a test makes. */
export interface Bench {
  root: string;
  dataDir: string;
  app: App;
  runId: string;
  close(): Promise<void>;
}

export async function openBench(changes: Partial<TrainConfig> = {}): Promise<Bench> {
  const root = await mkdtemp(join(tmpdir(), 'lesionlab-batches-'));
  const { app, dataDir, datasetId } = await openTiles(root);
  const runId = await trainOnTiles(app, datasetId, 'red', changes);
  return {
    root,
    dataDir,
    app,
    runId,
    async close() {
      await app.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** Red and green tiles named by their number; equal numbers and seeds give equal bytes. */
export async function writePhotos(folder: string, count: number, seed: number): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const path = join(folder, `${index}.jpg`);
    await writeFile(path, await tile(index % 3 === 0 ? RED : GREEN, seed + index));
    paths.push(path);
  }
  return paths;
}

/** Runs a batch to its end; fails as its job does. */
export async function score(
  { app, runId }: Pick<Bench, 'app' | 'runId'>,
  request: Partial<BatchRequest> & Pick<BatchRequest, 'out'>,
): Promise<Batch> {
  const { jobId, batchId } = await app.call('batch.start', {
    runId,
    inputs: [],
    threshold: null,
    resume: true,
    ...request,
  });
  await app.context.jobs.finished(jobId);
  return app.call('batch.get', { id: batchId });
}

export async function rowsOfBatch({ app }: Pick<Bench, 'app'>, batchId: string): Promise<ScoredRow[]> {
  const { rows } = await app.call('batch.rows', { batchId, offset: 0, limit: 500 });
  return rows.map(({ row }) => row);
}

/** Counts what the engine is asked to score, and lets a test act while it does. */
export function watchEngine({ app }: Pick<Bench, 'app'>): {
  asked(): string[];
  /** Called once, when so many answers have come. */
  after(answers: number, act: () => void): void;
} {
  const { compute } = app.context.engines;
  const asked: string[] = [];
  let count = 0;
  const acts: { at: number; act: () => void }[] = [];
  const call = compute.call.bind(compute);
  vi.spyOn(compute, 'call').mockImplementation((method, params, options) => {
    if (method !== 'score' || !('photos' in params) || !('runDir' in params)) return call(method, params, options);
    for (const photo of params.photos) if (typeof photo === 'object') asked.push(photo.path);
    return call(method, params, {
      ...options,
      onEvent: (event) => {
        count += 1;
        for (const { at, act } of acts) if (at === count) act();
        options?.onEvent?.(event);
      },
    });
  });
  return { asked: () => asked.splice(0), after: (at, act) => void acts.push({ at: count + at, act }) };
}
