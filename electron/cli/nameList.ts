import type { CrossValidation } from '../shared/schemas/crossValidation.ts';
import type { Run } from '../shared/schemas/run.ts';
import { UsageError } from './environment.ts';
import { pick } from './names.ts';
import type { Session } from './session.ts';

/** Of an option that may be repeated. */
export const collect = (text: string, earlier: string[] = []): string[] => [...earlier, text];

interface Named {
  id: string;
  name: string;
  createdAt: string;
}

/** `A,B` or the option twice. A name that holds a comma is taken whole where there is one. Throws a usage error for fewer than two. */
function pickAll<T extends Named>(items: T[], given: readonly string[], what: string): T[] {
  const names = given.flatMap((text) => {
    const isName = items.some(({ id, name }) => id === text || name === text.trim());
    return isName ? [text] : text.split(',').filter((part) => part.trim() !== '');
  });
  if (names.length < 2) throw new UsageError(`An average takes two names or more: A,B or the option twice.`);
  return names.map((name) => pick(items, name, what));
}

export async function resolveRuns(session: Session, given: readonly string[]): Promise<Run[]> {
  const { runs } = await session.call('run.list', {});
  return pickAll(runs, given, 'run');
}

export async function resolveRecipes(session: Session, given: readonly string[]): Promise<CrossValidation[]> {
  const { crossValidations } = await session.call('crossValidation.list', {});
  return pickAll(crossValidations, given, 'cross-validated recipe');
}
