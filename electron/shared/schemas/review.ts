import { z } from 'zod';
import { Id, Label, Split, Timestamp } from './common.ts';

/** agree: the label stands; relabel: it is wrong; exclude: the photo should not be there. */
export const ReviewVerdict = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('agree') }),
  z.object({ kind: z.literal('relabel'), label: Label }),
  z.object({ kind: z.literal('exclude') }),
]);
export type ReviewVerdict = z.infer<typeof ReviewVerdict>;

/** What a person decided on one photo of a data set. It changes nothing until a new version of the data set is made. */
export const ReviewDecision = z.object({
  id: Id,
  datasetId: Id,
  photoId: Id,
  fileName: z.string(),
  /** The label it has in this version. */
  label: Label,
  split: Split,
  verdict: ReviewVerdict,
  reason: z.string(),
  decidedAt: Timestamp,
  /** The newest data set that was made with it; null: not carried out in any that is still there. */
  versionId: Id.nullable(),
});
export type ReviewDecision = z.infer<typeof ReviewDecision>;

/** What made a version out of the one before. */
export const DatasetChanges = z.object({
  parentId: Id,
  parentName: z.string(),
  relabelled: z.array(z.object({ path: z.string(), from: Label, to: Label, reason: z.string() })),
  excluded: z.array(z.object({ path: z.string(), label: Label, reason: z.string() })),
  /** The last decision of the parent when the version was made: later ones are not in it. null: not known. */
  lastDecisionId: Id.nullable().default(null),
});
export type DatasetChanges = z.infer<typeof DatasetChanges>;
