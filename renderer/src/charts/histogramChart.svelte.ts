import type { ChartConfiguration } from 'chart.js';
import type { Attachment } from 'svelte/attachments';
import { attachChart } from './attachChart.svelte.ts';
import { scaleOptions, tooltipOptions } from './chartOptions.ts';
import { shares, type ScoreBins } from '../../../electron/shared/figures/scoreBins.ts';
import type { ChartTheme } from './theme.ts';
import { moveThreshold, thresholdLine, type ThresholdMark } from './thresholdLine.ts';

export interface HistogramData {
  bins: ScoreBins;
  benignLabel: string;
  malignantLabel: string;
  xLabel: string;
  yLabel: string;
  formatShare: (share: number) => string;
  formatScore: (score: number) => string;
  /** Words for one bar: "12 photos of 117". */
  formatCount: (count: number, total: number) => string;
}

/**
 * Scores by class, malignant above the line and benign below it, as shares of their class: a rare class stays visible,
 * and the side says the class where colours do not.
 */
export function histogramChart(
  read: () => HistogramData,
  readThreshold: () => ThresholdMark,
): Attachment<HTMLCanvasElement> {
  let line: ReturnType<typeof thresholdLine> | null = null;
  return attachChart<'bar', Bar[]>(
    (theme) => {
      line = thresholdLine(theme);
      return histogramConfiguration(read(), line, theme);
    },
    () => {
      const mark = readThreshold();
      if (line !== null) moveThreshold(line, mark);
    },
  );
}

type Bar = { x: number; y: number };

function histogramConfiguration(
  data: HistogramData,
  threshold: ReturnType<typeof thresholdLine>,
  theme: ChartTheme,
): ChartConfiguration<'bar', Bar[]> {
  const { bins } = data;
  const middle = (index: number): number => (index + 0.5) / bins.count;
  const bars = (counts: readonly number[], total: number, sign: 1 | -1): Bar[] =>
    shares(counts, total).map((share, index) => ({ x: middle(index), y: sign * share }));
  const malignant = bars(bins.malignant, bins.malignantTotal, 1);
  const benign = bars(bins.benign, bins.benignTotal, -1);
  const highest = Math.max(0.01, ...malignant.map((bar) => bar.y), ...benign.map((bar) => -bar.y));
  const shape = { grouped: false, barPercentage: 1, categoryPercentage: 0.94, borderWidth: 0 };
  const name = (content: string, yValue: number, color: string) => ({
    type: 'label' as const,
    xValue: 1,
    yValue,
    content,
    color,
    position: { x: 'end' as const, y: 'center' as const },
    xAdjust: -4,
    // readable over bars of its own colour
    backgroundColor: theme.surface,
    borderRadius: 3,
    padding: { x: 4, y: 1 },
    font: { size: 11, family: theme.fontFamily },
  });
  return {
    type: 'bar',
    data: {
      datasets: [
        { label: data.malignantLabel, data: malignant, backgroundColor: theme.malignant, ...shape },
        { label: data.benignLabel, data: benign, backgroundColor: theme.benign, ...shape },
      ],
    },
    options: {
      parsing: false,
      font: { family: theme.fontFamily },
      layout: { padding: { top: 18, right: 8 } },
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      scales: {
        x: { ...scaleOptions(theme, data.xLabel), type: 'linear', min: 0, max: 1, offset: false },
        y: {
          ...scaleOptions(theme, data.yLabel),
          min: -highest * 1.1,
          max: highest * 1.1,
          ticks: {
            ...scaleOptions(theme, '').ticks,
            includeBounds: false,
            callback: (value) => data.formatShare(Math.abs(Number(value))),
          },
        },
      },
      plugins: {
        tooltip: {
          ...tooltipOptions(theme),
          callbacks: {
            title: ([item]) => {
              const from = (item?.dataIndex ?? 0) / bins.count;
              return `${data.xLabel} ${data.formatScore(from)} – ${data.formatScore(from + 1 / bins.count)}`;
            },
            label: (item) => {
              const isMalignant = item.datasetIndex === 0;
              const count = (isMalignant ? bins.malignant : bins.benign)[item.dataIndex] ?? 0;
              const total = isMalignant ? bins.malignantTotal : bins.benignTotal;
              return `${item.dataset.label ?? ''}: ${data.formatCount(count, total)}`;
            },
          },
        },
        annotation: {
          clip: false,
          annotations: {
            malignant: name(data.malignantLabel, highest * 0.97, theme.malignant),
            benign: name(data.benignLabel, -highest * 0.97, theme.benign),
            threshold,
          },
        },
      },
    },
  };
}
