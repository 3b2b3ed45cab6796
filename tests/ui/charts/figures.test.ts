import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { Chart } from 'chart.js';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { contract } from '../../../electron/shared/contract.ts';
import { delongAuc } from '../../../electron/shared/metrics/delong.ts';
import { fitRecalibration, recalibrateTable } from '../../../electron/shared/metrics/recalibration.ts';
import { createScoreTable } from '../../../electron/shared/metrics/scoreTable.ts';
import DecisionFigure from '../../../renderer/src/charts/DecisionFigure.svelte';
import HistogramFigure from '../../../renderer/src/charts/HistogramFigure.svelte';
import PrFigure from '../../../renderer/src/charts/PrFigure.svelte';
import ReliabilityFigure from '../../../renderer/src/charts/ReliabilityFigure.svelte';
import RocFigure from '../../../renderer/src/charts/RocFigure.svelte';
import { setLanguage } from '../../../renderer/src/i18n/index.svelte.ts';
import { hundredThousand, referenceScores } from '../results/referenceVector.ts';
import type { ScriptedCore } from '../frame/scriptedCore.ts';
import { toasts } from '../../../renderer/src/state/toasts.svelte.ts';
import { AppError } from '../../../electron/shared/errors.ts';
import { scriptedCore, standInForLayout } from './standIns.ts';

const { drawing } = standInForLayout();
let core: ScriptedCore;
beforeEach(() => {
  core = scriptedCore({});
});
afterEach(() => {
  cleanup();
  setLanguage('en');
});

const table = createScoreTable(referenceScores());
const auc = delongAuc(table);
const fitted = fitRecalibration(table, 'platt');
if (fitted === null) throw new Error('the reference vector can be recalibrated');
const calibrated = recalibrateTable(table, fitted);

function chartIn(container: HTMLElement): Chart {
  const canvas = container.querySelector('canvas');
  const chart = canvas === null ? undefined : Chart.getChart(canvas);
  if (chart === undefined) throw new Error('no chart');
  return chart;
}
/** Points of the band that lies under the curves. */
function bandPoints(chart: Chart): number {
  return z.object({ grounds: z.object({ x: z.array(z.number()) }) }).parse({ ...chart.config.options?.plugins }).grounds
    .x.length;
}
const label = (container: HTMLElement): string =>
  container.querySelector('[role="img"]')?.getAttribute('aria-label') ?? '';

async function tableIn(container: HTMLElement): Promise<string[][]> {
  const details = container.querySelector('details');
  if (details === null) throw new Error('no fold');
  details.open = true;
  await fireEvent(details, new Event('toggle'));
  await tick();
  return [...container.querySelectorAll('tr')].map((row) => [...row.children].map((cell) => cell.textContent));
}

describe('ROC', () => {
  const reference = { fpr: 181 / 483, tpr: 84 / 117, label: 'The tutorial’s result' };

  test('says area, interval and threshold in words, and gives its corners as a table', async () => {
    const { container } = render(RocFigure, { table, auc, threshold: 0.5, reference });
    expect(screen.getByTestId('roc-label').textContent).toMatch(/^AUC 0\.\d{3} \(0\.\d{3}–0\.\d{3}\)$/);
    expect(label(container)).toMatch(
      /^ROC curve\. AUC .* At the threshold 0\.500: sensitivity \d+\.\d %, false alarms/,
    );
    expect(container.textContent).toContain('◇ The tutorial’s result');
    const [head, first, ...rest] = await tableIn(container);
    expect(head).toEqual(['Curve', 'Threshold', 'Sensitivity', 'Specificity']);
    expect(first?.slice(2)).toEqual(['0.0 %', '100.0 %']);
    expect(rest.at(-1)?.slice(2)).toEqual(['100.0 %', '0.0 %']);
    expect(rest.length).toBeLessThan(25);
  });

  test('the band is a choice, named with what it holds for, and in the table too', async () => {
    const { container } = render(RocFigure, { table, auc, threshold: 0.5 });
    const band = (): number => bandPoints(chartIn(container));
    expect(band()).toBe(0);
    await fireEvent.click(screen.getByRole('radio', { name: 'Whole curve' }));
    expect(band()).toBe(201);
    expect(container.textContent).toContain('95 % band, the whole curve at once');
    const rows = await tableIn(container);
    expect(rows[0]?.slice(4)).toEqual(['Lower limit', 'Upper limit']);
    expect(rows.at(-1)?.[0]).toBe('95 % band, the whole curve at once');
    await fireEvent.click(screen.getByRole('radio', { name: 'Off' }));
    expect(band()).toBe(0);
  });

  test('compared curves have dashes of their own and stand in a legend with their areas', () => {
    const compared = ['Reader A', 'Reader B'].map((name) => ({ name, table, auc }));
    const { container } = render(RocFigure, { table, auc, threshold: 0.5, name: 'Run 1', compared });
    const entries = [...container.querySelectorAll('li')].map((entry) => entry.textContent.trim());
    expect(entries.map((entry) => entry.split(':')[0])).toEqual(['Run 1', 'Reader A', 'Reader B']);
    const dashes = [...container.querySelectorAll('li line')].map((line) => line.getAttribute('stroke-dasharray'));
    expect(new Set(dashes).size).toBe(3);
  });

  test('100,000 photos: few lines are drawn, and a move of the threshold changes the mark alone (case O22)', async () => {
    const many = createScoreTable(hundredThousand());
    drawing.lines = 0;
    const props = { table: many, auc: delongAuc(many), threshold: 0.5 };
    const { container, rerender } = render(RocFigure, props);
    expect(screen.getByTestId('roc-label').textContent).toMatch(/^AUC 0\.595 /);
    expect(drawing.lines).toBeGreaterThan(500);
    expect(drawing.lines).toBeLessThan(3000);
    const chart = chartIn(container);
    const before = chart.data.datasets.map(({ data }) => data);
    const scales = chart.options.scales;
    await rerender({ threshold: 0.25 });
    const after = chartIn(container).data.datasets.map(({ data }) => data);
    expect(chartIn(container)).toBe(chart);
    expect(after.map((data, index) => data === before[index])).toEqual([false, true, true]);
    expect(after[0]).not.toEqual(before[0]);
    expect(chart.options.scales).toEqual(scales);
    expect(label(container)).toContain('At the threshold 0.250');
  });

  test('hovering finds the nearest number of a curve, band or no band', async () => {
    const { container } = render(RocFigure, { table, auc, threshold: 0.5 });
    await fireEvent.click(screen.getByRole('radio', { name: 'Each point' }));
    const chart = chartIn(container);
    const event = new MouseEvent('mousemove', { clientX: 320, clientY: 240 });
    const found = chart.getElementsAtEventForMode(event, 'nearest', { intersect: false }, false);
    expect(found[0]?.datasetIndex).toBe(2);
  });

  test('one class: the words say it, nothing is marked', () => {
    const oneClass = createScoreTable({ labels: [0, 0], scores: [0.1, 0.9] });
    const { container } = render(RocFigure, { table: oneClass, auc: delongAuc(oneClass), threshold: 0.5 });
    expect(label(container)).toBe('ROC curve. Undefined: the photos are of one class only');
    expect(chartIn(container).data.datasets[0]?.data).toEqual([]);
  });
});

test('precision: average precision, chance, and the mark where alarms are', async () => {
  const props = { table, threshold: 0.5 };
  const { container, rerender } = render(PrFigure, props);
  expect(screen.getByTestId('pr-label').textContent).toMatch(/^Average precision 0\.\d{3}$/);
  expect(container.textContent).toContain('Chance: 117 of 600 are malignant (19.5 %)');
  const curve = chartIn(container).data.datasets[2]?.data;
  expect(chartIn(container).data.datasets[0]?.data).toHaveLength(1);
  await rerender({ threshold: 1 });
  expect(chartIn(container).data.datasets[0]?.data).toEqual([]);
  expect(chartIn(container).data.datasets[2]?.data).toBe(curve);
  expect(label(container)).toContain('precision undefined');
  expect((await tableIn(container))[0]).toEqual(['Curve', 'Threshold', 'Sensitivity', 'Precision']);
});

test('calibration: both series, their photos as bars, intervals as lines, the bins as a table', async () => {
  const { container } = render(ReliabilityFigure, { table, recalibrated: { table: calibrated, method: 'platt' } });
  const { datasets } = chartIn(container).data;
  expect(datasets.map(({ type, label: name }) => [type, name])).toEqual([
    ['line', 'As scored'],
    ['line', 'Recalibrated (Platt)'],
    ['bar', 'As scored'],
    ['bar', 'Recalibrated (Platt)'],
    ['line', ''],
  ]);
  const axes = datasets.map((_, index) => chartIn(container).getDatasetMeta(index).yAxisID);
  expect(axes).toEqual(['y', 'y', 'counts', 'counts', 'y']);
  expect(chartIn(container).scales['y']).toMatchObject({ min: 0, max: 1 });
  const rows = await tableIn(container);
  expect(rows[0]).toEqual([
    'Series',
    'From',
    'To',
    'Photos',
    'Malignant',
    'Mean predicted',
    'Observed share',
    'Lower limit',
    'Upper limit',
  ]);
  const photos = rows.filter(([series]) => series === 'As scored').map((row) => Number(row[3]));
  expect(photos.reduce((sum, count) => sum + count, 0)).toBe(600);
  expect(label(container)).toMatch(/As scored 0\.\d{3}; Recalibrated \(Platt\) 0\.\d{3}/);
});

test('net benefit: a move of the threshold moves line and mark, and draws no curve anew', async () => {
  const props = { table: calibrated, calibrated: true, threshold: 0.2 };
  const { container, rerender } = render(DecisionFigure, props);
  const before = chartIn(container).data.datasets.map(({ data }) => data);
  expect(before[0]).toHaveLength(1);
  expect(drawing.texts).toContain('Threshold 0.200');
  await rerender({ threshold: 0.3 });
  const after = chartIn(container).data.datasets.map(({ data }) => data);
  expect(after.map((data, index) => data === before[index])).toEqual([false, true, true, true]);
  expect(after[0]).toMatchObject([{ x: 0.3 }]);
  expect(drawing.texts).toContain('Threshold 0.300');
  expect([...container.querySelectorAll('li')].map((entry) => entry.textContent.trim())).toEqual([
    'By the model, recalibrated',
    'Biopsy all',
    'Biopsy none',
  ]);
  await rerender({ threshold: null });
  expect(chartIn(container).data.datasets[0]?.data).toEqual([]);
});

test('scores by class: counts and shares in the table, the threshold where it was moved to', async () => {
  const { container, rerender } = render(HistogramFigure, { table, threshold: 0.5 });
  const bars = chartIn(container).data.datasets[0]?.data;
  await rerender({ threshold: 0.75 });
  expect(chartIn(container).data.datasets[0]?.data).toBe(bars);
  expect(drawing.texts).toContain('Threshold 0.750');
  const [head, ...rows] = await tableIn(container);
  expect(head).toEqual(['From', 'To', 'Benign', 'Malignant', 'Share of benign', 'Share of malignant']);
  expect(rows.reduce((sum, row) => sum + Number(row[3]), 0)).toBe(117);
});

describe('the export menu', () => {
  const saved = () => contract['shell.saveContent'].input.parse(core.inputsOf('shell.saveContent')[0]);

  async function choose(item: string): Promise<void> {
    await fireEvent.click(screen.getByRole('button', { name: /^(Export|导出)/ }));
    const entry = await screen.findByRole('menuitem', { name: item });
    await fireEvent.pointerUp(entry);
    await fireEvent.click(entry);
  }

  test('saves the drawing that a report would print, and says so', async () => {
    render(RocFigure, { table, auc, threshold: 0.5 });
    await choose('Save as drawing (SVG)');
    await waitFor(() => expect(core.inputsOf('shell.saveContent')).toHaveLength(1));
    const { content, ...rest } = saved();
    expect(rest).toEqual({ title: 'Save: ROC curve', defaultName: 'roc.svg', format: 'svg', encoding: 'utf8' });
    expect(content).toMatch(/^<svg xmlns.*<title>ROC curve<\/title>.*<\/svg>$/s);
    await waitFor(() => expect(toasts.all.at(-1)?.text).toBe('ROC curve was saved.'));
  });

  test('saves all numbers as CSV, in the present language', async () => {
    setLanguage('zh-CN');
    render(DecisionFigure, { table: calibrated, calibrated: true, threshold: 0.2 });
    await choose('保存数据（CSV）');
    await waitFor(() => expect(core.inputsOf('shell.saveContent')).toHaveLength(1));
    const { content } = saved();
    expect(content).toMatch(/^\uFEFF阈值概率,依据模型（再校准后）,全部活检,全不活检\n0,0\.195,0\.195,0\n/);
    expect(content.split('\n')).toHaveLength(103);
  });

  test('a disk that refuses is said, with what to do', async () => {
    core = scriptedCore({
      'shell.saveContent': () => {
        throw new AppError('NO_SPACE', 'full');
      },
    });
    render(HistogramFigure, { table, threshold: 0.5 });
    await choose('Save its numbers (CSV)');
    await waitFor(() => expect(toasts.all.at(-1)).toMatchObject({ tone: 'error' }));
  });

  test('nothing is said when the person thinks better of it', async () => {
    core = scriptedCore({ 'shell.saveContent': () => ({ path: null }) });
    const said = toasts.all.length;
    render(PrFigure, { table, threshold: 0.5 });
    await choose('Save its numbers (CSV)');
    await waitFor(() => expect(core.inputsOf('shell.saveContent')).toHaveLength(1));
    await tick();
    expect(toasts.all).toHaveLength(said);
  });
});

test('all of it is Chinese in Chinese', () => {
  setLanguage('zh-CN');
  const views = [
    render(RocFigure, { table, auc, threshold: 0.5 }),
    render(PrFigure, { table, threshold: 0.5 }),
    render(ReliabilityFigure, { table, recalibrated: null }),
    render(DecisionFigure, { table, calibrated: false, threshold: 0.5 }),
    render(HistogramFigure, { table, threshold: 0.5 }),
  ];
  for (const { container } of views) {
    expect(container.textContent.replaceAll(/AUC|ROC|PPV|Platt/g, '')).not.toMatch(/[A-Za-z]{3}/);
    expect(label(container)).toMatch(/\p{Script=Han}/u);
  }
});
