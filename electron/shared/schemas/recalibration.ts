import { z } from 'zod';

/**
 * How raw scores become calibrated probabilities, fitted on a validation split only. platt: sigmoid(intercept + slope x logit(score));
 * temperature: sigmoid(logit(score) / temperature), which cannot move the intercept. Both keep the order of scores.
 * The threshold and the call use the raw score; decision curves and cards the calibrated one.
 */
export const Recalibration = z.object({
  map: z.discriminatedUnion('method', [
    z.object({ method: z.literal('platt'), intercept: z.number(), slope: z.number().positive() }),
    z.object({ method: z.literal('temperature'), temperature: z.number().positive() }),
  ]),
  /** Photos that it was fitted on. */
  n: z.int(),
  positives: z.int(),
});
export type Recalibration = z.infer<typeof Recalibration>;
