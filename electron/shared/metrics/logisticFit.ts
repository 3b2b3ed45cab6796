import { at } from '../arrays.ts';
import { checkProbabilities, CLIP } from './calibration.ts';
import type { ScoreTable } from './scoreTable.ts';

/** Distinct log-odds with the photos of each class, the input of every fit here. */
export interface Odds {
  logits: Float64Array;
  positives: Uint32Array;
  negatives: Uint32Array;
  /** Photos whose score of 0 or 1 was moved to 2^-52 from it, as its log-odds would be infinite. */
  clipped: number;
}

/** ln(score / (1 - score)), at most 36.04 either way. */
export function logit(score: number): number {
  const inside = Math.min(1 - CLIP, Math.max(CLIP, score));
  return Math.log(inside) - Math.log1p(-inside);
}

export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

export function oddsOf(table: ScoreTable): Odds {
  checkProbabilities(table);
  let clipped = 0;
  const logits = table.scores.map((score, g) => {
    if (score < CLIP || 1 - score < CLIP) clipped += at(table.positivesAt, g) + at(table.negativesAt, g);
    return logit(score);
  });
  return { logits, positives: table.positivesAt, negatives: table.negativesAt, clipped };
}

/** Whether some threshold parts the classes (a tie at the border included), either way round: the fit's slope is infinite. */
export function separates(table: ScoreTable): boolean {
  const highest = (counts: Uint32Array): number => counts.findIndex((count) => count > 0);
  const lowest = (counts: Uint32Array): number => counts.findLastIndex((count) => count > 0);
  return (
    lowest(table.positivesAt) <= highest(table.negativesAt) || lowest(table.negativesAt) <= highest(table.positivesAt)
  );
}

/** Whether no label speaks against the sign of its log-odds. */
export function neverWrong({ logits, positives, negatives }: Odds): boolean {
  return logits.every((x, g) => (x >= 0 || positives[g] === 0) && (x <= 0 || negatives[g] === 0));
}

/** Derivative of the log likelihood of sigmoid(a + b x), by b (weighted with x) or by a. */
export function slopeSum({ logits, positives, negatives }: Odds, a: number, b: number, byB: boolean): number {
  let sum = 0;
  for (let g = 0; g < logits.length; g++) {
    const x = at(logits, g);
    const p = at(positives, g);
    const residual = p - (p + at(negatives, g)) * sigmoid(a + b * x);
    sum += byB ? residual * x : residual;
  }
  return sum;
}

/**
 * The root of a falling function: bracketed first, then by the Illinois variant of false position, which never leaves the
 * bracket. Null when no sign change is found within 2^20 of the start.
 */
export function findRoot(falling: (x: number) => number, start: number): number | null {
  let low = start;
  let high = start;
  let atLow = falling(start);
  let atHigh = atLow;
  for (let width = 1; atLow < 0; width *= 2) {
    if (width > 2 ** 20) return null;
    low = start - width;
    atLow = falling(low);
  }
  for (let width = 1; atHigh > 0; width *= 2) {
    if (width > 2 ** 20) return null;
    high = start + width;
    atHigh = falling(high);
  }
  for (let step = 0; step < 200 && atLow !== 0 && atHigh !== 0; step++) {
    const next = (low * atHigh - high * atLow) / (atHigh - atLow);
    const value = falling(next);
    const moved = Math.min(next - low, high - next);
    // the end that stays counts half, so that the other is drawn in from its side too
    if (value > 0) {
      low = next;
      atLow = value;
      atHigh /= 2;
    } else {
      high = next;
      atHigh = value;
      atLow /= 2;
    }
    if (Math.abs(moved) < 1e-14 * Math.max(1, Math.abs(next))) return next;
  }
  return atLow === 0 ? low : high;
}

/**
 * Newton's method with halved steps on the two-parameter logistic likelihood, from slope 0, where all photos weigh; log-odds
 * are centred, so that the two parameters hardly depend on each other. Null when it is flat (equal scores).
 */
export function fitLine(odds: Odds): { intercept: number; slope: number } | null {
  let n = 0;
  let n1 = 0;
  let sum = 0;
  for (let g = 0; g < odds.logits.length; g++) {
    const count = at(odds.positives, g) + at(odds.negatives, g);
    n += count;
    n1 += at(odds.positives, g);
    sum += count * at(odds.logits, g);
  }
  const mean = sum / n;
  const centred = { ...odds, logits: odds.logits.map((logit) => logit - mean) };
  let height = Math.log(n1 / (n - n1));
  let slope = 0;
  let likelihood = logLikelihood(centred, height, slope);
  for (let step = 0; step < 200; step++) {
    const [d0, d1] = newtonStep(centred, height, slope) ?? [];
    if (d0 === undefined || d1 === undefined) return null;
    // near the top the likelihood is flat to its last digits: rounding must not hold back the last, small steps
    const least = likelihood - 1e-10 * (1 + Math.abs(likelihood));
    let scale = 1;
    likelihood = logLikelihood(centred, height + d0, slope + d1);
    while (likelihood < least && scale > 1e-10) {
      scale /= 2;
      likelihood = logLikelihood(centred, height + scale * d0, slope + scale * d1);
    }
    height += scale * d0;
    slope += scale * d1;
    if (scale === 1 && Math.abs(d0) + Math.abs(d1) < 1e-10) return { intercept: height - slope * mean, slope };
  }
  return null;
}

/** Gradient of the log likelihood of sigmoid(a + b x) over its curvature; null where there is none. */
function newtonStep({ logits, positives, negatives }: Odds, a: number, b: number): [number, number] | null {
  let g0 = 0;
  let g1 = 0;
  let h00 = 0;
  let h01 = 0;
  let h11 = 0;
  for (let g = 0; g < logits.length; g++) {
    const x = at(logits, g);
    const p = at(positives, g);
    const count = p + at(negatives, g);
    const probability = sigmoid(a + b * x);
    const residual = p - count * probability;
    const weight = count * probability * (1 - probability);
    g0 += residual;
    g1 += residual * x;
    h00 += weight;
    h01 += weight * x;
    h11 += weight * x * x;
  }
  const determinant = h00 * h11 - h01 * h01;
  if (!(determinant > 1e-12 * h00 * h11)) return null;
  return [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant];
}

function logLikelihood({ logits, positives, negatives }: Odds, a: number, b: number): number {
  let sum = 0;
  for (let g = 0; g < logits.length; g++) {
    const z = a + b * at(logits, g);
    // ln sigmoid(z) and ln sigmoid(-z) without overflow
    const common = Math.log1p(Math.exp(-Math.abs(z)));
    sum -= at(positives, g) * (common + Math.max(0, -z)) + at(negatives, g) * (common + Math.max(0, z));
  }
  return sum;
}
