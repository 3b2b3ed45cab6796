import { createRandom } from '../../electron/shared/random.ts';

/** Two overlapping clouds of feature rows: malignant ones are shifted along the first features. */
export function toySplit(
  photos: number,
  featureCount: number,
  seed: number,
): { matrix: Float32Array; labels: Uint8Array } {
  const random = createRandom(seed, 'toy features');
  const matrix = new Float32Array(photos * featureCount);
  const labels = new Uint8Array(photos);
  for (let row = 0; row < photos; row += 1) {
    const label = row % 4 === 0 ? 1 : 0;
    labels[row] = label;
    for (let i = 0; i < featureCount; i += 1) {
      matrix[row * featureCount + i] = Math.abs(random.normal() * 0.5 + 0.4 + (i < 5 ? label * 0.5 : 0));
    }
  }
  return { matrix, labels };
}
