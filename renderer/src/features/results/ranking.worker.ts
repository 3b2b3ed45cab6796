import type { ScoreTable } from '../../../../electron/shared/metrics/scoreTable.ts';
import { summarizeRanking } from '../../../../electron/shared/metrics/summary.ts';

addEventListener('message', ({ data: table }: MessageEvent<ScoreTable>) => postMessage(summarizeRanking(table)));
