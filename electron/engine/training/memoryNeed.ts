import { AppError } from '../../shared/errors.ts';
import { cutNetwork } from '../graph/cut.ts';
import { foldBatchNorm } from '../graph/fold.ts';
import { inputName, type Network } from '../graph/layers.ts';
import { inferShapes } from '../graph/shapes.ts';

/** Of the trained layers' outputs; see below. */
const perOutput = 1.25;

/**
 * What a training step of a batch takes at most, bytes, about: every trained layer's output, float32, which is kept until its gradient is done, and a quarter
 * on top. Frozen layers are computed without being kept, so they add their largest output twice.
 *
 * Peaks beside it, measured on Linux: EfficientNet-Lite0, all stages, 32 photos 1.07 GB (estimate 2.10), 8 photos 0.33 (0.52); upper stages, 32 photos
 * 0.33 (0.79); InceptionV3, all, 8 photos 0.48 (0.87); upper, 16 photos 0.32 (0.55).
 */
export function stepBytes(network: Network, cut: string, batchSize: number): number {
  const folded = foldBatchNorm(network);
  const shapes = inferShapes(folded);
  const { frozen, trained } = cutNetwork(folded, cut);
  const sizes = (layers: typeof frozen): number[] =>
    layers.map(({ name }) => (shapes.get(name) ?? []).reduce((a, b) => a * b, 1));
  const kept = sizes(trained).reduce((a, b) => a + b, 0);
  return 4 * batchSize * (perOutput * kept + 2 * Math.max(0, ...sizes(frozen)));
}

/** Of the memory that is free, so that others go on. */
const usable = 0.9;

/**
 * @param freeBytes of the machine's memory
 * @throws AppError BAD_INPUT, reason MEMORY, when a step cannot be held; its details say which batch size can.
 */
export function requireMemory(network: Network, cut: string, batchSize: number, freeBytes: number): void {
  const neededBytes = stepBytes(network, cut, batchSize);
  if (neededBytes <= usable * freeBytes) return;
  const fitting = Math.floor((batchSize * usable * freeBytes) / neededBytes);
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  const ways = [
    ...(fitting < 1 ? [] : [`choose a batch size of at most ${fitting}`]),
    'close other programs',
    // nothing is frozen yet
    ...(cut === inputName ? ['train the upper stages alone'] : []),
  ];
  const remedy = ways.join(ways.length === 2 ? ' or ' : ', ').replace(/, (?=[^,]*$)/, ', or ');
  throw new AppError(
    'BAD_INPUT',
    `a step of ${batchSize} photos takes about ${gigabytes(neededBytes)} of memory and ${gigabytes(freeBytes)} are free: ${remedy}`,
    { details: { reason: 'MEMORY', neededBytes, freeBytes, batchSize: Math.max(0, fitting) } },
  );
}
