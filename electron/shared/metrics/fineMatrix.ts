import { at } from '../arrays.ts';
import { AppError } from '../errors.ts';
import type { FineMatrix } from '../schemas/evaluation.ts';
import type { RunClass } from '../schemas/run.ts';

export interface ClassedRow {
  /** 1 is malignant. */
  label: 0 | 1;
  className: string;
  /** One for each class, in their order; null: the photo has none. */
  probabilities: readonly number[] | null;
}

/** The class of the highest probability, the first of equals. */
export function namedClass(probabilities: readonly number[]): number {
  let best = 0;
  for (let place = 1; place < probabilities.length; place++) {
    if (at(probabilities, place) > at(probabilities, best)) best = place;
  }
  return best;
}

/** Counts photos by their own class (rows) and the one that they are taken for (columns). Throws BAD_INPUT on probabilities of another number of classes. */
export function fineMatrix(classes: readonly RunClass[], rows: readonly ClassedRow[]): FineMatrix {
  const places = new Map(classes.map(({ name, malignant }, place) => [`${malignant ? 1 : 0} ${name}`, place]));
  const counts = classes.map(() => classes.map(() => 0));
  let others = 0;
  for (const { label, className, probabilities } of rows) {
    if (probabilities === null) continue;
    if (probabilities.length !== classes.length) {
      throw new AppError('BAD_INPUT', `${probabilities.length} probabilities for ${classes.length} classes`);
    }
    const own = places.get(`${label} ${className}`);
    if (own === undefined) {
      others += 1;
      continue;
    }
    const row = at(counts, own);
    const named = namedClass(probabilities);
    row[named] = at(row, named) + 1;
  }
  return { classes: [...classes], counts, others };
}
