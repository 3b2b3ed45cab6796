import { createGraph, type Graph, type NodeRef } from './graphDef.ts';
import { inferenceNodes } from './inferenceModel.ts';
import { binary, concat, constant, identity, meanOverPixels, placeholder } from './ops.ts';
import { dataTypeNumber, type NodeMessage, proto } from './proto.ts';
import { serializeSavedModel } from './savedModel.ts';

/** A frozen backbone's graph, under a name of its own in the joined one. */
export interface JoinedGraph {
  name: string;
  savedModel: Uint8Array;
  imageSizePx: number;
}

/** Where features are taken: pooled over a map of one of the graphs. */
export interface Tap {
  /** Place in the list of graphs. */
  graph: number;
  /** A layer with a square map; null: the backbone's own features. */
  layer: string | null;
  /** [side, side, channels] */
  mapShape: readonly [number, number, number];
}

/** Names of the nodes that belong to no part. */
const own = 'joined';

/**
 * Several frozen backbones as one, like those of `inferenceModel`: the same photo goes into all of them, and `features` are those of the taps one after the
 * other. The nodes are the parts' own, copied, without those that no tap needs; each part scales the photo as it always did. A part whose photo is
 * smaller reads the large one made smaller in the graph (bicubic with a = -1/2, half-pixel centres, not rounded to whole values): nearly what it would be given
 * alone. Of 299 to 224 pixels that moves EfficientNet-Lite0's features by .09 of their length on 32 ISIC photos, where different photos are .93 apart; linear
 * interpolation moves them by .13, and kernels that average as they shrink by .15 or more, since the large photo was averaged once already.
 *
 * `map` holds the maps on the finest of their grids, the others enlarged (bilinear). Enlarging moves a channel's mean a little, so what is lost is
 * added back as one number a channel: the mean of every channel over its places is its feature, which explanations count on.
 * @throws Error when a graph is none of ours, or has no such layer.
 */
export function joinGraphs(graphs: readonly JoinedGraph[], taps: readonly Tap[]): Uint8Array {
  const size = Math.max(...graphs.map(({ imageSizePx }) => imageSizePx));
  const graph = createGraph();
  const photo = placeholder(graph, inferenceNodes.photo, 'uint8', [-1, size, size, 3]);
  graphs.forEach((part, g) => {
    const sees: Sight =
      part.imageSizePx === size
        ? { node: photo, isFloat: false }
        : { node: resized(graph, `${own}/${part.name}/photo`, photo, photoResize, part.imageSizePx), isFloat: true };
    takePart(
      graph,
      part,
      taps.filter((tap) => tap.graph === g),
      sees,
    );
  });

  const side = Math.max(...taps.map(({ mapShape }) => mapShape[0]));
  const ends = taps.map((tap, i) => {
    const part = graphs[tap.graph];
    if (part === undefined) throw new Error('a tap of no graph');
    const name = `${own}/tap${i + 1}`;
    const map = `${part.name}/${tap.layer ?? inferenceNodes.map}`;
    const features =
      tap.layer === null ? `${part.name}/${inferenceNodes.features}` : meanOverPixels(graph, `${name}/features`, map);
    return { features, map: tap.mapShape[0] === side ? map : enlarged(graph, name, map, side) };
  });
  const joined = (name: string, nodes: readonly NodeRef[]): NodeRef => {
    const [only, ...others] = nodes;
    return identity(
      graph,
      name,
      only !== undefined && others.length === 0 ? only : concat(graph, `${own}/${name}`, nodes),
    );
  };
  const channels = taps.reduce((sum, { mapShape }) => sum + mapShape[2], 0);
  const output = (node: NodeRef, shape: readonly number[]) => ({ node, dtype: 'float32' as const, shape });
  const inputs = { photo: { node: photo, dtype: 'uint8', shape: [-1, size, size, 3] } } as const;
  const features = output(
    joined(
      inferenceNodes.features,
      ends.map((end) => end.features),
    ),
    [-1, channels],
  );
  const map = output(
    joined(
      inferenceNodes.map,
      ends.map((end) => end.map),
    ),
    [-1, side, side, channels],
  );
  return serializeSavedModel(graph, {
    features: { inputs, outputs: { features } },
    explain: { inputs, outputs: { features, map } },
  });
}

/** What a part takes for its photo. */
interface Sight {
  node: NodeRef;
  /** float32 and not uint8. */
  isFloat: boolean;
}

/** Copies what the taps need of a part's nodes, in their order, under the part's name. */
function takePart(graph: Graph, part: JoinedGraph, taps: readonly Tap[], sees: Sight): void {
  const message = proto.SavedModel.deserializeBinary(part.savedModel).getMetaGraphsList()[0]?.getGraphDef();
  if (message === undefined) throw new Error('the backbone has no graph');
  const nodes = new Map(message.getNodeList().map((node) => [node.getName(), node]));
  const needed = new Set(
    taps.flatMap(({ layer }) => (layer === null ? [inferenceNodes.features, inferenceNodes.map] : [layer])),
  );
  // a set is walked to its end also where it grows meanwhile
  for (const name of needed) {
    const node = nodes.get(name);
    if (node === undefined) throw new Error(`the backbone has no node "${name}"`);
    for (const input of node.getInputList()) needed.add(input);
  }
  const nameOf = new Map<string, NodeRef>([[inferenceNodes.photo, sees.node]]);
  for (const [name, node] of nodes) {
    if (!needed.has(name) || name === inferenceNodes.photo) continue;
    const readsPhoto = node.getInputList().includes(inferenceNodes.photo);
    if (sees.isFloat && readsPhoto && node.getOp() === 'Cast') {
      nameOf.set(name, sees.node);
      continue;
    }
    // Of a joined backbone that is a part itself: it makes the photo smaller once more.
    if (sees.isFloat && readsPhoto) asFloat(node);
    nameOf.set(name, `${part.name}/${name}`);
    node.setInputList(
      node.getInputList().map((input) => {
        const found = nameOf.get(input);
        if (found === undefined) throw new Error(`node "${name}" reads "${input}", which does not stand before it`);
        return found;
      }),
    );
    node.setName(`${part.name}/${name}`);
    graph.take(node);
  }
}

function asFloat(node: NodeMessage): void {
  const type = node.getAttrMap().get('T');
  if (node.getOp() !== photoResize.op || type === undefined)
    throw new Error(`node "${node.getName()}" (${node.getOp()}) cannot read a photo that was made smaller`);
  type.setType(dataTypeNumber('float32'));
}

const photoResize = { op: 'ResizeBicubic', from: 'uint8' } as const;
const mapResize = { op: 'ResizeBilinear', from: 'float32' } as const;

/** float32 [n, side, side, channels] */
function resized(
  graph: Graph,
  name: string,
  x: NodeRef,
  { op, from }: typeof photoResize | typeof mapResize,
  side: number,
): NodeRef {
  const size = constant(graph, `${name}/size`, Int32Array.of(side, side), [2]);
  return graph.node(name, op, [x, size], {
    T: { type: from },
    align_corners: { bool: false },
    half_pixel_centers: { bool: true },
  });
}

/** A map on a finer grid, each channel's mean over its places kept. */
function enlarged(graph: Graph, name: string, map: NodeRef, side: number): NodeRef {
  const large = resized(graph, `${name}/enlarged`, map, mapResize, side);
  const axes = constant(graph, `${name}/axes`, Int32Array.of(1, 2), [2]);
  const mean = (part: string, x: NodeRef): NodeRef =>
    graph.node(`${name}/${part}`, 'Mean', [x, axes], {
      T: { type: 'float32' },
      Tidx: { type: 'int32' },
      keep_dims: { bool: true },
    });
  const lost = binary(graph, `${name}/lost`, 'Sub', mean('mean', map), mean('enlarged_mean', large));
  return binary(graph, `${name}/map`, 'AddV2', large, lost);
}
