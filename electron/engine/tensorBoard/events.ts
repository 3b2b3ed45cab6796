import { crc32c } from './crc32c.ts';

/** One point of a curve in TensorBoard. */
export interface Scalar {
  tag: string;
  value: number;
}

/*
 * TensorBoard reads protobuf messages of which only these fields are written:
 *   Event   { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5; }
 *   Summary { repeated Value value = 1; }   Value { string tag = 1; float simple_value = 2; }
 */
const wireVarint = 0;
const wireDouble = 1;
const wireBytes = 2;
const wireFloat = 5;

const key = (field: number, wire: number): Buffer => Buffer.from([(field << 3) | wire]);

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
  return Buffer.from(bytes);
}

const bytesField = (field: number, bytes: Uint8Array): Buffer =>
  Buffer.concat([key(field, wireBytes), varint(bytes.length), bytes]);

function doubleField(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([key(field, wireDouble), bytes]);
}

function floatField(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([key(field, wireFloat), bytes]);
}

const wallTime = (time: Date): Buffer => doubleField(1, time.getTime() / 1000);

/** The first event of a file: says that the others follow this format. */
export const versionEvent = (time: Date): Buffer =>
  Buffer.concat([wallTime(time), bytesField(3, Buffer.from('brain.Event:2'))]);

export function scalarEvent(time: Date, step: number, scalars: readonly Scalar[]): Buffer {
  const values = scalars.map(({ tag, value }) =>
    bytesField(1, Buffer.concat([bytesField(1, Buffer.from(tag)), floatField(2, value)])),
  );
  return Buffer.concat([
    wallTime(time),
    Buffer.concat([key(2, wireVarint), varint(step)]),
    bytesField(5, Buffer.concat(values)),
  ]);
}

/** Frames a message as a TFRecord: length, its masked check sum, the message, its masked check sum. */
export function record(message: Uint8Array): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(message.length));
  return Buffer.concat([length, maskedCrc(length), message, maskedCrc(message)]);
}

/** TensorFlow turns and shifts the sum, since a sum over bytes that hold sums is weak. */
function maskedCrc(bytes: Uint8Array): Buffer {
  const crc = crc32c(bytes);
  const masked = Buffer.alloc(4);
  masked.writeUInt32LE((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0);
  return masked;
}
