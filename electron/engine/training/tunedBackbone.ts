import { join } from 'node:path';
import type { BackboneManifest } from '../../shared/schemas/backbone.ts';
import type { Views } from '../../shared/schemas/run.ts';
import { sha256 } from '../backbones/sourceFiles.ts';
import { writeBackbone } from '../backbones/writeBackbone.ts';
import { foldBatchNorm } from '../graph/fold.ts';
import { joinNetworks } from '../graph/joinNetworks.ts';
import type { Network } from '../graph/layers.ts';
import type { TrainableModel } from '../graph/trainableModel.ts';
import { tunedNetwork } from '../graph/tunedNetwork.ts';
import type { HeadMember } from './head.ts';
import { writeHead } from './headFile.ts';

/** Where a run keeps the backbone that it has trained. */
export const networkDir = (runDir: string): string => join(runDir, 'network');

export interface TunedRun {
  runDir: string;
  /** Of the network before training. */
  base: BackboneManifest;
  network: Network;
  model: TrainableModel;
  malignant: readonly boolean[];
  views: Views;
}

/**
 * Freezes what was trained for scoring: `runDir`/network, a backbone like any other, and the head that belongs to it. Members stand side by side, each with
 * its own part of the features.
 * @param weights of each member, flat vectors of the model's variables
 * @returns the model's hash
 */
export async function writeTunedRun(
  { runDir, base, network, model, malignant, views }: TunedRun,
  weights: readonly Float32Array[],
): Promise<string> {
  const folded = foldBatchNorm(network);
  const tuned = weights.map((own) => tunedNetwork(folded, model, own));
  const joined = joinNetworks(
    tuned.map((own) => own.network),
    model.cutNode,
  );
  const { id, name, license, source, caveat } = base;
  const manifest = writeBackbone(
    networkDir(runDir),
    {
      id,
      name: `${name}, fine-tuned`,
      license,
      source: `Trained further by LesionLab on this run's photos; began as: ${source}`,
      caveat,
    },
    {
      network: joined,
      weightsSha256: sha256(...weights.map((own) => new Uint8Array(own.buffer, own.byteOffset, own.byteLength))),
      resize: base.preprocessing.resize,
    },
  );
  const featureCount = manifest.featureCount / tuned.length;
  const members = tuned.map(({ kernel, bias }, i): HeadMember => ({
    featureFrom: i * featureCount,
    featureCount,
    kernel: Float64Array.from(kernel),
    bias: Float64Array.from(bias),
    malignant,
  }));
  return writeHead(runDir, manifest, views, { members });
}
