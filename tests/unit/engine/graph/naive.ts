import { at } from '../../../../electron/shared/arrays.ts';
import { inputsOf, type Layer } from '../../../../electron/engine/graph/layers.ts';

/** A batch of maps [n, h, w, c] or features [n, c], float64, row-major. */
export interface Values {
  shape: number[];
  data: Float64Array;
}

/** Kernels and biases by name, so that a test can nudge them. */
export type Parameters = ReadonlyMap<string, Float64Array>;

/**
 * Layers written out in float64 loops from their definitions alone: what finite differences are taken of, since float32 is too coarse for
 * them. SAME padding: the padding needed for ceil(size / stride) windows, the odd pixel after.
 */
export function computeNaively(layers: readonly Layer[], from: string, x: Values, parameters: Parameters): Values {
  const outputs = new Map<string, Values>([[from, x]]);
  let last = x;
  for (const layer of layers) {
    const inputs = inputsOf(layer).map((name) => {
      const found = outputs.get(name);
      if (found === undefined) throw new Error(`no output "${name}"`);
      return found;
    });
    last = compute(layer, inputs, parameters);
    outputs.set(layer.name, last);
  }
  return last;
}

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

function fill(shape: number[], value: (index: number[]) => number): Values {
  const data = new Float64Array(product(shape));
  const index = shape.map(() => 0);
  for (let i = 0; i < data.length; i += 1) {
    data[i] = value(index);
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      index[axis] = at(index, axis) + 1;
      if (at(index, axis) < at(shape, axis)) break;
      index[axis] = 0;
    }
  }
  return { shape, data };
}

function read({ shape, data }: Values, index: readonly number[]): number {
  let place = 0;
  for (let axis = 0; axis < shape.length; axis += 1) place = place * at(shape, axis) + at(index, axis);
  return at(data, place);
}

interface Axis {
  outputs: number;
  before: number;
}
function axisOf(size: number, window: number, stride: number, padding: string): Axis {
  if (padding === 'VALID') return { outputs: Math.ceil((size - window + 1) / stride), before: 0 };
  const outputs = Math.ceil(size / stride);
  return { outputs, before: Math.floor(Math.max(0, (outputs - 1) * stride + window - size) / 2) };
}

/** For each output pixel, what `visit` makes of the pixels of its window that lie inside. */
function overWindows(
  x: Values,
  [windowH, windowW]: readonly [number, number],
  { stride, padding }: { stride: number; padding: string },
  channels: number,
  pick: (inside: { y: number; x: number; ky: number; kx: number }[], n: number, channel: number) => number,
): Values {
  const [n = 0, h = 0, w = 0] = x.shape;
  const [down, across] = [axisOf(h, windowH, stride, padding), axisOf(w, windowW, stride, padding)];
  return fill([n, down.outputs, across.outputs, channels], ([photo = 0, oy = 0, ox = 0, channel = 0]) => {
    const inside: { y: number; x: number; ky: number; kx: number }[] = [];
    for (let ky = 0; ky < windowH; ky += 1)
      for (let kx = 0; kx < windowW; kx += 1) {
        const [y, column] = [oy * stride - down.before + ky, ox * stride - across.before + kx];
        if (y >= 0 && y < h && column >= 0 && column < w) inside.push({ y, x: column, ky, kx });
      }
    return pick(inside, photo, channel);
  });
}

const sumOf = <T>(list: readonly T[], value: (item: T) => number): number =>
  list.reduce((sum, item) => sum + value(item), 0);

function compute(layer: Layer, inputs: readonly Values[], parameters: Parameters): Values {
  const x = at(inputs, 0);
  const parameter = (part: string): Float64Array => {
    const found = parameters.get(`${layer.name}/${part}`);
    if (found === undefined) throw new Error(`no ${part} of "${layer.name}"`);
    return found;
  };
  const bias = (channel: number): number =>
    'bias' in layer && layer.bias !== null ? at(parameter('bias'), channel) : 0;
  switch (layer.type) {
    case 'conv':
    case 'depthwise': {
      const [kh = 0, kw = 0, inChannels = 0, last = 0] = layer.kernel.shape;
      const kernel: Values = { shape: [kh, kw, inChannels, last], data: parameter('kernel') };
      const isConv = layer.type === 'conv';
      return overWindows(x, [kh, kw], layer, isConv ? last : inChannels * last, (inside, n, channel) => {
        const sources = isConv ? Array.from({ length: inChannels }, (_, i) => i) : [Math.floor(channel / last)];
        const target = isConv ? channel : channel % last;
        const total = sumOf(inside, (p) =>
          sumOf(sources, (c) => read(x, [n, p.y, p.x, c]) * read(kernel, [p.ky, p.kx, c, target])),
        );
        return total + bias(channel);
      });
    }
    case 'maxPool':
      return overWindows(x, [layer.sizePx, layer.sizePx], layer, at(x.shape, 3), (inside, n, c) =>
        Math.max(...inside.map((p) => read(x, [n, p.y, p.x, c]))),
      );
    case 'averagePool':
      return overWindows(x, [layer.sizePx, layer.sizePx], layer, at(x.shape, 3), (inside, n, c) =>
        sumOf(inside, (p) => read(x, [n, p.y, p.x, c]) / inside.length),
      );
    case 'concat': {
      const joined = inputs.flatMap((input, i) =>
        Array.from({ length: at(input.shape, 3) }, (_, channel) => ({ from: at(inputs, i), channel })),
      );
      return fill([...x.shape.slice(0, 3), joined.length], ([n = 0, y = 0, column = 0, c = 0]) => {
        const { from, channel } = at(joined, c);
        return read(from, [n, y, column, channel]);
      });
    }
    case 'add':
      return { shape: x.shape, data: x.data.map((value, i) => value + at(at(inputs, 1).data, i)) };
    case 'relu':
      return { shape: x.shape, data: x.data.map((value) => Math.max(0, value)) };
    case 'relu6':
      return { shape: x.shape, data: x.data.map((value) => Math.min(6, Math.max(0, value))) };
    case 'globalAveragePool': {
      const [n = 0, h = 0, w = 0, c = 0] = x.shape;
      const pixels = Array.from({ length: h * w }, (_, i) => [Math.floor(i / w), i % w] as const);
      return fill([n, c], ([photo = 0, channel = 0]) =>
        sumOf(pixels, ([y, column]) => read(x, [photo, y, column, channel]) / pixels.length),
      );
    }
    case 'dense': {
      const [features = 0, out = 0] = layer.kernel.shape;
      const kernel: Values = { shape: [features, out], data: parameter('kernel') };
      const indices = Array.from({ length: features }, (_, i) => i);
      return fill([at(x.shape, 0), out], ([n = 0, c = 0]) => {
        return sumOf(indices, (i) => read(x, [n, i]) * read(kernel, [i, c])) + bias(c);
      });
    }
    case 'batchNorm':
      throw new Error('batch norm is not trained');
  }
}
