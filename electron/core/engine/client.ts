import type { MethodName, Params, Progress, Result } from '../../engine/protocol.ts';
import { FromEngine } from '../../engine/envelope.ts';
import { methods } from '../../engine/protocol.ts';
import { AppError } from '../../shared/errors.ts';
import type { EngineClient } from '../context.ts';
import type { Parser } from '../parser.ts';
import type { EngineProcess } from './process.ts';
import { startEngine } from './process.ts';

export interface EngineClientOptions {
  entry: string;
  /** images or compute: for the words of an error. */
  name: string;
  /** How long the engine may take to stop after a cancel before it is killed. */
  killAfterMs?: number;
}

/** A call as the queue sees it; the types of its method are inside. */
interface PendingCall {
  id: number;
  method: MethodName;
  params: unknown;
  urgent: boolean;
  cancelled: boolean;
  /** Runs from a cancel on: a call that does not end is ended with its process. */
  killTimer: NodeJS.Timeout | null;
  onEvent(event: unknown): void;
  onResult(result: unknown): void;
  onError(error: unknown): void;
}

const parsers: { [M in MethodName]: { event: Parser<Progress<M>>; result: Parser<Result<M>> } } = methods;

const KILL_AFTER_MS = 10_000;
const cancelled = (method: string): AppError => new AppError('CANCELLED', `${method} was cancelled`);

/** One engine process and the calls that wait for it: one ordinary call is with the engine at a time, and any urgent ones beside it. */
export function createEngineClient({ entry, name, killAfterMs = KILL_AFTER_MS }: EngineClientOptions): EngineClient {
  let engine: EngineProcess | null = null;
  let lastId = 0;
  let closed = false;
  const sent = new Map<number, PendingCall>();
  const waiting: PendingCall[] = [];

  const isBusy = (): boolean => [...sent.values()].some(({ urgent }) => !urgent);

  function advance(): void {
    for (;;) {
      const place = isBusy() ? waiting.findIndex(({ urgent }) => urgent) : 0;
      const [next] = place < 0 ? [] : waiting.splice(place, 1);
      if (next === undefined) return;
      sent.set(next.id, next);
      try {
        engine ??= startEngine(entry, { onMessage: receive, onEnd: ended });
        const { id, method, params, urgent } = next;
        engine.send({ type: 'request', id, method, params, urgent });
      } catch (thrown) {
        settle(next, () => next.onError(thrown));
      }
    }
  }

  /** Ends the call, by result or error, and goes on to the next one. */
  function settle(call: PendingCall, tell: () => void): void {
    sent.delete(call.id);
    if (call.killTimer !== null) clearTimeout(call.killTimer);
    tell();
    advance();
  }

  function receive(raw: unknown): void {
    const parsed = FromEngine.safeParse(raw);
    if (!parsed.success) {
      const broken = new AppError('INTERNAL', 'the engine broke its protocol', { cause: parsed.error });
      for (const call of [...sent.values()]) settle(call, () => call.onError(broken));
      return;
    }
    const message = parsed.data;
    const call = sent.get(message.id);
    if (call === undefined) return;
    if (message.type === 'event') call.onEvent(message.event);
    else if (message.type === 'result') settle(call, () => call.onResult(message.result));
    else settle(call, () => call.onError(fromBody(message.error)));
  }

  function ended(how: { code: number | null; signal: string | null; stderr: string }): void {
    engine = null;
    for (const call of [...sent.values()]) {
      const crash = new AppError(
        'ENGINE_CRASHED',
        `the ${name} engine ended by itself (${how.signal ?? `exit code ${how.code}`}) during ${call.method}`,
        { details: { method: call.method, signal: how.signal, exitCode: how.code, stderr: how.stderr } },
      );
      sent.delete(call.id);
      if (call.killTimer !== null) clearTimeout(call.killTimer);
      call.onError(call.cancelled ? cancelled(call.method) : crash);
    }
    advance();
  }

  function cancel(call: PendingCall): void {
    if (call.cancelled) return;
    call.cancelled = true;
    if (sent.has(call.id)) {
      engine?.send({ type: 'cancel', id: call.id });
      call.killTimer = setTimeout(() => engine?.kill(), killAfterMs);
      return;
    }
    const place = waiting.indexOf(call);
    if (place >= 0) waiting.splice(place, 1);
    call.onError(cancelled(call.method));
  }

  function call<M extends MethodName>(
    method: M,
    params: Params<M>,
    options: { signal?: AbortSignal; onEvent?: (event: Progress<M>) => void; urgent?: boolean } = {},
  ): Promise<Result<M>> {
    const { signal, onEvent, urgent = false } = options;
    if (closed) return Promise.reject(new AppError('CANCELLED', `the ${name} engine is closed`));
    if (signal?.aborted === true) return Promise.reject(cancelled(method));
    return new Promise<Result<M>>((resolve, reject) => {
      const abort = (): void => cancel(pending);
      const finish = (tell: () => void): void => {
        signal?.removeEventListener('abort', abort);
        tell();
      };
      const pending: PendingCall = {
        id: (lastId += 1),
        method,
        params,
        urgent,
        cancelled: false,
        killTimer: null,
        onEvent(event) {
          // An event that breaks the protocol, or a listener that throws, fails this call and no other.
          try {
            if (onEvent !== undefined) onEvent(parsers[method].event.parse(event));
          } catch (thrown) {
            reject(thrown);
            cancel(pending);
          }
        },
        onResult(result) {
          finish(() => {
            try {
              resolve(parsers[method].result.parse(result));
            } catch (cause) {
              reject(new AppError('INTERNAL', `the engine's answer to ${method} is not as agreed`, { cause }));
            }
          });
        },
        onError: (error) => finish(() => reject(error)),
      };
      signal?.addEventListener('abort', abort, { once: true });
      waiting.push(pending);
      advance();
    });
  }

  return {
    call,
    get pid() {
      return engine?.pid ?? null;
    },
    async close() {
      closed = true;
      for (const pending of waiting.splice(0)) pending.onError(cancelled(pending.method));
      for (const call of sent.values()) call.cancelled = true;
      await engine?.stop();
    },
  };
}

const fromBody = (body: { code: AppError['code']; message: string; details: Record<string, unknown> }): AppError =>
  new AppError(body.code, body.message, { details: body.details });
