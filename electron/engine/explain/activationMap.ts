import type { ActivationMap } from '../../shared/schemas/explanation.ts';
import type { Explanation } from '../backbones/registry.ts';
import { averageViews, placeInPhoto } from '../features/views.ts';
import type { View } from '../features/views.ts';
import { linearAt } from '../training/head.ts';
import type { HeadMembers } from '../training/head.ts';

/**
 * What each place of the last map adds to the log-odds: weights times the map's features there (Zhou et al. 2016, "Learning deep features for
 * discriminative localization"). Exact for a linear head on features that are the mean of the map: the mean of the values and the bias sum to
 * the log-odds. So do they for a head that tells classes apart, whose weights are the derivative of the log-odds at this photo (`linearAt`; the
 * derivative by the class logits as in Selvaraju et al. 2017, "Grad-CAM"). The map of each view is turned back to lie on the photo as it is; the mean
 * of the maps belongs to the mean of the features. `map` holds one map a view, and `features` one row a view, in their order.
 */
export function activationMap(
  { features, map, mapShape }: Explanation,
  views: readonly View[],
  head: HeadMembers,
): ActivationMap {
  const [count, rows, columns, featureCount] = mapShape;
  const isWhole = rows !== undefined && columns === rows && featureCount !== undefined && count === views.length;
  if (!isWhole || features.length !== count * featureCount) {
    throw new RangeError(`a map of ${mapShape.join(' x ')} for ${views.length} views and ${features.length} features`);
  }
  const seen = averageViews(views.map((_, v) => features.subarray(v * featureCount, (v + 1) * featureCount)));
  const { weights, bias } = linearAt(head, seen);
  if (weights.length !== featureCount) throw new RangeError(`${weights.length} weights for ${featureCount} features`);
  const values = new Array<number>(rows * columns).fill(0);
  views.forEach((view, v) => {
    for (let y = 0; y < rows; y += 1) {
      for (let x = 0; x < columns; x += 1) {
        const from = ((v * rows + y) * columns + x) * featureCount;
        let sum = 0;
        for (let i = 0; i < featureCount; i += 1) sum += (weights[i] ?? 0) * (map[from + i] ?? 0);
        const place = placeInPhoto(view, y, x, rows);
        values[place] = (values[place] ?? 0) + sum / views.length;
      }
    }
  });
  return { columns, rows, values, bias };
}
