import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError, systemCode } from '../../shared/errors.ts';
import { BackboneId, BackboneManifest } from '../../shared/schemas/backbone.ts';
import { Sha256 } from '../../shared/schemas/common.ts';
import { Views } from '../../shared/schemas/run.ts';
import { preparationVersion } from '../images/prepare.ts';
import { readContainer, writeContainer } from './container.ts';

/**
 * `head.bin` in a run's folder: all that a score needs beside the backbone. A container ('LLHEAD01') with these facts and two float64 sections,
 * `weights` [featureCount] and `bias` [1]. The log-odds of malignant are weights . features + bias, features averaged over the views; any scaling of
 * features that training used is folded into both.
 */
const Facts = z.object({
  formatVersion: z.literal(1),
  backboneId: BackboneId,
  graphSha256: Sha256,
  preprocessing: BackboneManifest.shape.preprocessing,
  imageSizePx: z.int(),
  preparationVersion: z.int(),
  views: Views,
  modelHash: Sha256,
});

export interface Head {
  backboneId: string;
  graphSha256: string;
  views: Views;
  weights: Float64Array;
  bias: number;
  modelHash: string;
}

const magic = 'LLHEAD01';
export const headPath = (runDir: string): string => join(runDir, 'head.bin');

/** SHA-256 over everything that decides a score for a photo: equal hash, equal scores. */
export function modelHash(
  manifest: BackboneManifest,
  views: Views,
  { weights, bias }: { weights: Float64Array; bias: number },
): string {
  const { graphSha256, imageSizePx, preprocessing } = manifest;
  const { mean, scale, resize } = preprocessing;
  const facts = { graphSha256, imageSizePx, mean, scale, resize, preparationVersion, views };
  const numbers = Float64Array.of(...weights, bias);
  return createHash('sha256')
    .update(JSON.stringify(facts))
    .update('\n')
    .update(new Uint8Array(numbers.buffer))
    .digest('hex');
}

export async function writeHead(
  runDir: string,
  manifest: BackboneManifest,
  views: Views,
  head: { weights: Float64Array; bias: number },
): Promise<string> {
  const hash = modelHash(manifest, views, head);
  const { id, graphSha256, imageSizePx, preprocessing } = manifest;
  const facts: z.input<typeof Facts> = {
    formatVersion: 1,
    backboneId: id,
    graphSha256,
    preprocessing,
    imageSizePx,
    preparationVersion,
    views,
    modelHash: hash,
  };
  const sections = { weights: head.weights, bias: Float64Array.of(head.bias) };
  await writeContainer(headPath(runDir), magic, { facts, sections });
  return hash;
}

/**
 * Reads a run's head and makes sure that it belongs to this backbone.
 * @throws AppError NOT_FOUND without a head, BACKBONE_MISSING when it was trained on another graph, BAD_INPUT when views differ.
 */
export async function readHead(runDir: string, manifest: BackboneManifest, views: Views): Promise<Head> {
  const path = headPath(runDir);
  const container = await readContainer(path, magic).catch((cause: unknown) => {
    if (systemCode(cause) !== 'ENOENT') throw cause;
    throw new AppError('NOT_FOUND', `there is no trained head in ${runDir}`, { cause, details: { path } });
  });
  const facts = Facts.safeParse(container?.facts);
  const { weights, bias } = container?.sections ?? {};
  if (!facts.success || !(weights instanceof Float64Array) || !(bias instanceof Float64Array) || bias.length !== 1) {
    throw new AppError('NOT_FOUND', `the trained head in ${runDir} is damaged`, { details: { path } });
  }
  const { backboneId, graphSha256 } = facts.data;
  const head = { weights, bias: bias[0] ?? Number.NaN };
  const sameNetwork = graphSha256 === manifest.graphSha256 && weights.length === manifest.featureCount;
  if (sameNetwork && facts.data.views !== views) {
    throw new AppError('BAD_INPUT', `the head was trained on views ${facts.data.views}, not ${views}`);
  }
  if (!sameNetwork || modelHash(manifest, views, head) !== facts.data.modelHash) {
    throw new AppError('BACKBONE_MISSING', `the run was trained on another ${backboneId} than the one installed`, {
      details: { expected: graphSha256, found: manifest.graphSha256 },
    });
  }
  return { backboneId, graphSha256, views, ...head, modelHash: facts.data.modelHash };
}
