import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { App } from '../../../electron/core/app.ts';
import { NOTICE } from '../../../electron/shared/notice.ts';
import { ReportFacts, type ReportFormat } from '../../../electron/shared/schemas/report.ts';
import { folderOf } from '../core/importing.ts';
import { openApp, temporaryFolder } from '../core/support.ts';
import { coreWithRun, row, store } from '../evaluation/stored.ts';

const now = (): Date => new Date('2026-05-06T07:08:09Z');
type Row = readonly [id: string, label: 0 | 1, score: number];

async function imported(app: App, rows: readonly Row[]): Promise<string> {
  const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const lines = rows.map(([id, label, score]) => `${cell(id)},${label},${score}`);
  const folder = folderOf({ 'reads.csv': `id,label,score\n${lines.join('\n')}\n` });
  const { evaluationIds } = await app.call('evaluation.importScores', {
    path: join(folder, 'reads.csv'),
    idColumn: 'id',
    labelColumn: 'label',
    mapping: { '0': 'benign', '1': 'malignant' },
    readers: [{ column: 'score', name: 'Reader', scale: 'probability' }],
    groupColumn: null,
  });
  return evaluationIds[0] ?? '';
}

async function written(app: App, evaluationId: string, format: ReportFormat, language: 'en' | 'zh-CN' = 'en') {
  const path = join(temporaryFolder(), 'report');
  const choices = { format, language, prevalence: 0.02, author: '', compareWith: [] };
  const { jobId } = await app.call('report.start', { evaluationId, path, ...choices });
  await app.context.jobs.finished(jobId);
  return readFileSync(path, 'utf8');
}

/** The same evaluation in every form that needs no window, each with the notice and without a figure that is none. */
async function everyForm(app: App, evaluationId: string) {
  const texts = [];
  for (const language of ['en', 'zh-CN'] as const) {
    for (const format of ['html', 'modelCardMarkdown', 'modelCardJson'] as const) {
      texts.push(await written(app, evaluationId, format, language));
    }
  }
  for (const text of texts) {
    expect(text).toContain(NOTICE);
    expect(text.replaceAll(/base64,[^)]*/g, '')).not.toMatch(/NaN|Infinity|\[object|>null|undefined %/);
  }
  const facts = ReportFacts.parse(JSON.parse(await written(app, evaluationId, 'metricsJson')));
  return { html: texts[0] ?? '', card: texts[1] ?? '', facts };
}

test('one class only: what has no photos is undefined, the rest stands', async () => {
  const { app } = await openApp({ now });
  const id = await imported(app, [
    ['a.jpg', 0, 0.1],
    ['b.jpg', 0, 0.7],
    ['c.jpg', 0, 0.2],
  ]);
  const { html, facts } = await everyForm(app, id);
  expect(facts.sensitivity).toMatchObject({ value: null, low: null, high: null, total: 0 });
  expect(facts.specificity).toMatchObject({ count: 2, total: 3, method: 'Wilson' });
  expect(facts.auc).toMatchObject({ value: null, method: 'not estimable' });
  expect(facts.atPrevalence).toMatchObject({ ppv: { value: null }, ofThousand: null });
  expect(html).toContain('0 of 0, undefined (interval not estimable)');
  expect(html).toContain('of one class only');
});

test('one photo makes a whole report', async () => {
  const { app } = await openApp({ now });
  const { facts } = await everyForm(app, await imported(app, [['only.jpg', 1, 0.7]]));
  expect(facts.sensitivity).toMatchObject({ count: 1, total: 1, value: 1 });
  expect(facts.sensitivity.low).toBeCloseTo(0.2065, 4);
  expect(facts.mcc).toBeNull();
});

test('a perfect ranking has no DeLong interval but an exact one; its calibration line cannot be fitted', async () => {
  const { app } = await openApp({ now });
  const rows = Array.from({ length: 40 }, (_, i): Row => [`${i}.jpg`, i < 20 ? 1 : 0, i < 20 ? 0.9 - i / 100 : 0.3]);
  const { html, facts } = await everyForm(app, await imported(app, rows));
  expect(facts.auc).toMatchObject({ value: 1, low: null, high: null, method: 'not estimable' });
  expect(facts.aucExact).toMatchObject({ value: 1, high: 1, method: 'exact (pairs)' });
  expect(facts.calibrationBefore.calibration).toMatchObject({ intercept: null, slope: null });
  expect(html).toContain('1.000 (interval not estimable)');
  expect(html).toContain('exact, pairs');
});

test('equal scores rank by chance and allow no calibration slope', async () => {
  const { app } = await openApp({ now });
  const rows = Array.from({ length: 40 }, (_, i): Row => [`${i}.jpg`, i < 20 ? 1 : 0, 0.4]);
  const { html, facts } = await everyForm(app, await imported(app, rows));
  expect(facts.auc.value).toBe(0.5);
  expect(facts.calibrationBefore.calibration.slope).toBeNull();
  expect(html).toContain('Every photo has the same score');
});

test('names stay what they are in every form, however long, and 3,000 errors are counted where they are not listed', async () => {
  const { app } = await openApp({ now });
  const names = ['<img src=x onerror=alert(1)>.jpg', '=1+1.jpg', '-3.jpg', '@x.png', '恶性黑色素瘤/照片|1.jpg'];
  const long = `${'n'.repeat(196)}.jpg`;
  const rows = [...names, long, ...Array.from({ length: 2994 }, (_, i) => `${i}.jpg`)].map((name): Row => [
    name,
    0,
    0.6,
  ]);
  const { html, facts } = await everyForm(app, await imported(app, [...rows, ['found.jpg', 1, 0.9]]));
  expect(facts.falsePositives).toHaveLength(3000);
  for (const name of [...names, long]) expect(facts.falsePositives.map(({ path }) => path)).toContain(name);
  expect(html).not.toContain('<img');
  expect(html).toContain('The first 2,000 of 3,000 are listed');
  const few = await everyForm(app, await imported(app, [...rows.slice(0, 6), ['found.jpg', 1, 0.9]]));
  expect(few.html).toContain('&lt;img src=x onerror=alert(1)&gt;.jpg');
  expect(few.html).toContain('>=1+1.jpg<');
  expect(few.html).toContain('>恶性黑色素瘤/照片|1.jpg<');
  expect(few.html).toContain(long);
});

const tenRows = () =>
  Array.from({ length: 10 }, (_, i) => row(`/photos/${i}.jpg`, i % 2 === 0 ? 1 : 0, (i + 1) / 12, { group: null }));

test('a run without validation scores has no recalibration, and says so', async () => {
  const app = await coreWithRun({ now });
  store(app, 't', 'test', tenRows());
  const { html, facts } = await everyForm(app, 't');
  expect(facts.recalibrated).toBeNull();
  expect(facts.decisionCurve.calibrated).toBe(false);
  expect(html).toContain('No recalibration is known');
  expect(facts.testOpenings).toHaveLength(1);
  expect(html).toContain('Openings of the test split');
});

test('a report outlives the data set that the run was trained on', async () => {
  const app = await coreWithRun({ now });
  store(app, 'v', 'valid', tenRows());
  await app.call('dataset.remove', { id: 'd' });
  const { html, facts } = await everyForm(app, 'v');
  expect(facts.dataset).toBeNull();
  expect(facts.run?.name).toBe('First');
  expect(html).toContain('is not known here');
});

test('an evaluation from another computer reports the same figures as at home', async () => {
  const app = await coreWithRun({ now });
  await app.call('run.setThreshold', { id: 'r', value: 0.23, source: 'tutorial', target: null });
  store(app, 'v', 'valid', tenRows());
  const path = join(temporaryFolder(), 'v.lesionlab');
  await app.call('evaluation.savePackage', { id: 'v', path });
  const { app: other } = await openApp({ now });
  const { evaluationId } = await other.call('evaluation.openPackage', { path });
  const here = ReportFacts.parse(JSON.parse(await written(app, 'v', 'metricsJson')));
  const { html, facts: there } = await everyForm(other, evaluationId);
  const withoutPlace = ({ falseNegatives, falsePositives, ...facts }: ReportFacts) => ({
    ...facts,
    errors: [falseNegatives.length, falsePositives.length],
    ...{ evaluationId: '', runId: '', origin: '', unreadable: facts.unreadable.length },
  });
  expect(withoutPlace(there)).toEqual(withoutPlace(here));
  expect(there.optimistic).toBe(true);
  expect(html).toContain('from another computer');
});
