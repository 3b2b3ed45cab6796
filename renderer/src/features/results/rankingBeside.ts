import type { ScoreTable } from '../../../../electron/shared/metrics/scoreTable.ts';
import { summarizeRanking, type RankingSummary } from '../../../../electron/shared/metrics/summary.ts';

/** What no threshold changes, computed beside the window (its fits take tens of passes over the scores); in it where that cannot be. */
export async function rankingBeside(table: ScoreTable): Promise<RankingSummary> {
  let worker: Worker | null = null;
  try {
    const started = new Worker(new URL('./ranking.worker.ts', import.meta.url), { type: 'module' });
    worker = started;
    return await new Promise<RankingSummary>((resolve, reject) => {
      started.onmessage = ({ data }: MessageEvent<RankingSummary>) => resolve(data);
      started.onerror = ({ message }) => reject(new Error(message));
      started.postMessage(table);
    });
  } catch {
    return summarizeRanking(table);
  } finally {
    worker?.terminate();
  }
}
