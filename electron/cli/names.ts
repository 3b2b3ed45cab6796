import { AppError } from '../shared/errors.ts';
import type { Dataset } from '../shared/schemas/dataset.ts';
import type { Evaluation } from '../shared/schemas/evaluation.ts';
import type { Run } from '../shared/schemas/run.ts';
import { UsageError } from './environment.ts';
import type { Session } from './session.ts';

export async function resolveRun(session: Session, nameOrId: string): Promise<Run> {
  const { runs } = await session.call('run.list', {});
  return pick(runs, nameOrId, 'run');
}

export async function resolveDataset(session: Session, nameOrId: string): Promise<Dataset> {
  const { datasets } = await session.call('dataset.list', {});
  return pick(datasets, nameOrId, 'data set');
}

/** An evaluation of a run bears the run's name, so it goes by its id; one that came in a file by its name too. */
export async function resolveRunOrEvaluation(
  session: Session,
  nameOrId: string,
): Promise<{ kind: 'run'; run: Run } | { kind: 'evaluation'; evaluation: Evaluation }> {
  const { runs } = await session.call('run.list', {});
  const { evaluations } = await session.call('evaluation.list', {});
  const ofRun = evaluations.find(({ id, runId }) => runId !== null && id === nameOrId);
  if (ofRun !== undefined) return { kind: 'evaluation', evaluation: ofRun };
  const choices = [
    ...runs.map((run) => ({ kind: 'run' as const, run, ...run })),
    ...evaluations
      .filter(({ runId }) => runId === null)
      .map((evaluation) => ({ kind: 'evaluation' as const, evaluation, ...evaluation })),
  ];
  return pick(choices, nameOrId, 'run or evaluation');
}

/** By id, else by name; a name that several bear is a usage error that lists their ids. */
export function pick<T extends { id: string; name: string; createdAt: string }>(
  items: T[],
  nameOrId: string,
  what: string,
): T {
  const byId = items.find((item) => item.id === nameOrId);
  if (byId !== undefined) return byId;
  const byName = items.filter((item) => item.name === nameOrId.trim());
  const [first] = byName;
  if (first === undefined) {
    const known = items.map((item) => item.name);
    const remedy =
      known.length === 0
        ? `There is no ${what} yet.`
        : `There is: ${known.slice(0, 20).join(', ')}${known.length > 20 ? ', ...' : ''}.`;
    throw new AppError('NOT_FOUND', `There is no ${what} "${nameOrId}".`, {
      details: { name: nameOrId, known, remedy },
    });
  }
  if (byName.length > 1) {
    throw new UsageError(`Several bear the name "${nameOrId}".`, {
      details: { candidates: byName.map(({ id, name, createdAt }) => ({ id, name, createdAt })) },
      remedy: `Give the id instead: ${byName.map(({ id, createdAt }) => `${id} (of ${createdAt})`).join(', ')}.`,
    });
  }
  return first;
}
