import { AppError } from '../errors.ts';
import type { Calibration } from '../schemas/evaluationSummary.ts';
import type { Recalibration } from '../schemas/recalibration.ts';
import type { ClassWeights } from '../schemas/run.ts';
import { logLoss } from './calibration.ts';
import { findRoot, fitLine, logit, neverWrong, oddsOf, separates, sigmoid, slopeSum } from './logisticFit.ts';
import { tableOfCounts, type ScoreTable } from './scoreTable.ts';

/**
 * Cox's calibration: label ~ intercept + slope x logit(score) by maximum likelihood, and in-the-large, the intercept
 * when the slope is held at 1. Intercept and slope are null where no finite fit exists: one class, equal scores, or scores
 * that separate the classes (or all but do, with a slope in the ten thousands); in-the-large is null with one class only.
 */
export function recalibrate(table: ScoreTable): Calibration & { clipped: number } {
  const odds = oddsOf(table);
  const oneClass = table.positives === 0 || table.negatives === 0;
  const line = oneClass || separates(table) ? null : fitLine(odds);
  const inTheLarge = oneClass ? null : findRoot((a) => slopeSum(odds, a, 1, false), 0);
  return { intercept: line?.intercept ?? null, slope: line?.slope ?? null, inTheLarge, clipped: odds.clipped };
}

/**
 * The temperature T that minimises the log loss of sigmoid(logit(score) / T), and that loss; null where none does:
 * one class, every call right (T would be 0), or scores no better than chance (T would be infinite).
 */
export function fitTemperature(table: ScoreTable): { temperature: number; logLoss: number } | null {
  const odds = oddsOf(table);
  if (table.positives === 0 || table.negatives === 0) return null;
  // the likelihood's derivative by 1/T falls; it must be positive at 0 and negative far out for a maximum between
  const derivative = (inverse: number): number => slopeSum(odds, 0, inverse, true);
  if (derivative(0) <= 0 || neverWrong(odds)) return null;
  const inverse = findRoot(derivative, 1);
  if (inverse === null || inverse <= 0) return null;
  const temperature = 1 / inverse;
  const loss = logLoss(recalibrateTable(table, { map: { method: 'temperature', temperature } })).value;
  return loss === null ? null : { temperature, logLoss: loss };
}

/**
 * sigmoid(logit(score) / temperature), which keeps the order of scores; 0 and 1 are moved inwards by 2^-52 first, as in the
 * fit. Throws BAD_INPUT when the temperature is not above 0.
 */
export function applyTemperature(score: number, temperature: number): number {
  if (!(temperature > 0)) throw new AppError('BAD_INPUT', `temperature ${temperature} is not above 0`);
  return sigmoid(logit(score) / temperature);
}

type MapOnly = Pick<Recalibration, 'map'>;

/**
 * Platt after class weights, which shift all log-odds by a constant: a temperature cannot move the intercept back. Temperature
 * otherwise, since one parameter asks less of a small validation split.
 */
export function recommendedMethod(classWeights: ClassWeights): Recalibration['map']['method'] {
  return classWeights === 'none' ? 'temperature' : 'platt';
}

/**
 * The map of raw scores to calibrated probabilities with the greatest likelihood on a table of validation photos.
 * Null where there is none that keeps the order of scores: one class, equal scores, scores that part the classes (the slope
 * would be infinite) or rank them the wrong way round (it would be 0 or negative). Throws BAD_INPUT on scores outside [0, 1].
 */
export function fitRecalibration(table: ScoreTable, method: Recalibration['map']['method']): Recalibration | null {
  const of = { n: table.n, positives: table.positives };
  if (method === 'temperature') {
    const fit = fitTemperature(table);
    return fit === null ? null : { map: { method, temperature: fit.temperature }, ...of };
  }
  const { intercept, slope } = recalibrate(table);
  if (intercept === null || slope === null || slope <= 0) return null;
  return { map: { method, intercept, slope }, ...of };
}

/** The calibrated probability of one score from 0 to 1; throws BAD_INPUT on any other. A higher score never gets a lower one. */
export function applyRecalibration(score: number, { map }: MapOnly): number {
  if (!(score >= 0 && score <= 1)) throw new AppError('BAD_INPUT', `score ${score} is no probability`);
  return map.method === 'temperature'
    ? applyTemperature(score, map.temperature)
    : sigmoid(map.intercept + map.slope * logit(score));
}

/**
 * The same photos with calibrated scores, in the same order. Scores whose calibrated ones are the same number (beyond 2^-52
 * from 0 or 1, or after a steep map) become one group: for ranking and the call the raw table stands.
 */
export function recalibrateTable(table: ScoreTable, recalibration: MapOnly): ScoreTable {
  // neighbours in the last bit could change places by rounding
  let last = 1;
  const scores = table.scores.map((score) => (last = Math.min(last, applyRecalibration(score, recalibration))));
  return tableOfCounts(scores, table.positivesAt, table.negativesAt);
}
