import { afterAll, beforeAll, vi } from 'vitest';
import type { Channel, Output, ParsedInput } from '../../../electron/shared/contract.ts';
import { setTransport } from '../../../renderer/src/api.ts';
import { createScriptedCore, type ScriptedCore } from '../frame/scriptedCore.ts';
import { emptyRecords } from '../frame/scriptedRecords.ts';

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
  // a whole screen in jsdom takes its time where other tests run beside it
  vi.setConfig({ testTimeout: 60_000 });
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
    Object.defineProperty(HTMLCanvasElement.prototype, 'getContext', {
      configurable: true,
      value(this: HTMLCanvasElement) {
        return recorder(this, drawing);
      },
    });
  });
  afterAll(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });
  return { drawing };
}

/** A drawing context in which every property can be set and every method called; those that chart.js reads from answer. */
function recorder(canvas: HTMLCanvasElement, drawing: Drawing): object {
  const own: Record<string, unknown> = {
    canvas,
    lineTo: () => (drawing.lines += 1),
    fillText: (text: string) => drawing.texts.push(text),
    measureText: (text: string) => ({
      width: 6 * text.length,
      actualBoundingBoxAscent: 8,
      actualBoundingBoxDescent: 2,
    }),
    createLinearGradient: () => ({ addColorStop: () => undefined }),
    getLineDash: () => [],
    isPointInPath: () => false,
  };
  return new Proxy(own, {
    get: (target, key) => (typeof key === 'string' && key in target ? target[key] : () => undefined),
  });
}

type Answers = { [C in Channel]?: (input: ParsedInput<C>) => Output<C> | Promise<Output<C>> };

/**
 * The window's workbench on its first day, with these answers of the core instead of the usual ones. An answer that throws an AppError
 * is a coded refusal.
 */
export function scriptedCore(answers: Answers): ScriptedCore {
  const untyped: Record<string, (input: unknown) => unknown> = {};
  for (const [channel, answer] of Object.entries(answers)) {
    untyped[channel] = (input): unknown => Reflect.apply(answer, undefined, [input]);
  }
  const core = createScriptedCore(emptyRecords(), untyped);
  setTransport(core.transport);
  return core;
}
