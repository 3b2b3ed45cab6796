import { photoName } from './emit.ts';
import { inferenceNodes } from './inferenceModel.ts';
import { inputName, type Layer, type Network, type Weights } from './layers.ts';
import type { Padding } from './ops.ts';
import { dataTypeNumber, type NodeMessage, proto } from './proto.ts';

/**
 * The layers of a frozen backbone that `inferenceModel` wrote, batch norm folded, with the very float32 weights that its graph computes with. An
 * installed backbone is its graph alone: this is where training gets the network from.
 * @throws Error that names the node when the bytes are no graph of ours.
 */
export function readNetwork(savedModel: Uint8Array): Network {
  const message = proto.SavedModel.deserializeBinary(savedModel).getMetaGraphsList()[0]?.getGraphDef();
  if (message === undefined) throw new Error('the backbone has no graph');
  const nodes = new Map(message.getNodeList().map((node) => [node.getName(), node]));
  const weights = new Map<string, Weights>();
  const layers: Layer[] = [];
  for (const node of nodes.values()) {
    const value = weightsAt(node, weights);
    if (value !== null) weights.set(node.getName(), value);
    else if (!isPhoto(node) && !isProduct(node) && node.getOp() !== 'Identity')
      layers.push(layerAt(node, nodes, weights));
  }
  const scalar = (name: string): number => {
    const value = weights.get(name)?.data[0];
    if (value === undefined) throw new Error(`the backbone lacks "${name}"`);
    return value;
  };
  const photo = nodes.get(photoName)?.getAttrMap().get('shape')?.getShape()?.getDimList()[1];
  if (photo === undefined) throw new Error('the backbone takes no photos');
  const [mean, scale] = [scalar(`${inputName}/mean`), scalar(`${inputName}/scale`)];
  const pooled = nodes.get(inferenceNodes.features)?.getInputList()[0];
  if (pooled !== layers.at(-1)?.name) throw new Error('the backbone does not end in pooled features');
  return { imageSizePx: photo.getSize(), mean, scale, layers };
}

const isPhoto = (node: NodeMessage): boolean => {
  const name = node.getName();
  return name === photoName || name === inputName || name === `${inputName}/float` || name === `${inputName}/centred`;
};

/** A convolution or product whose bias is added by the next node, which has the layer's name. */
const isProduct = (node: NodeMessage): boolean => node.getName().endsWith('/product');

/** Constants and what is computed from them alone, in float32 as TensorFlow does; null for any other node. */
function weightsAt(node: NodeMessage, known: ReadonlyMap<string, Weights>): Weights | null {
  if (node.getOp() === 'Const') return constantAt(node);
  const [a, b] = node.getInputList().map((name) => known.get(name));
  if (a === undefined) return null;
  if (node.getOp() === 'Cast') return a;
  if (b === undefined) return null;
  const byChannel = (compute: (x: number, y: number) => number): Weights => ({
    shape: a.shape,
    data: a.data.map((x, i) => compute(x, b.data[i % b.data.length] ?? NaN)), // each stored as float32
  });
  switch (node.getOp()) {
    case 'Sub':
      return byChannel((x, y) => x - y);
    case 'Mul':
      return byChannel((x, y) => x * y);
    case 'AddV2':
      return byChannel((x, y) => x + y);
    default:
      return null;
  }
}

function constantAt(node: NodeMessage): Weights {
  const tensor = node.getAttrMap().get('value')?.getTensor();
  const shape = tensor
    ?.getTensorShape()
    ?.getDimList()
    .map((dim) => dim.getSize());
  if (tensor === undefined || shape === undefined) throw new Error(`node "${node.getName()}" holds no values`);
  const content = tensor.getTensorContent_asU8();
  if (tensor.getDtype() === dataTypeNumber('uint8')) return { shape, data: Float32Array.from(content) };
  // A copy: the message's bytes may begin anywhere.
  const { buffer } = Uint8Array.from(content);
  const data = tensor.getDtype() === dataTypeNumber('int32') ? new Int32Array(buffer) : new Float32Array(buffer);
  return { shape, data: Float32Array.from(data) };
}

function layerAt(
  node: NodeMessage,
  nodes: ReadonlyMap<string, NodeMessage>,
  weights: ReadonlyMap<string, Weights>,
): Layer {
  const name = node.getName();
  const unknown = (): Error => new Error(`node "${name}" (${node.getOp()}) is of no layer that we know`);
  const bias = node.getOp() === 'BiasAdd' ? (weights.get(node.getInputList()[1] ?? '') ?? null) : null;
  const base = bias === null ? node : nodes.get(node.getInputList()[0] ?? '');
  if (base === undefined) throw unknown();
  const [input = '', second = ''] = base.getInputList();
  const integers = (key: string): number[] => base.getAttrMap().get(key)?.getList()?.getIList() ?? [];
  const kernel = (): Weights => {
    const found = weights.get(second);
    if (found === undefined) throw unknown();
    return found;
  };
  const window = (): { stride: number; padding: Padding } => {
    const padding = new TextDecoder().decode(base.getAttrMap().get('padding')?.getS_asU8());
    const [, stride] = integers('strides');
    if (stride === undefined || (padding !== 'SAME' && padding !== 'VALID')) throw unknown();
    return { stride, padding };
  };
  switch (base.getOp()) {
    case 'Conv2D':
      return { name, type: 'conv', input, kernel: kernel(), bias, ...window() };
    case 'DepthwiseConv2dNative':
      return { name, type: 'depthwise', input, kernel: kernel(), bias, ...window() };
    case 'MatMul':
      return { name, type: 'dense', input, kernel: kernel(), bias };
    case 'MaxPool':
      return { name, type: 'maxPool', input, sizePx: integers('ksize')[1] ?? 0, ...window() };
    case 'AvgPool':
      return { name, type: 'averagePool', input, sizePx: integers('ksize')[1] ?? 0, ...window() };
    case 'ConcatV2':
      return { name, type: 'concat', inputs: base.getInputList().slice(0, -1) };
    case 'AddV2':
      if (weights.has(second)) throw unknown(); // a batch norm that no convolution took in
      return { name, type: 'add', inputs: [input, second] };
    case 'Relu':
      return { name, type: 'relu', input };
    case 'Relu6':
      return { name, type: 'relu6', input };
    case 'Mean':
      return { name, type: 'globalAveragePool', input };
    default:
      throw unknown();
  }
}
