import type { ChartType, Plugin } from 'chart.js';

declare module 'chart.js' {
  interface PluginOptionsByType<TType extends ChartType> {
    endLabels?: { show: TType extends ChartType ? boolean : never };
  }
}

/** Where two labels would stand on one another the lower one is moved down by this much, pixels. */
const LINE_HEIGHT_PX = 14;

/**
 * Writes a line's name at its end, so that no legend has to be matched to colours. Options of the chart:
 * `plugins.endLabels = { show: true }`; the layout needs padding on the right for the words.
 */
export const endLabels: Plugin = {
  id: 'endLabels',
  defaults: { show: false },
  afterDatasetsDraw(chart, _args, options) {
    if (options['show'] !== true) return;
    const { ctx, chartArea } = chart;
    const places = chart.data.datasets
      .flatMap((dataset, index) => {
        const last = chart.getDatasetMeta(index).data.at(-1);
        if (last === undefined || dataset.label === undefined) return [];
        return [{ label: dataset.label, x: last.x, y: last.y, colour: dataset.borderColor }];
      })
      .sort((a, b) => a.y - b.y);
    ctx.save();
    ctx.font = `11px ${chart.options.font?.family ?? 'sans-serif'}`;
    ctx.textBaseline = 'middle';
    let lowest = -Infinity;
    for (const place of places) {
      const y = Math.max(place.y, lowest + LINE_HEIGHT_PX);
      lowest = y;
      ctx.fillStyle = typeof place.colour === 'string' ? place.colour : '#777777';
      ctx.fillText(place.label, Math.min(place.x, chartArea.right) + 6, y);
    }
    ctx.restore();
  },
};
