import type { z } from 'zod';
import type { Bridge } from '../../electron/shared/bridge.ts';
import {
  contract,
  events,
  type MediaRequest,
  Reply,
  type Channel,
  type EventName,
  type Events,
  type Input,
  type Output,
} from '../../electron/shared/contract.ts';
import { AppError } from '../../electron/shared/errors.ts';

declare global {
  interface Window {
    lesionlab?: Bridge;
  }
}

/** What the window speaks through: the preload's bridge, or a stand-in in tests. A reply is parsed here whoever gave it. */
export interface Transport {
  invoke(channel: string, input: unknown): Promise<unknown>;
  subscribe(event: string, listener: (payload: unknown) => void): () => void;
  pathForFile(file: File): string;
}

let transport: Transport | undefined;

export function setTransport(next: Transport): void {
  transport = next;
}

function bridge(): Transport {
  transport ??= window.lesionlab;
  if (transport === undefined) throw new AppError('INTERNAL', 'the window was opened without the shell');
  return transport;
}

// Named by channel, so that the compiler knows which schema yields which type.
const outputs: { [C in Channel]: { output: z.ZodType<Output<C>> } } = contract;
const payloads: { [E in EventName]: z.ZodType<Events[E]> } = events;

/** Calls the shell or the core. Throws an AppError that carries the code of the failure. */
export async function call<C extends Channel>(channel: C, input: Input<C>): Promise<Output<C>> {
  const reply = Reply.parse(await bridge().invoke(channel, input));
  if (!reply.ok) throw new AppError(reply.error.code, reply.error.message, { details: reply.error.details });
  return outputs[channel].output.parse(reply.value);
}

/** Hears an event until the returned function is called. A payload that breaks its schema is dropped and logged. */
export function on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void {
  return bridge().subscribe(event, (payload) => {
    const parsed = payloads[event].safeParse(payload);
    if (parsed.success) listener(parsed.data);
    else console.error(`event ${event} breaks its schema`, parsed.error);
  });
}

/** Path on disk of a dropped file or folder. */
export const pathForFile = (file: File): string => bridge().pathForFile(file);

export type MediaKind = z.infer<typeof MediaRequest>['kind'];

/** Address of a photo's rendition; `sizePx` is its longest side. */
export const mediaUrl = (kind: MediaKind, id: string, sizePx: number): string =>
  `app://${kind}/${encodeURIComponent(id)}?size=${sizePx}`;
