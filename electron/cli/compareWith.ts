import type { Split } from '../shared/schemas/common.ts';
import type { EvaluationDetail } from '../shared/schemas/evaluation.ts';
import type { Run } from '../shared/schemas/run.ts';
import { UsageError } from './environment.ts';
import { resolveRunOrEvaluation } from './names.ts';
import type { Session } from './session.ts';

/** As many as a report has room for; each more makes a chance find likelier. */
const MOST = 5;

/** What a report is to compare with: runs, to be evaluated on the same photos, and evaluations as they are. */
export interface Compared {
  runs: Run[];
  evaluationIds: string[];
}

/**
 * Looks the names up before anything is scored or opened. `split`: of the report's own run; null: a folder. Throws a usage error for what cannot be
 * compared: the run itself, a run whose split holds other photos, more than a report takes.
 */
export async function resolveCompared(
  session: Session,
  given: readonly string[],
  own: Run,
  split: Split | null,
): Promise<Compared> {
  const runs = new Map<string, Run>();
  const evaluationIds = new Set<string>();
  for (const name of given) {
    const found = await resolveRunOrEvaluation(session, name);
    if (found.kind === 'evaluation') evaluationIds.add(found.evaluation.id);
    else if (found.run.id === own.id) throw new UsageError(`--compare "${name}" is the run that is evaluated.`);
    else if (split !== null && found.run.datasetId !== own.datasetId) {
      throw new UsageError(
        `--compare "${name}": its ${split} split is of another data set, "${found.run.datasetName}".`,
      );
    } else runs.set(found.run.id, found.run);
  }
  if (runs.size + evaluationIds.size > MOST) throw new UsageError(`--compare takes at most ${MOST}.`);
  return { runs: [...runs.values()], evaluationIds: [...evaluationIds] };
}

/** Ids of the evaluations to compare `own` with; each run is evaluated as the own one was. */
export async function evaluateCompared(
  { runs, evaluationIds }: Compared,
  own: EvaluationDetail,
  evaluate: (run: Run) => Promise<EvaluationDetail>,
): Promise<string[]> {
  if (evaluationIds.includes(own.evaluation.id)) throw new UsageError('--compare names the evaluation itself.');
  const ids = new Set(evaluationIds);
  for (const run of runs) ids.add((await evaluate(run)).evaluation.id);
  return [...ids];
}
