import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { AppError, ErrorCode, toErrorBody } from '../shared/errors.ts';
import type { ErrorBody } from '../shared/errors.ts';
import { createReferences } from './explain/reference.ts';
import { createReferenceFiles } from './explain/referenceFile.ts';
import { createFeatureCache } from './features/cache.ts';
import { createBackbones } from './features/network.ts';
import { pixelsInFlight } from './images/decode.ts';
import { createGate } from './images/gate.ts';
import { PhotoError } from './images/photoError.ts';
import type { EngineContext } from './methods/context.ts';
import { handlers } from './methods/handlers.ts';
import { ToEngine } from './envelope.ts';
import { methods } from './protocol.ts';
import type { FromEngine } from './envelope.ts';

/*
 * The engine process: answers the requests of the process that forked it, one at a time in the order they came (urgent ones while the present one
 * breathes), and ends when that process closes the channel or is gone. Nothing is written to stdout, which belongs to the command line; what is worth a line goes to stderr.
 */

const context: EngineContext = {
  gate: createGate(pixelsInFlight),
  cache: createFeatureCache({ now: () => new Date() }),
  backbones: createBackbones(),
  references: createReferences(),
  referenceFiles: createReferenceFiles(),
  clock: () => performance.now(),
  now: () => new Date(),
};

// Libraries that print, print to stderr.
console.log = console.error;
console.info = console.error;

const MethodName = z.enum(Object.keys(methods).filter((name): name is keyof typeof methods => name in methods));

/** Requests that have no answer yet, by id. */
const open = new Map<number, AbortController>();
let queue = Promise.resolve();
/** Urgent requests that have not begun. */
const urgent: (() => Promise<void>)[] = [];

async function doUrgent(): Promise<void> {
  for (let next = urgent.shift(); next !== undefined; next = urgent.shift()) await next();
}

/** An urgent request lets a cancel in, and no other one: they are done one after the other. */
const breathing = (isUrgent: boolean) => async (): Promise<void> => {
  await nextTurn();
  if (!isUrgent) await doUrgent();
};

const send = (message: FromEngine): void => {
  // A parent that is gone has no use for it, and 'disconnect' follows.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
};

type Request = Extract<ToEngine, { type: 'request' }>;

async function answer({ id, method, params, urgent: isUrgent = false }: Request, signal: AbortSignal): Promise<void> {
  try {
    signal.throwIfAborted();
    const name = MethodName.safeParse(method);
    if (!name.success) throw new AppError('BAD_INPUT', `the engine has no method ${method}`);
    const report = (event: unknown) => send({ type: 'event', id, event });
    const own = { ...context, signal, report, isUrgent, breathe: breathing(isUrgent) };
    send({ type: 'result', id, result: await handlers[name.data](params, own) });
  } catch (thrown) {
    send({ type: 'error', id, error: toBody(thrown) });
  }
}

/** A photo's own failure has a code that a request cannot end with; the ones that both lists have keep it. */
function toBody(thrown: unknown): ErrorBody {
  if (!(thrown instanceof PhotoError)) return toErrorBody(thrown);
  const same = ErrorCode.safeParse(thrown.code);
  return {
    code: same.success ? same.data : 'BAD_INPUT',
    message: thrown.message,
    details: { photoCode: thrown.code },
  };
}

process.on('message', (raw: unknown) => {
  const parsed = ToEngine.safeParse(raw);
  if (!parsed.success) {
    console.error('engine: a message is not as agreed', z.prettifyError(parsed.error));
    return;
  }
  const message = parsed.data;
  if (message.type === 'cancel') {
    open.get(message.id)?.abort();
    return;
  }
  const controller = new AbortController();
  open.set(message.id, controller);
  const work = async () => {
    await answer(message, controller.signal);
    open.delete(message.id);
  };
  if (message.urgent === true) {
    urgent.push(work);
    queue = queue.then(doUrgent);
  } else {
    queue = queue.then(work);
  }
});

process.on('disconnect', () => process.exit(0));
// Ctrl+C in a terminal reaches every process of its group; the parent decides, cancels and closes the channel.
process.on('SIGINT', () => undefined);
if (process.send === undefined) {
  console.error('engine: this process is started by LesionLab and not by hand');
  process.exitCode = 2;
}
