import type { MethodName, Params, Progress, Result } from '../../engine/protocol.ts';
import { FromEngine, methods } from '../../engine/protocol.ts';
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
  cancelled: boolean;
  onEvent(event: unknown): void;
  onResult(result: unknown): void;
  onError(error: unknown): void;
}

const parsers: { [M in MethodName]: { event: Parser<Progress<M>>; result: Parser<Result<M>> } } = methods;

const KILL_AFTER_MS = 10_000;
const cancelled = (method: string): AppError => new AppError('CANCELLED', `${method} was cancelled`);

/** One engine process and the calls that wait for it. */
export function createEngineClient({ entry, name, killAfterMs = KILL_AFTER_MS }: EngineClientOptions): EngineClient {
  let engine: EngineProcess | null = null;
  let current: PendingCall | null = null;
  let killTimer: NodeJS.Timeout | null = null;
  let lastId = 0;
  let closed = false;
  const waiting: PendingCall[] = [];

  function advance(): void {
    if (current !== null) return;
    const next = waiting.shift();
    if (next === undefined) return;
    current = next;
    try {
      engine ??= startEngine(entry, { onMessage: receive, onEnd: ended });
      engine.send({ type: 'request', id: next.id, method: next.method, params: next.params });
    } catch (thrown) {
      settle(next, () => next.onError(thrown));
    }
  }

  /** Ends the call, by result or error, and goes on to the next one. */
  function settle(call: PendingCall, tell: () => void): void {
    if (current === call) {
      current = null;
      if (killTimer !== null) clearTimeout(killTimer);
      killTimer = null;
    }
    tell();
    advance();
  }

  function receive(raw: unknown): void {
    const parsed = FromEngine.safeParse(raw);
    const call = current;
    if (call === null) return;
    if (!parsed.success) {
      settle(call, () =>
        call.onError(new AppError('INTERNAL', 'the engine broke its protocol', { cause: parsed.error })),
      );
      return;
    }
    const message = parsed.data;
    if (message.id !== call.id) return;
    if (message.type === 'event') call.onEvent(message.event);
    else if (message.type === 'result') settle(call, () => call.onResult(message.result));
    else settle(call, () => call.onError(fromBody(message.error)));
  }

  function ended(how: { code: number | null; signal: string | null; stderr: string }): void {
    engine = null;
    const call = current;
    if (call === null) return;
    const crash = new AppError(
      'ENGINE_CRASHED',
      `the ${name} engine ended by itself (${how.signal ?? `exit code ${how.code}`}) during ${call.method}`,
      { details: { method: call.method, signal: how.signal, exitCode: how.code, stderr: how.stderr } },
    );
    settle(call, () => call.onError(call.cancelled ? cancelled(call.method) : crash));
  }

  function cancel(call: PendingCall): void {
    if (call.cancelled) return;
    call.cancelled = true;
    if (current === call) {
      engine?.send({ type: 'cancel', id: call.id });
      killTimer = setTimeout(() => engine?.kill(), killAfterMs);
      return;
    }
    const place = waiting.indexOf(call);
    if (place >= 0) waiting.splice(place, 1);
    call.onError(cancelled(call.method));
  }

  function call<M extends MethodName>(
    method: M,
    params: Params<M>,
    options: { signal?: AbortSignal; onEvent?: (event: Progress<M>) => void } = {},
  ): Promise<Result<M>> {
    const { signal, onEvent } = options;
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
        cancelled: false,
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
      if (current !== null) current.cancelled = true;
      await engine?.stop();
    },
  };
}

const fromBody = (body: { code: AppError['code']; message: string; details: Record<string, unknown> }): AppError =>
  new AppError(body.code, body.message, { details: body.details });
