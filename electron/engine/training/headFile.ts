import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError, systemCode } from '../../shared/errors.ts';
import { BackboneId, BackboneManifest } from '../../shared/schemas/backbone.ts';
import { Sha256 } from '../../shared/schemas/common.ts';
import { Views } from '../../shared/schemas/run.ts';
import { preparationVersion } from '../images/prepare.ts';
import { type Container, readContainer, writeContainer } from './container.ts';
import { featuresRead, type HeadMember, type HeadMembers, sigmoidHead } from './head.ts';

/**
 * `head.bin` in a run's folder: all that a score needs beside the backbone. A container ('LLHEAD01') with these facts and float64 sections. Features are
 * averaged over the views; any scaling of features that training used is folded in.
 * - Format 1, of a sole sigmoid on all features: `weights` [featureCount] and `bias` [1].
 * - Format 2, of anything else: `kernel0` [featureCount, classes], `bias0` [classes], `kernel1`... of the members in their order.
 */
const common = {
  backboneId: BackboneId,
  graphSha256: Sha256,
  preprocessing: BackboneManifest.shape.preprocessing,
  imageSizePx: z.int(),
  preparationVersion: z.int(),
  views: Views,
  modelHash: Sha256,
};
const MemberFacts = z.object({
  featureFrom: z.int().min(0),
  featureCount: z.int().min(1),
  malignant: z.array(z.boolean()).min(1),
  weight: z.number().positive().optional(),
});
const Facts = z.discriminatedUnion('formatVersion', [
  z.object({ formatVersion: z.literal(1), ...common }),
  z.object({ formatVersion: z.literal(2), ...common, members: z.array(MemberFacts).min(1) }),
]);
type Facts = z.infer<typeof Facts>;

export interface Head extends HeadMembers {
  backboneId: string;
  graphSha256: string;
  views: Views;
  modelHash: string;
}

const magic = 'LLHEAD01';
export const headPath = (runDir: string): string => join(runDir, 'head.bin');

/** What format 1 can hold, or null. */
function soleSigmoid({ members }: HeadMembers): { weights: Float64Array; bias: Float64Array } | null {
  const [only, ...others] = members;
  if (only === undefined || others.length > 0 || only.malignant.length > 1 || only.featureFrom > 0) return null;
  return { weights: only.kernel, bias: only.bias };
}

const factsOf = ({ featureFrom, featureCount, malignant, weight }: HeadMember): z.input<typeof MemberFacts> => ({
  featureFrom,
  featureCount,
  malignant: [...malignant],
  ...(weight !== undefined && { weight }),
});

/** SHA-256 over everything that decides a score for a photo: equal hash, equal scores. */
export function modelHash(manifest: BackboneManifest, views: Views, head: HeadMembers): string {
  const { graphSha256, imageSizePx, preprocessing } = manifest;
  const { mean, scale, resize } = preprocessing;
  const facts = { graphSha256, imageSizePx, mean, scale, resize, preparationVersion, views };
  const members = soleSigmoid(head) === null ? { members: head.members.map(factsOf) } : {};
  const hash = createHash('sha256').update(JSON.stringify({ ...facts, ...members }));
  hash.update('\n');
  for (const { kernel, bias } of head.members) {
    for (const { buffer, byteOffset, byteLength } of [kernel, bias])
      hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest('hex');
}

export async function writeHead(
  runDir: string,
  manifest: BackboneManifest,
  views: Views,
  head: HeadMembers,
): Promise<string> {
  const hash = modelHash(manifest, views, head);
  const { id, graphSha256, imageSizePx, preprocessing } = manifest;
  const shared = {
    backboneId: id,
    graphSha256,
    preprocessing,
    imageSizePx,
    preparationVersion,
    views,
    modelHash: hash,
  };
  const sole = soleSigmoid(head);
  const facts: z.input<typeof Facts> =
    sole === null
      ? { formatVersion: 2, ...shared, members: head.members.map(factsOf) }
      : { formatVersion: 1, ...shared };
  const sections =
    sole ??
    Object.fromEntries(
      head.members.flatMap(({ kernel, bias }, i) => [
        [`kernel${i}`, kernel],
        [`bias${i}`, bias],
      ]),
    );
  await writeContainer(headPath(runDir), magic, { facts, sections: { ...sections } });
  return hash;
}

/** null when the numbers are not those that the facts speak of. */
function membersOf(facts: Facts, sections: Container['sections']): HeadMembers | null {
  if (facts.formatVersion === 1) {
    const { weights, bias } = sections;
    if (!(weights instanceof Float64Array) || !(bias instanceof Float64Array) || bias.length !== 1) return null;
    return sigmoidHead({ weights, bias: bias[0] ?? Number.NaN });
  }
  const members: HeadMember[] = [];
  for (const [i, member] of facts.members.entries()) {
    const { [`kernel${i}`]: kernel, [`bias${i}`]: bias } = sections;
    if (!(kernel instanceof Float64Array) || !(bias instanceof Float64Array)) return null;
    const classes = member.malignant.length;
    if (bias.length !== classes || kernel.length !== classes * member.featureCount) return null;
    members.push({ ...member, kernel, bias });
  }
  return { members };
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
  const head = container === null || !facts.success ? null : membersOf(facts.data, container.sections);
  if (!facts.success || head === null) {
    throw new AppError('NOT_FOUND', `the trained head in ${runDir} is damaged`, { details: { path } });
  }
  const { backboneId, graphSha256 } = facts.data;
  const sameNetwork = graphSha256 === manifest.graphSha256 && featuresRead(head) === manifest.featureCount;
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
