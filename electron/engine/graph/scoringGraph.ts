import type { Views } from '../../shared/schemas/run.ts';
import { createGraph } from './graphDef.ts';
import type { Graph, NodeRef } from './graphDef.ts';
import { inferenceNodes } from './inferenceModel.ts';
import { constant, placeholder } from './ops.ts';
import { proto } from './proto.ts';
import { serializeSavedModel } from './savedModel.ts';

export interface ScoringHead {
  /** [featureCount] */
  weights: Float64Array;
  bias: number;
}

/** Names of the one signature, `serving_default`. */
export const scoringNodes = { photo: 'photo_in', score: 'outputs/score', logit: 'outputs/logit' } as const;

const double = { type: 'float64' } as const;
const float = { type: 'float32' } as const;
const integer = { type: 'int32' } as const;
const byte = { type: 'uint8' } as const;

/**
 * A frozen backbone and a head as one SavedModel that takes `photo`, uint8 RGB [n, size, size, 3], and gives `score` and `logit`, float32 [n]. The head
 * computes in float64, as it does outside a graph; views are averaged as the feature pipeline averages them (mean, kept as float32).
 * @throws Error when the bytes are no backbone of ours.
 */
export function scoringGraph(frozen: Uint8Array, imageSizePx: number, views: Views, head: ScoringHead): Uint8Array {
  const [metaGraph] = proto.SavedModel.deserializeBinary(frozen).getMetaGraphsList();
  const message = metaGraph?.getGraphDef();
  if (message === undefined) throw new Error('the backbone has no graph');

  const graph = createGraph();
  const shape = [-1, imageSizePx, imageSizePx, 3];
  const input = placeholder(graph, scoringNodes.photo, 'uint8', shape);
  const viewCount = addViews(graph, input, views);
  const own = message.getNodeList();
  if (!own.some((node) => node.getName() === inferenceNodes.photo)) throw new Error('the backbone takes no photos');
  for (const node of own) if (node.getName() !== inferenceNodes.photo) graph.take(node);

  const logit = headOf(graph, averaged(graph, viewCount, head.weights.length), head);
  const score = graph.node('head/sigmoid', 'Sigmoid', [logit], { T: double });
  const output = (name: string, from: NodeRef) => ({
    node: cast(graph, name, from, double, float),
    dtype: 'float32' as const,
    shape: [-1],
  });
  return serializeSavedModel(graph, {
    serving_default: {
      inputs: { photo: { node: input, dtype: 'uint8', shape } },
      outputs: { score: output(scoringNodes.score, score), logit: output(scoringNodes.logit, logit) },
    },
  });
}

/** What the backbone knows as its photo: the input, or under each other the input and its mirror images. Returns how many views. */
function addViews(graph: Graph, input: NodeRef, views: Views): number {
  if (views === 'one') {
    graph.node(inferenceNodes.photo, 'Identity', [input], { T: byte });
    return 1;
  }
  const reversed = (name: string, axes: number[]): NodeRef => {
    const axis = constant(graph, `${name}/axes`, Int32Array.from(axes), [axes.length]);
    return graph.node(name, 'ReverseV2', [input, axis], { T: byte, Tidx: integer });
  };
  const seen = [
    input,
    reversed('views/mirrored', [2]),
    reversed('views/upside_down', [1]),
    reversed('views/turned', [1, 2]),
  ];
  const axis = constant(graph, 'views/axis', Int32Array.of(0), []);
  const attrs = { T: byte, N: { int: seen.length }, Tidx: integer };
  graph.node(inferenceNodes.photo, 'ConcatV2', [...seen, axis], attrs);
  return seen.length;
}

/** Features, float64 [n, featureCount]. */
function averaged(graph: Graph, viewCount: number, featureCount: number): NodeRef {
  const features = cast(graph, 'head/features', inferenceNodes.features, float, double);
  if (viewCount === 1) return features;
  const shape = constant(graph, 'head/by_view/shape', Int32Array.of(viewCount, -1, featureCount), [3]);
  const byView = graph.node('head/by_view', 'Reshape', [features, shape], { T: double, Tshape: integer });
  const axis = constant(graph, 'head/mean/axis', Int32Array.of(0), []);
  const mean = graph.node('head/mean', 'Mean', [byView, axis], {
    T: double,
    Tidx: integer,
    keep_dims: { bool: false },
  });
  return cast(graph, 'head/mean/as_double', cast(graph, 'head/mean/kept', mean, double, float), float, double);
}

/** Log-odds, float64 [n]. */
function headOf(graph: Graph, features: NodeRef, { weights, bias }: ScoringHead): NodeRef {
  const kernel = constant(graph, 'head/weights', weights, [weights.length, 1]);
  const product = graph.node('head/product', 'MatMul', [features, kernel], {
    T: double,
    transpose_a: { bool: false },
    transpose_b: { bool: false },
  });
  const sum = graph.node('head/sum', 'AddV2', [product, constant(graph, 'head/bias', Float64Array.of(bias), [])], {
    T: double,
  });
  const flat = constant(graph, 'head/logit/shape', Int32Array.of(-1), [1]);
  return graph.node('head/logit', 'Reshape', [sum, flat], { T: double, Tshape: integer });
}

type Type = typeof double | typeof float;
const cast = (graph: Graph, name: string, x: NodeRef, from: Type, to: Type): NodeRef =>
  graph.node(name, 'Cast', [x], { SrcT: from, DstT: to, Truncate: { bool: false } });
