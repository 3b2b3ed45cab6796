import { z } from 'zod';
import type { Weights } from '../graph/layers.ts';
import { ByteReader, PickleError, readPickle } from './pickle.ts';

/**
 * `torch.save`'s format before PyTorch 1.6: four pickles (magic number, protocol, type sizes, the object with its tensors
 * as views on storages), a pickled list of storage keys, then each storage: int64 count and its values.
 */
const magicNumber = 0x1950a86a20f9469cfc6cn;
const protocolVersion = 1001;
const bytesPerValue = { float32: 4, int64: 8 } as const;
type ValueType = keyof typeof bytesPerValue;

/** A view: element i, j, ... stands at offset + i * strides[0] + j * strides[1] + ... of its storage. */
export interface TorchTensor {
  storageKey: string;
  offset: number;
  shape: readonly number[];
  strides: readonly number[];
}
export interface TorchFile {
  tensors: ReadonlyMap<string, TorchTensor>;
  /** Float storages only; integer ones hold counters that inference does not read. */
  storages: ReadonlyMap<string, Float32Array>;
}

const Count = z.int().nonnegative();
const PersistentId = z.tuple([
  z.literal('storage'),
  z.enum(['float32', 'int64']),
  z.string(),
  z.string(),
  Count,
  z.null(),
]);
const Storage = z.object({ key: z.string() });
const RebuildArguments = z.tuple([Storage, Count, z.array(Count), z.array(Count), z.boolean(), z.unknown()]);
const TensorShape = z.object({ storageKey: z.string(), offset: Count, shape: z.array(Count), strides: z.array(Count) });
const StateDict = z.map(z.string(), TensorShape);
const SystemInfo = z.map(z.string(), z.unknown());

const nothing = {
  globals: new Map<string, unknown>(),
  persistent: (): never => {
    throw new PickleError('unexpected storage');
  },
};

/** @throws PickleError or ZodError when the file is not of this format, is cut short, or asks for anything but tensors. */
export function readTorchFile(bytes: Uint8Array): TorchFile {
  const reader = new ByteReader(bytes);
  if (readPickle(reader, nothing) !== magicNumber) throw new PickleError('this is no legacy torch file');
  if (readPickle(reader, nothing) !== protocolVersion) throw new PickleError('its torch protocol is not known');
  const system = SystemInfo.parse(readPickle(reader, nothing));
  if (system.get('little_endian') !== true) throw new PickleError('it was written on a big-endian machine');

  const types = new Map<string, { type: ValueType; count: number }>();
  const state = readPickle(reader, {
    globals: new Map<string, unknown>([
      ['collections OrderedDict', () => new Map()],
      ['torch FloatStorage', 'float32'],
      ['torch LongStorage', 'int64'],
      [
        'torch._utils _rebuild_tensor_v2',
        (args: readonly unknown[]): TorchTensor => {
          const [storage, offset, shape, strides] = RebuildArguments.parse(args);
          return { storageKey: storage.key, offset, shape, strides };
        },
      ],
    ]),
    persistent(id) {
      const [, type, key, , count] = PersistentId.parse(id);
      types.set(key, { type, count });
      return { key };
    },
  });
  const tensors = StateDict.parse(state);

  const storages = new Map<string, Float32Array>();
  for (const key of z.array(z.string()).parse(readPickle(reader, nothing))) {
    const declared = types.get(key);
    const count = reader.int64();
    if (declared === undefined || declared.count !== count) throw new PickleError(`storage ${key} is not as declared`);
    const content = reader.take(count * bytesPerValue[declared.type]);
    // A copy: the values need not be aligned in the file.
    if (declared.type === 'float32') storages.set(key, new Float32Array(new Uint8Array(content).buffer));
  }
  return { tensors, storages };
}

/**
 * A tensor's values in row-major order with its axes in the order given: [2, 3, 1, 0] turns torch's [out, in, h, w] into
 * [h, w, in, out].
 */
export function torchWeights(file: TorchFile, name: string, axes: readonly number[]): Weights {
  const tensor = file.tensors.get(name);
  const storage = tensor && file.storages.get(tensor.storageKey);
  if (tensor === undefined || storage === undefined) throw new PickleError(`the file holds no float tensor "${name}"`);
  if (tensor.shape.length !== axes.length || tensor.strides.length !== axes.length) {
    throw new PickleError(`"${name}" has ${tensor.shape.length} axes where ${axes.length} are needed`);
  }
  const shape = axes.map((axis) => tensor.shape[axis] ?? 0);
  const strides = axes.map((axis) => tensor.strides[axis] ?? 0);
  const last = strides.reduce((sum, stride, i) => sum + stride * ((shape[i] ?? 0) - 1), tensor.offset);
  if (last >= storage.length) throw new PickleError(`"${name}" reaches past the end of its storage`);

  const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
  let next = 0;
  const copy = (axis: number, position: number): void => {
    if (axis === shape.length) {
      data[next++] = storage[position] ?? NaN;
      return;
    }
    for (let i = 0; i < (shape[axis] ?? 0); i += 1) copy(axis + 1, position + i * (strides[axis] ?? 0));
  };
  copy(0, tensor.offset);
  return { shape, data };
}
