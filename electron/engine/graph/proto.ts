import { createRequire } from 'node:module';

/**
 * The protobuf classes that tfjs-node ships as untyped JavaScript, declared as far as graphs are written with them. The
 * file holds messages only: requiring it does not load native TensorFlow.
 */
interface Message {
  serializeBinary(): Uint8Array;
}
interface ProtoMap<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): unknown;
}
interface Dim extends Message {
  getSize(): number;
  setSize(size: number): unknown;
}
export interface TensorShapeMessage extends Message {
  getDimList(): Dim[];
  addDim(dim: Dim): unknown;
}
export interface TensorMessage extends Message {
  getDtype(): number;
  getTensorShape(): TensorShapeMessage | undefined;
  getTensorContent_asU8(): Uint8Array;
  setDtype(dtype: number): unknown;
  setTensorShape(shape: TensorShapeMessage): unknown;
  setTensorContent(bytes: Uint8Array): unknown;
}
interface IntegerList extends Message {
  getIList(): number[];
  setIList(values: readonly number[]): unknown;
}
export interface AttrMessage extends Message {
  getS_asU8(): Uint8Array;
  getShape(): TensorShapeMessage | undefined;
  getTensor(): TensorMessage | undefined;
  getList(): IntegerList | undefined;
  setS(value: Uint8Array): unknown;
  setI(value: number): unknown;
  setF(value: number): unknown;
  setB(value: boolean): unknown;
  setType(dtype: number): unknown;
  setShape(shape: TensorShapeMessage): unknown;
  setTensor(tensor: TensorMessage): unknown;
  setList(list: IntegerList): unknown;
}
export interface NodeMessage extends Message {
  getName(): string;
  setName(name: string): unknown;
  getOp(): string;
  setOp(op: string): unknown;
  getInputList(): string[];
  addInput(name: string): unknown;
  setInputList(names: string[]): unknown;
  getAttrMap(): ProtoMap<AttrMessage>;
}
interface Versions extends Message {
  setProducer(version: number): unknown;
}
export interface GraphMessage extends Message {
  addNode(node: NodeMessage): unknown;
  getNodeList(): NodeMessage[];
  setVersions(versions: Versions): unknown;
}
interface TensorInfo extends Message {
  setName(name: string): unknown;
  setDtype(dtype: number): unknown;
  setTensorShape(shape: TensorShapeMessage): unknown;
}
interface Signature extends Message {
  setMethodName(name: string): unknown;
  getInputsMap(): ProtoMap<TensorInfo>;
  getOutputsMap(): ProtoMap<TensorInfo>;
}
interface MetaInfo extends Message {
  addTags(tag: string): unknown;
}
interface MetaGraph extends Message {
  setMetaInfoDef(info: MetaInfo): unknown;
  setGraphDef(graph: GraphMessage): unknown;
  getGraphDef(): GraphMessage | undefined;
  getSignatureDefMap(): ProtoMap<Signature>;
}
interface SavedModelMessage extends Message {
  setSavedModelSchemaVersion(version: number): unknown;
  addMetaGraphs(graph: MetaGraph): unknown;
  getMetaGraphsList(): MetaGraph[];
}

interface Proto {
  DataType: Readonly<Record<'DT_FLOAT' | 'DT_DOUBLE' | 'DT_INT32' | 'DT_UINT8' | 'DT_BOOL', number>>;
  TensorShape: (new () => TensorShapeMessage) & { Dim: new () => Dim };
  Tensor: new () => TensorMessage;
  AttrValue: (new () => AttrMessage) & { ListValue: new () => IntegerList };
  NodeDef: new () => NodeMessage;
  VersionDef: new () => Versions;
  GraphDef: new () => GraphMessage;
  TensorInfo: new () => TensorInfo;
  SignatureDef: new () => Signature;
  MetaGraphDef: (new () => MetaGraph) & { MetaInfoDef: new () => MetaInfo };
  SavedModel: (new () => SavedModelMessage) & { deserializeBinary(bytes: Uint8Array): SavedModelMessage };
}

export const proto = createRequire(import.meta.url)('@tensorflow/tfjs-node/dist/proto/api_pb.js') as Proto;

export type DataType = 'float32' | 'float64' | 'int32' | 'uint8' | 'bool';

/** TensorFlow's number of a data type. */
export function dataTypeNumber(dtype: DataType): number {
  switch (dtype) {
    case 'float32':
      return proto.DataType.DT_FLOAT;
    case 'float64':
      return proto.DataType.DT_DOUBLE;
    case 'int32':
      return proto.DataType.DT_INT32;
    case 'uint8':
      return proto.DataType.DT_UINT8;
    case 'bool':
      return proto.DataType.DT_BOOL;
  }
}

/** -1 is a size known only when the graph runs (the batch). */
export function shapeMessage(shape: readonly number[]): TensorShapeMessage {
  const message = new proto.TensorShape();
  for (const size of shape) {
    const dim = new proto.TensorShape.Dim();
    dim.setSize(size);
    message.addDim(dim);
  }
  return message;
}
