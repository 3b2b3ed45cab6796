import { z } from 'zod';
import { ErrorBody } from '../shared/errors.ts';

/*
 * What goes over the channel between core and engine: requests of the protocol's methods, and what comes back of each. One request runs at a time; others wait
 * in order, except that an urgent one is done in between two batches of the present one.
 */

/** core -> engine */
export const ToEngine = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('request'),
    id: z.int(),
    method: z.string(),
    params: z.unknown(),
    /** For one photo that somebody waits for: done before what waits, and between two batches of what runs. */
    urgent: z.boolean().optional(),
  }),
  /** Stop after the present batch; the request then fails with CANCELLED. */
  z.object({ type: z.literal('cancel'), id: z.int() }),
]);
export type ToEngine = z.infer<typeof ToEngine>;

/** engine -> core */
export const FromEngine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('event'), id: z.int(), event: z.unknown() }),
  z.object({ type: z.literal('result'), id: z.int(), result: z.unknown() }),
  z.object({ type: z.literal('error'), id: z.int(), error: ErrorBody }),
]);
export type FromEngine = z.infer<typeof FromEngine>;
