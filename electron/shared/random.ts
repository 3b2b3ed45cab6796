import { at } from './arrays.ts';
import { AppError } from './errors.ts';

/** Where a generator stands; plain JSON, so that a checkpoint can hold it. */
export type RandomState = [number, number, number, number];

/** Seeded pseudo-random numbers: same seed and stream, same numbers, on every machine. Not for secrets. */
export interface Random {
  /** A whole number from 0 to 2^32 - 1. */
  uint32(): number;
  /** 0 <= x < 1 with 53 random bits. */
  next(): number;
  /** A whole number from 0 to n - 1, without bias, for 1 <= n <= 2^32. */
  below(n: number): number;
  /** low <= x < high. */
  between(low: number, high: number): number;
  /** Standard normal (Box and Muller; keeps no spare, so the state is all there is). */
  normal(): number;
  state(): RandomState;
}

/**
 * Chris Doty-Humphrey's sfc32 (128 bits of state, passes PractRand), filled by splitmix32. `stream` names what the
 * numbers are for: two streams of one seed are independent, so a new use never shifts the numbers of an old one.
 * Throws BAD_INPUT unless the seed is a whole number from 0 to 2^32 - 1.
 */
export function createRandom(seed: number, stream = ''): Random {
  if (!(Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff)) {
    throw new AppError('BAD_INPUT', `seed ${seed} is not a whole number from 0 to 4294967295`);
  }
  const mix = splitmix32(seed ^ hash(stream));
  const random = restoreRandom([mix(), mix(), mix(), mix()]);
  // sfc's state needs some rounds until every bit of the seed has reached all of it
  for (let i = 0; i < 16; i++) random.uint32();
  return random;
}

/** A generator that goes on where `state()` was taken. */
export function restoreRandom(state: RandomState): Random {
  let [a, b, c, counter] = state;
  const uint32 = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  const next = (): number => ((uint32() >>> 5) * 2 ** 26 + (uint32() >>> 6)) / 2 ** 53;
  return {
    uint32,
    next,
    below: (n) => {
      if (!(Number.isInteger(n) && n >= 1 && n <= 2 ** 32))
        throw new AppError('BAD_INPUT', `no whole number below ${n}`);
      // numbers of the last, incomplete run of n would come too often
      const limit = 2 ** 32 - (2 ** 32 % n);
      let drawn = uint32();
      while (drawn >= limit) drawn = uint32();
      return drawn % n;
    },
    between: (low, high) => low + (high - low) * next(),
    // 1 - next() is never 0
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    state: () => [a >>> 0, b >>> 0, c >>> 0, counter >>> 0],
  };
}

/** A new array in random order (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  return Array.from(permutation(items.length, random), (index) => at(items, index));
}

/** 0 to n - 1 in random order. */
export function permutation(n: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const swapped = at(order, i);
    order[i] = at(order, j);
    order[j] = swapped;
  }
  return order;
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

/** FNV-1a over UTF-16 units; '' is 0, so that a bare seed is itself. */
function hash(text: string): number {
  if (text === '') return 0;
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
