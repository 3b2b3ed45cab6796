import { createRandom } from '../../shared/random.ts';
import type { AugmentationSettings } from '../../shared/schemas/run.ts';

/** One photo's change, as `augmentNodes` takes it. */
export interface Augmentation {
  /** 8 numbers */
  transform: number[];
  /** 3 */
  gain: number[];
  offset: number[];
  /** 4 */
  hole: number[];
}

/** A place in a photo of side 1 around its centre: [right, down] of a place in the output becomes these. */
type Turn = readonly [xx: number, xy: number, yx: number, yy: number];

/** The 8 symmetries of a square: quarter turns clockwise, then the same mirrored; 0 leaves a photo as it is. */
const symmetries: readonly Turn[] = [
  [1, 0, 0, 1],
  [0, 1, -1, 0],
  [-1, 0, 0, -1],
  [0, -1, 1, 0],
  [-1, 0, 0, 1],
  [0, 1, 1, 0],
  [1, 0, 0, -1],
  [0, -1, -1, 0],
];

interface Crop {
  /** Share of the photo's side. */
  side: number;
  /** Of its centre from the photo's, in sides of the photo. */
  right: number;
  down: number;
}

/**
 * The transform that reads a `toPx` square from a `fromPx` photo: pixel centres lie at half numbers, so that the whole photo fills the whole square.
 * @param symmetry 0 to 7
 */
export function placement(symmetry: number, { side, right, down }: Crop, fromPx: number, toPx: number): number[] {
  const [xx, xy, yx, yy] = symmetries[symmetry] ?? [1, 0, 0, 1];
  const zoom = (side * fromPx) / toPx;
  // source = (1/2 + shift) from + zoom R (output + 1/2 - to / 2) - 1/2
  const back = 0.5 - toPx / 2;
  const along = (shift: number, a: number, b: number): number => (0.5 + shift) * fromPx - 0.5 + zoom * (a + b) * back;
  return [zoom * xx, zoom * xy, along(right, xx, xy), zoom * yx, zoom * yy, along(down, yx, yy), 0, 0];
}

/** How a photo is seen in one epoch: drawn from the seed, the epoch and the photo's own key alone, whatever batch it comes in. */
export function drawAugmentation(
  settings: AugmentationSettings,
  { seed, epoch, photo }: { seed: number; epoch: number; photo: string },
  { fromPx, toPx }: { fromPx: number; toPx: number },
): Augmentation {
  const random = createRandom(seed, `augment ${epoch} ${photo}`);
  // All numbers are drawn whatever is asked for, so that one setting does not change what another one draws.
  const symmetry = random.below(8);
  const side = random.between(settings.smallestCrop, 1);
  const room = (1 - side) / 2;
  const [right, down] = [random.between(-1, 1) * room, random.between(-1, 1) * room];
  const around = (value: number, spread: number): number => random.between(value - spread, value + spread);
  const brightness = around(1, settings.gain);
  const gain = [0, 1, 2].map(() => brightness * around(1, settings.channelGain));
  const offset = around(0, settings.offset);
  const hasHole = random.next() < 0.5 && settings.cutOut > 0;
  const holeSide = Math.round(toPx * settings.cutOut * random.next());
  const [top, left] = [random.below(toPx), random.below(toPx)].map((centre) => centre - Math.floor(holeSide / 2));
  const [row = 0, column = 0] = [top, left];
  return {
    transform: placement(settings.turnsAndMirrors ? symmetry : 0, { side, right, down }, fromPx, toPx),
    gain,
    offset: [offset, offset, offset],
    hole: hasHole ? [row, column, row + holeSide, column + holeSide] : [0, 0, 0, 0],
  };
}

/** A photo as it is, or one of its 8 views, brought to the network's size. */
export const viewOf = (symmetry: number, { fromPx, toPx }: { fromPx: number; toPx: number }): Augmentation => ({
  transform: placement(symmetry, { side: 1, right: 0, down: 0 }, fromPx, toPx),
  gain: [1, 1, 1],
  offset: [0, 0, 0],
  hole: [0, 0, 0, 0],
});
