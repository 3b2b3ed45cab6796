import { createRandom } from '../../shared/random.ts';
import { cutNetwork } from './cut.ts';
import { emitLayer, emitPhoto, photoName } from './emit.ts';
import { foldBatchNorm } from './fold.ts';
import { biasGradient, shapeOf } from './gradientOps.ts';
import { emitGradients } from './gradients.ts';
import { createGraph } from './graphDef.ts';
import type { Attr, Graph, NodeRef } from './graphDef.ts';
import { inputsOf, type Layer, type Network, toFloats, type Weights, weightsOf } from './layers.ts';
import { emitLoss } from './loss.ts';
import { binary, constant, identity, matMul, placeholder } from './ops.ts';
import { serializeSavedModel } from './savedModel.ts';
import { inferShapes, type Shape } from './shapes.ts';
import { emitUpdates, type GraphOptimizer, type UpdateRule } from './updates.ts';
import { emitVariables, layOut, readVariable, totalLength, type Variable, type VariableGroup } from './variables.ts';

export interface TrainableOptions {
  /** Ends in pooled features. Batch norm is folded here, if it is not already. */
  network: Network;
  /** What stands before it (and itself) is frozen: `input` trains all, the last layer only the head. One of `cutPoints`. */
  cut: string;
  classes: number;
  loss: 'softmax' | 'sigmoid';
  /** 0 <= share < 1, see `emitLoss`. */
  labelSmoothing: number;
  /** 0 <= share < 1 of the pooled features that a training step leaves out; the others are scaled up by 1 / (1 - share). */
  dropout: number;
  rule: UpdateRule;
}

/**
 * A network that trains through TensorFlow's Session. Feed `photo` (uint8) or, past the frozen layers, `cutNode` (float32, as the cut's layer
 * yields it), then fetch one of
 * - `logits`, [n, classes], without dropout; `cutNode`
 * - `loss`, which is there once all variables have changed, when the fields of `trainNodes` and `rateNodes` are fed too
 * - `assigned` and `read` of a group of variables. They begin without values: assign all groups first.
 */
export interface TrainableModel {
  /** saved_model.pb */
  savedModel: Uint8Array;
  imageSizePx: number;
  cutNode: NodeRef;
  /** Without the batch. */
  cutShape: Shape;
  classes: number;
  dropout: number;
  optimizer: GraphOptimizer;
  /** In the order of the flat vectors: the trained layers', then the head's. */
  variables: readonly Variable[];
  weights: VariableGroup;
  slots: readonly VariableGroup[];
  /** The backbone's own weights, and a head as Keras begins one: Glorot-uniform kernel drawn from the seed, bias 0. */
  initialWeights(seed: number): Float32Array;
}

export const trainNodes = {
  photo: photoName,
  /** float32 [n, classes] */
  labels: 'labels',
  /** float32 [n] */
  photoWeights: 'photo_weights',
  /** int32 [2]: equal seeds, equal dropout. Not there when there is no dropout. */
  dropoutSeed: 'dropout/seed',
  logits: 'logits',
  /** As the loss sees them: with dropout. */
  trainLogits: 'train/logits',
  /** float32 scalar */
  loss: 'train/loss',
} as const;

const float: Attr = { type: 'float32' };
const headKernel = 'logits/kernel';
const headBias = 'logits/bias';

export function trainableModel(options: TrainableOptions): TrainableModel {
  const network = foldBatchNorm(options.network);
  const shapes = inferShapes(network);
  const pooled = network.layers.at(-1);
  if (pooled?.type !== 'globalAveragePool') throw new Error('a backbone must end in global average pooling');
  const { frozen, trained } = cutNetwork(network, options.cut);
  const featureCount = shapes.get(pooled.name)?.[0] ?? 0;
  const { classes } = options;

  const backboneWeights = trained.flatMap(namedWeights);
  const variables = layOut([
    ...backboneWeights.map(({ name, weights }) => ({ name, shape: weights.shape })),
    { name: headKernel, shape: [featureCount, classes] },
    { name: headBias, shape: [classes] },
  ]);

  const graph = createGraph();
  emitPhoto(graph, network);
  for (const layer of frozen) emitLayer(graph, layer, inputsOf(layer));
  const weights = emitVariables(graph, 'weights', variables);
  for (const layer of trained) {
    emitLayer(graph, layer, inputsOf(layer), (_graph, name) => readVariable(graph, name, weights.handle(name)));
  }
  const head = emitHead(graph, weights, pooled.name, options.dropout);
  const labels = placeholder(graph, trainNodes.labels, 'float32', [-1, classes]);
  const photoWeights = placeholder(graph, trainNodes.photoWeights, 'float32', [-1]);
  const { loss, gradient } = emitLoss(graph, {
    logits: head.logits,
    labels,
    photoWeights,
    classes,
    kind: options.loss,
    labelSmoothing: options.labelSmoothing,
  });
  const gradients = new Map([
    ...head.gradients(gradient),
    ...emitGradients(graph, { layers: trained, shapes, seed: head.featureGradient(gradient), from: options.cut }),
  ]);
  const { slots, done } = emitUpdates(graph, variables, { weights, values: (name) => name, gradients }, options.rule);
  graph.node(trainNodes.loss, 'Identity', [loss, ...done], { T: float });

  return {
    savedModel: serializeSavedModel(graph, {}),
    imageSizePx: network.imageSizePx,
    cutNode: options.cut,
    cutShape: shapes.get(options.cut) ?? [],
    classes,
    dropout: options.dropout,
    optimizer: options.rule.optimizer,
    variables,
    weights,
    slots,
    initialWeights(seed) {
      const flat = new Float32Array(totalLength(variables));
      variables.forEach(({ offset }, i) => {
        const own = backboneWeights[i];
        if (own !== undefined) flat.set(own.weights.data, offset);
      });
      const random = createRandom(seed, 'head weights');
      const limit = Math.sqrt(6 / (featureCount + classes));
      const kernel = variables.at(-2);
      if (kernel === undefined) throw new Error('there is no head');
      for (let i = 0; i < kernel.length; i += 1) flat[kernel.offset + i] = random.between(-limit, limit);
      return flat;
    },
  };
}

function namedWeights(layer: Layer): { name: string; weights: Weights }[] {
  return weightsOf(layer).map((weights, i) => ({
    name: `${layer.name}/${i === 0 ? 'kernel' : 'bias'}`,
    weights: toFloats(weights),
  }));
}

interface Head {
  /** As the loss sees them: with dropout. */
  logits: NodeRef;
  /** By the head's own variables, from the gradient by the logits. */
  gradients(byLogits: NodeRef): [string, NodeRef][];
  featureGradient(byLogits: NodeRef): NodeRef;
}

function emitHead(graph: Graph, weights: VariableGroup, features: NodeRef, dropout: number): Head {
  const kernel = readVariable(graph, headKernel, weights.handle(headKernel));
  const bias = readVariable(graph, headBias, weights.handle(headBias));
  const logitsOf = (name: string, x: NodeRef): NodeRef =>
    binary(graph, name, 'BiasAdd', matMul(graph, `${name}/product`, x, kernel), bias);
  const logits = logitsOf(trainNodes.logits, features);
  const mask = dropout === 0 ? null : emitDropout(graph, features, dropout);
  const seen = mask === null ? features : binary(graph, 'dropout/features', 'Mul', features, mask);
  return {
    logits: mask === null ? identity(graph, trainNodes.trainLogits, logits) : logitsOf(trainNodes.trainLogits, seen),
    gradients: (byLogits) => [
      [headKernel, matMul(graph, 'gradient/logits/kernel', seen, byLogits, { transposeA: true })],
      [headBias, biasGradient(graph, 'gradient/logits/bias', byLogits)],
    ],
    featureGradient(byLogits) {
      const bySeen = matMul(graph, 'gradient/logits/input0', byLogits, kernel, { transposeB: true });
      return mask === null ? bySeen : binary(graph, 'gradient/dropout', 'Mul', bySeen, mask);
    },
  };
}

/** 0, or 1 / (1 - share), for each feature of each photo: a counter-based generator, so that a seed says all. */
function emitDropout(graph: Graph, features: NodeRef, share: number): NodeRef {
  const seed = placeholder(graph, trainNodes.dropoutSeed, 'int32', [2]);
  const integer: Attr = { type: 'int32' };
  const shape = shapeOf(graph, 'dropout/shape', features);
  const drawn = graph.node('dropout/drawn', 'StatelessRandomUniform', [shape, seed], {
    dtype: float,
    T: integer,
    Tseed: integer,
  });
  const limit = constant(graph, 'dropout/share', Float32Array.of(share), []);
  const kept = graph.node('dropout/kept', 'GreaterEqual', [drawn, limit], { T: float });
  const asFloat = graph.node('dropout/kept/float', 'Cast', [kept], {
    SrcT: { type: 'bool' },
    DstT: float,
    Truncate: { bool: false },
  });
  const factor = constant(graph, 'dropout/factor', Float32Array.of(1 / (1 - share)), []);
  return binary(graph, 'dropout/mask', 'Mul', asFloat, factor);
}
