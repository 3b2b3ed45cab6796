import { type Attr, dataTypeOf, type Graph, type NodeRef, type TensorData } from './graphDef.ts';
import type { DataType } from './proto.ts';

/** One function for each TensorFlow op that is used; all maps are float32 NHWC unless said. */

export type Padding = 'SAME' | 'VALID';

const float: Attr = { type: 'float32' };
const nhwc: Attr = { text: 'NHWC' };
const square = (size: number): Attr => ({ ints: [1, size, size, 1] });

export const placeholder = (graph: Graph, name: string, dtype: DataType, shape: readonly number[]): NodeRef =>
  graph.node(name, 'Placeholder', [], { dtype: { type: dtype }, shape: { shape } });

export const constant = (graph: Graph, name: string, data: TensorData, shape: readonly number[]): NodeRef =>
  graph.node(name, 'Const', [], { dtype: { type: dataTypeOf(data) }, value: { tensor: { data, shape } } });

export const toFloat = (graph: Graph, name: string, x: NodeRef, from: DataType): NodeRef =>
  graph.node(name, 'Cast', [x], { SrcT: { type: from }, DstT: float, Truncate: { bool: false } });

type Binary = 'AddV2' | 'Sub' | 'Mul' | 'RealDiv' | 'BiasAdd';
export const binary = (graph: Graph, name: string, op: Binary, a: NodeRef, b: NodeRef): NodeRef =>
  graph.node(name, op, [a, b], op === 'BiasAdd' ? { T: float, data_format: nhwc } : { T: float });

export const activation = (graph: Graph, name: string, op: 'Relu' | 'Relu6', x: NodeRef): NodeRef =>
  graph.node(name, op, [x], { T: float });

export interface Window {
  stride: number;
  padding: Padding;
}

/** Of a convolution and its gradients. */
export const windowAttributes = ({ stride, padding }: Window): Readonly<Record<string, Attr>> => ({
  T: float,
  strides: square(stride),
  padding: { text: padding },
  data_format: nhwc,
  explicit_paddings: { ints: [] },
  dilations: square(1),
});

/** Of a pool and its gradient. */
export const poolAttributes = ({
  sizePx,
  stride,
  padding,
}: Window & { sizePx: number }): Readonly<Record<string, Attr>> => ({
  T: float,
  ksize: square(sizePx),
  strides: square(stride),
  padding: { text: padding },
  data_format: nhwc,
});

/** kernel: [h, w, in, out] for Conv2D, [h, w, in, multiplier] for DepthwiseConv2dNative. */
export function convolution(
  graph: Graph,
  name: string,
  op: 'Conv2D' | 'DepthwiseConv2dNative',
  [x, kernel]: readonly [NodeRef, NodeRef],
  window: Window,
): NodeRef {
  return graph.node(name, op, [x, kernel], windowAttributes(window));
}

export const pool = (
  graph: Graph,
  name: string,
  op: 'MaxPool' | 'AvgPool',
  x: NodeRef,
  window: Window & { sizePx: number },
): NodeRef => graph.node(name, op, [x], poolAttributes(window));

/** Joins along the last axis. */
export function concat(graph: Graph, name: string, inputs: readonly NodeRef[]): NodeRef {
  const axis = constant(graph, `${name}/axis`, Int32Array.of(-1), []);
  return graph.node(name, 'ConcatV2', [...inputs, axis], {
    T: float,
    N: { int: inputs.length },
    Tidx: { type: 'int32' },
  });
}

/** [n, h, w, c] -> [n, c] */
export function meanOverPixels(graph: Graph, name: string, x: NodeRef): NodeRef {
  const axes = constant(graph, `${name}/axes`, Int32Array.of(1, 2), [2]);
  return graph.node(name, 'Mean', [x, axes], { T: float, Tidx: { type: 'int32' }, keep_dims: { bool: false } });
}

export const matMul = (
  graph: Graph,
  name: string,
  a: NodeRef,
  b: NodeRef,
  { transposeA = false, transposeB = false } = {},
): NodeRef =>
  graph.node(name, 'MatMul', [a, b], {
    T: float,
    transpose_a: { bool: transposeA },
    transpose_b: { bool: transposeB },
  });

/** Another name for the same values. */
export const identity = (graph: Graph, name: string, x: NodeRef): NodeRef =>
  graph.node(name, 'Identity', [x], { T: float });
