import { AppError } from '../../shared/errors.ts';
import { NOTICE } from '../../shared/notice.ts';
import type { BackboneManifest } from '../../shared/schemas/backbone.ts';
import type { ExportFormat, ExportManifest } from '../../shared/schemas/bundle.ts';
import type { CoreContext } from '../context.ts';
import { getRunDetail } from '../database/runs.ts';
import { recalibrationOfRun } from '../evaluation/recalibration.ts';
import { hasOwnNetwork, networkOf, notFinished } from '../scoring/model.ts';
import { VERSION } from '../version.ts';

export interface ExportSource {
  facts: Omit<ExportManifest, 'files'>;
  backboneDir: string;
}

const formatNames = { bundle: 'lesionlab-run-bundle', savedmodel: 'lesionlab-savedmodel' } as const;

/** What an export says of a run. Throws BAD_INPUT before the run is finished, BACKBONE_MISSING without the network it was trained on. */
export async function exportSource(context: CoreContext, runId: string, format: ExportFormat): Promise<ExportSource> {
  const { run, environment, backboneGraphSha256 } = getRunDetail(context.database, runId);
  if (run.state !== 'finished' || run.modelHash === null) throw notFinished(run);
  const { dir, manifest } = await networkOf(context, run);
  // A run's own network: its head knows which one it belongs to.
  const isOther = !hasOwnNetwork(run.config) && manifest.graphSha256 !== backboneGraphSha256;
  if (isOther) throw otherNetwork(manifest, backboneGraphSha256);
  const { id, name, datasetName, createdAt, trainCount, validCount, config } = run;
  return {
    backboneDir: dir,
    facts: {
      format: formatNames[format],
      schemaVersion: 1,
      notice: NOTICE,
      createdAt: context.now().toISOString(),
      lesionlab: VERSION,
      run: { id, name, datasetName, createdAt, trainCount, validCount, config },
      modelHash: run.modelHash,
      threshold: run.threshold,
      recalibration: await recalibrationOfRun(context, runId),
      likeness: null,
      classes: {
        score: 'probability of malignant',
        positive: 'malignant',
        negative: 'benign',
        rule: 'score >= threshold is malignant',
      },
      backbone: {
        id: manifest.id,
        name: manifest.name,
        featureCount: manifest.featureCount,
        license: manifest.license,
        source: manifest.source,
        caveat: manifest.caveat,
        graphSha256: manifest.graphSha256,
        weightsSha256: manifest.weightsSha256,
      },
      preprocessing: { ...manifest.preprocessing, imageSizePx: manifest.imageSizePx, views: config.views },
      trainedWith: environment,
    },
  };
}

const otherNetwork = ({ name, graphSha256 }: BackboneManifest, expected: string): AppError =>
  new AppError('BACKBONE_MISSING', `The run was trained on another ${name} than the one that is installed.`, {
    details: { expected, found: graphSha256 },
  });
