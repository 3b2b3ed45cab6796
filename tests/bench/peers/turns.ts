import { type Cost, gb, load, medianCost, perPhoto, ratios, say } from '../cost.ts';
import type { Worker } from './worker.ts';

export interface Contender {
  name: string;
  worker: Worker;
  /** Its name for the task, where that is another. */
  task?: string;
  /** How many repetitions it does in its turn; its cost in a round is their median. */
  repetitions: number;
}

/**
 * All contenders at one task, one after the other in each round, after one turn each that fills caches, traces functions and optimizes graphs.
 * Prints medians, the first one's ratios to the others, and the peak memory of each process so far.
 */
export async function compare(
  title: string,
  task: string,
  contenders: readonly Contender[],
  { rounds, photos }: { rounds: number; photos: number },
): Promise<void> {
  const before = load();
  for (const contender of contenders) await contender.worker.run(contender.task ?? task, 1);
  const costs = new Map<Contender, Cost[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of contenders)
      costs.get(contender)?.push(medianCost(await contender.worker.run(contender.task ?? task, contender.repetitions)));
  }
  say(`${title}: ${rounds} rounds in turns, load ${before} before and ${load()} after`);
  const [first, ...others] = contenders;
  if (first === undefined) return;
  const own = costs.get(first) ?? [];
  for (const contender of contenders) {
    const list = costs.get(contender) ?? [];
    say(`  ${contender.name}: ${perPhoto(medianCost(list), photos)}; peak memory ${gb(contender.worker.peakGb())}`);
  }
  for (const contender of others)
    say(`  ratio, ${first.name} / ${contender.name}: ${ratios(own, costs.get(contender) ?? [])}`);
}
