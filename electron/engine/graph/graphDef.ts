import {
  type AttrMessage,
  type DataType,
  dataTypeNumber,
  type GraphMessage,
  type NodeMessage,
  proto,
  shapeMessage,
} from './proto.ts';

/** A node's output 0, as other nodes and signatures name it; `name:1` is its output 1, `^name` as an input only says that it runs before. */
export type NodeRef = string;

export type TensorData = Float32Array | Float64Array | Int32Array | Uint8Array;

export type Attr =
  | { type: DataType }
  | { shape: readonly number[] }
  | { text: string }
  | { bool: boolean }
  | { float: number }
  | { int: number }
  | { ints: readonly number[] }
  | { tensor: { data: TensorData; shape: readonly number[] } };

export interface Graph {
  /** Adds a node and returns its name; a name may stand once. Attributes are the op's own (a wrong one fails at load). */
  node(name: string, op: string, inputs: readonly NodeRef[], attrs: Readonly<Record<string, Attr>>): NodeRef;
  /** Adds a node of another graph as it is; what it reads must be there. */
  take(node: NodeMessage): void;
  toProto(): GraphMessage;
}

/** What TensorFlow 2.15 writes as its own GraphDef version: the ops mean what they meant there. */
const producerVersion = 1645;

const nodeName = /^[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*$/;

const nodeOf = (ref: NodeRef): string => ref.replace(/^\^/, '').replace(/:\d+$/, '');

export function dataTypeOf(data: TensorData): DataType {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof Float64Array) return 'float64';
  return data instanceof Int32Array ? 'int32' : 'uint8';
}

function bytesOf(data: TensorData): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function attrMessage(attr: Attr): AttrMessage {
  const message = new proto.AttrValue();
  if ('type' in attr) message.setType(dataTypeNumber(attr.type));
  else if ('shape' in attr) message.setShape(shapeMessage(attr.shape));
  else if ('text' in attr) message.setS(new TextEncoder().encode(attr.text));
  else if ('bool' in attr) message.setB(attr.bool);
  else if ('float' in attr) message.setF(attr.float);
  else if ('int' in attr) message.setI(attr.int);
  else if ('ints' in attr) {
    const list = new proto.AttrValue.ListValue();
    list.setIList([...attr.ints]);
    message.setList(list);
  } else {
    const { data, shape } = attr.tensor;
    if (shape.reduce((a, b) => a * b, 1) !== data.length) {
      throw new Error(`a tensor of shape [${shape.join(', ')}] cannot hold ${data.length} values`);
    }
    const tensor = new proto.Tensor();
    tensor.setDtype(dataTypeNumber(dataTypeOf(data)));
    tensor.setTensorShape(shapeMessage(shape));
    tensor.setTensorContent(bytesOf(data));
    message.setTensor(tensor);
  }
  return message;
}

/** An empty GraphDef that grows a node at a time; inputs must stand before the node that reads them. */
export function createGraph(): Graph {
  const message = new proto.GraphDef();
  const versions = new proto.VersionDef();
  versions.setProducer(producerVersion);
  message.setVersions(versions);
  const names = new Set<string>();

  return {
    node(name, op, inputs, attrs) {
      if (!nodeName.test(name)) throw new Error(`"${name}" cannot be a node's name`);
      if (names.has(name)) throw new Error(`two nodes are named "${name}"`);
      const node = new proto.NodeDef();
      node.setName(name);
      node.setOp(op);
      for (const input of inputs) {
        if (!names.has(nodeOf(input)))
          throw new Error(`node "${name}" reads "${input}", which does not stand before it`);
        node.addInput(input);
      }
      for (const [key, attr] of Object.entries(attrs)) node.getAttrMap().set(key, attrMessage(attr));
      message.addNode(node);
      names.add(name);
      return name;
    },
    take(node) {
      const name = node.getName();
      if (names.has(name)) throw new Error(`two nodes are named "${name}"`);
      message.addNode(node);
      names.add(name);
    },
    toProto: () => message,
  };
}
