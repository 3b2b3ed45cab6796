import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { thumbnailPath } from '../images/inspect.ts';
import { pictureStatistics, statisticCount } from '../images/statistics.ts';
import { applyScaling, measureScaling } from '../training/scaling.ts';
import type { Scaling } from '../training/scaling.ts';
import { leastTrainCount, meanDistance, nearestCount, sampleOf, upperLimit } from './limit.ts';

/** Colours and structure of training photos, as their thumbnails show them; a photo's own are compared with them. */
export interface PictureReference {
  /** Which training photos they are. */
  numbers: Uint32Array;
  /** Standardised statistics, row-major [numbers.length, statisticCount]. */
  rows: Float32Array;
  scaling: Scaling;
  /** 99th percentile of the mean Euclidean distance to the ten nearest, each training photo left out of its own. */
  limit: number;
}

/** Training photos that stand for all of them: a thumbnail takes 2 ms to look at. */
const mostPictures = 4000;
const atOnce = 8;

/** Looks at the training photos' thumbnails (a seeded sample of 4,000 of more); null when fewer than 12 are there. */
export async function referencePictures(
  hashes: readonly string[],
  thumbnailDir: string,
  breathe: () => Promise<void>,
): Promise<PictureReference | null> {
  const sample = sampleOf(hashes.length, mostPictures, 'usual pictures');
  const numbers: number[] = [];
  const statistics: Float32Array[] = [];
  for (let from = 0; from < sample.length; from += atOnce) {
    const batch = [...sample.subarray(from, from + atOnce)];
    const seen = await Promise.all(
      batch.map(async (number) => statisticsOfFile(thumbnailPath(thumbnailDir, hashes[number] ?? ''))),
    );
    seen.forEach((own, i) => {
      if (own === null) return;
      numbers.push(batch[i] ?? 0);
      statistics.push(own);
    });
    await breathe();
  }
  if (numbers.length < leastTrainCount) return null;
  const rows = new Float32Array(numbers.length * statisticCount);
  statistics.forEach((own, i) => rows.set(own, i * statisticCount));
  const scaling = measureScaling(rows, statisticCount);
  applyScaling(rows, scaling);
  const distances: number[] = [];
  for (let i = 0; i < numbers.length; i += 1) {
    distances.push(distanceToNearest(rows.subarray(i * statisticCount, (i + 1) * statisticCount), rows, i));
    if (i % 500 === 499) await breathe();
  }
  return { numbers: Uint32Array.from(numbers), rows, scaling, limit: upperLimit(distances) };
}

/** Mean Euclidean distance of a picture's statistics to the ten nearest; `own` is the number of the training photo with the same content, or -1. */
export function pictureDistance(statistics: Float32Array, reference: PictureReference, own: number): number {
  const standardised = statistics.slice();
  applyScaling(standardised, reference.scaling);
  return distanceToNearest(standardised, reference.rows, reference.numbers.indexOf(own));
}

function distanceToNearest(from: Float32Array, rows: Float32Array, leftOut: number): number {
  /** Squares of the least distances, rising. */
  const least: number[] = [];
  for (let row = 0, at = 0; at < rows.length; row += 1, at += statisticCount) {
    if (row === leftOut) continue;
    const worst = least.length < nearestCount ? Infinity : (least.at(-1) ?? Infinity);
    let squares = 0;
    for (let i = 0; i < statisticCount && squares < worst; i += 1) {
      const difference = (from[i] ?? 0) - (rows[at + i] ?? 0);
      squares += difference * difference;
    }
    if (squares >= worst) continue;
    const place = least.findIndex((other) => other > squares);
    least.splice(place < 0 ? least.length : place, 0, squares);
    least.length = Math.min(least.length, nearestCount);
  }
  return meanDistance(least.map((squares) => ({ distance: Math.sqrt(squares) })));
}

/** null for a thumbnail that is not there or is damaged: it says nothing about the photo. */
async function statisticsOfFile(path: string): Promise<Float32Array | null> {
  try {
    const { data, info } = await sharp(await readFile(path))
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return pictureStatistics({ rgb: data, widthPx: info.width, heightPx: info.height });
  } catch {
    return null;
  }
}
