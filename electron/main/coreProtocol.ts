import { z } from 'zod';
import { events, Reply } from '../shared/contract.ts';
import { ErrorBody } from '../shared/errors.ts';

export interface CoreCall {
  id: number;
  channel: string;
  input: unknown;
}

const eventNames = z.enum(Object.keys(events));

/** What the core's process says: it is ready (or could not start), an answer, an event. */
const CoreMessage = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ failed: ErrorBody }),
  z.object({ id: z.int(), reply: Reply }),
  z.object({ event: eventNames, payload: z.unknown() }),
]);
export type CoreMessage = z.infer<typeof CoreMessage>;

/** A message of the core, or null for what is none. */
export function parseCoreMessage(message: unknown): CoreMessage | null {
  const parsed = CoreMessage.safeParse(message);
  return parsed.success ? parsed.data : null;
}
