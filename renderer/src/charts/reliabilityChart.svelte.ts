import type { ChartConfiguration, ChartDataset } from 'chart.js';
import type { Attachment } from 'svelte/attachments';
import type { ReliabilitySeries } from '../../../electron/shared/figures/reliabilityFigure.ts';
import { attachChart } from './attachChart.svelte.ts';
import { scaleOptions, tooltipOptions } from './chartOptions.ts';
import type { ChartTheme } from './theme.ts';

export interface ReliabilityChartData {
  /** As scored, and recalibrated where it is known. */
  series: readonly ReliabilitySeries[];
  /** Steps of equal width that the bins are of. */
  binCount: number;
  xLabel: string;
  yLabel: string;
  countLabel: string;
  formatScore: (value: number) => string;
  /** "84 of 117, 71.8 % (63.0–79.2)". */
  formatRate: (bin: ReliabilitySeries['bins'][number]) => string;
  formatCount: (value: number) => string;
}

type Point = { x: number; y: number };

/** Observed share against prediction with intervals as thin lines; under it, on the same axis, the photos of each step. */
export function reliabilityChart(read: () => ReliabilityChartData): Attachment<HTMLCanvasElement> {
  return attachChart<'line' | 'bar', Point[]>((theme) => reliabilityConfiguration(read(), theme));
}

function reliabilityConfiguration(
  data: ReliabilityChartData,
  theme: ChartTheme,
): ChartConfiguration<'line' | 'bar', Point[]> {
  const { series, binCount } = data;
  const colourOf = (index: number): string => theme.series[index] ?? theme.text;
  const lines = series.map(({ label, bins }, index): ChartDataset<'line', Point[]> => ({
    type: 'line',
    label,
    yAxisID: 'y',
    // points at 0 and 1 are drawn whole
    clip: 8,
    data: bins.map(({ meanScore, observedRate }) => ({ x: meanScore, y: observedRate })),
    borderColor: colourOf(index),
    borderWidth: 1.5,
    borderDash: index === 0 ? [] : [6, 3],
    pointStyle: index === 0 ? 'circle' : 'rect',
    pointRadius: 4,
    pointHoverRadius: 5,
    pointBackgroundColor: index === 0 ? colourOf(index) : theme.surface,
    pointBorderColor: index === 0 ? theme.surface : colourOf(index),
    pointBorderWidth: 1.5,
  }));
  const bars = series.map(({ label, bins }, index): ChartDataset<'bar', Point[]> => ({
    type: 'bar',
    label,
    yAxisID: 'counts',
    data: countsByStep(bins, binCount),
    backgroundColor: index === 0 ? colourOf(index) : 'transparent',
    borderColor: colourOf(index),
    borderWidth: 1,
    categoryPercentage: 0.94,
    barPercentage: 0.94,
  }));
  const ideal: ChartDataset<'line', Point[]> = {
    type: 'line',
    label: '',
    yAxisID: 'y',
    data: [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ],
    borderColor: theme.muted,
    borderWidth: 1,
    borderDash: [2, 3],
    pointRadius: 0,
    pointHitRadius: 0,
    pointHoverRadius: 0,
  };
  const intervals = series.flatMap(({ bins }, index) =>
    bins.flatMap(({ meanScore, rate: { low, high } }) =>
      low === null || high === null
        ? []
        : [
            {
              type: 'line' as const,
              drawTime: 'beforeDatasetsDraw' as const,
              yScaleID: 'y',
              xMin: meanScore,
              xMax: meanScore,
              yMin: low,
              yMax: high,
              borderColor: colourOf(index),
              borderWidth: 1,
              // measured even where there is none
              label: { content: '' },
            },
          ],
    ),
  );
  const most = Math.max(1, ...series.flatMap(({ bins }) => bins.map(({ count }) => count)));
  const stacked = { position: 'left' as const, stack: 'left', type: 'linear' as const };
  return {
    type: 'line',
    data: { datasets: [...lines, ...bars, ideal] },
    options: {
      parsing: false,
      font: { family: theme.fontFamily },
      layout: { padding: { top: 8, right: 8 } },
      interaction: { mode: 'nearest', intersect: false },
      scales: {
        x: { ...scaleOptions(theme, data.xLabel), type: 'linear', min: 0, max: 1, offset: false },
        // stacked from below: the bars stand under the plot
        counts: {
          ...scaleOptions(theme, data.countLabel),
          ...stacked,
          stackWeight: 1,
          min: 0,
          // its highest label keeps clear of the lowest one of the plot over it
          max: 1.35 * most,
          ticks: { ...scaleOptions(theme, '').ticks, maxTicksLimit: 3, precision: 0, includeBounds: false },
        },
        y: { ...scaleOptions(theme, data.yLabel), ...stacked, stackWeight: 4, min: 0, max: 1 },
      },
      plugins: {
        tooltip: {
          ...tooltipOptions(theme),
          displayColors: false,
          filter: (item) => item.datasetIndex < lines.length + bars.length,
          callbacks: {
            title: ([item]) => item?.dataset.label ?? '',
            label: (item) => {
              const isBar = item.datasetIndex >= lines.length;
              if (isBar) {
                const from = item.dataIndex / binCount;
                const step = `${data.formatScore(from)} – ${data.formatScore(from + 1 / binCount)}`;
                return [`${data.xLabel}: ${step}`, `${data.countLabel}: ${data.formatCount(item.parsed.y ?? 0)}`];
              }
              const bin = series[item.datasetIndex]?.bins[item.dataIndex];
              if (bin === undefined) return [];
              return [`${data.xLabel}: ${data.formatScore(bin.meanScore)}`, `${data.yLabel}: ${data.formatRate(bin)}`];
            },
          },
        },
        annotation: { annotations: intervals },
      },
    },
  };
}

/** A bar for every step, empty ones too: chart.js takes the width of bars from the least distance between them. */
function countsByStep(bins: ReliabilitySeries['bins'], binCount: number): Point[] {
  const counts = new Map(bins.map(({ low, count }) => [Math.round(low * binCount), count]));
  return Array.from({ length: binCount }, (_, step) => ({ x: (step + 0.5) / binCount, y: counts.get(step) ?? 0 }));
}
