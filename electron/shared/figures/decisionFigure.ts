import type { DecisionPoint } from '../metrics/utility.ts';
import type { FigureTable } from './figureTable.ts';
import type { FigureOptions, FigureWords } from './figureTypes.ts';
import { legend, lineSample, mark, thresholdLine } from './marks.ts';
import { axisOf, emptyNote, figureDocument, plotAxes, styleOf, TOP_ROOM, widthOf } from './plot.ts';
import { line, type Point } from './svg.ts';

export interface DecisionFigureData {
  /** Rising threshold probabilities (decisionThresholds, metrics' decisionCurve on calibrated probabilities). */
  points: readonly DecisionPoint[];
  /** The chosen threshold as a probability, with the model's net benefit there. */
  marker?: { threshold: number; netBenefit: number | null; label: string } | null;
  /** Share of malignant photos; null without photos. */
  prevalence: number | null;
}

export interface DecisionWords extends FigureWords {
  model: string;
  treatAll: string;
  treatNone: string;
}

/**
 * Threshold probabilities to draw a decision curve at, from 0 in steps of 0.005: to 0.5, beyond which nobody would wait with a biopsy, or
 * a little further than the chosen threshold where that lies higher; never to 1, where net benefit has no value.
 */
export function decisionThresholds(chosen: number | null): number[] {
  const to = Math.min(0.95, Math.max(0.5, Math.ceil((chosen ?? 0) * 20 + 1) / 20));
  return Array.from({ length: Math.round(to * 200) + 1 }, (_, index) => index / 200);
}

/** Least and greatest net benefit shown: a little below none and above what can be had (the prevalence). */
export function decisionRange({ points, prevalence }: DecisionFigureData): [low: number, high: number] {
  const values = points.flatMap(({ model }) => (model === null || !Number.isFinite(model) ? [] : [model]));
  const high = Math.max(0.02, prevalence ?? 0, ...values) * 1.1;
  // a model that does harm is shown doing so, but a fall without end would flatten everything else
  const low = Math.max(-high, Math.min(-high / 6, ...values.map((value) => value * 1.1)));
  return [low, high];
}

/** Net benefit of following the model, of biopsying all and none, over the risk from which one would biopsy. */
export function decisionFigure(data: DecisionFigureData, words: DecisionWords, options: FigureOptions = {}): string {
  const style = styleOf(options);
  const width = widthOf(options);
  const [low, high] = decisionRange(data);
  const lastThreshold = data.points.at(-1)?.threshold ?? 0.5;
  const axes = {
    x: axisOf(words.xLabel, 0, lastThreshold > 0 ? lastThreshold : 0.5),
    y: axisOf(words.yLabel, low, high),
  };
  const place = { left: 4, top: 8 + TOP_ROOM, width: width - 4, height: Math.round(width * 0.62) };
  const plot = plotAxes(place, axes, style);
  const drawn: string[] = [plot.axes];
  const model = data.points.flatMap(({ threshold, model: y }) => (y === null ? [] : [{ x: threshold, y }]));
  const all = data.points.flatMap(({ threshold, treatAll: y }) => (y === null ? [] : [{ x: threshold, y }]));
  const colour = style.series[0] ?? style.text;
  let bottom = plot.bottom;
  if (model.length === 0) drawn.push(emptyNote(words.noRows, plot, style));
  else {
    const placed = (points: readonly Point[]): Point[] => above(points, low).map(({ x, y }) => plot.at(x, y));
    drawn.push(line([plot.at(0, 0), plot.at(lastThreshold, 0)], style.text, '2 2.5', 1.2));
    drawn.push(line(placed(all), style.muted, '6 3', 1.3));
    drawn.push(line(placed(model), colour, null, 1.7));
    const marker = data.marker ?? null;
    if (marker !== null && marker.threshold <= lastThreshold) {
      drawn.push(thresholdLine(plot, marker.threshold, marker.label, plot.at(marker.threshold, low), style));
      if (marker.netBenefit !== null && marker.netBenefit >= low) {
        const at = plot.at(marker.threshold, marker.netBenefit);
        drawn.push(mark('circle', at, { colour, ground: style.surface, size: 4.5 }));
      }
    }
    const entries = [
      { sample: lineSample(colour, null, 1.7), text: words.model },
      { sample: lineSample(style.muted, '6 3', 1.3), text: words.treatAll },
      { sample: lineSample(style.text, '2 2.5', 1.2), text: words.treatNone },
    ];
    const under = legend(entries, { left: plot.left, top: plot.bottom, width: width - plot.left }, style);
    drawn.push(under.drawing);
    bottom = under.bottom;
  }
  return figureDocument({ width, height: bottom, style, words }, drawn.join(''));
}

/** A line cut where it falls below `low`, at the crossing itself. */
function above(points: readonly Point[], low: number): Point[] {
  const kept: Point[] = [];
  for (const [index, point] of points.entries()) {
    if (point.y >= low) kept.push(point);
    else {
      const before = points[index - 1];
      if (before !== undefined && before.y > low) {
        const share = (before.y - low) / (before.y - point.y);
        kept.push({ x: before.x + share * (point.x - before.x), y: low });
      }
      break;
    }
  }
  return kept;
}

export interface DecisionTableWords {
  threshold: string;
  model: string;
  treatAll: string;
  treatNone: string;
}

/** One row a threshold probability; `every` keeps each so-manieth. */
export function decisionTable(
  points: readonly DecisionPoint[],
  words: DecisionTableWords,
  { every = 1 }: { every?: number } = {},
): FigureTable {
  return {
    columns: [
      { name: words.threshold, kind: 'score' },
      { name: words.model, kind: 'number' },
      { name: words.treatAll, kind: 'number' },
      { name: words.treatNone, kind: 'number' },
    ],
    rows: points
      .filter((_, index) => index % every === 0)
      .map(({ threshold, model, treatAll, treatNone }) => [threshold, model, treatAll, treatNone]),
  };
}
