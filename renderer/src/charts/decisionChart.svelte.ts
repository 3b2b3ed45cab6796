import type { ChartConfiguration } from 'chart.js';
import type { Attachment } from 'svelte/attachments';
import type { DecisionPoint } from '../../../electron/shared/metrics/utility.ts';
import { attachChart } from './attachChart.svelte.ts';
import { scaleOptions, tooltipOptions } from './chartOptions.ts';
import type { ChartTheme } from './theme.ts';
import { moveThreshold, thresholdLine, type ThresholdMark } from './thresholdLine.ts';

export interface DecisionChartData {
  points: readonly DecisionPoint[];
  /** Net benefits shown. */
  range: [low: number, high: number];
  modelLabel: string;
  allLabel: string;
  noneLabel: string;
  xLabel: string;
  /** Short, for what is said on hover. */
  riskLabel: string;
  yLabel: string;
  formatRisk: (value: number) => string;
  formatBenefit: (value: number) => string;
}

/** The chosen threshold probability; y is null where the net benefit is undefined or off the axis. */
export type DecisionMark = ThresholdMark & { y: number | null };

type Point = { x: number; y: number };
const MARKER = 0;

/** Net benefit by threshold probability; `readMark` alone is asked when the threshold moves. */
export function decisionChart(
  read: () => DecisionChartData,
  readMark: () => DecisionMark | null,
): Attachment<HTMLCanvasElement> {
  let line: ReturnType<typeof thresholdLine> | null = null;
  return attachChart<'line', Point[]>(
    (theme) => {
      line = thresholdLine(theme);
      return decisionConfiguration(read(), line, theme);
    },
    ({ data }) => {
      const mark = readMark();
      const marker = data.datasets[MARKER];
      if (marker === undefined || line === null) return;
      marker.data = mark === null || mark.y === null ? [] : [{ x: mark.value, y: mark.y }];
      marker.label = mark?.label ?? '';
      moveThreshold(line, mark);
    },
  );
}

function decisionConfiguration(
  data: DecisionChartData,
  threshold: ReturnType<typeof thresholdLine>,
  theme: ChartTheme,
): ChartConfiguration<'line', Point[]> {
  const { points } = data;
  const line = (value: (point: DecisionPoint) => number | null): Point[] =>
    points.flatMap((point) => {
      const y = value(point);
      return y === null ? [] : [{ x: point.threshold, y }];
    });
  const still = { pointRadius: 0, pointHoverRadius: 3, tension: 0 };
  return {
    type: 'line',
    data: {
      datasets: [
        {
          label: '',
          data: [],
          clip: 10,
          pointRadius: 6,
          pointHoverRadius: 7,
          pointBackgroundColor: theme.accent,
          pointBorderColor: theme.surface,
          pointBorderWidth: 2,
        },
        {
          ...still,
          label: data.modelLabel,
          data: line(({ model }) => model),
          borderColor: theme.accent,
          borderWidth: 1.75,
        },
        {
          ...still,
          label: data.allLabel,
          data: line(({ treatAll }) => treatAll),
          borderColor: theme.muted,
          borderWidth: 1.5,
          borderDash: [6, 3],
        },
        {
          ...still,
          label: data.noneLabel,
          data: line(({ treatNone }) => treatNone),
          borderColor: theme.text,
          borderWidth: 1.25,
          borderDash: [2, 2.5],
        },
      ],
    },
    options: {
      parsing: false,
      font: { family: theme.fontFamily },
      layout: { padding: { top: 18, right: 8 } },
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      scales: {
        x: {
          ...scaleOptions(theme, data.xLabel),
          type: 'linear',
          min: 0,
          max: points.at(-1)?.threshold ?? 0.5,
        },
        y: {
          ...scaleOptions(theme, data.yLabel),
          type: 'linear',
          min: data.range[0],
          max: data.range[1],
          ticks: { ...scaleOptions(theme, '').ticks, includeBounds: false },
        },
      },
      plugins: {
        tooltip: {
          ...tooltipOptions(theme),
          displayColors: false,
          filter: (item) => item.datasetIndex !== MARKER,
          callbacks: {
            title: ([item]) => `${data.riskLabel}: ${data.formatRisk(item?.parsed.x ?? 0)}`,
            label: (item) => `${item.dataset.label ?? ''}: ${data.formatBenefit(item.parsed.y ?? 0)}`,
          },
        },
        annotation: { clip: false, annotations: { threshold } },
      },
    },
  };
}
