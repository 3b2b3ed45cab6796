import { hash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { systemCode } from '../../shared/errors.ts';
import type { FeatureKey } from '../features/key.ts';
import type { TensorFlow } from '../tensorflow.ts';
import { readContainer, writeContainer } from '../training/container.ts';
import type { Container } from '../training/container.ts';
import { meanDistance, nearestCount, sampleOf, upperLimit } from './limit.ts';
import { nearest } from './nearest.ts';
import type { PictureReference } from './pictures.ts';
import type { Reference } from './reference.ts';

/** Training photos whose distance to all the others is measured: all of them up to here, else a seeded sample. */
const mostQueries = 2000;
/** Raised with the rule by which photos are compared (pictureStatistics too): what was measured by another is measured anew. */
const formatVersion = 2;

/** What is usual among a run's training photos; made once a run and kept beside its head. */
export interface Usual {
  /** 99th percentile of the mean cosine distance to the ten nearest, each training photo left out of its own. */
  limit: number;
  /** null while no thumbnails of the training photos are there. */
  picture: PictureReference | null;
}

/** Changes with the photos, with what their features depend on, and with the rule. */
export function usualKey(keys: readonly FeatureKey[], hashes: readonly string[]): string {
  return hash('sha256', `${JSON.stringify([formatVersion, keys])}\n${hashes.join('\n')}`, 'hex');
}

/**
 * Measures the limit. Of more than 2,000 training photos a seeded sample is compared with all of them, so that the work grows with their number
 * and not with its square; the percentile of 2,000 has a standard error of 0.2 points of percentage.
 */
export async function usualDistance(
  tf: TensorFlow,
  reference: Reference,
  breathe: () => Promise<void>,
): Promise<number> {
  const total = reference.hashes.length;
  const sample = sampleOf(total, mostQueries, 'usual distance');
  const queries = { matrix: reference.rows(sample), count: sample.length, own: sample };
  const found = await nearest(tf, queries, reference, nearestCount, breathe);
  return upperLimit(found.map((neighbours) => meanDistance(neighbours)));
}

const magic = 'LLUSUAL1';
const Facts = z.object({ formatVersion: z.literal(formatVersion), key: z.string() });
export const usualPath = (runDir: string): string => join(runDir, 'usual.bin');

/** null when there is none, or one of other photos, features or rules, or a damaged one. */
export async function readUsual(runDir: string, key: string): Promise<Usual | null> {
  const container = await readContainer(usualPath(runDir), magic).catch((thrown: unknown) => {
    if (systemCode(thrown) === 'ENOENT') return null;
    throw thrown;
  });
  const facts = Facts.safeParse(container?.facts);
  if (container === null || !facts.success || facts.data.key !== key) return null;
  return usualOf(container.sections);
}

/** null when they are not those of a Usual. */
export function usualOf(sections: Container['sections']): Usual | null {
  const { limit, pictureNumbers, pictureRows, pictureMean, pictureInverse, pictureLimit } = sections;
  if (limit?.[0] === undefined) return null;
  const picture =
    pictureNumbers instanceof Float64Array &&
    pictureRows instanceof Float32Array &&
    pictureMean instanceof Float64Array &&
    pictureInverse instanceof Float64Array &&
    pictureLimit?.[0] !== undefined
      ? {
          numbers: Uint32Array.from(pictureNumbers),
          rows: pictureRows,
          scaling: { mean: pictureMean, inverseDeviation: pictureInverse },
          limit: pictureLimit[0],
        }
      : null;
  return { limit: limit[0], picture };
}

export async function writeUsual(runDir: string, key: string, usual: Usual): Promise<void> {
  const facts: z.input<typeof Facts> = { formatVersion, key };
  await writeContainer(usualPath(runDir), magic, { facts, sections: sectionsOf(usual) });
}

export const sectionsOf = ({ limit, picture }: Usual): Container['sections'] => ({
  limit: Float64Array.of(limit),
  ...(picture === null
    ? {}
    : {
        pictureNumbers: Float64Array.from(picture.numbers),
        pictureRows: picture.rows,
        pictureMean: picture.scaling.mean,
        pictureInverse: picture.scaling.inverseDeviation,
        pictureLimit: Float64Array.of(picture.limit),
      }),
});
