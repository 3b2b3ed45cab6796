import type { ChartConfiguration } from 'chart.js';
import type { Attachment } from 'svelte/attachments';
import { attachChart } from './attachChart.svelte.ts';
import { scaleOptions, tooltipOptions } from './chartOptions.ts';
import type { ChartTheme } from './theme.ts';

export interface LineSeries {
  label: string;
  /** main: the line that decisions rest on; second: dashed and muted. */
  tone: 'main' | 'second';
  points: { x: number; y: number }[];
}

export interface LineChartData {
  xLabel: string;
  yLabel: string;
  /** Right end of the axis, so that the lines grow into it instead of being squeezed anew with every point. */
  xMax: number;
  /** What the axis shows at least, and never goes beyond. */
  yShown: [low: number, high: number] | null;
  yMax?: number;
  series: LineSeries[];
  /** A point in time to mark by a vertical line with words. */
  mark: { x: number; label: string } | null;
  formatY: (value: number) => string;
}

/** Lines over a whole-numbered axis (epochs), each named at its end. */
export function lineChart(read: () => LineChartData): Attachment<HTMLCanvasElement> {
  return attachChart((theme) => lineConfiguration(read(), theme));
}

export function lineConfiguration(data: LineChartData, theme: ChartTheme): ChartConfiguration<'line'> {
  return {
    type: 'line',
    data: {
      datasets: data.series.map(({ label, tone, points }) => ({
        label,
        data: points,
        borderColor: tone === 'main' ? theme.accent : theme.muted,
        backgroundColor: tone === 'main' ? theme.accent : theme.muted,
        borderDash: tone === 'main' ? [] : [4, 3],
        borderWidth: 1.5,
        // one point makes no line: it is drawn as a dot
        pointRadius: points.length === 1 ? 2.5 : 0,
        pointHoverRadius: 3,
      })),
    },
    options: {
      parsing: false,
      font: { family: theme.fontFamily },
      layout: { padding: { right: 72, top: 18 } },
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: {
          ...scaleOptions(theme, data.xLabel),
          type: 'linear',
          min: 1,
          max: Math.max(2, data.xMax),
          ticks: { ...scaleOptions(theme, '').ticks, precision: 0, maxTicksLimit: 8 },
        },
        y: {
          ...scaleOptions(theme, data.yLabel),
          type: 'linear',
          ...(data.yShown === null ? {} : { suggestedMin: data.yShown[0], suggestedMax: data.yShown[1] }),
          ...(data.yMax === undefined ? {} : { max: data.yMax }),
        },
      },
      plugins: {
        tooltip: {
          ...tooltipOptions(theme),
          callbacks: {
            title: ([item]) => `${data.xLabel} ${item?.parsed.x ?? ''}`,
            label: (item) => `${item.dataset.label ?? ''} ${data.formatY(item.parsed.y ?? 0)}`,
          },
        },
        endLabels: { show: true },
        annotation: {
          clip: false,
          annotations:
            data.mark === null
              ? {}
              : {
                  mark: {
                    type: 'line',
                    scaleID: 'x',
                    value: data.mark.x,
                    borderColor: theme.text,
                    borderWidth: 1,
                    borderDash: [2, 2],
                    label: {
                      display: true,
                      content: data.mark.label,
                      position: 'start',
                      yAdjust: -16,
                      color: theme.text,
                      backgroundColor: theme.surface,
                      font: { size: 11, weight: 'normal', family: theme.fontFamily },
                      padding: 2,
                    },
                  },
                },
        },
      },
    },
  };
}
