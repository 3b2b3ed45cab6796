import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { crc32c } from '../../../../electron/engine/tensorBoard/crc32c.ts';
import { startEventFiles } from '../../../../electron/engine/tensorBoard/epochEvents.ts';
import type { EpochMetrics } from '../../../../electron/shared/schemas/run.ts';
import { withFolder } from '../../../support/engine.ts';

/** Fields of a protobuf message by number, as the wire has them. */
function fieldsOf(bytes: Buffer): Map<number, (Buffer | number)[]> {
  const fields = new Map<number, (Buffer | number)[]>();
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes.readUInt8(at++);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    let value: Buffer | number;
    if ((tag & 7) === 0) value = varint();
    else {
      const length = { 1: 8, 2: -1, 5: 4 }[tag & 7] ?? NaN;
      const size = length === -1 ? varint() : length;
      value = bytes.subarray(at, (at += size));
      expect(value).toHaveLength(size);
    }
    fields.set(tag >> 3, [...(fields.get(tag >> 3) ?? []), value]);
  }
  return fields;
}

const bytes = (value: Buffer | number | undefined): Buffer => {
  if (!Buffer.isBuffer(value)) throw new Error('bytes expected');
  return value;
};

/** Reads an event file by the published formats: TFRecord frames with check sums, Event messages. */
function readEvents(path: string) {
  const file = readFileSync(path);
  const events: { wallTime: number; step: number; version: string; scalars: Record<string, number> }[] = [];
  const checked = (from: number, length: number): Buffer => {
    const part = file.subarray(from, from + length);
    const rotated = (file.readUInt32LE(from + length) - 0xa282ead8) >>> 0;
    expect(((rotated << 15) | (rotated >>> 17)) >>> 0).toBe(crc32c(part));
    return part;
  };
  for (let at = 0; at < file.length;) {
    const length = Number(checked(at, 8).readBigUInt64LE());
    const event = fieldsOf(checked(at + 12, length));
    at += 16 + length;
    const values = event.get(5)?.flatMap((summary) => fieldsOf(bytes(summary)).get(1) ?? []) ?? [];
    events.push({
      wallTime: bytes(event.get(1)?.[0]).readDoubleLE(),
      step: Number(event.get(2)?.[0] ?? 0),
      version: event.has(3) ? bytes(event.get(3)?.[0]).toString() : '',
      scalars: Object.fromEntries(
        values.map((value) => {
          const fields = fieldsOf(bytes(value));
          return [bytes(fields.get(1)?.[0]).toString(), bytes(fields.get(2)?.[0]).readFloatLE()];
        }),
      ),
    });
  }
  return events;
}

const epoch = (n: number): EpochMetrics => ({
  epoch: n,
  loss: 1 / n,
  accuracy: 0.5,
  auc: 0.75,
  valLoss: 2 / n,
  valAccuracy: 0.25,
  valAuc: n === 2 ? null : 0.625,
  seconds: 1,
});

const onlyFile = (dir: string): string => {
  const names = readdirSync(dir).filter((name) => name.includes('tfevents'));
  expect(names).toHaveLength(1);
  return join(dir, names[0] ?? '');
};

it('computes the check sum of RFC 3720', () => {
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
});

it('writes the curves of both splits under the names of Keras, and an absent AUC not at all', async () => {
  await withFolder(async (dir) => {
    const events = await startEventFiles(dir, [], () => new Date(1_700_000_000_500));
    for (const n of [1, 2, 300]) events.add(epoch(n));
    const train = readEvents(onlyFile(join(dir, 'train')));
    expect(train[0]).toEqual({ wallTime: 1_700_000_000.5, step: 0, version: 'brain.Event:2', scalars: {} });
    expect(train.slice(1).map(({ step }) => step)).toEqual([0, 1, 299]);
    expect(train[1]?.scalars).toEqual({ epoch_loss: 1, epoch_accuracy: 0.5, epoch_auc: 0.75 });
    const valid = readEvents(onlyFile(join(dir, 'validation')));
    expect(valid.map(({ scalars }) => scalars)).toEqual([
      {},
      { epoch_loss: 2, epoch_accuracy: 0.25, epoch_auc: 0.625 },
      { epoch_loss: 1, epoch_accuracy: 0.25 },
      { epoch_loss: Math.fround(2 / 300), epoch_accuracy: 0.25, epoch_auc: 0.625 },
    ]);
  });
});

it('when a run goes on has each epoch once, and leaves the files of others', async () => {
  await withFolder(async (dir) => {
    const first = await startEventFiles(dir, [], () => new Date(1e12));
    for (const n of [1, 2, 3]) first.add(epoch(n)); // the third was written, its checkpoint was not
    writeFileSync(join(dir, 'train', 'notes.txt'), 'mine');
    const second = await startEventFiles(dir, [epoch(1), epoch(2)], () => new Date(2e12));
    second.add(epoch(3));
    expect(readEvents(onlyFile(join(dir, 'train'))).map(({ step }) => step)).toEqual([0, 0, 1, 2]);
    expect(readFileSync(join(dir, 'train', 'notes.txt'), 'utf8')).toBe('mine');
  });
});
