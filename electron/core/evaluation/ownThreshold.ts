import type { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../shared/errors.ts';
import type { Threshold } from '../../shared/schemas/run.ts';
import { getEvaluation, isEvaluationNameTaken, updateEvaluation } from '../database/evaluations.ts';

/** Name and threshold of evaluations that have no run to take them from. Both throw NOT_FOUND, and BAD_INPUT where there is a run. */
export function renameEvaluation(database: DatabaseSync, id: string, name: string): void {
  refuseOfRun(database, id, 'Rename the run instead.');
  if (isEvaluationNameTaken(database, name, id)) {
    throw new AppError('ALREADY_EXISTS', `Another evaluation or run is named "${name}".`, {
      details: { name, remedy: 'Choose another name.' },
    });
  }
  updateEvaluation(database, id, { name });
}

export function setEvaluationThreshold(database: DatabaseSync, id: string, threshold: Threshold): void {
  refuseOfRun(database, id, "Set the run's threshold instead.");
  updateEvaluation(database, id, { threshold });
}

/** The name, numbered when an evaluation or a run has it: comparisons and reports tell them apart by it. */
export function freeEvaluationName(database: DatabaseSync, name: string): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name} ${number}`;
    if (!isEvaluationNameTaken(database, candidate)) return candidate;
  }
}

function refuseOfRun(database: DatabaseSync, id: string, remedy: string): void {
  const { runId, name } = getEvaluation(database, id);
  if (runId === null) return;
  throw new AppError('BAD_INPUT', `This evaluation is of the run "${name}" and has its name and threshold.`, {
    details: { evaluationId: id, runId, remedy },
  });
}
