import { photoFeatures } from '../features/pipeline.ts';
import type { Outcome, PipelineDeps } from '../features/pipeline.ts';
import type { PhotoRef, PhotoScore } from '../protocol.ts';
import type { Head } from '../training/headFile.ts';
import { sigmoid } from '../training/splitMetrics.ts';

export interface ScoreDeps extends Omit<PipelineDeps, 'times' | 'whenDiskIsFull'> {
  head: Head;
  report: (event: { index: number; photo: PhotoScore }) => void;
}

/** Scores photos in the order given, one report each: a score, or why there is none. */
export async function scorePhotos(
  photos: readonly PhotoRef[],
  deps: ScoreDeps,
): Promise<{ scored: number; failed: number }> {
  const times = { decodeMs: 0, networkMs: 0 };
  const counts = { scored: 0, failed: 0 };
  const used: string[] = [];
  let index = 0;
  try {
    for await (const outcomes of photoFeatures(photos, { ...deps, times, whenDiskIsFull: 'goOn' })) {
      for (const outcome of outcomes) {
        if (outcome.status === 'ok') used.push(outcome.photo.sha256);
        counts[outcome.status === 'ok' ? 'scored' : 'failed'] += 1;
        deps.report({ index, photo: toScore(outcome, deps.head) });
        index += 1;
      }
    }
  } finally {
    deps.cached?.settle(used);
  }
  return counts;
}

function toScore(outcome: Outcome, head: Head): PhotoScore {
  if (outcome.status === 'error') {
    return { status: 'error', code: outcome.error.code, message: outcome.error.message };
  }
  const { sha256, sizeBytes, widthPx, heightPx, features } = outcome.photo;
  const logit = logOdds(head, features);
  return { status: 'ok', score: sigmoid(logit), logit, sha256, sizeBytes, mtimeMs: outcome.mtimeMs, widthPx, heightPx };
}

/** Weights . features + bias in float64, summed in one fixed order. */
export function logOdds({ weights, bias }: Pick<Head, 'weights' | 'bias'>, features: Float32Array): number {
  let sum = bias;
  for (let i = 0; i < weights.length; i += 1) sum += (weights[i] ?? 0) * (features[i] ?? 0);
  return sum;
}
