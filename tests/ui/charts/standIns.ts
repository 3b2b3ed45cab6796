import { afterAll, beforeAll, vi } from 'vitest';
import type { Channel, EventName, Events, Input, Output } from '../../../electron/shared/contract.ts';
import { contract } from '../../../electron/shared/contract.ts';
import type { ErrorBody } from '../../../electron/shared/errors.ts';
import { setTransport } from '../../../renderer/src/api.ts';

/** What was asked of a canvas: enough for chart.js to lay out and draw, and for a test to count lines. */
export interface Drawing {
  lines: number;
  texts: string[];
}

/**
 * jsdom has no canvas, no layout and no media queries. The canvas is replaced by one that records, so that chart.js itself runs; every
 * element is as wide and high as `size`.
 */
export function standInForLayout(size = { width: 640, height: 480 }): { drawing: Drawing } {
  const drawing: Drawing = { lines: 0, texts: [] };
  beforeAll(() => {
    class Observer {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    }
    vi.stubGlobal('ResizeObserver', Observer);
    vi.stubGlobal('matchMedia', (query: string) => ({
      matches: false,
      media: query,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }));
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(size.width);
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(size.height);
    vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, size.width, size.height));
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(function (this: HTMLCanvasElement) {
      return recorder(this, drawing);
    });
  });
  afterAll(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });
  return { drawing };
}

function recorder(canvas: HTMLCanvasElement, drawing: Drawing): CanvasRenderingContext2D {
  const own: Record<string, unknown> = {
    canvas,
    lineTo: () => (drawing.lines += 1),
    fillText: (text: string) => drawing.texts.push(text),
    measureText: (text: string) => ({ width: 6 * text.length, actualBoundingBoxAscent: 8, actualBoundingBoxDescent: 2 }),
    createLinearGradient: () => ({ addColorStop: () => undefined }),
    getLineDash: () => [],
    isPointInPath: () => false,
  };
  return new Proxy(Object.create(null), {
    get: (_, key) => (typeof key === 'string' && key in own ? own[key] : () => undefined),
    set: (_, key, value) => {
      own[String(key)] = value;
      return true;
    },
  });
}

type Answers = { [C in Channel]?: (input: Input<C>) => Output<C> | Promise<Output<C>> };

export interface ScriptedCore {
  /** Every call so far, oldest first. */
  calls: { channel: string; input: unknown }[];
  inputsOf<C extends Channel>(channel: C): Input<C>[];
  /** The core says something unasked. */
  say<E extends EventName>(event: E, payload: Events[E]): void;
}

/** A core that answers by script, through the window's own transport: inputs and outputs are checked by the contract. */
export function scriptedCore(answers: Answers): ScriptedCore {
  const calls: ScriptedCore['calls'] = [];
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  setTransport({
    async invoke(channel, input) {
      calls.push({ channel, input });
      const answer: ((input: never) => unknown) | undefined = Object.entries(answers).find(([name]) => name === channel)?.[1];
      if (answer === undefined) return failure({ code: 'INTERNAL', message: `no answer to ${channel}`, details: {} });
      try {
        const parsed: unknown = Object.entries(contract).find(([name]) => name === channel)?.[1].input.parse(input);
        return { ok: true, value: await Reflect.apply(answer, undefined, [parsed]) };
      } catch (error) {
        if (error instanceof ScriptedFailure) return failure(error.body);
        throw error;
      }
    },
    subscribe(event, listener) {
      const heard = listeners.get(event) ?? new Set();
      listeners.set(event, heard.add(listener));
      return () => heard.delete(listener);
    },
    pathForFile: (file) => `/dropped/${file.name}`,
  });
  return {
    calls,
    inputsOf: (channel) =>
      calls.filter((call) => call.channel === channel).map((call) => contract[channel].input.parse(call.input)),
    say: (event, payload) => listeners.get(event)?.forEach((listener) => listener(payload)),
  };
}

/** Thrown by an answer: the core refuses with a code. */
export class ScriptedFailure extends Error {
  readonly body: ErrorBody;
  constructor(body: ErrorBody) {
    super(body.message);
    this.body = body;
  }
}
const failure = (error: ErrorBody): unknown => ({ ok: false, error });
