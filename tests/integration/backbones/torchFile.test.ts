import { describe, expect, test } from 'vitest';
import { ByteReader, PickleError, readPickle } from '../../../electron/engine/backbones/pickle.ts';
import { readTorchFile, torchWeights } from '../../../electron/engine/backbones/torchFile.ts';

/** Writes pickles an opcode at a time; protocol 2. */
const text = (value: string): number[] => [
  0x58,
  ...[0, 8, 16, 24].map((shift) => (value.length >> shift) & 255),
  ...Buffer.from(value),
];
const byte = (value: number): number[] => [0x4b, value];
const global = (module: string, name: string): number[] => [0x63, ...Buffer.from(`${module}\n${name}\n`)];
const tuple = (...items: number[][]): number[] => [0x28, ...items.flat(), 0x74];
const dict = (...entries: [number[], number[]][]): number[] => [0x7d, 0x28, ...entries.flat(2), 0x75];
const pickle = (...body: number[][]): number[] => [0x80, 2, ...body.flat(), 0x2e];
const int64 = (value: number): number[] => [...new Uint8Array(BigInt64Array.of(BigInt(value)).buffer)];
const floats = (values: readonly number[]): number[] => [...new Uint8Array(Float32Array.from(values).buffer)];

const magic = [...Uint8Array.from([0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19])];
const header = [
  ...pickle([0x8a, magic.length, ...magic]),
  ...pickle([0x4d, 1001 & 255, 1001 >> 8]),
  ...pickle(dict([text('little_endian'), [0x88]])),
];

interface View {
  offset: number;
  shape: number[];
  strides: number[];
}
function torchFile(
  name: string,
  view: View,
  values: readonly number[],
  rebuild = global('torch._utils', '_rebuild_tensor_v2'),
): Uint8Array {
  const storage = tuple(
    text('storage'),
    global('torch', 'FloatStorage'),
    text('key'),
    text('cpu'),
    byte(values.length),
    [0x4e],
  );
  const numbers = (list: number[]): number[] => tuple(...list.map(byte));
  const args = tuple(
    [...storage, 0x51],
    byte(view.offset),
    numbers(view.shape),
    numbers(view.strides),
    [0x89],
    [...global('collections', 'OrderedDict'), 0x29, 0x52],
  );
  const state = pickle(dict([text(name), [...rebuild, ...args, 0x52]]));
  const keys = pickle([0x5d, 0x28, ...text('key'), 0x65]);
  return Uint8Array.from([...header, ...state, ...keys, ...int64(values.length), ...floats(values)]);
}

const values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

describe('a legacy torch file', () => {
  test('gives a contiguous tensor in the axes asked for', () => {
    const file = readTorchFile(torchFile('w', { offset: 1, shape: [2, 3], strides: [3, 1] }, values));
    expect(torchWeights(file, 'w', [0, 1])).toEqual({ shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) });
    expect(torchWeights(file, 'w', [1, 0])).toEqual({ shape: [3, 2], data: Float32Array.of(1, 4, 2, 5, 3, 6) });
  });

  test('follows strides: transposed, with gaps, and repeated', () => {
    const transposed = readTorchFile(torchFile('w', { offset: 0, shape: [3, 2], strides: [1, 3] }, values));
    expect(torchWeights(transposed, 'w', [0, 1]).data).toEqual(Float32Array.of(0, 3, 1, 4, 2, 5));
    const gaps = readTorchFile(torchFile('w', { offset: 2, shape: [2, 2], strides: [6, 2] }, values));
    expect(torchWeights(gaps, 'w', [0, 1]).data).toEqual(Float32Array.of(2, 4, 8, 10));
    const repeated = readTorchFile(torchFile('w', { offset: 5, shape: [3], strides: [0] }, values));
    expect(torchWeights(repeated, 'w', [0]).data).toEqual(Float32Array.of(5, 5, 5));
  });

  test('is read the same from inside a larger buffer', () => {
    const bytes = torchFile('w', { offset: 1, shape: [2], strides: [1] }, values);
    const larger = Buffer.alloc(bytes.length + 9, 7);
    larger.set(bytes, 3);
    const file = readTorchFile(larger.subarray(3, 3 + bytes.length));
    expect(torchWeights(file, 'w', [0]).data).toEqual(Float32Array.of(1, 2));
  });

  test('is refused when a view reaches outside its storage, is missing, or has other axes', () => {
    const file = readTorchFile(torchFile('w', { offset: 10, shape: [2, 3], strides: [3, 1] }, values));
    expect(() => torchWeights(file, 'w', [0, 1])).toThrow(/past the end/);
    expect(() => torchWeights(file, 'v', [0, 1])).toThrow(/no float tensor "v"/);
    expect(() => torchWeights(file, 'w', [0])).toThrow(/2 axes where 1/);
  });

  test('is refused wherever it is cut', () => {
    const bytes = torchFile('w', { offset: 0, shape: [2], strides: [1] }, values);
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => readTorchFile(bytes.subarray(0, length)), `cut to ${length}`).toThrow();
    }
  });

  test('may call nothing but what tensors need', () => {
    const view = { offset: 0, shape: [2], strides: [1] };
    for (const [module, name] of [
      ['os', 'system'],
      ['builtins', 'eval'],
      ['torch', 'load'],
      ['__builtin__', 'getattr'],
    ] as const) {
      expect(() => readTorchFile(torchFile('w', view, values, global(module, name)))).toThrow(
        `"${module} ${name}", which is not allowed`,
      );
    }
    // A storage's type is a name, not something to call.
    expect(() => readTorchFile(torchFile('w', view, values, global('torch', 'FloatStorage')))).toThrow(
      /cannot be called/,
    );
  });

  test('is told from a zip of newer torch and from other files', () => {
    expect(() => readTorchFile(Buffer.from('PK\u0003\u0004 and more'))).toThrow(PickleError);
    expect(() => readTorchFile(Uint8Array.from(pickle(byte(1))))).toThrow(/no legacy torch file/);
    expect(() => readTorchFile(new Uint8Array())).toThrow(PickleError);
  });
});

describe('a pickle', () => {
  const nothing = { globals: new Map<string, unknown>(), persistent: (id: unknown) => id };
  const read = (...body: number[][]): unknown => readPickle(new ByteReader(Uint8Array.from(pickle(...body))), nothing);

  test('is refused for opcodes and protocols that tensors do not need', () => {
    // INST, OBJ, NEWOBJ, EXT1 and an unknown one
    for (const opcode of [0x69, 0x6f, 0x81, 0x82, 0xff]) expect(() => read([opcode])).toThrow(/is not allowed/);
    expect(() => readPickle(new ByteReader(Uint8Array.of(0x80, 4, 0x4e, 0x2e)), nothing)).toThrow(/protocol 2/);
  });

  test('is refused when its stack does not add up', () => {
    for (const body of [[0x52], [0x74], [0x68, 9], [0x4e, 0x28, 0x4e, 0x4e, 0x75], [0x4e, 0x28, 0x4e, 0x65], [0x85]]) {
      expect(() => read(body)).toThrow(PickleError);
    }
  });

  test('reads numbers of every size and sign, and what the memo holds', () => {
    expect(read([0x8a, 2, 0x00, 0x80])).toBe(-32768n);
    expect(read([0x8a, 0])).toBe(0n);
    expect(read([0x4a, 0xff, 0xff, 0xff, 0xff])).toBe(-1);
    expect(read([...text('é'.normalize()).slice(0, 1), 2, 0, 0, 0, 0xc3, 0xa9])).toBe('é');
    expect(read([0x28, ...text('a'), 0x71, 0, 0x68, 0, 0x74])).toEqual(['a', 'a']);
  });
});
