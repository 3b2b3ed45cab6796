import type { Attr, Graph, NodeRef } from './graphDef.ts';
import { constant, poolAttributes, type Window, windowAttributes } from './ops.ts';

/** TensorFlow's gradient ops for the ops of ops.ts; dy is the gradient of what the op yields. Maps are float32 NHWC. */

const float: Attr = { type: 'float32' };
const integer: Attr = { type: 'int32' };

/** A tensor's shape as it is when the graph runs, int32. */
export const shapeOf = (graph: Graph, name: string, x: NodeRef): NodeRef =>
  graph.node(name, 'Shape', [x], { T: float, out_type: integer });

type Convolution = 'Conv2D' | 'DepthwiseConv2dNative';

export function convolutionInputGradient(
  graph: Graph,
  name: string,
  op: Convolution,
  { x, kernel, dy }: { x: NodeRef; kernel: NodeRef; dy: NodeRef },
  window: Window,
): NodeRef {
  const size = shapeOf(graph, `${name}/shape`, x);
  return graph.node(name, `${op}BackpropInput`, [size, kernel, dy], windowAttributes(window));
}

export function convolutionKernelGradient(
  graph: Graph,
  name: string,
  op: Convolution,
  { x, kernelShape, dy }: { x: NodeRef; kernelShape: readonly number[]; dy: NodeRef },
  window: Window,
): NodeRef {
  const size = constant(graph, `${name}/shape`, Int32Array.from(kernelShape), [kernelShape.length]);
  return graph.node(name, `${op}BackpropFilter`, [x, size, dy], windowAttributes(window));
}

export const biasGradient = (graph: Graph, name: string, dy: NodeRef): NodeRef =>
  graph.node(name, 'BiasAddGrad', [dy], { T: float, data_format: { text: 'NHWC' } });

/**
 * `y` is the activation's own output. It tells as well as its input where the slope is 1, and since nothing else then reads the input,
 * TensorFlow can fuse convolution, bias and activation in training too.
 */
export const activationGradient = (
  graph: Graph,
  name: string,
  op: 'Relu' | 'Relu6',
  { y, dy }: { y: NodeRef; dy: NodeRef },
): NodeRef => graph.node(name, `${op}Grad`, [dy, y], { T: float });

/** Of equal largest values in a window, the first gets the gradient. */
export const maxPoolGradient = (
  graph: Graph,
  name: string,
  { x, y, dy }: { x: NodeRef; y: NodeRef; dy: NodeRef },
  window: Window & { sizePx: number },
): NodeRef => graph.node(name, 'MaxPoolGrad', [x, y, dy], poolAttributes(window));

export function averagePoolGradient(
  graph: Graph,
  name: string,
  { x, dy }: { x: NodeRef; dy: NodeRef },
  window: Window & { sizePx: number },
): NodeRef {
  const size = shapeOf(graph, `${name}/shape`, x);
  return graph.node(name, 'AvgPoolGrad', [size, dy], poolAttributes(window));
}

/** Channels from `first` on of a map. */
export function sliceChannels(graph: Graph, name: string, x: NodeRef, first: number, count: number): NodeRef {
  const begin = constant(graph, `${name}/begin`, Int32Array.of(0, 0, 0, first), [4]);
  const size = constant(graph, `${name}/size`, Int32Array.of(-1, -1, -1, count), [4]);
  return graph.node(name, 'Slice', [x, begin, size], { T: float, Index: integer });
}

/** [n, c] -> the gradient of each of the h x w pixels that were averaged, [n, h, w, c]. */
export function spreadOverPixels(
  graph: Graph,
  name: string,
  { x, dy }: { x: NodeRef; dy: NodeRef },
  [height, width, channels]: readonly [number, number, number],
): NodeRef {
  const shape = constant(graph, `${name}/as_map/shape`, Int32Array.of(-1, 1, 1, channels), [4]);
  const asMap = graph.node(`${name}/as_map`, 'Reshape', [dy, shape], { T: float, Tshape: integer });
  const share = constant(graph, `${name}/share`, Float32Array.of(1 / (height * width)), []);
  const scaled = graph.node(`${name}/scaled`, 'Mul', [asMap, share], { T: float });
  const size = shapeOf(graph, `${name}/shape`, x);
  return graph.node(name, 'BroadcastTo', [scaled, size], { T: float, Tidx: integer });
}

/** The sum of two or more tensors of one shape; one alone is itself. */
export function sum(graph: Graph, name: string, terms: readonly NodeRef[]): NodeRef {
  const [only] = terms;
  if (only !== undefined && terms.length === 1) return only;
  return graph.node(name, 'AddN', terms, { T: float, N: { int: terms.length } });
}
