import type { Views } from '../../shared/schemas/run.ts';
import { symmetries, type View, viewsOf } from '../features/views.ts';
import { featuresRead, type HeadMember, type HeadMembers, totalWeight, weightOf } from '../training/head.ts';
import { createGraph } from './graphDef.ts';
import type { Graph, NodeRef } from './graphDef.ts';
import { inferenceNodes } from './inferenceModel.ts';
import { constant, placeholder } from './ops.ts';
import { proto } from './proto.ts';
import { serializeSavedModel } from './savedModel.ts';

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
export function scoringGraph(frozen: Uint8Array, imageSizePx: number, views: Views, head: HeadMembers): Uint8Array {
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

  const logit = headOf(graph, averaged(graph, viewCount, featuresRead(head)), head);
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

/** As graphs of runs with mirror images have always named them. */
const viewNames: Readonly<Record<View, string>> = {
  identity: 'views/identity',
  mirrored: 'views/mirrored',
  upsideDown: 'views/upside_down',
  turned: 'views/turned',
  transposed: 'views/transposed',
  clockwise: 'views/clockwise',
  counterclockwise: 'views/counterclockwise',
  antiTransposed: 'views/anti_transposed',
};

/** What the backbone knows as its photo: the input, or under each other the input and its other views. Returns how many views. */
function addViews(graph: Graph, input: NodeRef, views: Views): number {
  const [only, ...others] = viewsOf(views);
  if (only === undefined || others.length === 0) {
    graph.node(inferenceNodes.photo, 'Identity', [input], { T: byte });
    return 1;
  }
  const seen = [input, ...others.map((view) => addView(graph, input, view))];
  const axis = constant(graph, 'views/axis', Int32Array.of(0), []);
  const attrs = { T: byte, N: { int: seen.length }, Tidx: integer };
  graph.node(inferenceNodes.photo, 'ConcatV2', [...seen, axis], attrs);
  return seen.length;
}

function addView(graph: Graph, input: NodeRef, view: View): NodeRef {
  const { transposes, flipsRows, flipsColumns } = symmetries[view];
  const name = viewNames[view];
  const axes = [...(flipsRows ? [1] : []), ...(flipsColumns ? [2] : [])];
  const reversed = (own: string): NodeRef => {
    if (axes.length === 0) return input;
    const axis = constant(graph, `${own}/axes`, Int32Array.from(axes), [axes.length]);
    return graph.node(own, 'ReverseV2', [input, axis], { T: byte, Tidx: integer });
  };
  if (!transposes) return reversed(name);
  const order = constant(graph, `${name}/order`, Int32Array.of(0, 2, 1, 3), [4]);
  return graph.node(name, 'Transpose', [reversed(`${name}/reversed`), order], { T: byte, Tperm: integer });
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

/** Log-odds, float64 [n]: the (weighted) mean over the members. */
function headOf(graph: Graph, features: NodeRef, { members }: HeadMembers): NodeRef {
  const [only, ...others] = members;
  if (only === undefined) throw new Error('the head has no members');
  const flat = (from: NodeRef): NodeRef => {
    const shape = constant(graph, 'head/logit/shape', Int32Array.of(-1), [1]);
    return graph.node('head/logit', 'Reshape', [from, shape], { T: double, Tshape: integer });
  };
  const isSigmoid = only.malignant.length === 1 && only.featureCount === featuresRead({ members });
  if (others.length === 0 && isSigmoid) return flat(classSum(graph, 'head', features, only, [0]));
  const odds = members.map((member, i) => {
    const name = `head/member${i + 1}`;
    const unweighted = memberOdds(graph, name, features, member);
    if (weightOf(member) === 1) return unweighted;
    const weight = constant(graph, `${name}/weight`, Float64Array.of(weightOf(member)), []);
    return graph.node(`${name}/weighted`, 'Mul', [unweighted, weight], { T: double });
  });
  const sum = odds.reduce((a, b, i) => graph.node(`head/total${i}`, 'AddV2', [a, b], { T: double }));
  const count = constant(graph, 'head/count', Float64Array.of(totalWeight({ members })), []);
  return flat(graph.node('head/mean_odds', 'RealDiv', [sum, count], { T: double }));
}

/** Float64 [n, 1]. */
function memberOdds(graph: Graph, name: string, all: NodeRef, member: HeadMember): NodeRef {
  const { featureFrom, featureCount, malignant } = member;
  const begin = constant(graph, `${name}/begin`, Int32Array.of(0, featureFrom), [2]);
  const size = constant(graph, `${name}/size`, Int32Array.of(-1, featureCount), [2]);
  const features = graph.node(`${name}/own`, 'Slice', [all, begin, size], { T: double, Index: integer });
  if (malignant.length === 1) return classSum(graph, name, features, member, [0]);
  const odds = [true, false].map((kind) => {
    const classes = malignant.flatMap((own, c) => (own === kind ? [c] : []));
    const own = `${name}/${kind ? 'malignant' : 'benign'}`;
    return logSumExp(graph, own, classSum(graph, own, features, member, classes));
  });
  return graph.node(`${name}/odds`, 'Sub', odds, { T: double });
}

/** Logits of these classes, float64 [n, classes]. */
function classSum(
  graph: Graph,
  name: string,
  features: NodeRef,
  { kernel, bias, malignant, featureCount }: HeadMember,
  classes: readonly number[],
): NodeRef {
  const [all, count] = [malignant.length, classes.length];
  const own = Float64Array.from({ length: featureCount * count }, (_, at) => {
    const [i, c] = [Math.floor(at / count), classes[at % count] ?? 0];
    return kernel[i * all + c] ?? Number.NaN;
  });
  const weights = constant(graph, `${name}/weights`, own, [featureCount, count]);
  const product = graph.node(`${name}/product`, 'MatMul', [features, weights], {
    T: double,
    transpose_a: { bool: false },
    transpose_b: { bool: false },
  });
  const biases = Float64Array.from(classes, (c) => bias[c] ?? Number.NaN);
  const added = constant(graph, `${name}/bias`, biases, all === 1 ? [] : [count]);
  return graph.node(`${name}/sum`, 'AddV2', [product, added], { T: double });
}

/** [n, classes] -> [n, 1], without overflow. */
function logSumExp(graph: Graph, name: string, logits: NodeRef): NodeRef {
  const axis = constant(graph, `${name}/classes`, Int32Array.of(1), [1]);
  const over = (own: string, op: 'Max' | 'Sum', x: NodeRef): NodeRef =>
    graph.node(`${name}/${own}`, op, [x, axis], { T: double, Tidx: integer, keep_dims: { bool: true } });
  const largest = over('largest', 'Max', logits);
  const lowered = graph.node(`${name}/lowered`, 'Sub', [logits, largest], { T: double });
  const powers = graph.node(`${name}/powers`, 'Exp', [lowered], { T: double });
  const logarithm = graph.node(`${name}/log`, 'Log', [over('powers_sum', 'Sum', powers)], { T: double });
  return graph.node(`${name}/lse`, 'AddV2', [logarithm, largest], { T: double });
}

type Type = typeof double | typeof float;
const cast = (graph: Graph, name: string, x: NodeRef, from: Type, to: Type): NodeRef =>
  graph.node(name, 'Cast', [x], { SrcT: from, DstT: to, Truncate: { bool: false } });
