import type { ChartConfiguration } from 'chart.js';
import type { Attachment } from 'svelte/attachments';
import type { RocPoint } from '../../../electron/shared/metrics/ranking.ts';
import { attachChart } from './attachChart.svelte.ts';
import { scaleOptions, tooltipOptions } from './chartOptions.ts';
import type { ChartTheme } from './theme.ts';

export interface RocChartData {
  /** Already thinned (rocForChart), and the same array as long as the scores are the same. */
  points: RocPoint[];
  /** What the present threshold does; null where it is undefined. */
  marker: { fpr: number; tpr: number; label: string } | null;
  /** A published operating point to compare with. */
  reference: { fpr: number; tpr: number; label: string } | null;
  /** Name of the curve, with its area and interval. */
  label: string;
  xLabel: string;
  yLabel: string;
  formatRate: (value: number) => string;
  formatThreshold: (value: number | null) => string;
}

/** Sensitivity against false alarms, on a square from 0 to 1, with the threshold's point on it. */
export function rocChart(read: () => RocChartData): Attachment<HTMLCanvasElement> {
  // chart.js reads an array anew only when it is another one: keep ours while the curve is the same
  let source: RocPoint[] | null = null;
  let curve: { x: number; y: number }[] = [];
  return attachChart((theme) => {
    const data = read();
    if (data.points !== source) {
      source = data.points;
      curve = data.points.map(({ fpr, tpr }) => ({ x: fpr, y: tpr }));
    }
    return rocConfiguration(data, curve, theme);
  });
}

export function rocConfiguration(
  data: RocChartData,
  curve: { x: number; y: number }[],
  theme: ChartTheme,
): ChartConfiguration<'line'> {
  const { marker, reference, formatRate } = data;
  const axis = { min: 0, max: 1, type: 'linear' as const };
  const dot = (point: { fpr: number; tpr: number } | null): { x: number; y: number }[] =>
    point === null ? [] : [{ x: point.fpr, y: point.tpr }];
  return {
    type: 'line',
    data: {
      datasets: [
        {
          label: marker?.label ?? '',
          data: dot(marker),
          pointRadius: 6,
          pointHoverRadius: 7,
          pointBackgroundColor: theme.accent,
          pointBorderColor: theme.surface,
          pointBorderWidth: 2,
        },
        {
          label: reference?.label ?? '',
          data: dot(reference),
          pointStyle: 'rectRot',
          pointRadius: 5,
          pointHoverRadius: 6,
          pointBackgroundColor: theme.surface,
          pointBorderColor: theme.muted,
          pointBorderWidth: 1.5,
        },
        {
          label: data.label,
          data: curve,
          borderColor: theme.accent,
          borderWidth: 1.5,
          pointRadius: 0,
          pointHoverRadius: 3,
          tension: 0,
        },
        {
          label: '',
          data: [
            { x: 0, y: 0 },
            { x: 1, y: 1 },
          ],
          borderColor: theme.line,
          borderWidth: 1,
          borderDash: [4, 4],
          pointRadius: 0,
          pointHitRadius: 0,
        },
      ],
    },
    options: {
      parsing: false,
      font: { family: theme.fontFamily },
      layout: { padding: { top: 4, right: 8 } },
      interaction: { mode: 'nearest', intersect: false },
      scales: {
        x: { ...scaleOptions(theme, data.xLabel), ...axis },
        y: { ...scaleOptions(theme, data.yLabel), ...axis },
      },
      plugins: {
        tooltip: {
          ...tooltipOptions(theme),
          displayColors: false,
          filter: (item) => item.datasetIndex < 3,
          callbacks: {
            title: ([item]) => item?.dataset.label ?? '',
            label: (item) => {
              const rates = [
                `${data.yLabel}: ${formatRate(item.parsed.y ?? 0)}`,
                `${data.xLabel}: ${formatRate(item.parsed.x ?? 0)}`,
              ];
              const point = item.datasetIndex === 2 ? data.points[item.dataIndex] : undefined;
              return point === undefined ? rates : [...rates, data.formatThreshold(point.threshold)];
            },
          },
        },
      },
    },
  };
}
