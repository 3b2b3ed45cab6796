/** Lets work through while the sum of its costs stays within a capacity, in the order of asking. */
export interface Gate {
  /** Runs `work` once `cost` fits; what costs more than the whole capacity runs alone. */
  run<T>(cost: number, work: () => Promise<T>): Promise<T>;
}

/** Bounds memory where the cost of a piece of work is known before it starts: here pixels that are being decoded. */
export function createGate(capacity: number): Gate {
  let inUse = 0;
  const waiting: { cost: number; enter: () => void }[] = [];

  const admit = () => {
    for (let next = waiting[0]; next !== undefined && inUse + next.cost <= capacity; next = waiting[0]) {
      waiting.shift();
      inUse += next.cost;
      next.enter();
    }
  };

  return {
    async run(cost, work) {
      const charged = Math.min(Math.max(cost, 0), capacity);
      await new Promise<void>((enter) => {
        waiting.push({ cost: charged, enter });
        admit();
      });
      try {
        return await work();
      } finally {
        inUse -= charged;
        admit();
      }
    },
  };
}
