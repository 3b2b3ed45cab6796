import { AppError } from '../errors.ts';

/** Standard normal density. */
function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/**
 * P(Z <= x). Near the middle the series x + x^3/3 + x^5/15 + ... (Abramowitz and Stegun 26.2.11), in the tails Laplace's
 * continued fraction (26.2.14), so that small tail probabilities keep their relative precision. About 1e-15.
 */
export function normalCdf(x: number): number {
  if (Math.abs(x) > 3) {
    const distance = Math.abs(x);
    let fraction = 0;
    for (let k = 160; k > 0; k--) fraction = k / (distance + fraction);
    const tail = normalDensity(x) / (distance + fraction);
    return x < 0 ? tail : 1 - tail;
  }
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-18; k += 2) sum += term *= (x * x) / k;
  return 0.5 + normalDensity(x) * sum;
}

/** Inverse of normalCdf for 0 < p < 1, by Newton's method on the nearer tail. Throws BAD_INPUT outside. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new AppError('BAD_INPUT', `no normal quantile of ${p}`);
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  const t = Math.sqrt(-2 * Math.log(tail));
  // a start that is right to some digits: leading terms of the asymptotic expansion, pulled in near the middle
  let z = -(t - Math.log(1 + t) / (0.5 + t));
  for (let step = 0; step < 100; step++) {
    // Newton on log Phi converges from either side even far out, where Phi itself is too flat
    const cdf = normalCdf(z);
    const delta = ((Math.log(cdf) - Math.log(tail)) * cdf) / normalDensity(z);
    z -= delta;
    if (Math.abs(delta) < 1e-15 * Math.max(1, Math.abs(z))) break;
  }
  return p < 0.5 ? z : -z;
}

/** Two-sided normal multiplier of a confidence level: 1.959964 for .95. */
export function normalMultiplier(level: number): number {
  if (!(level > 0 && level < 1)) throw new AppError('BAD_INPUT', `confidence level ${level} is not between 0 and 1`);
  return -normalQuantile((1 - level) / 2);
}

// Lanczos' approximation of the gamma function with g = 7 and nine terms
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln gamma(x) for x >= .5, to about 1e-14 relative. */
function logGamma(x: number): number {
  const base = x + 6.5;
  let sum = 0;
  for (const [k, coefficient] of LANCZOS.entries()) sum += k === 0 ? coefficient : coefficient / (x - 1 + k);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(sum);
}

/** P(X <= x) of a beta(a, b) variable, a and b >= .5: the regularised incomplete beta function by continued fraction. */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // the fraction converges fast on the side below the mean only
  if (x > (a + 1) / (a + b + 2)) return 1 - betaCdf(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  return front * betaFraction(x, a, b);
}

/** Lentz's evaluation of the continued fraction of DLMF 8.17.22. */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const orTiny = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / orTiny(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / orTiny(1 + even * d);
    c = orTiny(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / orTiny(1 + odd * d);
    c = orTiny(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return fraction;
}

/** x with betaCdf(x, a, b) = p, by bisection to the last bit. */
export function betaQuantile(p: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (betaCdf(middle, a, b) < p) low = middle;
    else high = middle;
  }
}
