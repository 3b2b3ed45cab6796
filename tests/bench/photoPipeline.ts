import type { Backbone } from '../../electron/engine/backbones/registry.ts';
import { photoFeatures } from '../../electron/engine/features/pipeline.ts';
import type { PipelineDeps } from '../../electron/engine/features/pipeline.ts';
import { pixelsInFlight } from '../../electron/engine/images/decode.ts';
import { createGate } from '../../electron/engine/images/gate.ts';
import { qualityOf, qualityWarnings } from '../../electron/engine/images/quality.ts';
import { takenAt } from '../../electron/engine/images/takenAt.ts';

/** A network that takes no time. */
export const idleNetwork = (manifest: Backbone['manifest']): Backbone => ({
  manifest,
  features: (_, count) => new Float32Array(count * manifest.featureCount),
  explain: () => {
    throw new Error('nothing is explained here');
  },
  dispose: () => undefined,
});

/** Photos through the pipeline of extraction, nothing cached; judged: through that of a batch, which also says of each how good it is. */
export async function passPhotos(
  paths: readonly string[],
  network: Backbone,
  { judged, batchSize }: { judged: boolean; batchSize: number },
): Promise<void> {
  const { manifest } = network;
  const deps: PipelineDeps = {
    manifest,
    views: ['identity'],
    cached: null,
    loadBackbone: () => Promise.resolve(network),
    batchSize,
    fillBatches: true,
    whenDiskIsFull: 'goOn',
    judge: judged
      ? ({ picture, shorterSidePx, exif }) => {
          const warnings = qualityWarnings(qualityOf(picture, shorterSidePx), manifest.imageSizePx);
          return { quality: warnings.map(({ code }) => code), takenAt: takenAt(exif), statistics: null };
        }
      : null,
    gate: createGate(pixelsInFlight),
    signal: new AbortController().signal,
    breathe: () => Promise.resolve(),
    clock: () => performance.now(),
    times: { decodeMs: 0, networkMs: 0 },
  };
  let done = 0;
  for await (const outcomes of photoFeatures(
    paths.map((path) => ({ path, sha256: null })),
    deps,
  )) {
    if (outcomes.some(({ status }) => status === 'error')) throw new Error('a photo could not be read');
    done += outcomes.length;
  }
  if (done !== paths.length) throw new Error(`${done} of ${paths.length} photos`);
}
