import type { ChartConfiguration, ChartDataset } from 'chart.js';
import type { Attachment } from 'svelte/attachments';
import { attachChart } from './attachChart.svelte.ts';
import { scaleOptions, tooltipOptions } from './chartOptions.ts';
import { curveDashes } from './curveDashes.ts';
import type { ChartTheme } from './theme.ts';

export interface CurvePoint {
  x: number;
  y: number;
}

/** Curves over two rates on a square from 0 to 1: the ROC, precision and sensitivity. */
export interface CurveChartData {
  /** Thinned; `hover` says what more is known of a point. The first is the one judged. */
  curves: { label: string; points: CurvePoint[]; hover: (index: number) => string[] }[];
  /** Limits at rising x; null: no band. */
  band: { x: number; low: number; high: number }[] | null;
  /** What chance would do. */
  chance: [CurvePoint, CurvePoint] | null;
  /** A published operating point to compare with. */
  reference: (CurvePoint & { label: string }) | null;
  xLabel: string;
  yLabel: string;
  formatRate: (value: number) => string;
}

/** Where the present threshold stands on the first curve. */
export type CurveMarker = CurvePoint & { label: string };

const MARKER = 0;
/** Marks at the end of an axis are drawn whole, pixels. */
const MARK_ROOM = 10;
type Dataset = ChartDataset<'line', CurvePoint[]>;

/** `read` is asked when scores, words or look change; `readMarker` at each move of the threshold. */
export function curveChart(
  read: () => CurveChartData,
  readMarker: () => CurveMarker | null,
): Attachment<HTMLCanvasElement> {
  return attachChart<'line', CurvePoint[]>(
    (theme) => curveConfiguration(read(), theme),
    ({ data }) => {
      const marker = readMarker();
      const dataset = data.datasets[MARKER];
      if (dataset === undefined) return;
      dataset.data = marker === null ? [] : [{ x: marker.x, y: marker.y }];
      dataset.label = marker?.label ?? '';
    },
  );
}

function curveConfiguration(data: CurveChartData, theme: ChartTheme): ChartConfiguration<'line', CurvePoint[]> {
  const axis = { min: 0, max: 1, type: 'linear' as const };
  const { curves, reference, formatRate } = data;
  const marks: Dataset[] = [
    {
      label: '',
      data: [],
      clip: MARK_ROOM,
      pointRadius: 6,
      pointHoverRadius: 7,
      pointBackgroundColor: theme.accent,
      pointBorderColor: theme.surface,
      pointBorderWidth: 2,
    },
    {
      label: reference?.label ?? '',
      data: reference === null ? [] : [{ x: reference.x, y: reference.y }],
      clip: MARK_ROOM,
      pointStyle: 'rectRot',
      pointRadius: 5,
      pointHoverRadius: 6,
      pointBackgroundColor: theme.surface,
      pointBorderColor: theme.text,
      pointBorderWidth: 1.5,
    },
  ];
  const lines = curves.map(({ label, points }, index): Dataset => {
    const colour = theme.series[index % theme.series.length] ?? theme.text;
    return {
      label,
      data: points,
      borderColor: colour,
      borderWidth: index === 0 ? 1.75 : 1.5,
      borderDash: curveDashes(index),
      pointRadius: 0,
      pointHoverRadius: 3,
      pointHoverBackgroundColor: colour,
      tension: 0,
    };
  });
  const { band, chance } = data;
  return {
    type: 'line',
    data: { datasets: [...marks, ...lines] },
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
        grounds: {
          x: band?.map(({ x }) => x) ?? [],
          low: band?.map(({ low }) => low) ?? [],
          high: band?.map(({ high }) => high) ?? [],
          bandColour: theme.band,
          chance: chance?.flatMap(({ x, y }) => [x, y]) ?? [],
          chanceColour: theme.muted,
        },
        tooltip: {
          ...tooltipOptions(theme),
          displayColors: false,
          // where corners lie on one another, the first speaks for all
          filter: (_item, index) => index === 0,
          callbacks: {
            title: ([item]) => item?.dataset.label ?? '',
            label: (item) => [
              `${data.yLabel}: ${formatRate(item.parsed.y ?? 0)}`,
              `${data.xLabel}: ${formatRate(item.parsed.x ?? 0)}`,
              ...(curves[item.datasetIndex - marks.length]?.hover(item.dataIndex) ?? []),
            ],
          },
        },
      },
    },
  };
}
