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
 * Prints medians, the ratios of those whose name begins with `ours` to the others, and the peak memory of each process so far.
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
  say(`${title}: ${rounds} ${rounds === 1 ? 'round' : 'rounds'} in turns, load ${before} before and ${load()} after`);
  for (const contender of contenders) {
    const list = costs.get(contender) ?? [];
    say(`  ${contender.name}: ${perPhoto(medianCost(list), photos)}; peak memory ${gb(contender.worker.peakGb())}`);
  }
  const isOurs = ({ name }: Contender): boolean => name.startsWith('ours');
  for (const own of contenders.filter(isOurs)) {
    for (const peer of contenders.filter((contender) => !isOurs(contender)))
      say(`  ratio, ${own.name} / ${peer.name}: ${ratios(costs.get(own) ?? [], costs.get(peer) ?? [])}`);
  }
}
