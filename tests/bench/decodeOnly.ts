import { NETWORK_BATCH_SIZE } from '../../electron/core/scoring/scorePhotos.ts';
import type { Backbone } from '../../electron/engine/backbones/registry.ts';
import { photoFeatures } from '../../electron/engine/features/pipeline.ts';
import type { PipelineDeps } from '../../electron/engine/features/pipeline.ts';
import { pixelsInFlight } from '../../electron/engine/images/decode.ts';
import { createGate } from '../../electron/engine/images/gate.ts';
import { qualityOf, qualityWarnings } from '../../electron/engine/images/quality.ts';
import { takenAt } from '../../electron/engine/images/takenAt.ts';

/** The pipeline of extraction (judged: of a batch, which also says of each photo how good it is) with a network that takes no time. */
export async function decodeOnly(
  paths: readonly string[],
  manifest: Backbone['manifest'],
  { judged }: { judged: boolean },
): Promise<void> {
  const { featureCount } = manifest;
  const idle = {
    manifest,
    features: (_: Uint8Array, n: number) => new Float32Array(n * featureCount),
    explain: () => {
      throw new Error('nothing is explained here');
    },
    dispose: () => undefined,
  };
  const deps: PipelineDeps = {
    manifest,
    views: ['identity'],
    cached: null,
    loadBackbone: () => Promise.resolve(idle),
    batchSize: NETWORK_BATCH_SIZE,
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
