import { z } from 'zod';
import { Sha256 } from './common.ts';

/** A backbone whose features are among those of a joined one; layer null: all of it, else pooled over that layer's map. */
export const BackbonePart = z.object({ name: z.string(), layer: z.string().nullable(), graphSha256: Sha256 });
export type BackbonePart = z.infer<typeof BackbonePart>;

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
  /**
   * Of several backbones side by side in one graph: those, in the order of their features. Each part then scales the photo in its own way; preprocessing has
   * mean 0 and scale 1 where they differ. It cannot be fine-tuned.
   */
  parts: z.array(BackbonePart).optional(),
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
  /** Of a joined one; see the manifest. */
  parts: z.array(BackbonePart).optional(),
});
export type BackboneInfo = z.infer<typeof BackboneInfo>;
