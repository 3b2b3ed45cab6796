import { z } from 'zod';
import { Probability, Sha256 } from './common.ts';
import { Recalibration } from './recalibration.ts';

/**
 * What each place of the photo adds to the log-odds, row by row. The mean of the values plus the bias is the logit of the score,
 * exactly, because the head is linear on pooled features. A head that tells classes apart is not: there the values are those of its tangent at
 * this photo, whose sum is the logit all the same.
 */
export const ActivationMap = z.object({
  columns: z.int().min(1),
  rows: z.int().min(1),
  values: z.array(z.number()),
  bias: z.number(),
});
export type ActivationMap = z.infer<typeof ActivationMap>;

/**
 * What is wrong with a photo. value and limit: BLURRED sharpness (warned below), TOO_DARK how light its lightest tenth is, 0..1 (below),
 * TOO_BRIGHT share of its pixels in which a colour is burnt out (above), LOW_CONTRAST range of its lightness, 0..1 (below), TOO_SMALL
 * its shorter side, pixels (below).
 */
export const QualityWarning = z.object({
  code: z.enum(['BLURRED', 'TOO_DARK', 'TOO_BRIGHT', 'LOW_CONTRAST', 'TOO_SMALL']),
  value: z.number(),
  limit: z.number(),
});
export type QualityWarning = z.infer<typeof QualityWarning>;

/** Why a score came out as it did, and whether it means anything for this photo. */
export const Explanation = z.object({
  path: z.string(),
  sha256: Sha256,
  score: Probability,
  logit: z.number(),
  /** Fitted on the run's validation photos; null without their scores. */
  calibrated: z.object({ value: Probability, recalibration: Recalibration }).nullable(),
  /** null where the head is not linear on pooled features. */
  map: ActivationMap.nullable(),
  /** The labelled training photos nearest by cosine distance of features, nearest first, the photo itself left out. */
  similar: z.array(
    z.object({
      /** For app:// addresses: kind runPhoto. */
      pictureId: z.string(),
      path: z.string(),
      label: z.union([z.literal(0), z.literal(1)]),
      className: z.string(),
      distance: z.number(),
    }),
  ),
  /**
   * Mean distance to the ten nearest training photos, against the 99th percentile of the same distance among the training photos,
   * each left out of its own. null with fewer than 12 training photos, or when their features are gone.
   * `picture` is the same of its colours and structure instead of the network's features, since some networks see no difference between
   * a flower and skin; null when the training photos' thumbnails are gone. isUnlike: one of the two is beyond its limit.
   */
  unlike: z
    .object({
      distance: z.number(),
      limit: z.number(),
      picture: z.object({ distance: z.number(), limit: z.number() }).nullable(),
      isUnlike: z.boolean(),
      trainCount: z.int(),
    })
    .nullable(),
  quality: z.array(QualityWarning),
});
export type Explanation = z.infer<typeof Explanation>;
