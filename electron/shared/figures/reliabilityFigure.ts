import type { ReliabilityBin } from '../metrics/calibration.ts';
import type { FigureTable } from './figureTable.ts';
import type { FigureOptions, FigureStyle, FigureWords } from './figureTypes.ts';
import { legend, lineSample, mark, type LegendEntry, type Shape } from './marks.ts';
import { axisOf, emptyNote, figureDocument, leftRoom, plotAxes, styleOf, widthOf, type Plot } from './plot.ts';
import { element, line, px, type Point } from './svg.ts';

export interface ReliabilitySeries {
  /** For the legend: "As scored" or "Recalibrated (Platt)". */
  label: string;
  /** Scores rising (metrics' reliabilityBins). */
  bins: readonly ReliabilityBin[];
}

export interface ReliabilityFigureData {
  before: ReliabilitySeries;
  /** After recalibration; null where there is none. */
  after?: ReliabilitySeries | null;
}

export interface ReliabilityWords extends FigureWords {
  /** The diagonal. */
  ideal: string;
  /** Axis of the bars. */
  counts: string;
  /** What the bars on the points are: "95 % interval (Wilson)". */
  interval: string;
}

/** Observed share against predicted probability with Wilson intervals; under it the photos of every bin as bars. */
export function reliabilityFigure(
  data: ReliabilityFigureData,
  words: ReliabilityWords,
  options: FigureOptions = {},
): string {
  const style = styleOf(options);
  const width = widthOf(options);
  const all = [data.before, ...(data.after === undefined || data.after === null ? [] : [data.after])];
  const looks = all.map((_, index) => lookOf(index, style));
  const most = Math.max(1, ...all.flatMap(({ bins }) => bins.map(({ count }) => count)));
  const upper = { x: { ...axisOf('', 0, 1) }, y: axisOf(words.yLabel, 0, 1) };
  const whole = axisOf(words.counts, 0, most * 1.05, 2);
  const ticks = whole.ticks.filter((tick) => Number.isInteger(tick));
  const lower = { x: axisOf(words.xLabel, 0, 1), y: { ...whole, ticks, format: (value: number) => value.toFixed(0) } };
  const room = Math.max(leftRoom(upper.y), leftRoom(lower.y));
  const place = { left: 4, width: width - 4, leftRoom: room };
  const plot = plotAxes({ ...place, top: 8, height: 'square' }, upper, style);
  const bars = plotAxes({ ...place, top: plot.bottom + 6, height: 62 }, lower, style);
  const drawn: string[] = [plot.axes, bars.axes];
  const entries: LegendEntry[] = [];
  if (all.every(({ bins }) => bins.length === 0)) drawn.push(emptyNote(words.noRows, plot, style));
  else {
    drawn.push(line([plot.at(0, 0), plot.at(1, 1)], style.muted, '2 3', 0.9));
    for (const [index, { bins, label }] of all.entries()) {
      const look = looks[index];
      if (look === undefined) continue;
      drawn.push(countBars(bins, index, all.length, bars, look));
      drawn.push(series(bins, plot, look, style));
      const sample = ({ x, y }: Point): string =>
        lineSample(look.colour, look.dashes)({ x, y }) +
        mark(look.shape, { x, y }, { colour: look.colour, ground: style.surface, hollow: look.hollow, size: 3.5 });
      entries.push({ sample, text: label });
    }
    entries.push({
      sample: ({ x, y }) => whisker({ x, y: y - 6 }, { x, y: y + 6 }, looks[0]?.colour ?? style.text),
      text: words.interval,
    });
    entries.push({ sample: lineSample(style.muted, '2 3', 0.9), text: words.ideal });
  }
  const under = legend(entries, { left: plot.left, top: bars.bottom, width: width - plot.left }, style);
  return figureDocument({ width, height: under.bottom, style, words }, drawn.join('') + under.drawing);
}

interface Look {
  colour: string;
  dashes: string | null;
  shape: Shape;
  hollow: boolean;
}

function lookOf(index: number, style: FigureStyle): Look {
  const colour = style.series[index] ?? style.text;
  return index === 0
    ? { colour, dashes: null, shape: 'circle', hollow: false }
    : { colour, dashes: '6 3', shape: 'square', hollow: true };
}

function whisker(top: Point, bottom: Point, colour: string): string {
  const cap = (y: number): string => `M${px(top.x - 2.5)} ${px(y)}L${px(top.x + 2.5)} ${px(y)}`;
  const d = `M${px(top.x)} ${px(top.y)}L${px(bottom.x)} ${px(bottom.y)}${cap(top.y)}${cap(bottom.y)}`;
  return element('path', { d, fill: 'none', stroke: colour, 'stroke-width': 1 });
}

function series(bins: readonly ReliabilityBin[], plot: Plot, look: Look, style: FigureStyle): string {
  const points = bins.map(({ meanScore, observedRate }) => plot.at(meanScore, observedRate));
  const whiskers = bins.map(({ meanScore, rate: { low, high } }) =>
    low === null || high === null ? '' : whisker(plot.at(meanScore, high), plot.at(meanScore, low), look.colour),
  );
  const marks = points.map((point) =>
    mark(look.shape, point, { colour: look.colour, ground: style.surface, hollow: look.hollow, size: 3.5 }),
  );
  return whiskers.join('') + line(points, look.colour, look.dashes, 1.3) + marks.join('');
}

/** A bin's bars stand side by side: filled before, outlined after. */
function countBars(
  bins: readonly ReliabilityBin[],
  index: number,
  of: number,
  plot: Plot,
  { colour, hollow }: Look,
): string {
  const foot = plot.top + plot.height;
  return bins
    .map(({ low, high, count }) => {
      const from = plot.at(low, 0).x;
      const each = Math.max(1, (plot.at(high, 0).x - from - 2) / of);
      const top = plot.at(0, count).y;
      return element('rect', {
        x: from + 1 + index * each,
        y: top,
        width: Math.max(0.6, each - 0.8),
        height: foot - top,
        fill: hollow ? 'none' : colour,
        stroke: colour,
        'stroke-width': 0.8,
      });
    })
    .join('');
}

export interface ReliabilityTableWords {
  series: string;
  from: string;
  to: string;
  count: string;
  malignant: string;
  mean: string;
  observed: string;
  low: string;
  high: string;
}

/** One row a bin of each series. */
export function reliabilityTable(data: ReliabilityFigureData, words: ReliabilityTableWords): FigureTable {
  const all = [data.before, ...(data.after === undefined || data.after === null ? [] : [data.after])];
  return {
    columns: [
      { name: words.series, kind: 'text' },
      { name: words.from, kind: 'score' },
      { name: words.to, kind: 'score' },
      { name: words.count, kind: 'count' },
      { name: words.malignant, kind: 'count' },
      { name: words.mean, kind: 'score' },
      { name: words.observed, kind: 'rate' },
      { name: words.low, kind: 'rate' },
      { name: words.high, kind: 'rate' },
    ],
    rows: all.flatMap(({ label, bins }) =>
      bins.map(({ low, high, count, meanScore, observedRate, rate }) => [
        label,
        low,
        high,
        count,
        rate.count,
        meanScore,
        observedRate,
        rate.low,
        rate.high,
      ]),
    ),
  };
}
