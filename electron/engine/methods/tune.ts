import { freemem } from 'node:os';
import { AppError } from '../../shared/errors.ts';
import { readBackbone, readGraph } from '../backbones/registry.ts';
import { readNetwork } from '../graph/readNetwork.ts';
import type { Methods } from '../protocol.ts';
import { augmentPreview } from '../training/augmentPreview.ts';
import { tuneMaps as makeMaps } from '../training/tuneMaps.ts';
import { tuneRun } from '../training/tuneRun.ts';
import type { Method } from './context.ts';

/** An installed backbone as its layers. */
async function openNetwork(backboneDir: string) {
  const manifest = await readBackbone(backboneDir);
  const network = readNetwork(await readGraph(backboneDir, manifest.graphSha256));
  return { manifest, network };
}

export const tuneMaps: Method<Methods['tuneMaps']> = async ({ backboneDir, ...request }, context) =>
  makeMaps({ ...request, ...(await openNetwork(backboneDir)) }, context);

export const tune: Method<Methods['tune']> = async ({ backboneDir, config, ...request }, context) => {
  const { tuning } = config;
  if (tuning === null) throw new AppError('BAD_INPUT', 'fine-tuning needs its settings (config.tuning)');
  const { manifest: base, network } = await openNetwork(backboneDir);
  return tuneRun(
    { ...request, base, network, config, tuning },
    { ...context, residentBytes: () => process.memoryUsage.rss(), freeBytes: freemem },
  );
};

export const preview: Method<Methods['augmentPreview']> = async (request, context) => augmentPreview(request, context);
