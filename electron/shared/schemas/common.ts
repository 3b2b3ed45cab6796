import { z } from 'zod';

/** The two classes of every decision; malignant is the positive one (label 1). */
export const Label = z.enum(['benign', 'malignant']);
export type Label = z.infer<typeof Label>;

export const Split = z.enum(['train', 'valid', 'test']);
export type Split = z.infer<typeof Split>;

/** ISO 8601 in UTC. */
export const Timestamp = z.string();
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const Id = z.string().min(1).max(64);
/** A number from 0 to 1, both included. */
export const Probability = z.number().min(0).max(1);

export const Page = z.object({ offset: z.int().min(0), limit: z.int().min(1).max(1000) });

/** counts[split][label] = n; a split without photos is absent. */
export const SplitCounts = z.partialRecord(Split, z.partialRecord(Label, z.int()));
export type SplitCounts = z.infer<typeof SplitCounts>;
