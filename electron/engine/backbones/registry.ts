import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../shared/errors.ts';
import { BackboneManifest } from '../../shared/schemas/backbone.ts';
import { inferenceNodes } from '../graph/inferenceModel.ts';
import { openSession } from '../graph/session.ts';
import { graphFileName, manifestFileName } from './writeBackbone.ts';

export interface Explanation {
  /** [count, featureCount] */
  features: Float32Array;
  /** The last map before pooling, row-major in mapShape = [count, height, width, featureCount]. */
  map: Float32Array;
  mapShape: number[];
}

/**
 * A backbone in memory. A batch is `count` photos of imageSizePx x imageSizePx, uint8 RGB, row-major, one after the other.
 * Calls are synchronous and hold the thread. No tensor outlives a call.
 */
export interface Backbone {
  manifest: BackboneManifest;
  /** Pooled features, [count, featureCount]. A photo's do not depend on the batch that it is in. */
  features(batch: Uint8Array, count: number): Float32Array;
  explain(batch: Uint8Array, count: number): Explanation;
  dispose(): void;
}

const missing = (dir: string, reason: string, cause?: unknown): AppError =>
  new AppError('BACKBONE_MISSING', `the backbone in ${dir} cannot be used: ${reason}`, {
    cause,
    details: { dir, reason },
  });

/**
 * Parses a backbone's manifest; the graph beside it is not read.
 * @throws AppError BACKBONE_MISSING with details {dir, reason}.
 */
export async function readBackbone(dir: string): Promise<BackboneManifest> {
  let text: string;
  try {
    text = await readFile(join(dir, manifestFileName), 'utf8');
  } catch (cause) {
    throw missing(dir, `${manifestFileName} cannot be read`, cause);
  }
  try {
    return BackboneManifest.parse(JSON.parse(text));
  } catch (cause) {
    throw missing(dir, `${manifestFileName} is damaged`, cause);
  }
}

const otherGraph = (dir: string): AppError =>
  missing(dir, `${graphFileName} is damaged: its SHA-256 is not that of ${manifestFileName}`);

/**
 * The graph's bytes, after their hash was checked.
 * @throws AppError BACKBONE_MISSING with details {dir, reason}.
 */
export async function readGraph(dir: string, expectedSha256: string): Promise<Uint8Array> {
  const bytes = await readFile(join(dir, graphFileName)).catch((cause: unknown) => {
    throw missing(dir, `${graphFileName} cannot be read`, cause);
  });
  if (createHash('sha256').update(bytes).digest('hex') !== expectedSha256) throw otherGraph(dir);
  return bytes;
}

async function requireGraph(dir: string, expectedSha256: string): Promise<void> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(join(dir, graphFileName)), hash);
  } catch (cause) {
    throw missing(dir, `${graphFileName} cannot be read`, cause);
  }
  if (hash.digest('hex') !== expectedSha256) throw otherGraph(dir);
}

/**
 * Loads a backbone after its graph's hash was checked. Loads TensorFlow if this process has not.
 * @throws AppError BACKBONE_MISSING with details {dir, reason}.
 */
export async function loadBackbone(dir: string): Promise<Backbone> {
  const manifest = await readBackbone(dir);
  await requireGraph(dir, manifest.graphSha256);
  const session = openChecked(dir);
  const { imageSizePx: size, featureCount } = manifest;

  function run(batch: Uint8Array, count: number, outputs: readonly string[]) {
    if (count < 1 || batch.length !== count * size * size * 3) {
      throw new AppError('BAD_INPUT', `${batch.length} bytes are not ${count} photos of ${size} x ${size} RGB`);
    }
    return session.run({ node: inferenceNodes.photo, data: batch, shape: [count, size, size, 3] }, outputs);
  }

  return {
    manifest,
    features(batch, count) {
      const [features] = run(batch, count, [inferenceNodes.features]);
      if (features?.data.length !== count * featureCount)
        throw missing(dir, 'its graph does not yield the features that it lists');
      return features.data;
    },
    explain(batch, count) {
      const [features, map] = run(batch, count, [inferenceNodes.features, inferenceNodes.map]);
      if (features === undefined || map === undefined) throw missing(dir, 'its graph has no last map');
      return { features: features.data, map: map.data, mapShape: map.shape };
    },
    dispose: () => session.dispose(),
  };
}

function openChecked(dir: string) {
  try {
    return openSession(dir);
  } catch (cause) {
    throw missing(dir, 'TensorFlow cannot load its graph', cause);
  }
}
