import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { NOTICE } from '../../../electron/shared/notice.ts';
import { EvaluationSummary } from '../../../electron/shared/schemas/evaluationSummary.ts';
import { EpochMetrics } from '../../../electron/shared/schemas/run.ts';
import { ScoredRow } from '../../../electron/shared/schemas/scoring.ts';

export const Trained = z.object({
  runId: z.string(),
  epochs: z.array(EpochMetrics),
  bestEpoch: z.int().min(1),
  modelHash: z.string(),
  trainCount: z.int(),
  trainableParameters: z.int(),
  frozenParameters: z.int(),
  unreadable: z.array(z.unknown()),
  notice: z.literal(NOTICE),
});
export const Evaluated = EvaluationSummary.extend({
  runId: z.string(),
  split: z.string().nullable(),
  source: z.string().nullable(),
  modelHash: z.string(),
  unreadable: z.array(z.object({ path: z.string(), code: z.string() })),
  notice: z.literal(NOTICE),
});
export const Scored = z.object({
  total: z.int(),
  scored: z.int(),
  failed: z.int(),
  counts: z.object({ benign: z.int(), malignant: z.int() }),
  out: z.string(),
  notice: z.literal(NOTICE),
});
export const errorOf = (stdout: string) =>
  z.object({ error: z.object({ code: z.string(), details: z.looseObject({}) }) }).parse(JSON.parse(stdout)).error;

export async function rowsOf(path: string): Promise<ScoredRow[]> {
  const text = await readFile(path, 'utf8');
  if (path.endsWith('.jsonl')) {
    return text
      .trimEnd()
      .split('\n')
      .map((line) => ScoredRow.parse(JSON.parse(line)));
  }
  const cells = z.array(z.record(z.string(), z.string())).parse(parse(text, { columns: true }));
  return cells.map((row) =>
    ScoredRow.parse({
      ...row,
      score: row['score'] === '' ? null : Number(row['score']),
      label: row['label'] === '' ? null : row['label'],
      threshold: Number(row['threshold']),
    }),
  );
}
