import { AppError } from '../../shared/errors.ts';
import type { ViewedFeatures } from '../features/cache.ts';
import { releaseNativeRows } from './nativeRows.ts';

/** The features that a photo is compared with: one row a training photo, made unit length, so that products of rows are cosines. */
export interface Reference {
  /** Content hash of each row; no two are equal. */
  readonly hashes: readonly string[];
  readonly featureCount: number;
  /** Kept in memory, so that asking again costs nothing. */
  readonly isKept: boolean;
  /** Rows of these numbers, which rise, row-major; not to be written to. @throws AppError CACHE_MISS when one is not there any more. */
  rows(numbers: ArrayLike<number>): Float32Array;
}

/** So much is kept in memory between two requests (30,000 photos of 1,280 features), and again as a native matrix once it is used; a larger reference is read anew for each, a block at a time. */
export const keptBytes = 160 * 1024 ** 2;

/** Keeps the reference that was used last: explanations come in series for one run. */
export interface References {
  open(key: string, hashes: readonly string[], cached: ViewedFeatures, featureCount: number): Reference;
}

export function createReferences(): References {
  let kept: { key: string; reference: Reference } | null = null;
  return {
    open(key, hashes, cached, featureCount) {
      if (kept?.key === key) return kept.reference;
      kept = null;
      releaseNativeRows();
      const read = readingReference(hashes, cached, featureCount);
      if (hashes.length * featureCount * 4 > keptBytes) return read;
      const matrix = read.rows(hashes.map((_, row) => row));
      kept = { key, reference: keptReference(hashes, matrix, featureCount) };
      return kept.reference;
    },
  };
}

function readingReference(hashes: readonly string[], cached: ViewedFeatures, featureCount: number): Reference {
  return {
    hashes,
    featureCount,
    isKept: false,
    rows(numbers) {
      const matrix = new Float32Array(numbers.length * featureCount);
      for (let i = 0; i < numbers.length; i += 1) {
        const row = cached.read(hashes[numbers[i] ?? -1] ?? '');
        if (row === null) throw new AppError('CACHE_MISS', 'features of a training photo are gone');
        matrix.set(toUnit(row.features), i * featureCount);
      }
      return matrix;
    },
  };
}

/** Of rows of unit length that are all in memory. */
export function keptReference(hashes: readonly string[], matrix: Float32Array, featureCount: number): Reference {
  return {
    hashes,
    featureCount,
    isKept: true,
    rows(numbers) {
      const first = numbers[0] ?? 0;
      const last = numbers[numbers.length - 1] ?? -1;
      if (last - first === numbers.length - 1) return matrix.subarray(first * featureCount, (last + 1) * featureCount);
      const rows = new Float32Array(numbers.length * featureCount);
      for (let i = 0; i < numbers.length; i += 1) {
        const from = (numbers[i] ?? 0) * featureCount;
        rows.set(matrix.subarray(from, from + featureCount), i * featureCount);
      }
      return rows;
    },
  };
}

/** All zeros stay so: their cosine with anything is then 0. */
export function toUnit(features: Float32Array): Float32Array {
  let squares = 0;
  for (const value of features) squares += value ** 2;
  const length = Math.sqrt(squares);
  return length > 0 ? features.map((value) => value / length) : features;
}
