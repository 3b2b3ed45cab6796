import type { Attr, Graph, NodeRef } from './graphDef.ts';
import { createGraph } from './graphDef.ts';
import { binary, constant, placeholder, toFloat } from './ops.ts';
import { serializeSavedModel } from './savedModel.ts';

/** What is fed to the augmentation graph for n photos, and what it yields. */
export const augmentNodes = {
  /** uint8 RGB [n, from, from, 3] */
  photo: 'augment/photo',
  /** float32 [n, 8]: an output pixel (x, y) is read at ((t0 x + t1 y + t2) / k, (t3 x + t4 y + t5) / k), k = t6 x + t7 y + 1. */
  transforms: 'augment/transforms',
  /** float32 [n, 1, 1, 3]: value * gain + offset, for values of 0 to 255. */
  gain: 'augment/gain',
  offset: 'augment/offset',
  /** float32 [n, 4]: first row, first column, row and column after the last, of the output; what lies inside becomes the scaling's mean. */
  holes: 'augment/holes',
  /** float32 [n, to, to, 3], scaled as the network's `input` is. */
  output: 'augment/output',
} as const;

export interface AugmentSizes {
  fromPx: number;
  toPx: number;
  /** Of the network: (x - mean) / scale. */
  mean: number;
  scale: number;
}

const float: Attr = { type: 'float32' };

/** saved_model.pb of a graph that moves, recolours and scales photos. What is outside of a photo is its mirror image. */
export function augmentModel({ fromPx, toPx, mean, scale }: AugmentSizes): Uint8Array {
  const graph = createGraph();
  const photo = placeholder(graph, augmentNodes.photo, 'uint8', [-1, fromPx, fromPx, 3]);
  const transforms = placeholder(graph, augmentNodes.transforms, 'float32', [-1, 8]);
  const gain = placeholder(graph, augmentNodes.gain, 'float32', [-1, 1, 1, 3]);
  const offset = placeholder(graph, augmentNodes.offset, 'float32', [-1, 1, 1, 3]);
  const holes = placeholder(graph, augmentNodes.holes, 'float32', [-1, 4]);
  const scalar = (name: string, value: number): NodeRef =>
    constant(graph, `augment/${name}`, Float32Array.of(value), []);

  const size = constant(graph, 'augment/size', Int32Array.of(toPx, toPx), [2]);
  const inputs = [toFloat(graph, 'augment/float', photo, 'uint8'), transforms, size, scalar('outside', 0)];
  const moved = graph.node('augment/moved', 'ImageProjectiveTransformV3', inputs, {
    dtype: float,
    interpolation: { text: 'BILINEAR' },
    fill_mode: { text: 'REFLECT' },
  });
  const coloured = binary(graph, 'augment/coloured', 'AddV2', binary(graph, 'augment/lit', 'Mul', moved, gain), offset);
  const atLeast = graph.node('augment/at_least', 'Maximum', [coloured, scalar('darkest', 0)], { T: float });
  const clipped = graph.node('augment/clipped', 'Minimum', [atLeast, scalar('lightest', 255)], { T: float });
  const whole = graph.node(
    'augment/whole',
    'SelectV2',
    [insideHoles(graph, holes, toPx), scalar('mean', mean), clipped],
    {
      T: float,
    },
  );
  const centred = binary(graph, 'augment/centred', 'Sub', whole, 'augment/mean');
  binary(graph, augmentNodes.output, 'RealDiv', centred, scalar('scale', scale));
  return serializeSavedModel(graph, {});
}

/** bool [n, to, to, 1] */
function insideHoles(graph: Graph, holes: NodeRef, toPx: number): NodeRef {
  const places = Float32Array.from({ length: toPx }, (_, i) => i);
  const rows = constant(graph, 'augment/rows', places, [1, toPx, 1, 1]);
  const columns = constant(graph, 'augment/columns', places, [1, 1, toPx, 1]);
  const shape = constant(graph, 'augment/edge/shape', Int32Array.of(-1, 1, 1, 1), [4]);
  const edge = (i: number): NodeRef => {
    const begin = constant(graph, `augment/edge${i}/begin`, Int32Array.of(0, i), [2]);
    const size = constant(graph, `augment/edge${i}/size`, Int32Array.of(-1, 1), [2]);
    const column = graph.node(`augment/edge${i}/column`, 'Slice', [holes, begin, size], {
      T: float,
      Index: { type: 'int32' },
    });
    return graph.node(`augment/edge${i}`, 'Reshape', [column, shape], { T: float, Tshape: { type: 'int32' } });
  };
  const compare = (op: 'GreaterEqual' | 'Less', a: NodeRef, i: number): NodeRef =>
    graph.node(`augment/side${i}`, op, [a, edge(i)], { T: float });
  const sides = [
    compare('GreaterEqual', rows, 0),
    compare('GreaterEqual', columns, 1),
    compare('Less', rows, 2),
    compare('Less', columns, 3),
  ];
  return sides.reduce((a, b, i) => graph.node(`augment/inside${i}`, 'LogicalAnd', [a, b], {}));
}
