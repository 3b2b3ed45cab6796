import { copyFile, mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Run } from '../../shared/schemas/run.ts';
import { readBackbone } from '../backbones/findBackbone.ts';
import type { CoreContext } from '../context.ts';
import { insertRun, listRuns, setRunThreshold, updateRun } from '../database/runs.ts';
import { writeSettings } from '../database/settings.ts';
import { hasOwnNetwork, runDirOf, tunedNetworkDir } from '../scoring/model.ts';
import { headParameters, layersOf } from '../training/layers.ts';
import { keepBundled } from './bundled.ts';
import { backboneDirOf, REFERENCE_FILE, runDirOfBundle } from './layout.ts';
import type { OpenBundle } from './openBundle.ts';

/**
 * Makes a bundle's run a run of this data folder, which holds nothing else: batches then run as they always do. Its own copy of the files, so
 * that a bundle that changes meanwhile changes nothing. Features are not kept: the folder serves one file of scores.
 */
export async function adoptBundle(context: CoreContext, bundle: OpenBundle): Promise<Run> {
  const { database, paths } = context;
  const { manifest } = bundle;
  const { run, backbone, threshold, modelHash } = manifest;
  writeSettings(database, { featureCacheLimitBytes: 0 });
  const runDir = runDirOf(context, run.id);
  const backboneDir = hasOwnNetwork(run.config) ? tunedNetworkDir(runDir) : join(paths.userBackbonesDir, backbone.id);
  for (const dir of [runDir, backboneDir]) {
    await rm(dir, { recursive: true, force: true });
    await mkdir(dir, { recursive: true });
  }
  for (const name of ['backbone.json', 'saved_model.pb']) {
    await copyFile(join(backboneDirOf(bundle.dir), name), join(backboneDir, name));
  }
  await copyFile(join(runDirOfBundle(bundle.dir), 'head.bin'), join(runDir, 'head.bin'));
  const { recalibration, likeness } = manifest;
  if (likeness !== null) await copyFile(join(bundle.dir, REFERENCE_FILE), join(runDir, basename(REFERENCE_FILE)));
  await keepBundled(runDir, { recalibration, likeness });
  const { manifest: network } = await readBackbone(backboneDir, backbone.id);
  if (!listRuns(database).some(({ id }) => id === run.id)) {
    insertRun(
      database,
      {
        id: run.id,
        name: run.name,
        datasetId: 'bundle',
        datasetName: run.datasetName,
        config: run.config,
        createdAt: run.createdAt,
        trainableParameters: headParameters(network),
        frozenParameters: network.parameterCount,
        backboneGraphSha256: backbone.graphSha256,
        layers: layersOf(network),
        tensorBoardDir: null,
        jobId: null,
      },
      [],
    );
  }
  const { trainCount, validCount } = run;
  updateRun(database, run.id, { state: 'finished', modelHash, trainCount, validCount });
  return setRunThreshold(database, run.id, threshold);
}
