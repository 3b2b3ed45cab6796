import { AppError } from '../../shared/errors.ts';
import type { CoreContext } from '../context.ts';
import { batchManifest, setBatchManifest } from '../database/batchLedger.ts';
import type { BatchManifest } from '../database/batchLedger.ts';
import { NETWORK_BATCH_SIZE } from './scorePhotos.ts';

/**
 * What a batch's photos are scored with from its first to its last: fixed when it is begun, and the same when it goes on. Fails with NOT_RESUMABLE
 * when this program has other libraries by now: their scores may differ in the last digits, and no file holds both.
 */
export async function fixManifest({ database, engines }: CoreContext, batchId: string): Promise<BatchManifest> {
  const fixed = batchManifest(database, batchId);
  const { threads, tensorflow, oneDnn, sharp, vips } = await engines.compute.call('hello', { loadTensorFlow: true });
  if (tensorflow === null) throw new AppError('INTERNAL', 'the engine has no TensorFlow');
  const now: BatchManifest = { networkBatch: NETWORK_BATCH_SIZE, threads, tensorflow, oneDnn, sharp, vips };
  if (fixed === null) {
    setBatchManifest(database, batchId, now);
    return now;
  }
  const differences = versionKeys
    .filter((key) => fixed[key] !== now[key])
    .map((key) => `${key} ${fixed[key]} (now ${now[key]})`);
  if (differences.length === 0) return fixed;
  throw new AppError('NOT_RESUMABLE', `This batch was begun with ${differences.join(', ')}.`, {
    details: { batchId, remedy: 'Score all of it with this version: the same command with --no-resume.' },
  });
}

/** The number of threads is noted and not compared: scores do not depend on it. */
const versionKeys = ['tensorflow', 'oneDnn', 'sharp', 'vips'] as const;
