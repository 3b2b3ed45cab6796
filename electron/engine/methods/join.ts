import { joinBackbones } from '../backbones/joinBackbones.ts';
import type { Methods } from '../protocol.ts';
import { joinModels } from '../training/joinModels.ts';
import type { Method } from './context.ts';

export const join: Method<Methods['joinBackbones']> = async ({ parts, id, outDir }) => {
  const { manifest } = await joinBackbones(outDir, parts, { id });
  const { graphSha256, featureCount, parameterCount } = manifest;
  return { graphSha256, featureCount, parameterCount };
};

export const joinRuns: Method<Methods['joinRuns']> = async (request) => ({ modelHash: await joinModels(request) });
