import { z } from 'zod';
import { inputName, inputsOf, type Kernel, type Layer, toFloats, type Weights } from '../graph/layers.ts';
import type { Padding } from '../graph/ops.ts';

/** The part of Keras' functional model_config that convolutional backbones use; anything else is refused, not guessed. */
const Side = z
  .tuple([z.int().positive(), z.int().positive()])
  .refine(([a, b]) => a === b, 'sides must be equal')
  .transform(([side]) => side);
const KerasPadding = z.enum(['valid', 'same']).transform((padding): Padding => (padding === 'same' ? 'SAME' : 'VALID'));
const ChannelsLast = z.literal('channels_last');
const PoolConfig = z.object({ pool_size: Side, strides: Side, padding: KerasPadding, data_format: ChannelsLast });

const node = <N extends string, C extends z.ZodType>(className: N, config: C) =>
  z.object({
    name: z.string(),
    class_name: z.literal(className),
    config,
    // One application of the layer, of output 0 of its inputs.
    inbound_nodes: z.array(z.array(z.tuple([z.string(), z.literal(0), z.literal(0)]).rest(z.unknown()))).max(1),
  });

const KerasLayer = z.discriminatedUnion('class_name', [
  node('InputLayer', z.unknown()),
  node(
    'Conv2D',
    z.object({
      strides: Side,
      padding: KerasPadding,
      data_format: ChannelsLast,
      dilation_rate: z.tuple([z.literal(1), z.literal(1)]),
      activation: z.literal('linear'),
      use_bias: z.boolean(),
    }),
  ),
  node(
    'BatchNormalization',
    z.object({ axis: z.literal(3), epsilon: z.number(), center: z.boolean(), scale: z.boolean() }),
  ),
  node('Activation', z.object({ activation: z.literal('relu') })),
  node('MaxPooling2D', PoolConfig),
  node('AveragePooling2D', PoolConfig),
  node('Concatenate', z.object({ axis: z.literal(3) })),
]);
type KerasLayer = z.infer<typeof KerasLayer>;

const FunctionalModel = z.object({
  config: z.object({
    layers: z.array(z.looseObject({ name: z.string(), inbound_nodes: z.array(z.array(z.array(z.unknown()))) })),
  }),
});

/** A kernel as its source has it; everything else as floats. */
interface FindWeights {
  kernel(name: string): Kernel;
  floats(name: string): Weights;
}

function toLayer(layer: KerasLayer, inputs: readonly string[], find: FindWeights): Layer | null {
  const { name } = layer;
  const [input = ''] = inputs;
  switch (layer.class_name) {
    case 'InputLayer':
      return null;
    case 'Conv2D': {
      const { strides: stride, padding, use_bias: useBias } = layer.config;
      const bias = useBias ? find.floats(`${name}/bias`) : null;
      return { name, type: 'conv', input, kernel: find.kernel(`${name}/kernel`), bias, stride, padding };
    }
    case 'BatchNormalization': {
      const { epsilon, center, scale } = layer.config;
      const gamma = scale ? find.floats(`${name}/gamma`) : null;
      const beta = center ? find.floats(`${name}/beta`) : null;
      const [mean, variance] = [find.floats(`${name}/moving_mean`), find.floats(`${name}/moving_variance`)];
      return { name, type: 'batchNorm', input, epsilon, gamma, beta, mean, variance };
    }
    case 'Activation':
      return { name, type: 'relu', input };
    case 'MaxPooling2D':
    case 'AveragePooling2D': {
      const { pool_size: sizePx, strides: stride, padding } = layer.config;
      return {
        name,
        type: layer.class_name === 'MaxPooling2D' ? 'maxPool' : 'averagePool',
        input,
        sizePx,
        stride,
        padding,
      };
    }
    case 'Concatenate':
      return { name, type: 'concat', inputs };
  }
}

/**
 * The layers of a Keras functional model that its layer `last` depends on, in the model's order, which is one where a layer
 * stands after its inputs. Layers behind `last` are not looked at.
 * @throws Error or ZodError when a needed layer is of a kind or setting that is not known here, or lacks its weights.
 */
export function kerasLayers(topology: unknown, weights: ReadonlyMap<string, Kernel>, last: string): Layer[] {
  const all = FunctionalModel.parse(topology).config.layers;
  const kernel = (name: string): Kernel => {
    const found = weights.get(name);
    if (found === undefined) throw new Error(`the model has no weights "${name}"`);
    return found;
  };
  const find: FindWeights = { kernel, floats: (name) => toFloats(kernel(name)) };
  const cut = all.findIndex(({ name }) => name === last);
  if (cut === -1) throw new Error(`the model has no layer "${last}"`);

  const layers: Layer[] = [];
  const inputLayers = new Set<string>();
  for (const raw of all.slice(0, cut + 1)) {
    const layer = KerasLayer.parse(raw);
    const inbound = (layer.inbound_nodes[0] ?? []).map(([name]) => name);
    const inputs = inbound.map((name) => (inputLayers.has(name) ? inputName : name));
    const converted = toLayer(layer, inputs, find);
    if (converted === null) inputLayers.add(layer.name);
    else layers.push(converted);
  }
  return onlyNeeded(layers, last);
}

function onlyNeeded(layers: readonly Layer[], last: string): Layer[] {
  const needed = new Set([last]);
  for (const layer of layers.toReversed()) {
    if (needed.has(layer.name)) for (const name of inputsOf(layer)) needed.add(name);
  }
  return layers.filter(({ name }) => needed.has(name));
}
