import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { NOTICE } from '../../shared/notice.ts';
import { Sha256, Split, Timestamp } from '../../shared/schemas/common.ts';
import { RunClass, RunEnvironment, TrainConfig } from '../../shared/schemas/run.ts';
import type { CoreContext } from '../context.ts';
import { getRunDetail, runPhotos } from '../database/runs.ts';
import { writeFileAtomic } from '../files.ts';
import { runDirOf } from '../scoring/model.ts';
import { withFewerViews } from './fewerViews.ts';

export const RUN_MANIFEST = 'manifest.json';

/** What may come out otherwise elsewhere, in every manifest: it is read by people too. */
const MAY_DIFFER =
  'With the same photos, settings, seed, network, versions and processor, training again gives the same model, byte for byte. Another processor, another TensorFlow ' +
  'or another image library adds and rounds in another order: weights then differ from the seventh digit on, and scores in later digits; a call very near the threshold may differ.';

/** `manifest.json` in the folder of a finished run: all that it takes to train it again. It names no folder and no file of this computer. */
export const RunManifest = z.object({
  format: z.literal('lesionlab-run'),
  schemaVersion: z.literal(1),
  notice: z.literal(NOTICE),
  run: z.object({ name: z.string(), datasetName: z.string(), createdAt: Timestamp, finishedAt: Timestamp.nullable() }),
  /** As it was trained: seeds, and views where fewer were kept than asked for. */
  config: TrainConfig,
  classes: z.array(RunClass),
  backbone: z.object({ id: z.string(), graphSha256: Sha256 }),
  environment: RunEnvironment.nullable(),
  /** In the order in which they were given to the training, without those that could not be read. */
  photos: z.array(
    z.object({ sha256: Sha256, label: z.union([z.literal(0), z.literal(1)]), className: z.string(), split: Split }),
  ),
  result: z.object({ modelHash: Sha256, bestEpoch: z.int() }),
  mayDiffer: z.string(),
});
export type RunManifest = z.infer<typeof RunManifest>;

/** Written when a run is finished; one that was trained before manifests has none. */
export async function writeRunManifest(context: CoreContext, runId: string): Promise<void> {
  const { database } = context;
  const { run, environment, classes = [], notes, unreadable, backboneGraphSha256 } = getRunDetail(database, runId);
  if (run.modelHash === null || run.bestEpoch === null) throw new AppError('INTERNAL', `run ${runId} is not finished`);
  const leftOut = new Set(unreadable.map(({ path }) => path));
  const manifest: RunManifest = {
    format: 'lesionlab-run',
    schemaVersion: 1,
    notice: NOTICE,
    run: { name: run.name, datasetName: run.datasetName, createdAt: run.createdAt, finishedAt: run.finishedAt },
    config: withFewerViews(run.config, notes),
    classes,
    backbone: { id: run.config.backboneId, graphSha256: backboneGraphSha256 },
    environment,
    photos: Split.options.flatMap((split) =>
      runPhotos(database, runId, split)
        .filter(({ path }) => !leftOut.has(path))
        .map(({ sha256, label, className }) => ({ sha256, label, className, split })),
    ),
    result: { modelHash: run.modelHash, bestEpoch: run.bestEpoch },
    mayDiffer: MAY_DIFFER,
  };
  await writeFileAtomic(join(runDirOf(context, runId), RUN_MANIFEST), [`${JSON.stringify(manifest, null, 2)}\n`]);
}

/** Throws NOT_FOUND, NO_PERMISSION; BAD_INPUT (reason NO_RUN_MANIFEST) for a file of another kind, or one that was changed by hand into none. */
export async function readRunManifest(path: string): Promise<RunManifest> {
  const parsed = RunManifest.safeParse(parseJson(await readFile(path, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new AppError('BAD_INPUT', `${path} is not the manifest of a run.`, {
    cause: parsed.error,
    details: {
      path,
      reason: 'NO_RUN_MANIFEST',
      remedy: `Give the ${RUN_MANIFEST} that stands in the folder of a finished run.`,
    },
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
