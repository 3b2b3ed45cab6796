import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom } from '../../electron/shared/random.ts';
import type { Rgb } from './photos.ts';
import { jpeg, paint } from './photos.ts';

/** A small photo of one colour with grain, so that no two have the same bytes. */
export function tile(colour: Rgb, seed: number): Promise<Buffer> {
  const random = createRandom(seed, 'tile');
  const grain = (level: number): number => Math.max(0, Math.min(255, level + random.below(41) - 20));
  return jpeg(paint(48, 48, () => [grain(colour[0]), grain(colour[1]), grain(colour[2])]));
}

export const RED: Rgb = [200, 40, 40];
export const GREEN: Rgb = [40, 160, 60];

/** `<dir>/<folder>/<class>/01.jpg ...` with so many photos a class; any network tells such classes apart. */
export async function writeTiles(
  dir: string,
  folders: Record<string, Record<string, { colour: Rgb; count: number }>>,
): Promise<void> {
  let seed = 1;
  for (const [folder, classes] of Object.entries(folders)) {
    for (const [className, { colour, count }] of Object.entries(classes)) {
      const place = join(dir, folder, className);
      await mkdir(place, { recursive: true });
      for (let index = 1; index <= count; index += 1) {
        await writeFile(join(place, `${index}.jpg`), await tile(colour, (seed += 1)));
      }
    }
  }
}

/** Melanomas are red, naevi green: 8 + 8 to learn from, 4 + 4 to check with. */
export const writeRedAndGreen = (dir: string): Promise<void> =>
  writeTiles(dir, {
    train: { melanoma: { colour: RED, count: 8 }, naevus: { colour: GREEN, count: 8 } },
    valid: { melanoma: { colour: RED, count: 4 }, naevus: { colour: GREEN, count: 4 } },
  });
