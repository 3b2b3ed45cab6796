/**
 * Python's pickle, protocol 2, as far as files of tensors need it. Unpickling is a program that may call anything; this
 * one calls only what the caller lists, and refuses every other global and every opcode that is not below.
 */
export type PickleCall = (args: readonly unknown[]) => unknown;

export interface PickleHost {
  /** `module name` -> what REDUCE may call, or a value that is only passed on. Anything else is refused. */
  globals: ReadonlyMap<string, unknown>;
  /** What a persistent id stands for. */
  persistent(id: unknown): unknown;
}

export class PickleError extends Error {}

const mark = Symbol('mark');

/** A cursor over bytes that refuses to read past their end. */
export class ByteReader {
  readonly #view: DataView;
  #bytes: Uint8Array;
  position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  #advance(count: number): number {
    const start = this.position;
    if (count < 0 || start + count > this.#bytes.length) throw new PickleError(`the file ends at byte ${start}`);
    this.position = start + count;
    return start;
  }

  uint8 = (): number => this.#view.getUint8(this.#advance(1));
  uint16 = (): number => this.#view.getUint16(this.#advance(2), true);
  int32 = (): number => this.#view.getInt32(this.#advance(4), true);
  uint32 = (): number => this.#view.getUint32(this.#advance(4), true);
  int64 = (): number => Number(this.#view.getBigInt64(this.#advance(8), true));
  take = (count: number): Uint8Array => {
    const start = this.#advance(count);
    return this.#bytes.subarray(start, start + count);
  };
  text = (count: number): string => new TextDecoder('utf-8', { fatal: true }).decode(this.take(count));

  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.position);
    if (end === -1) throw new PickleError('the file ends inside a name');
    const line = this.text(end - this.position);
    this.position += 1;
    return line;
  }
}

/** LONG1: little-endian two's complement of any length. */
function longFrom(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes.toReversed()) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(8 * bytes.length, value);
}

const isCall = (value: unknown): value is PickleCall => typeof value === 'function';

function setItems(target: unknown, items: readonly unknown[]): void {
  if (!(target instanceof Map)) throw new PickleError('items are set on what is no dict');
  for (let i = 0; i < items.length; i += 2) target.set(items[i], items[i + 1]);
}

/** Reads one pickle at the reader's position. Tuples and lists become arrays, dicts become Maps, LONG1 a bigint. */
export function readPickle(reader: ByteReader, host: PickleHost): unknown {
  const stack: unknown[] = [];
  const memo = new Map<number, unknown>();

  const pop = (): unknown => {
    if (stack.length === 0) throw new PickleError('the stack is empty');
    return stack.pop();
  };
  const popToMark = (): unknown[] => {
    const start = stack.lastIndexOf(mark);
    if (start === -1) throw new PickleError('a mark is missing');
    return stack.splice(start).slice(1);
  };
  const fromMemo = (index: number): unknown => {
    if (!memo.has(index)) throw new PickleError(`memo ${index} is empty`);
    return memo.get(index);
  };
  const global = (name: string): unknown => {
    if (!host.globals.has(name)) throw new PickleError(`the file asks for "${name}", which is not allowed`);
    return host.globals.get(name);
  };
  const reduce = (args: unknown, callee: unknown): unknown => {
    if (!isCall(callee) || !Array.isArray(args)) throw new PickleError('the file calls what cannot be called');
    return callee(args);
  };

  for (;;) {
    const opcode = reader.uint8();
    switch (opcode) {
      case 0x80: // PROTO
        if (reader.uint8() !== 2) throw new PickleError('only pickle protocol 2 is read');
        break;
      case 0x2e: // STOP
        return pop();
      case 0x28: // MARK
        stack.push(mark);
        break;
      case 0x4e: // NONE
        stack.push(null);
        break;
      case 0x88: // NEWTRUE
        stack.push(true);
        break;
      case 0x89: // NEWFALSE
        stack.push(false);
        break;
      case 0x4b: // BININT1
        stack.push(reader.uint8());
        break;
      case 0x4d: // BININT2
        stack.push(reader.uint16());
        break;
      case 0x4a: // BININT
        stack.push(reader.int32());
        break;
      case 0x8a: // LONG1
        stack.push(longFrom(reader.take(reader.uint8())));
        break;
      case 0x58: // BINUNICODE
        stack.push(reader.text(reader.uint32()));
        break;
      case 0x7d: // EMPTY_DICT
        stack.push(new Map());
        break;
      case 0x5d: // EMPTY_LIST
      case 0x29: // EMPTY_TUPLE
        stack.push([]);
        break;
      case 0x85: // TUPLE1
        stack.push([pop()]);
        break;
      case 0x86: {
        // TUPLE2
        const second = pop();
        stack.push([pop(), second]);
        break;
      }
      case 0x74: // TUPLE
        stack.push(popToMark());
        break;
      case 0x65: {
        // APPENDS
        const items = popToMark();
        const list = stack.at(-1);
        if (!Array.isArray(list)) throw new PickleError('items are appended to what is no list');
        list.push(...items);
        break;
      }
      case 0x75: {
        // SETITEMS
        const items = popToMark();
        setItems(stack.at(-1), items);
        break;
      }
      case 0x73: {
        // SETITEM
        const value = pop();
        const key = pop();
        setItems(stack.at(-1), [key, value]);
        break;
      }
      case 0x71: // BINPUT
        memo.set(reader.uint8(), stack.at(-1));
        break;
      case 0x72: // LONG_BINPUT
        memo.set(reader.uint32(), stack.at(-1));
        break;
      case 0x68: // BINGET
        stack.push(fromMemo(reader.uint8()));
        break;
      case 0x6a: // LONG_BINGET
        stack.push(fromMemo(reader.uint32()));
        break;
      case 0x63: // GLOBAL
        stack.push(global(`${reader.line()} ${reader.line()}`));
        break;
      case 0x52: {
        // REDUCE
        const args = pop();
        stack.push(reduce(args, pop()));
        break;
      }
      case 0x51: // BINPERSID
        stack.push(host.persistent(pop()));
        break;
      case 0x62: // BUILD: attributes of the object below; a dict of tensors has none that matter
        pop();
        break;
      default:
        throw new PickleError(`opcode 0x${opcode.toString(16)} at byte ${reader.position - 1} is not allowed`);
    }
  }
}
