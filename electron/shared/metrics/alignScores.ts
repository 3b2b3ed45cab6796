import { at } from '../arrays.ts';
import { AppError } from '../errors.ts';

/** One reading of a set of photos: a run's evaluation, or a reader's file of scores. */
export interface Reading {
  /** Paths or ids, one a photo. */
  keys: readonly string[];
  labels: ArrayLike<number>;
  scores: ArrayLike<number>;
}

export interface AlignedScores {
  /** The photos that all readings have, in the first one's order and under its keys. */
  keys: string[];
  labels: number[];
  /** [reading][photo] */
  scores: number[][];
  /** [reading] rows without a partner in every other reading. */
  onlyIn: number[];
  /** The first reading's keys of photos whose labels differ; they are in none of the columns, since who is right is not known. */
  labelConflicts: string[];
}

const ENDING =
  /\.(?:jpe?g|jpe|jfif|png|webp|tiff?|bmp|dib|gif|avif|hei[cf]|jp2|dcm|dicom|dng|cr[23]|nef|arw|orf|rw2|raf)$/i;

/**
 * Brings readings of the same photos together, whatever their order: by path where all have the same one (slashes either
 * way), else by file name without folder and ending, in any case, where that is unique in every reading. A key that stands twice in
 * a reading tells nothing by itself and is not matched. Throws BAD_INPUT without a reading and on columns of unequal lengths.
 */
export function alignScores(readings: readonly Reading[]): AlignedScores {
  const [first] = readings;
  if (first === undefined) throw new AppError('BAD_INPUT', 'no readings to align');
  for (const { keys, labels, scores } of readings) {
    if (keys.length !== labels.length || keys.length !== scores.length) {
      throw new AppError('BAD_INPUT', `${keys.length} keys, ${labels.length} labels, ${scores.length} scores`);
    }
  }
  const byPath = readings.map(({ keys }) => uniqueRows(keys.map(pathOf)));
  const byStem = readings.map(({ keys }) => uniqueRows(keys.map(stemOf)));
  // [row of the first] its rows in all readings
  const matches = first.keys.map((key) => rowsOf(byPath, pathOf(key)));
  const taken = readings.map(() => new Set<number>());
  const take = (rows: number[]): void => rows.forEach((row, reading) => at(taken, reading).add(row));
  matches.forEach((rows) => rows !== null && take(rows));
  for (const [row, key] of first.keys.entries()) {
    const rows = matches[row] === null ? rowsOf(byStem, stemOf(key)) : null;
    if (rows === null || rows.some((other, reading) => at(taken, reading).has(other))) continue;
    matches[row] = rows;
    take(rows);
  }
  const aligned: AlignedScores = {
    keys: [],
    labels: [],
    scores: readings.map(() => []),
    onlyIn: readings.map(({ keys }, reading) => keys.length - at(taken, reading).size),
    labelConflicts: [],
  };
  for (const [row, key] of first.keys.entries()) {
    const rows = at(matches, row);
    if (rows === null) continue;
    const label = at(first.labels, row);
    if (rows.some((other, reading) => at(at(readings, reading).labels, other) !== label)) {
      aligned.labelConflicts.push(key);
      continue;
    }
    aligned.keys.push(key);
    aligned.labels.push(label);
    for (const [reading, other] of rows.entries())
      at(aligned.scores, reading).push(at(at(readings, reading).scores, other));
  }
  return aligned;
}

const pathOf = (key: string): string => key.trim().replaceAll('\\', '/');

const stemOf = (key: string): string => {
  const path = pathOf(key);
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replace(ENDING, '')
    .toLowerCase();
};

/** The row of each key, null where it stands more than once. */
function uniqueRows(keys: readonly string[]): Map<string, number | null> {
  const rows = new Map<string, number | null>();
  for (const [row, key] of keys.entries()) rows.set(key, rows.has(key) ? null : row);
  return rows;
}

/** The key's row in every reading, or null unless each has exactly one. */
function rowsOf(readings: readonly Map<string, number | null>[], key: string): number[] | null {
  const rows = readings.map((reading) => reading.get(key) ?? null).filter((row) => row !== null);
  return rows.length === readings.length ? rows : null;
}
