import type { ActivationMap } from '../../shared/schemas/explanation.ts';
import type { Explanation } from '../backbones/registry.ts';
import type { View } from '../features/views.ts';
import type { Head } from '../training/headFile.ts';

/**
 * What each place of the last map adds to the log-odds: weights times the map's features there (Zhou et al. 2016, "Learning deep features for
 * discriminative localization"). Exact for a linear head on features that are the mean of the map: the mean of the values and the bias sum to
 * the log-odds. The map of each view is turned back to lie on the photo as it is; the mean of the maps belongs to the mean of the features.
 * `maps` holds one map a view, in their order.
 */
export function activationMap(
  { map, mapShape }: Pick<Explanation, 'map' | 'mapShape'>,
  views: readonly View[],
  { weights, bias }: Pick<Head, 'weights' | 'bias'>,
): ActivationMap {
  const [count, rows, columns, featureCount] = mapShape;
  if (rows === undefined || columns === undefined || count !== views.length || featureCount !== weights.length) {
    throw new RangeError(`a map of ${mapShape.join(' x ')} for ${views.length} views and ${weights.length} weights`);
  }
  const values = new Array<number>(rows * columns).fill(0);
  views.forEach((view, v) => {
    const [swapsColumns, swapsRows] = [
      view === 'mirrored' || view === 'turned',
      view === 'upsideDown' || view === 'turned',
    ];
    for (let y = 0; y < rows; y += 1) {
      for (let x = 0; x < columns; x += 1) {
        const from = ((v * rows + y) * columns + x) * featureCount;
        let sum = 0;
        for (let i = 0; i < featureCount; i += 1) sum += (weights[i] ?? 0) * (map[from + i] ?? 0);
        const place = (swapsRows ? rows - 1 - y : y) * columns + (swapsColumns ? columns - 1 - x : x);
        values[place] = (values[place] ?? 0) + sum / views.length;
      }
    }
  });
  return { columns, rows, values, bias };
}
