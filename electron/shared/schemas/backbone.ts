import { z } from 'zod';
import { Sha256 } from './common.ts';

export const BackboneId = z.string().regex(/^[a-zA-Z0-9-]{1,40}$/);
export type BackboneId = z.infer<typeof BackboneId>;

/** `backbone.json` in a backbone's folder: what the network is, where its weights come from, how a photo enters it. */
export const BackboneManifest = z.object({
  formatVersion: z.literal(1),
  id: BackboneId,
  name: z.string(),
  /** Square input, pixels a side. */
  imageSizePx: z.int().positive(),
  featureCount: z.int().positive(),
  /** Parameters of the network before batch norm is folded. */
  parameterCount: z.int().positive(),
  /** The graph takes uint8 RGB; its first nodes compute (x - mean) / scale per value. */
  preprocessing: z.object({ mean: z.number(), scale: z.number(), resize: z.enum(['squash', 'crop']) }),
  license: z.string(),
  /** Where the weights come from, in words. */
  source: z.string(),
  /** What a user must know before trusting these weights; empty when nothing. */
  caveat: z.string(),
  /** Of the weights as read from their source, and of the graph written from them. */
  weightsSha256: Sha256,
  graphSha256: Sha256,
  layers: z.array(z.object({ name: z.string(), type: z.string(), outputShape: z.array(z.int()), parameters: z.int() })),
});
export type BackboneManifest = z.infer<typeof BackboneManifest>;

export const BackboneInfo = z.object({
  id: BackboneId,
  name: z.string(),
  imageSizePx: z.int(),
  featureCount: z.int(),
  parameterCount: z.int(),
  license: z.string(),
  source: z.string(),
  caveat: z.string(),
  graphSha256: Sha256,
});
export type BackboneInfo = z.infer<typeof BackboneInfo>;
