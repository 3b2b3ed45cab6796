/** Progress is looked back on so far to tell its speed: long enough to be calm, short enough to follow a change. */
const WINDOW_MS = 15_000;
/** Below this a speed would be guessed from too little. */
const SHORTEST_MS = 1_000;

export interface RateMeter {
  /** Things done a second over the last 15 s, or null while unknown. */
  add(done: number, atMs: number): number | null;
  reset(): void;
}

export function createRateMeter(): RateMeter {
  let samples: { done: number; atMs: number }[] = [];
  return {
    add(done, atMs) {
      const last = samples.at(-1);
      // Two samples a second are enough; the newest moment always counts.
      if (last === undefined || atMs - last.atMs >= 500) samples.push({ done, atMs });
      while ((samples[1]?.atMs ?? Infinity) <= atMs - WINDOW_MS) samples.shift();
      const first = samples[0];
      if (first === undefined || atMs - first.atMs < SHORTEST_MS || done <= first.done) return null;
      return (1000 * (done - first.done)) / (atMs - first.atMs);
    },
    reset() {
      samples = [];
    },
  };
}
