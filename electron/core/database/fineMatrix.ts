import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { fineMatrix } from '../../shared/metrics/fineMatrix.ts';
import { Probability } from '../../shared/schemas/common.ts';
import type { FineMatrix } from '../../shared/schemas/evaluation.ts';
import { RunClass } from '../../shared/schemas/run.ts';
import { all, json, one } from './rows.ts';

const Classes = z.object({ classes: json(z.array(RunClass)).nullable() });

/** The classes that an evaluation tells apart; null: malignancy alone. */
export function classesOfEvaluation(db: DatabaseSync, id: string): RunClass[] | null {
  return one(db, Classes, 'SELECT classes FROM evaluations WHERE id = :id', { id })?.classes ?? null;
}

const Row = z.object({
  label: z.union([z.literal(0), z.literal(1)]),
  class_name: z.string(),
  classes: json(z.array(Probability)).nullable(),
});

export function fineMatrixOf(db: DatabaseSync, id: string): FineMatrix | null {
  const classes = classesOfEvaluation(db, id);
  if (classes === null) return null;
  const sql = `SELECT label, class_name, classes FROM evaluation_rows
    WHERE evaluation_id = :id AND status = 'ok' ORDER BY position`;
  const rows = all(db, Row, sql, { id });
  return fineMatrix(
    classes,
    rows.map(({ label, class_name, classes: probabilities }) => ({ label, className: class_name, probabilities })),
  );
}
