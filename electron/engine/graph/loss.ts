import { sum } from './gradientOps.ts';
import type { Attr, Graph, NodeRef } from './graphDef.ts';
import { binary, constant } from './ops.ts';

export interface LossRequest {
  /** [n, classes] */
  logits: NodeRef;
  /** Each row's shares of the classes, mostly one 1; [n, classes]. */
  labels: NodeRef;
  /** [n] */
  photoWeights: NodeRef;
  classes: number;
  /** softmax: one class is right. sigmoid: each output is a yes or no of its own. */
  kind: 'softmax' | 'sigmoid';
  labelSmoothing: number;
}

const float: Attr = { type: 'float32' };
const integer: Attr = { type: 'int32' };

/**
 * The mean over the batch of weight * cross-entropy (of a sigmoid: the mean over its outputs), as Keras has it, and its gradient by the logits.
 * Smoothing moves a share s of each label to all classes alike: y (1 - s) + s / classes for softmax, y (1 - s) + s / 2 for sigmoid.
 */
export function emitLoss(graph: Graph, request: LossRequest): { loss: NodeRef; gradient: NodeRef } {
  const { logits, photoWeights, classes, kind } = request;
  const count = graph.node('loss/count', 'Size', [photoWeights], { T: float, out_type: integer });
  const countAsFloat = graph.node('loss/count/float', 'Cast', [count], {
    SrcT: integer,
    DstT: float,
    Truncate: { bool: false },
  });
  const shares = binary(graph, 'loss/shares', 'RealDiv', photoWeights, countAsFloat);
  const asColumn = constant(graph, 'loss/shares/column/shape', Int32Array.of(-1, 1), [2]);
  const column = graph.node('loss/shares/column', 'Reshape', [shares, asColumn], { T: float, Tshape: integer });
  const labels = smoothed(graph, request);

  if (kind === 'softmax') {
    const each = graph.node('loss/each', 'SoftmaxCrossEntropyWithLogits', [logits, labels], { T: float });
    const loss = sumOver(graph, 'loss/mean', binary(graph, 'loss/weighted', 'Mul', each, shares), [0]);
    return { loss, gradient: binary(graph, 'loss/gradient', 'Mul', `${each}:1`, column) };
  }
  // max(z, 0) - z y + log(1 + e^-|z|): no overflow for any z
  const size = unary(graph, 'loss/size', 'Abs', logits);
  const tail = unary(
    graph,
    'loss/tail',
    'Log1p',
    unary(graph, 'loss/power', 'Exp', unary(graph, 'loss/minus', 'Neg', size)),
  );
  const rise = unary(graph, 'loss/rise', 'Relu', logits);
  const drop = unary(graph, 'loss/drop', 'Neg', binary(graph, 'loss/product', 'Mul', logits, labels));
  const each = sum(graph, 'loss/each', [rise, drop, tail]);
  const outputs = constant(graph, 'loss/outputs', Float32Array.of(classes), []);
  const part = binary(graph, 'loss/part', 'RealDiv', column, outputs);
  const loss = sumOver(graph, 'loss/mean', binary(graph, 'loss/weighted', 'Mul', each, part), [0, 1]);
  const errors = binary(graph, 'loss/errors', 'Sub', unary(graph, 'loss/scores', 'Sigmoid', logits), labels);
  return { loss, gradient: binary(graph, 'loss/gradient', 'Mul', errors, part) };
}

function smoothed(graph: Graph, { labels, labelSmoothing, kind, classes }: LossRequest): NodeRef {
  if (labelSmoothing === 0) return labels;
  const kept = constant(graph, 'loss/kept', Float32Array.of(1 - labelSmoothing), []);
  const spread = constant(
    graph,
    'loss/spread',
    Float32Array.of(labelSmoothing / (kind === 'softmax' ? classes : 2)),
    [],
  );
  return binary(graph, 'loss/labels', 'AddV2', binary(graph, 'loss/labels/kept', 'Mul', labels, kept), spread);
}

type Unary = 'Abs' | 'Neg' | 'Exp' | 'Log1p' | 'Sigmoid' | 'Relu';
const unary = (graph: Graph, name: string, op: Unary, x: NodeRef): NodeRef => graph.node(name, op, [x], { T: float });

function sumOver(graph: Graph, name: string, x: NodeRef, axes: readonly number[]): NodeRef {
  const over = constant(graph, `${name}/axes`, Int32Array.from(axes), [axes.length]);
  return graph.node(name, 'Sum', [x, over], { T: float, Tidx: integer, keep_dims: { bool: false } });
}
