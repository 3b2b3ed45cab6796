import { expect, test } from 'vitest';
import { comparisonsOf } from '../../../electron/core/reports/facts/comparisons.ts';
import { cardDocument } from '../../../electron/core/reports/document/cardDocument.ts';
import { reportDocument } from '../../../electron/core/reports/document/reportDocument.ts';
import { slicesFor } from '../../../electron/core/reports/formats/fonts.ts';
import { toHtml } from '../../../electron/core/reports/formats/html.ts';
import { toMarkdown } from '../../../electron/core/reports/formats/markdown.ts';
import { commonFolder } from '../../../electron/core/reports/sections/errors.ts';
import { reportBytes } from '../../../electron/core/reports/writeReport.ts';
import { NOTICE } from '../../../electron/shared/notice.ts';
import { aModel, aNewModel, aReportInput } from './cases.ts';

const LANGUAGES = ['en', 'zh-CN'] as const;
const neverPrint = (): Promise<Uint8Array> => Promise.reject(new Error('not asked for'));

test('the same facts and date give the same bytes, whatever form and language', async () => {
  const again = await aNewModel();
  for (const language of LANGUAGES) {
    for (const format of ['html', 'modelCardMarkdown', 'modelCardJson', 'metricsJson'] as const) {
      const first = await reportBytes(await aModel(), { format, language }, neverPrint);
      expect(await reportBytes(again, { format, language }, neverPrint)).toBe(first);
      expect(first).toContain(NOTICE);
    }
  }
});

test('html holds all in itself: no script, no address outside, nothing of a name becomes markup', async () => {
  const html = await toHtml(reportDocument(await aModel(), 'en'), 'file');
  const shown = html.replaceAll(/url\(data:font[^)]*\)/g, '');
  expect(shown).not.toMatch(/<script/i);
  expect(shown).toContain('Dr &lt;script&gt;alert(1)&lt;/script&gt; 王');
  expect(shown).not.toContain('<b>one</b>');
  expect(shown.match(/(?:src|href)="(?!#)/g)).toBeNull();
  // the SVG name space is a name, not a place
  expect(shown.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
  expect(shown).toContain("default-src 'none'");
  expect(shown.match(new RegExp(NOTICE.replaceAll('.', '\\.'), 'g'))?.length).toBeGreaterThanOrEqual(3);
  expect(shown).toContain('104 of 117, 88.9 % (95 % CI 81.9–93.4, Wilson)');
  expect(shown.match(/<figure>/g)).toHaveLength(7);
  expect(shown.match(/role="img"/g)).toHaveLength(7);
  expect(shown).toMatch(/<th scope="col"/);
});

test.each(LANGUAGES)('a report says nothing in the keys of its words, and fills every blank (%s)', async (language) => {
  const model = await aModel();
  for (const document of [reportDocument(model, language), cardDocument(model, language)]) {
    const text = toMarkdown(document);
    expect(text).not.toMatch(/(?<![\\\w])\{\w+\}/);
    expect(text).not.toMatch(/undefined, (?!never 0 or 1)|NaN|null|\[object/);
  }
});

test('the chinese report is chinese, with the fonts of its characters; the english one carries few', async () => {
  const model = await aModel();
  const zh = await toHtml(reportDocument(model, 'zh-CN'), 'pdf');
  expect(zh).toContain('<html lang="zh-CN">');
  expect(zh).toContain('104/117，88.9%（95% 置信区间 81.9–93.4，Wilson）');
  expect(zh).toContain('恶性检出率（灵敏度）');
  const slices = (html: string): number => html.match(/@font-face/g)?.length ?? 0;
  expect(slices(zh)).toBeGreaterThan(slices(await toHtml(reportDocument(model, 'en'), 'pdf')));
});

test('openings, unit of disjointness, leaks, checkpoint rule, hashes and machine are all said', async () => {
  const html = await toHtml(reportDocument(await aModel(), 'en'), 'file');
  for (const words of [
    'were looked at 2 times',
    '2026-03-03 10:11 UTC',
    'column &quot;patient&quot; (1,200 groups)',
    '2 photos have a copy in another split',
    'no group stands in more than one split',
    'epoch 2: lowest validation loss',
    'a'.repeat(64),
    'b'.repeat(64),
    'A processor, 2 cores, 15.6 GiB',
    'TensorFlow 2.15.1',
    'The threshold rests on 30 malignant validation photos',
    'Out of 1,000 patients',
    '/photos/@broken.jpg',
  ]) {
    expect(html).toContain(words);
  }
});

test('every rate has its counts, every AUC its interval, and it is said what no program can know', async () => {
  const input = aReportInput();
  const { facts } = await aModel();
  const second = { ...input.detail, evaluation: { ...input.detail.evaluation, id: 'e2', name: 'Second' } };
  for (const others of [[second], [second, { ...second, evaluation: { ...second.evaluation, id: 'e3' } }]]) {
    const model = { ...(await aModel()), facts: { ...facts, ...comparisonsOf(input.detail, others) } };
    const text = toMarkdown(reportDocument(model, 'en'));
    for (const words of [
      'of which 117 of 600, 19.5 % are malignant',
      'Accuracy of naming the more common class always | 483 of 600, 80.5 % |',
      '| Specificity where sensitivity is at least 90.0 % | 212 of 483 | 43.9 % | ',
      '| Second | 600 (117) | 0.788 (0.744–0.832) | 0.788 (0.744–0.832) |',
      others.length === 1 ? 'One comparison was made' : 'over the 2 comparisons with this one',
      'What the authors must add',
    ]) {
      expect(text).toContain(words);
    }
  }
});

test('a model card has the headings of model cards, in their order', async () => {
  const card = cardDocument(await aModel(), 'en');
  expect(card.sections.map(({ title }) => title)).toEqual([
    'Model details',
    'Intended use',
    'Factors',
    'Metrics',
    'Evaluation data',
    'Training data',
    'Quantitative analyses',
    'Ethical considerations',
    'Caveats and recommendations',
  ]);
});

test('markdown keeps names as they are', async () => {
  const text = toMarkdown(cardDocument(await aModel(), 'en'));
  expect(text).toContain('# Model card: Run \\<b\\>one\\</b\\>');
  expect(text.startsWith('# Model card')).toBe(true);
  expect(text.split(NOTICE)).toHaveLength(3);
});

test('a character is served by one slice, western letters by the one made for them', () => {
  const slices = { '[4]': 'U+4e00-4e10,U+9ed1', '[5]': 'U+41-5a,U+5000', latin: 'U+0000-00FF' };
  expect(slicesFor('A黑', slices)).toEqual(['[4]', 'latin']);
  expect(slicesFor('倀', slices)).toEqual(['[5]']);
  expect(slicesFor('😀', slices)).toEqual([]);
});

test('the folder that all errors lie in is said once', () => {
  expect(commonFolder(['/a/b/c.jpg', '/a/b/d.jpg'])).toBe('/a/b/');
  expect(commonFolder(['/a/b/c.jpg', '/a/bx/d.jpg'])).toBe('/a/');
  expect(commonFolder(['C:\\a\\b.jpg', 'C:\\a\\c.jpg'])).toBe('C:\\a\\');
  expect(commonFolder(['1', '2'])).toBe('');
  expect(commonFolder(['/a/b.jpg'])).toBe('');
});
