import { at as itemAt } from '../arrays.ts';
import type { FigureTable } from './figureTable.ts';
import type { FigureOptions, FigureWords } from './figureTypes.ts';
import { legend, mark, thresholdLine, type LegendEntry } from './marks.ts';
import { axisOf, emptyNote, figureDocument, plotAxes, styleOf, TOP_ROOM, widthOf } from './plot.ts';
import { shares, type ScoreBins } from './scoreBins.ts';
import { element, line } from './svg.ts';

export interface HistogramFigureData {
  bins: ScoreBins;
  threshold?: { value: number; label: string } | null;
  /** share: of the class, so that a rare one stays visible; count: photos. */
  measure?: 'share' | 'count';
}

export interface HistogramWords extends FigureWords {
  /** Names of the classes with their counts: "Benign (n = 483)". */
  benign: string;
  malignant: string;
  /** A share on the axis. */
  axisShare: (share: number) => string;
}

/** Scores by class: malignant above the line, benign below it, so that the side says the class where colours do not. */
export function histogramFigure(data: HistogramFigureData, words: HistogramWords, options: FigureOptions = {}): string {
  const style = styleOf(options);
  const width = widthOf(options);
  const { bins, measure = 'share' } = data;
  const heights = (counts: readonly number[], total: number): number[] =>
    measure === 'share' ? shares(counts, total) : [...counts];
  const malignant = heights(bins.malignant, bins.malignantTotal);
  const benign = heights(bins.benign, bins.benignTotal);
  const most = Math.max(measure === 'share' ? 0.01 : 1, ...malignant, ...benign) * 1.08;
  const plain = axisOf(words.yLabel, -most, most, 6);
  const format = (value: number): string =>
    measure === 'share' ? words.axisShare(Math.abs(value)) : String(Math.abs(Math.round(value)));
  const y = { ...plain, format, ticks: plain.ticks.filter((tick) => measure === 'share' || Number.isInteger(tick)) };
  const place = { left: 4, top: 8 + TOP_ROOM, width: width - 4, height: Math.round(width * 0.62) };
  const plot = plotAxes(place, { x: axisOf(words.xLabel, 0, 1), y }, style);
  const drawn: string[] = [plot.axes];
  const entries: LegendEntry[] = [];
  if (bins.benignTotal + bins.malignantTotal === 0) drawn.push(emptyNote(words.noRows, plot, style));
  else {
    const sides = [
      { values: malignant, sign: 1, colour: style.malignant, shape: 'triangle', label: words.malignant },
      { values: benign, sign: -1, colour: style.benign, shape: 'circle', label: words.benign },
    ] as const;
    for (const { values, sign, colour, shape, label } of sides) {
      for (const [index, value] of values.entries()) {
        if (value === 0) continue;
        const from = plot.at(index / bins.count, Math.max(0, sign * value));
        const to = plot.at((index + 1) / bins.count, Math.min(0, sign * value));
        const box = { x: from.x + 0.4, y: from.y, width: to.x - from.x - 0.8, height: to.y - from.y };
        drawn.push(element('rect', { ...box, fill: colour }));
      }
      entries.push({ sample: (middle) => mark(shape, middle, { colour, ground: style.surface }), text: label });
    }
    drawn.push(line([plot.at(0, 0), plot.at(1, 0)], style.axis, null, 0.8));
    const threshold = data.threshold ?? null;
    if (threshold !== null) {
      drawn.push(thresholdLine(plot, threshold.value, threshold.label, plot.at(threshold.value, -most), style));
    }
  }
  const under = legend(entries, { left: plot.left, top: plot.bottom, width: width - plot.left }, style);
  return figureDocument({ width, height: under.bottom, style, words }, drawn.join('') + under.drawing);
}

export interface HistogramTableWords {
  from: string;
  to: string;
  benign: string;
  malignant: string;
  benignShare: string;
  malignantShare: string;
}

/** One row a step; shares are null for a class without photos. */
export function histogramTable(bins: ScoreBins, words: HistogramTableWords): FigureTable {
  const share = (count: number, total: number): number | null => (total === 0 ? null : count / total);
  return {
    columns: [
      { name: words.from, kind: 'score' },
      { name: words.to, kind: 'score' },
      { name: words.benign, kind: 'count' },
      { name: words.malignant, kind: 'count' },
      { name: words.benignShare, kind: 'rate' },
      { name: words.malignantShare, kind: 'rate' },
    ],
    rows: bins.benign.map((benign, index) => {
      const malignant = itemAt(bins.malignant, index);
      return [
        index / bins.count,
        (index + 1) / bins.count,
        benign,
        malignant,
        share(benign, bins.benignTotal),
        share(malignant, bins.malignantTotal),
      ];
    }),
  };
}
