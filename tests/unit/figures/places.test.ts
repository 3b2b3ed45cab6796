import { describe, expect, test } from 'vitest';
import { decisionThresholds } from '../../../electron/shared/figures/decisionFigure.ts';
import { figureCsv } from '../../../electron/shared/figures/figureTable.ts';
import { ticksBetween, tickFormat } from '../../../electron/shared/figures/plot.ts';
import { histogramModel, learningModel } from '../../../electron/shared/figures/plainModels.ts';
import { decisionModel, reliabilityModel } from '../../../electron/shared/figures/probabilityModels.ts';
import { prSteps } from '../../../electron/shared/figures/prFigure.ts';
import { aucLabel, prModel, rocModel } from '../../../electron/shared/figures/rankingModels.ts';
import { spaced } from '../../../electron/shared/figures/rocFigure.ts';
import { binScores, binTable } from '../../../electron/shared/figures/scoreBins.ts';
import { px } from '../../../electron/shared/figures/svg.ts';
import { textWidth, wrapText } from '../../../electron/shared/figures/text.ts';
import { delongAuc } from '../../../electron/shared/metrics/delong.ts';
import { averagePrecision, prPoints } from '../../../electron/shared/metrics/ranking.ts';
import { anEpoch, four, tableOf } from './models.ts';

/** Where 0 and 1 of both axes stand, from the axes' own lines. */
function frameOf(svg: string): { left: number; right: number; top: number; foot: number } {
  const axes = [...svg.matchAll(/d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)" stroke="#444444" stroke-width="0\.8"/g)]
    .map(([, ...places]) => places.map(Number))
    .map(([x1 = 0, y1 = 0, x2 = 0, y2 = 0]) => ({ x1, y1, x2, y2 }));
  const upright = axes.find(({ x1, x2, y1, y2 }) => x1 === x2 && y2 - y1 > 50);
  const level = axes.find(({ x1, x2, y1, y2 }) => y1 === y2 && x2 - x1 > 50);
  if (upright === undefined || level === undefined) throw new Error('no axes');
  return { left: upright.x1, right: level.x2, top: upright.y1, foot: upright.y2 };
}
/** Numbers of the first path of that width. */
function pathOf(svg: string, width: string): number[] {
  const [, path] = new RegExp(`<path d="([^"]+)" fill="none" stroke="[^"]+" stroke-width="${width}"`).exec(svg) ?? [];
  return (path ?? '').split(/[ML ]/).filter(Boolean).map(Number);
}

describe('known points stand where they must', () => {
  test('ROC: the corners of four photos, and the threshold on its corner', () => {
    const table = four();
    const svg = rocModel({ table, auc: delongAuc(table), threshold: 0.4 }, 'en').svg();
    const { left, right, top, foot } = frameOf(svg);
    expect(right - left).toBeCloseTo(foot - top, 6);
    const x = (value: number): number => Number(px(left + value * (right - left)));
    const y = (value: number): number => Number(px(foot - value * (foot - top)));
    const corners = [0, 0, 0, 0.5, 0.5, 0.5, 0.5, 1, 1, 1];
    expect(pathOf(svg, '1\\.7')).toEqual(corners.map((value, i) => (i % 2 === 0 ? x(value) : y(value))));
    expect(svg).toContain(`<circle cx="${px(x(0.5))}" cy="${px(y(1))}" r="4.5"`);
    expect(svg).toContain('>Threshold 0.400<');
  });

  test('precision: the area under the drawn steps is the average precision', () => {
    const table = tableOf([1, 0, 1, 1, 0, 0, 1], [0.9, 0.8, 0.8, 0.6, 0.5, 0.3, 0.1]);
    const steps = prSteps(prPoints(table));
    let area = 0;
    for (let i = 1; i < steps.length; i++) {
      const [from, to] = [steps[i - 1], steps[i]];
      if (from !== undefined && to !== undefined) area += (to.x - from.x) * to.y;
    }
    expect(area).toBeCloseTo(averagePrecision(table) ?? NaN, 12);
    const svg = prModel({ table, threshold: 0.6 }, 'en').svg();
    const { left, right, top, foot } = frameOf(svg);
    expect(svg).toContain(`cx="${px(left + 0.75 * (right - left))}" cy="${px(foot - 0.75 * (foot - top))}" r="4.5"`);
    expect(svg).toContain('Chance: 4 of 7 are malignant (57.1 %)');
  });

  test('calibration: each bin at its mean and share, with its interval and its photos as a bar', () => {
    const table = tableOf([0, 0, 0, 1, 1, 1], [0.05, 0.05, 0.15, 0.15, 0.95, 0.95]);
    const model = reliabilityModel({ table, recalibrated: null }, 'en');
    const { left, right, top, foot } = frameOf(model.svg());
    const at = (x: number, y: number): string =>
      `cx="${px(left + x * (right - left))}" cy="${px(foot - y * (foot - top))}" r="3.5"`;
    expect(model.svg()).toContain(at(0.05, 0));
    expect(model.svg()).toContain(at(0.15, 0.5));
    expect(model.svg()).toContain(at(0.95, 1));
    expect(model.table().rows.map((row) => row.slice(1, 5))).toEqual([
      [0, 0.1, 2, 0],
      [0.1, 0.2, 2, 1],
      [0.9, 1, 2, 2],
    ]);
    // Wilson's interval of 1 in 2
    expect(model.table().rows[1]?.slice(7)).toEqual([expect.closeTo(0.0945, 4), expect.closeTo(0.9055, 4)]);
  });

  test('net benefit: treat all is the prevalence at 0 and nothing at the prevalence; the mark lies on the curve', () => {
    const table = four();
    const model = decisionModel({ table, calibrated: true, threshold: 0.3333 }, 'en');
    const rows = new Map(model.table().rows.map(([threshold, ...benefits]) => [threshold, benefits]));
    expect(rows.get(0)).toEqual([0.5, 0.5, 0]);
    expect(rows.get(0.5)).toEqual([0, 0, 0]);
    // both melanomas and one benign photo at and above .3333: 2/4 - 1/4 x .3333/.6667
    expect(rows.get(0.3333)?.[0]).toBeCloseTo(0.5 - 0.25 * (0.3333 / 0.6667), 12);
    expect(model.svg()).toContain('r="4.5"');
    expect(model.shortTable().rows.length).toBeLessThan(30);
  });

  test('histogram and learning curves: counts, shares and the best epoch', () => {
    const histogram = histogramModel({ table: four(), threshold: 0.5, binCount: 2 }, 'en');
    expect(histogram.table().rows).toEqual([
      [0, 0.5, 1, 1, 0.5, 0.5],
      [0.5, 1, 1, 1, 0.5, 0.5],
    ]);
    const learning = learningModel({ epochs: [anEpoch(1, 0.8), anEpoch(2, 0.4, null)], bestEpoch: 2 }, 'en');
    expect(learning.svg().match(/>kept: 2</g)).toHaveLength(2);
    expect(learning.table().rows[1]).toEqual([2, 0.2, 0.4, null, null]);
    expect(learning.description).toBe(
      'After epoch 2, validation: Loss 0.400, Ranking (AUC) undefined. Epoch 2 is kept.',
    );
  });
});

describe('the words', () => {
  test('give the area with its interval, and say where there is none', () => {
    expect(aucLabel({ value: 0.842, low: 0.801, high: 0.8834, method: 'DeLong' }, 'en')).toBe(
      'AUC 0.842 (0.801–0.883)',
    );
    expect(aucLabel({ value: 1, low: null, high: null, method: 'not estimable' }, 'zh-CN')).toBe('AUC 1.000');
    expect(aucLabel({ value: null, low: null, high: null, method: 'not estimable' }, 'zh-CN')).toBe('AUC 无定义');
  });

  test('are broken to fit, whatever their script, and nothing of them is lost', () => {
    for (const text of [
      'A rather long name of a run, with ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGH',
      '教程在测试集上的结果，阈值为零点二三；很长的说明文字。',
    ]) {
      const lines = wrapText(text, 100);
      for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(112);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }
  });
});

describe('axes and thresholds', () => {
  test('ticks are round, within the axis, and written with as many decimals as they need', () => {
    const ticks = ticksBetween(0, 1);
    expect(ticks.map(tickFormat(ticks))).toEqual(['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']);
    const around = ticksBetween(-0.037, 0.22);
    expect(around.map(tickFormat(around))).toEqual(['0.0', '0.1', '0.2']);
    expect(ticksBetween(3, 3)).toEqual([3]);
  });

  test('a decision curve goes to a half, or a little beyond a higher threshold, never to 1', () => {
    expect(decisionThresholds(null).at(-1)).toBe(0.5);
    expect(decisionThresholds(0.23).at(-1)).toBe(0.5);
    expect(decisionThresholds(0.62).at(-1)).toBeCloseTo(0.7, 12);
    expect(decisionThresholds(1).at(-1)).toBe(0.95);
  });

  test('bins are the same from rows and from the sorted table, 1 in the last', () => {
    const labels = [0, 0, 1, 1];
    const scores = [0, 0.249, 0.25, 1];
    const bins = binScores({ labels, scores }, 4);
    expect(bins).toMatchObject({ benign: [2, 0, 0, 0], malignant: [0, 1, 0, 1], benignTotal: 2, malignantTotal: 2 });
    expect(binTable(tableOf(labels, scores), 4)).toEqual(bins);
  });

  test('rows for reading keep both ends', () => {
    expect(spaced([0, 0.01, 0.05, 0.06, 0.1, 0.101], (value) => value, 0.05)).toEqual([0, 0.05, 0.1, 0.101]);
  });
});

test('the CSV keeps every digit and quotes what must be quoted', () => {
  const csv = figureCsv({
    columns: [
      { name: 'a,"b"', kind: 'text' },
      { name: '灵敏度', kind: 'rate' },
    ],
    rows: [
      ['x\ny', 1 / 3],
      [null, 1e-14],
    ],
  });
  expect(csv).toBe('\uFEFF"a,""b""",灵敏度\n"x\ny",0.3333333333333333\n,1e-14\n');
});

test('no closing mark begins a line and no opening one ends it, and nothing is lost', () => {
  const label = 'ISIC 2017 recommended: AUC 0.783（0.686–0.880），“全部”照片（恶性 30）。';
  for (let width = 20; width < 400; width += 7) {
    const lines = wrapText(label, width);
    expect(lines.join('').replaceAll(' ', '')).toBe(label.replaceAll(' ', ''));
    if (width < 130) continue; // narrower than a word: it is cut anywhere
    for (const line of lines) expect(line).not.toMatch(/^[）」，。”]|[（“]$/);
  }
});
