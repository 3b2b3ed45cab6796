import type { Graph, NodeRef } from './graphDef.ts';
import { type DataType, dataTypeNumber, proto, shapeMessage } from './proto.ts';

export interface Endpoint {
  node: NodeRef;
  dtype: DataType;
  /** With the batch: -1. */
  shape: readonly number[];
}

/** What can be fed and fetched together under one name. A run fetches every output of its signature. */
export interface Signature {
  inputs: Readonly<Record<string, Endpoint>>;
  outputs: Readonly<Record<string, Endpoint>>;
}

function tensorInfo({ node, dtype, shape }: Endpoint): InstanceType<typeof proto.TensorInfo> {
  const info = new proto.TensorInfo();
  info.setName(`${node}:0`);
  info.setDtype(dataTypeNumber(dtype));
  info.setTensorShape(shapeMessage(shape));
  return info;
}

/**
 * The bytes of `saved_model.pb`, tagged `serve`. Signatures share the graph, so weights are stored once. The same graph
 * gives the same bytes (protobuf maps are written with sorted keys).
 */
export function serializeSavedModel(graph: Graph, signatures: Readonly<Record<string, Signature>>): Uint8Array {
  const info = new proto.MetaGraphDef.MetaInfoDef();
  info.addTags('serve');
  const metaGraph = new proto.MetaGraphDef();
  metaGraph.setMetaInfoDef(info);
  metaGraph.setGraphDef(graph.toProto());
  for (const [name, { inputs, outputs }] of Object.entries(signatures)) {
    const signature = new proto.SignatureDef();
    signature.setMethodName('tensorflow/serving/predict');
    for (const [key, endpoint] of Object.entries(inputs)) signature.getInputsMap().set(key, tensorInfo(endpoint));
    for (const [key, endpoint] of Object.entries(outputs)) signature.getOutputsMap().set(key, tensorInfo(endpoint));
    metaGraph.getSignatureDefMap().set(name, signature);
  }
  const model = new proto.SavedModel();
  model.setSavedModelSchemaVersion(1);
  model.addMetaGraphs(metaGraph);
  return model.serializeBinary();
}
