import { cellRows, operateAt, prepareScores } from '../../renderer/src/features/results/operating.ts';
import { hundredThousand } from '../ui/results/referenceVector.ts';

/*
 * What one move of the threshold costs the window over 100,000 scores, drawing aside: matrix, metrics with their intervals, the ROC's point and
 * the first screenful of all four galleries. One JSON line; a promise of 50 ms is for all of it with drawing.
 *
 *   node tests/bench/thresholdMove.ts
 */

const MOVES = 1000;
const SCREENFUL = 40;

const began = performance.now();
const prepared = prepareScores(hundredThousand());
const prepareMs = performance.now() - began;

const times = Array.from({ length: MOVES }, (_, move) => {
  const start = performance.now();
  const { summary } = operateAt(prepared, move / MOVES);
  for (const cell of ['tp', 'fp', 'fn', 'tn'] as const) {
    const rows = cellRows(prepared, summary.confusion, cell);
    for (let place = 0; place < Math.min(SCREENFUL, rows.count); place++) rows.rowAt(place);
  }
  return performance.now() - start;
}).sort((a, b) => a - b);

const at = (share: number): number => Number((times[Math.floor(share * (MOVES - 1))] ?? NaN).toFixed(4));
const figures = {
  scores: prepared.table.n,
  prepareMs: Math.round(prepareMs),
  moveMs: { median: at(0.5), p99: at(0.99), most: at(1) },
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
