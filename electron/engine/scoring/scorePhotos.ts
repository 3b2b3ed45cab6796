import { photoFeatures } from '../features/pipeline.ts';
import type { Outcome, PipelineDeps } from '../features/pipeline.ts';
import type { PhotoExtras, PhotoRef, PhotoScore } from '../protocol.ts';
import { classProbabilities, logOdds } from '../training/head.ts';
import type { Head } from '../training/headFile.ts';
import { sigmoid } from '../training/splitMetrics.ts';
import type { Extras } from './extras.ts';

export interface ScoreDeps extends Omit<PipelineDeps, 'times' | 'whenDiskIsFull' | 'judge'> {
  head: Head;
  /** null: scores alone. */
  extras: Extras | null;
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
  const { head, extras, report } = deps;
  let index = 0;
  const reportAll = async (outcomes: readonly Outcome[]): Promise<void> => {
    const said = (await extras?.of(outcomes)) ?? [];
    for (const [i, outcome] of outcomes.entries()) {
      counts[outcome.status === 'ok' ? 'scored' : 'failed'] += 1;
      report({ index, photo: toScore(outcome, head, said[i] ?? null) });
      index += 1;
    }
  };
  let waiting: Outcome[] = [];
  try {
    const pipeline = { ...deps, times, whenDiskIsFull: 'goOn' as const, judge: extras?.judge ?? null };
    for await (const outcomes of photoFeatures(photos, pipeline)) {
      for (const outcome of outcomes) if (outcome.status === 'ok') used.push(outcome.photo.sha256);
      waiting.push(...outcomes);
      if (waiting.length < (extras?.atOnce ?? 1)) continue;
      await reportAll(waiting);
      waiting = [];
    }
    await reportAll(waiting);
  } finally {
    deps.cached?.settle([...used, ...(extras?.needs ?? [])]);
  }
  return counts;
}

function toScore(outcome: Outcome, head: Head, extras: PhotoExtras | null): PhotoScore {
  if (outcome.status === 'error') {
    return { status: 'error', code: outcome.error.code, message: outcome.error.message };
  }
  const { sha256, sizeBytes, widthPx, heightPx, features } = outcome.photo;
  const logit = logOdds(head, features);
  const score = { score: sigmoid(logit), logit, sha256, sizeBytes, mtimeMs: outcome.mtimeMs, widthPx, heightPx };
  const classes = classProbabilities(head, features);
  return {
    status: 'ok',
    ...score,
    ...(classes === null ? {} : { classes }),
    ...(extras === null ? {} : { extras }),
  };
}
