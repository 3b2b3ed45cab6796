import type { ChartType, Plugin } from 'chart.js';

interface Grounds {
  /** Values of the x axis with lower and upper limits, in three columns of equal length; empty: no band. */
  x: number[];
  low: number[];
  high: number[];
  bandColour: string;
  /** x, y, x, y of the line of chance; empty: none. */
  chance: number[];
  chanceColour: string;
}
declare module 'chart.js' {
  interface PluginOptionsByType<TType extends ChartType> {
    grounds?: TType extends ChartType ? Grounds : never;
  }
}

/**
 * What lies under the curves: a band of intervals and the line of chance. They are no datasets, since chart.js would then show a number of
 * theirs, or none at all, where the nearest number of a curve is wanted.
 */
export const grounds: Plugin<ChartType, Partial<Grounds>> = {
  id: 'grounds',
  beforeDatasetsDraw(chart, _args, { x = [], low = [], high = [], bandColour, chance = [], chanceColour }) {
    const { ctx } = chart;
    const across = chart.scales['x'];
    const up = chart.scales['y'];
    if (across === undefined || up === undefined) return;
    const to = (valueX: number, valueY: number): void =>
      ctx.lineTo(across.getPixelForValue(valueX), up.getPixelForValue(valueY));
    ctx.save();
    if (x.length > 1 && bandColour !== undefined) {
      ctx.beginPath();
      for (const [index, value] of x.entries()) to(value, high[index] ?? 1);
      for (let index = x.length - 1; index >= 0; index--) to(x[index] ?? 0, low[index] ?? 0);
      ctx.closePath();
      ctx.fillStyle = bandColour;
      ctx.fill();
    }
    const [fromX, fromY, toX, toY] = chance;
    if (fromX !== undefined && fromY !== undefined && toX !== undefined && toY !== undefined && chanceColour) {
      ctx.beginPath();
      to(fromX, fromY);
      to(toX, toY);
      ctx.setLineDash([2, 3]);
      ctx.lineWidth = 1;
      ctx.strokeStyle = chanceColour;
      ctx.stroke();
    }
    ctx.restore();
  },
};
