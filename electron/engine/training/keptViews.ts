import { createRandom } from '../../shared/random.ts';
import type { AugmentationSettings } from '../../shared/schemas/run.ts';
import { type View, viewsOf } from '../features/views.ts';
import { type Augmentation, drawAugmentation } from './augmentation.ts';

/** How a photo is changed for one look at it: shown from another side and else as scoring shows it, or drawn whole. */
export type Look = { view: View } | { change: Augmentation };

/** A photo that is augmented is prepared so much larger than the network's input, so that a part of it that is cut out need not be enlarged as much. */
export const preparedPx = (networkPx: number): number => Math.round((networkPx * 8) / 7);

/** Whether more than turns and mirror images is drawn. */
export const drawsMore = ({ smallestCrop, gain, channelGain, offset, cutOut }: AugmentationSettings): boolean =>
  smallestCrop < 1 || gain > 0 || channelGain > 0 || offset > 0 || cutOut > 0;

const sidesOf = ({ turnsAndMirrors }: AugmentationSettings): readonly View[] =>
  viewsOf(turnsAndMirrors ? 'turns' : 'one');

/** How many views of a photo differ, of so many that were asked for. */
export const viewCount = (settings: AugmentationSettings, asked: number): number =>
  drawsMore(settings) ? asked : Math.min(asked, sidesOf(settings).length);

/**
 * The views of a photo whose maps are kept: its 8 sides as they are (or the one), then drawn ones, each from the seed, the photo's content hash and the
 * view's number alone, so that they depend on no other photo.
 */
export function keptLooks(
  settings: AugmentationSettings,
  { count, seed, sha256, networkPx }: { count: number; seed: number; sha256: string; networkPx: number },
): Look[] {
  const sides = sidesOf(settings);
  const sizes = { fromPx: preparedPx(networkPx), toPx: networkPx };
  return Array.from({ length: count }, (_, number) => {
    const view = sides[number];
    if (view !== undefined) return { view };
    return { change: drawAugmentation(settings, { seed, epoch: number, photo: sha256 }, sizes) };
  });
}

/** Which of so many kept views a photo is seen in, in one epoch. */
export const keptViewOf = (count: number, drawn: { seed: number; epoch: number; sha256: string }): number =>
  createRandom(drawn.seed, `view ${drawn.epoch} ${drawn.sha256}`).below(count);

/** How a photo is seen in one epoch where nothing is kept. */
export function lookOf(
  settings: AugmentationSettings,
  { seed, epoch, sha256, networkPx }: { seed: number; epoch: number; sha256: string; networkPx: number },
): Look {
  if (drawsMore(settings)) {
    const sizes = { fromPx: preparedPx(networkPx), toPx: networkPx };
    return { change: drawAugmentation(settings, { seed, epoch, photo: sha256 }, sizes) };
  }
  const sides = sidesOf(settings);
  return { view: sides[keptViewOf(sides.length, { seed, epoch, sha256 })] ?? 'identity' };
}
