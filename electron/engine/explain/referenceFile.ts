import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { Sha256 } from '../../shared/schemas/common.ts';
import { readContainer, writeContainer } from '../training/container.ts';
import type { TrainingPhotos } from './likeness.ts';
import { releaseNativeRows } from './nativeRows.ts';
import { keptBytes, keptReference } from './reference.ts';
import { sectionsOf, usualOf } from './usual.ts';

/** Raised with that of usual.ts. */
const formatVersion = 2;

/**
 * `reference.bin` of a run bundle: by what photos are told to be unlike the training photos where those are not at hand. A container ('LLREFER1') with the
 * training photos' content hashes, their features made unit length, and what is usual among them. It holds no picture and no path.
 */
const Facts = z.object({
  formatVersion: z.literal(formatVersion),
  hashes: z.array(Sha256),
  featureCount: z.int().positive(),
});
const magic = 'LLREFER1';

/** Writes it; false, and nothing written, when there are fewer than 12 training photos, or too many to be kept in memory. */
export async function writeReferenceFile(path: string, { hashes, reference, usual }: TrainingPhotos): Promise<boolean> {
  const { featureCount } = reference;
  if (usual === null || hashes.length * featureCount * Float32Array.BYTES_PER_ELEMENT > keptBytes) return false;
  const facts: z.input<typeof Facts> = { formatVersion, hashes: [...hashes], featureCount };
  const rows = reference.rows(hashes.map((_, row) => row));
  await writeContainer(path, magic, { facts, sections: { rows, ...sectionsOf(usual) } });
  return true;
}

export interface ReferenceFiles {
  /** @throws AppError CACHE_MISS when it is not there or damaged, BAD_INPUT when another version wrote it. */
  open(path: string, featureCount: number): Promise<TrainingPhotos>;
}

/** Keeps the one that was used last: a batch asks again with every chunk. */
export function createReferenceFiles(): ReferenceFiles {
  let kept: { key: string; photos: TrainingPhotos } | null = null;
  return {
    async open(path, featureCount) {
      const { size, mtimeMs } = await stat(path).catch((cause: unknown) => {
        throw missing(path, cause);
      });
      const key = `${path}\n${size}\n${mtimeMs}\n${featureCount}`;
      if (kept?.key === key) return kept.photos;
      releaseNativeRows();
      kept = { key, photos: await readReferenceFile(path, featureCount) };
      return kept.photos;
    },
  };
}

async function readReferenceFile(path: string, featureCount: number): Promise<TrainingPhotos> {
  const container = await readContainer(path, magic);
  const facts = Facts.safeParse(container?.facts);
  const rows = container?.sections['rows'];
  const usual = container === null ? null : usualOf(container.sections);
  const fits =
    facts.success &&
    facts.data.featureCount === featureCount &&
    rows instanceof Float32Array &&
    rows.length === facts.data.hashes.length * featureCount;
  if (!fits || usual === null) throw isOfOtherVersion(container?.facts) ? otherVersion(path) : missing(path);
  const { hashes } = facts.data;
  return {
    hashes,
    indexOf: new Map(hashes.map((sha256, index) => [sha256, index])),
    reference: keptReference(hashes, rows, featureCount),
    usual,
  };
}

const isOfOtherVersion = (facts: unknown): boolean => {
  const version = z.object({ formatVersion: z.number() }).safeParse(facts);
  return version.success && version.data.formatVersion !== formatVersion;
};

const otherVersion = (path: string): AppError =>
  new AppError('BAD_INPUT', `what photos are compared with was written by another version of LesionLab: ${path}`, {
    details: { path, remedy: 'Export the run again with this version.' },
  });

const missing = (path: string, cause?: unknown): AppError =>
  new AppError('CACHE_MISS', `what photos are compared with is missing or damaged: ${path}`, {
    cause,
    details: { path },
  });
