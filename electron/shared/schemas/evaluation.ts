import { z } from 'zod';
import { ClassMapping } from './dataset.ts';
import { Id, Probability, Sha256, Split, Timestamp } from './common.ts';
import { UnreadablePhoto } from './dataset.ts';

export const EvaluationSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('split'), split: Split }),
  z.object({ kind: z.literal('folder'), path: z.string().min(1), mapping: ClassMapping }),
]);
export type EvaluationSource = z.infer<typeof EvaluationSource>;

/** A finished evaluation is its stored scores: it opens without the photos, TensorFlow or the backbone. */
export const Evaluation = z.object({
  id: Id,
  runId: Id,
  runName: z.string(),
  source: EvaluationSource,
  createdAt: Timestamp,
  modelHash: Sha256,
  n: z.int(),
  unreadable: z.array(UnreadablePhoto),
});
export type Evaluation = z.infer<typeof Evaluation>;

/** Columns of equal length n, in the data set's order. */
export const EvaluationScores = z.object({
  rowIds: z.array(Id),
  labels: z.array(z.union([z.literal(0), z.literal(1)])),
  scores: z.array(Probability),
  paths: z.array(z.string()),
  classNames: z.array(z.string()),
});
export type EvaluationScores = z.infer<typeof EvaluationScores>;

export const EvaluationDetail = z.object({ evaluation: Evaluation, scores: EvaluationScores });
export type EvaluationDetail = z.infer<typeof EvaluationDetail>;
