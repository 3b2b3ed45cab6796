import {
  activationGradient,
  averagePoolGradient,
  biasGradient,
  convolutionInputGradient,
  convolutionKernelGradient,
  maxPoolGradient,
  sliceChannels,
  spreadOverPixels,
  sum,
} from './gradientOps.ts';
import type { Graph, NodeRef } from './graphDef.ts';
import { inputsOf, type Layer } from './layers.ts';
import { matMul } from './ops.ts';
import type { Shape } from './shapes.ts';

export interface GradientRequest {
  /** Emitted already, under their names, kernels as `<name>/kernel`. */
  layers: readonly Layer[];
  shapes: ReadonlyMap<string, Shape>;
  /** The gradient of what the last layer yields. */
  seed: NodeRef;
  /** What the first layers read; its own gradient costs a convolution and is left out unless it is wanted. */
  from: string;
  wantsInput?: boolean;
}

/**
 * Reverse-mode differentiation, written into the graph: walks the layers from last to first, sums what the readers of each one
 * send back, and passes it on. Gives the nodes of the gradients by the names of what they belong to: `<layer>/kernel`, `<layer>/bias`, and `from`
 * when it is wanted.
 */
export function emitGradients(graph: Graph, request: GradientRequest): ReadonlyMap<string, NodeRef> {
  const { layers, shapes, from, wantsInput = false } = request;
  const gradients = new Map<string, NodeRef>();
  const arrived = new Map<string, NodeRef[]>();
  const send = (to: string, gradient: NodeRef): void => void arrived.set(to, [...(arrived.get(to) ?? []), gradient]);
  const wants = (name: string): boolean => wantsInput || name !== from;

  const last = layers.at(-1);
  if (last === undefined) return wantsInput ? new Map([[from, request.seed]]) : gradients;
  send(last.name, request.seed);
  for (const layer of layers.toReversed()) {
    const terms = arrived.get(layer.name);
    if (terms === undefined) continue; // nothing that is trained for reads it
    const dy = sum(graph, `gradient/${layer.name}/sum`, terms);
    for (const [part, gradient] of weightGradients(graph, layer, dy)) gradients.set(`${layer.name}/${part}`, gradient);
    inputsOf(layer).forEach((input, i) => {
      if (wants(input)) send(input, inputGradient(graph, layer, i, dy, shapes));
    });
  }
  const ofInput = arrived.get(from);
  if (wantsInput && ofInput !== undefined) gradients.set(from, sum(graph, `gradient/${from}/sum`, ofInput));
  return gradients;
}

const convolutionOp = { conv: 'Conv2D', depthwise: 'DepthwiseConv2dNative' } as const;

function weightGradients(graph: Graph, layer: Layer, dy: NodeRef): [part: string, gradient: NodeRef][] {
  if (layer.type !== 'conv' && layer.type !== 'depthwise' && layer.type !== 'dense') return [];
  const name = `gradient/${layer.name}`;
  const x = layer.input;
  const kernel =
    layer.type === 'dense'
      ? matMul(graph, `${name}/kernel`, x, dy, { transposeA: true })
      : convolutionKernelGradient(
          graph,
          `${name}/kernel`,
          convolutionOp[layer.type],
          { x, kernelShape: layer.kernel.shape, dy },
          layer,
        );
  if (layer.bias === null) return [['kernel', kernel]];
  return [
    ['kernel', kernel],
    ['bias', biasGradient(graph, `${name}/bias`, dy)],
  ];
}

/** The gradient of a layer's i-th input. */
function inputGradient(
  graph: Graph,
  layer: Layer,
  i: number,
  dy: NodeRef,
  shapes: ReadonlyMap<string, Shape>,
): NodeRef {
  const name = `gradient/${layer.name}/input${i}`;
  const y = layer.name;
  switch (layer.type) {
    case 'conv':
    case 'depthwise': {
      const nodes = { x: layer.input, kernel: `${layer.name}/kernel`, dy };
      return convolutionInputGradient(graph, name, convolutionOp[layer.type], nodes, layer);
    }
    case 'maxPool':
      return maxPoolGradient(graph, name, { x: layer.input, y, dy }, layer);
    case 'averagePool':
      return averagePoolGradient(graph, name, { x: layer.input, dy }, layer);
    case 'concat': {
      const channels = layer.inputs.map((input) => shapes.get(input)?.at(-1) ?? 0);
      const first = channels.slice(0, i).reduce((a, b) => a + b, 0);
      return sliceChannels(graph, name, dy, first, channels[i] ?? 0);
    }
    case 'add':
      return dy;
    case 'relu':
      return activationGradient(graph, name, 'Relu', { y, dy });
    case 'relu6':
      return activationGradient(graph, name, 'Relu6', { y, dy });
    case 'globalAveragePool': {
      const [height = 0, width = 0, channels = 0] = shapes.get(layer.input) ?? [];
      return spreadOverPixels(graph, name, { x: layer.input, dy }, [height, width, channels]);
    }
    case 'dense':
      return matMul(graph, name, dy, `${layer.name}/kernel`, { transposeB: true });
    case 'batchNorm':
      throw new Error(`batch norm "${layer.name}" must be made a convolution before it is trained`);
  }
}
