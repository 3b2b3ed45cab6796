import { type CutPoint, cutPoints } from './cut.ts';
import { inputName, type Layer, type Network } from './layers.ts';
import { inferShapes, type Shape } from './shapes.ts';

/** Of a photo's side: below it a map has lost the places that fine structure is at. */
const smallestSide = 1 / 20;
/** Of the network's multiplications. */
const leastTrained = 1 / 3;

/**
 * Where the upper stages begin, for training them on maps that are kept of what stands before. Of the places where the network can be cut: those of the
 * smallest maps that still have a twentieth of the photo's side; of these the ones with the fewest numbers, since every number of every view is kept; of
 * these the last one after which a third of the multiplications are left to train. A network without such a place is cut at the last one that leaves so much, which may be
 * before its first layer.
 *
 * EfficientNet-Lite0 is cut where its 14 x 14 x 80 stage ends (`block7/add`, with .59 of the multiplications after it), InceptionV3 at `mixed5` (.37).
 */
export function upperCut(network: Network): CutPoint {
  const shapes = inferShapes(network);
  const costs = network.layers.map((layer) => multiplications(layer, shapes.get(layer.name) ?? []));
  const total = sum(costs);
  const places = cutPoints(network)
    .filter(({ shape }) => shape.length === 3)
    .filter(({ layersAfter }) => sum(costs.slice(network.layers.length - layersAfter)) >= leastTrained * total);
  const side = ({ shape }: CutPoint): number => Math.min(shape[0] ?? 0, shape[1] ?? 0);
  const count = ({ shape }: CutPoint): number => shape.reduce((a, b) => a * b, 1);
  const atLeast = smallestSide * network.imageSizePx;
  const largeEnough = places.filter((place) => place.name !== inputName && side(place) >= atLeast);
  const smallest = Math.min(...largeEnough.map(side));
  const candidates = largeEnough.filter((place) => side(place) === smallest);
  const narrowest = Math.min(...candidates.map(count));
  const found = candidates.findLast((place) => count(place) === narrowest) ?? places.at(-1);
  if (found === undefined) throw new Error('the network cannot be cut');
  return found;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function multiplications(layer: Layer, shape: Shape): number {
  if (layer.type !== 'conv' && layer.type !== 'depthwise') return 0;
  const [height = 0, width = 0, channelsIn = 0] = layer.kernel.shape;
  return shape.reduce((a, b) => a * b, 1) * height * width * (layer.type === 'conv' ? channelsIn : 1);
}
