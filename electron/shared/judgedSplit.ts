import type { Split } from './schemas/common.ts';
import type { Evaluation } from './schemas/evaluation.ts';

/**
 * The split of the run that an evaluation is of: the one that it names, or the one that most of a folder's known photos are in (of equals the one that
 * flatters more), since one copy that strayed into another split does not make all the others known. null: photos that the run never saw.
 */
export function judgedSplit({ source, overlap }: Pick<Evaluation, 'source' | 'overlap'>): Split | null {
  if (source.kind === 'split') return source.split;
  if (overlap === undefined) return null;
  const most = Math.max(overlap.train, overlap.valid, overlap.test);
  return most === 0 ? null : ((['train', 'valid', 'test'] as const).find((split) => overlap[split] === most) ?? null);
}
