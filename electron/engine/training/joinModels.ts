import { AppError } from '../../shared/errors.ts';
import type { Views } from '../../shared/schemas/run.ts';
import { joinBackbones } from '../backbones/joinBackbones.ts';
import { readBackbone } from '../backbones/registry.ts';
import { type HeadMember, totalWeight, weightOf } from './head.ts';
import { readHead, writeHead } from './headFile.ts';
import { networkDir } from './tunedBackbone.ts';

export interface JoinedModel {
  backboneDir: string;
  runDir: string;
  views: Views;
  /** The model that is meant. */
  modelHash: string;
}

export interface JoinRequest {
  models: readonly JoinedModel[];
  views: Views;
  /** Id of the network that is written. */
  backboneId: string;
  /** What the models are called, for the network's name. */
  names: readonly string[];
  runDir: string;
}

/**
 * One model of several: `runDir`/network, their networks in one graph (one that several have, once), and a head of all their members over it. Its log-odds are
 * the mean of the models', each counting the same, whatever number of members it has.
 * @returns the model's hash
 * @throws AppError NOT_FOUND, BACKBONE_MISSING when a model is not the one that is meant, BAD_INPUT when photos enter the networks in different ways.
 */
export async function joinModels({ models, views, backboneId, names, runDir }: JoinRequest): Promise<string> {
  const read = await Promise.all(
    models.map(async (model) => {
      const manifest = await readBackbone(model.backboneDir);
      const head = await readHead(model.runDir, manifest, model.views);
      if (head.modelHash !== model.modelHash) {
        throw new AppError('BACKBONE_MISSING', 'Network or head are not those that this run was trained with.', {
          details: { expected: model.modelHash, found: head.modelHash },
        });
      }
      return { manifest, head, dir: model.backboneDir };
    }),
  );
  const networks = read.filter(
    ({ manifest }, place) => read.findIndex((other) => other.manifest.graphSha256 === manifest.graphSha256) === place,
  );
  const { manifest, featureFrom } = await joinBackbones(
    networkDir(runDir),
    networks.map(({ dir }) => ({ backboneDir: dir, layer: null })),
    {
      id: backboneId,
      name: `Average of ${names.join(', ')}`,
    },
  );
  const members = read.flatMap(({ manifest: { graphSha256 }, head }): HeadMember[] => {
    const place = networks.findIndex((network) => network.manifest.graphSha256 === graphSha256);
    const from = featureFrom[place] ?? 0;
    const whole = totalWeight(head);
    return head.members.map((member) => ({
      ...member,
      featureFrom: from + member.featureFrom,
      weight: head.members.length === 1 ? undefined : weightOf(member) / whole,
    }));
  });
  return writeHead(runDir, manifest, views, { members });
}
