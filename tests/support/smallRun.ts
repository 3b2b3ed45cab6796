import { join } from 'node:path';
import type { App } from '../../electron/core/app.ts';
import { createApp } from '../../electron/core/app.ts';
import { defaultRuntimeDir } from '../../electron/core/paths.ts';
import { recommendedPreset } from '../../electron/shared/presets.ts';
import type { TrainConfig } from '../../electron/shared/schemas/run.ts';
import { importFrom } from '../integration/core/importing.ts';
import { GREEN, RED, tile, writeTiles } from './tiles.ts';
import { writeFile } from 'node:fs/promises';

/** A core on `root`/data that holds a data set of red melanomas and green naevi, with a red naevus among those that are checked with. */
export async function openTiles(root: string): Promise<{ app: App; dataDir: string; datasetId: string }> {
  const photos = join(root, 'tiles');
  await writeTiles(photos, {
    train: { melanoma: { colour: RED, count: 8 }, naevus: { colour: GREEN, count: 8 } },
    valid: { melanoma: { colour: RED, count: 5 }, naevus: { colour: GREEN, count: 5 } },
  });
  await writeFile(join(photos, 'valid/naevus/red.jpg'), await tile(RED, 4001));
  await writeFile(join(photos, 'valid/melanoma/green.jpg'), await tile(GREEN, 4002));
  const dataDir = join(root, 'data');
  const app = await createApp({
    dataDir,
    runtimeDir: defaultRuntimeDir(process.env),
    holder: 'command',
    emit: () => undefined,
  });
  const mapping = { melanoma: 'malignant', naevus: 'benign' } as const;
  const { detail } = await importFrom(app, { source: photos, name: 'tiles', mapping });
  return { app, dataDir, datasetId: detail.dataset.id };
}

/** Trains for a moment on the real network; returns the run's id. */
export async function trainOnTiles(
  app: App,
  datasetId: string,
  name: string,
  changes: Partial<TrainConfig> = {},
): Promise<string> {
  const config: TrainConfig = { ...recommendedPreset, preset: 'custom', views: 'one', epochs: 10, ...changes };
  const { jobId, runId } = await app.call('run.start', { datasetId, name, config });
  await app.context.jobs.finished(jobId);
  return runId;
}

export async function exportTo(
  app: App,
  runId: string,
  path: string,
  format: 'bundle' | 'savedmodel' = 'bundle',
): Promise<void> {
  const { jobId } = await app.call('run.export', { id: runId, format, to: { kind: 'exactly', path } });
  await app.context.jobs.finished(jobId);
}
