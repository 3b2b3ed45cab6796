import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mapFileBytes, readMapView, toHalf, writeMapFile } from '../../../../electron/engine/features/mapFile.ts';
import { createRandom } from '../../../../electron/shared/random.ts';
import { withFolder } from '../../../support/engine.ts';

const sha256 = 'ab'.repeat(32);
const size = { views: 3, values: 50 };
const random = createRandom(1, 'maps');
const maps = Float32Array.from({ length: 150 }, () => 6 * random.normal());

describe('float16', () => {
  it('is the nearest one, ties to even, and never an infinity', () => {
    const cases: [number, number][] = [
      [0, 0],
      [1, 1],
      [2049, 2048],
      [2051, 2052],
      [1 + 2 ** -11, 1],
      [1 + 3 * 2 ** -11, 1 + 2 ** -9],
      [2 ** -24, 2 ** -24],
      [2 ** -26, 0],
      [-6.5, -6.5],
      [65504, 65504],
      [65519, 65504],
      [65520, 65504],
      [-1e9, -65504],
    ];
    expect([...toHalf(Float32Array.from(cases, ([from]) => from))]).toEqual(cases.map(([, to]) => to));
    toHalf(maps).forEach((value, i) => {
      expect(Math.abs(value - (maps[i] ?? NaN))).toBeLessThanOrEqual(2 ** -11 * Math.abs(maps[i] ?? 0));
    });
  });
});

describe('a file of maps', () => {
  it('gives back each view by itself', async () => {
    await withFolder(async (dir) => {
      const path = join(dir, 'photo.maps');
      await writeMapFile(path, size, sha256, maps);
      expect(readFileSync(path)).toHaveLength(mapFileBytes(size));
      const out = new Float32Array(120);
      for (const view of [2, 0]) {
        expect(readMapView(path, size, { sha256, view }, out, 60)).toBe(true);
        expect(out.subarray(60, 110)).toEqual(Float32Array.from(toHalf(maps.subarray(view * 50, (view + 1) * 50))));
      }
      expect(out.subarray(0, 60)).toEqual(new Float32Array(60));
      expect(out.subarray(110)).toEqual(new Float32Array(10));
    });
  });

  it('that is damaged, short, of another photo or of another shape counts as absent', async () => {
    await withFolder(async (dir) => {
      const path = join(dir, 'photo.maps');
      const out = new Float32Array(50);
      const read = (view: number, changes = {}, photo = sha256) =>
        readMapView(path, { ...size, ...changes }, { sha256: photo, view }, out, 0);
      expect(read(0)).toBe(false);
      await writeMapFile(path, size, sha256, maps);
      const bytes = readFileSync(path);
      const damaged = Buffer.from(bytes);
      damaged.writeUInt8(damaged.readUInt8(150) ^ 1, 150);
      writeFileSync(path, damaged);
      expect([read(0), read(1), read(2)]).toEqual([false, true, true]);
      writeFileSync(path, bytes.subarray(0, -1));
      expect([read(0), read(2)]).toEqual([true, false]);
      writeFileSync(path, bytes);
      expect(read(0, {}, 'cd'.repeat(32))).toBe(false);
      expect(read(0, { views: 2 })).toBe(false);
      expect(read(0, { values: 49 })).toBe(false);
      await expect(writeMapFile(path, { views: 2, values: 50 }, sha256, maps)).rejects.toThrow(RangeError);
    });
  });
});
