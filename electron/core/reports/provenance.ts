import { toErrorBody } from '../../shared/errors.ts';
import type { Provenance } from '../../shared/schemas/provenance.ts';
import type { RunDetail } from '../../shared/schemas/run.ts';
import { findBackbone } from '../backbones/findBackbone.ts';
import { networkOf } from '../scoring/model.ts';
import type { CoreContext } from '../context.ts';
import { getEvaluation } from '../database/evaluations.ts';
import { getRunDetail } from '../database/runs.ts';
import { listTestOpenings } from '../database/testOpenings.ts';
import { recalibrationOfRun } from '../evaluation/recalibration.ts';
import { datasetFacts } from './datasetFacts.ts';

/**
 * All that is known of where an evaluation comes from, besides its scores: of a run of this data folder as it is now, of a
 * .lesionlab file as it was when that was saved, of a file of scores nothing. Throws NOT_FOUND.
 */
export async function provenanceOf(context: CoreContext, evaluationId: string): Promise<Provenance> {
  const { database } = context;
  const { runId, origin, source } = getEvaluation(database, evaluationId);
  if (origin.kind === 'package') return origin.provenance;
  if (source.kind === 'outOfFold') return ofCrossValidation(context, source.datasetId);
  if (runId === null) return { run: null, dataset: null, openings: [], recalibration: null, backbone: null };
  const { backboneGraphSha256, ...run } = getRunDetail(database, runId);
  return {
    run,
    dataset: datasetFactsIfThere(context, run.run.datasetId),
    openings: listTestOpenings(database, run.run.datasetId),
    recalibration: await recalibrationOfRun(context, runId),
    backbone: await backboneOf(context, run, backboneGraphSha256),
  };
}

/** Of its models nothing is left but the scores. */
const ofCrossValidation = (context: CoreContext, datasetId: string): Provenance => ({
  run: null,
  dataset: datasetFactsIfThere(context, datasetId),
  openings: listTestOpenings(context.database, datasetId),
  recalibration: null,
  backbone: null,
});

/** A run outlives its data set. */
function datasetFactsIfThere({ database }: CoreContext, datasetId: string): Provenance['dataset'] {
  try {
    return datasetFacts(database, datasetId);
  } catch (thrown) {
    if (toErrorBody(thrown).code === 'NOT_FOUND') return null;
    throw thrown;
  }
}

/** The network that the run was trained with; null when it is gone or another of the same name stands in its place. */
async function backboneOf(context: CoreContext, { run }: RunDetail, sha256: string): Promise<Provenance['backbone']> {
  try {
    // Of a fine-tuned run it is the network that the tuning began with.
    const isAverage = run.config.ensemble !== undefined;
    const found = isAverage ? networkOf(context, run) : findBackbone(context.paths, run.config.backboneId);
    const { manifest } = await found;
    if (manifest.graphSha256 !== sha256) return null;
    const { id, name, graphSha256, imageSizePx, source, preprocessing } = manifest;
    return { id, name, graphSha256, inputSizePx: imageSizePx, source, preprocessing };
  } catch (thrown) {
    if (toErrorBody(thrown).code === 'BACKBONE_MISSING') return null;
    throw thrown;
  }
}
