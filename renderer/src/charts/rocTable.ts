import type { RocPoint } from '../../../electron/shared/metrics/ranking.ts';

/** Corners that a table can show: one each time the sensitivity has risen by `step`, with both ends. */
export function rocTableRows(points: readonly RocPoint[], step = 0.05): RocPoint[] {
  const rows: RocPoint[] = [];
  for (const [index, point] of points.entries()) {
    const last = rows.at(-1);
    // sums of twentieths do not meet exactly
    if (last === undefined || point.tpr >= last.tpr + step - 1e-9 || index === points.length - 1) rows.push(point);
  }
  return rows;
}
