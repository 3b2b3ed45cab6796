import { expect, it } from 'vitest';
import { enlarge } from '../../../../electron/engine/images/enlarge.ts';
import { noise, paint } from '../../../support/photos.ts';

const size = (widthPx: number, heightPx: number) => ({ widthPx, heightPx });

it('interpolates between pixel centres, and the edge goes on outside', () => {
  const grey = (levels: number[]) => Uint8Array.from(levels.flatMap((level) => [level, level, level]));
  expect(enlarge(grey([0, 100]), size(2, 1), size(4, 1))).toEqual(grey([0, 25, 75, 100]));
  // centres of 5 pixels on 3: -0.2, 0.4, 1, 1.6, 2.2
  expect(enlarge(grey([0, 100, 50]), size(1, 3), size(1, 5))).toEqual(grey([0, 40, 100, 70, 50]));
});

it('gives the mirrored result for the mirrored photo, to the bit', () => {
  const photo = noise(13, 9, 4);
  const mirrored = paint(13, 9, (x, y) => {
    const at = (y * 13 + 12 - x) * 3;
    return [photo.rgb[at] ?? 0, photo.rgb[at + 1] ?? 0, photo.rgb[at + 2] ?? 0];
  });
  const large = enlarge(photo.rgb, size(13, 9), size(20, 21));
  const largeMirrored = enlarge(mirrored.rgb, size(13, 9), size(20, 21));
  const back = paint(20, 21, (x, y) => {
    const at = (y * 20 + 19 - x) * 3;
    return [largeMirrored[at] ?? 0, largeMirrored[at + 1] ?? 0, largeMirrored[at + 2] ?? 0];
  });
  expect(back.rgb).toEqual(large);
});

it('leaves a photo of the right size as it is', () => {
  const photo = noise(7, 5, 2);
  expect(enlarge(photo.rgb, size(7, 5), size(7, 5))).toEqual(photo.rgb);
});
