import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { figureCsv } from '../../../electron/shared/figures/figureTable.ts';
import { printStyle } from '../../../electron/shared/figures/figureTypes.ts';
import { figureTexts } from '../../../electron/shared/figures/figureWords.ts';
import { anEpoch, everyModel, four, tableOf } from './models.ts';
import { parseSvg } from './parseSvg.ts';

const scores = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constantFrom(0, 1, 0.5, 1e-14, 1 - Number.EPSILON),
);
const rows = fc.array(fc.record({ label: fc.constantFrom(0, 1), score: scores }), { maxLength: 60 });

describe('whatever the scores', () => {
  test('every figure is well-formed, holds finite numbers only, and stays within its page', () => {
    fc.assert(
      fc.property(
        rows,
        fc.option(scores, { nil: null }),
        fc.constantFrom('en' as const, 'zh-CN' as const),
        fc.integer({ min: 200, max: 900 }),
        (photos, threshold, language, width) => {
          const table = tableOf(
            photos.map(({ label }) => label),
            photos.map(({ score }) => score),
          );
          const epochs = photos
            .slice(0, 5)
            .map(({ score }, index) => anEpoch(index + 1, score * 3, index === 1 ? null : score));
          for (const model of everyModel(table, { language, threshold, name: 'Reader', epochs })) {
            const svg = model.svg({ width });
            expect(svg).not.toMatch(/NaN|Infinity|\{\w+\}/);
            const page = parseSvg(svg);
            expect(page.width).toBe(width);
            for (const { x, y } of page.points) {
              expect(x, model.name).toBeGreaterThanOrEqual(-0.01);
              expect(x, model.name).toBeLessThanOrEqual(width + 0.01);
              expect(y, model.name).toBeGreaterThanOrEqual(-0.01);
              expect(y, model.name).toBeLessThanOrEqual(page.height + 0.01);
            }
            for (const { from, to } of page.texts) {
              expect(from, model.name).toBeGreaterThanOrEqual(0);
              expect(to, model.name).toBeLessThanOrEqual(width);
            }
            const csv = figureCsv(model.table());
            expect(csv).not.toMatch(/NaN|Infinity/);
            expect(model.description).not.toMatch(/NaN|\{\w+\}/);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('the order of the photos changes no byte', () => {
    const labels = Array.from({ length: 200 }, (_, i) => Number(i % 5 === 0));
    const values = labels
      .map((label, i) => ((i * 37) % 101) / 101 + (label === 1 ? 0.005 : 0))
      .map((v) => Math.min(1, v));
    const one = everyModel(tableOf(labels, values)).map((model) => model.svg() + figureCsv(model.table()));
    const other = everyModel(tableOf(labels.toReversed(), values.toReversed())).map(
      (model) => model.svg() + figureCsv(model.table()),
    );
    expect(other).toEqual(one);
  });
});

test('words from outside are text, never markup', () => {
  const name = `<script>alert("1")</script>&'\u0000\uD800 <a href="x">`;
  for (const model of everyModel(four(), { name, epochs: [anEpoch(1, 0.4)] })) {
    const svg = model.svg();
    expect(svg).not.toMatch(/<script|<a |<[^>]*href|\uD800/);
    expect(svg).not.toContain('\0');
    expect(() => parseSvg(svg)).not.toThrow();
  }
  const [, compared] = everyModel(four(), { name });
  expect(
    parseSvg(compared?.svg() ?? '')
      .texts.map(({ text }) => text)
      .join(' '),
  ).toContain('<script>alert("1")');
});

test('a figure is one file: nothing fetched, run, styled from outside or named by an id', () => {
  for (const model of everyModel(four(), { epochs: [anEpoch(1, 0.4), anEpoch(2, 0.3)] })) {
    const svg = model.svg();
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 360 \d+" /);
    expect(svg).toContain('role="img"');
    expect(svg).toContain(`<title>${model.title}</title>`);
    expect(svg).not.toMatch(/ id=| style=|<style|<image|url\(|xlink|on\w+=/);
  }
});

test('what cannot be drawn is said in the figure, in both languages', () => {
  for (const language of ['en', 'zh-CN'] as const) {
    const texts = figureTexts[language];
    const said = (models: ReturnType<typeof everyModel>): string[] => models.map((model) => model.svg());
    const [roc, , , pr, , reliability, , decision, histogram, learning] = said(
      everyModel(tableOf([], []), { language }),
    );
    for (const svg of [roc, pr, reliability, decision, histogram]) expect(svg).toContain(`>${texts.noRows}<`);
    expect(learning).toContain(`>${texts.noEpochs}<`);
    const [oneClass, , , noRecall] = said(everyModel(tableOf([0, 0], [0.1, 0.9]), { language }));
    expect(
      parseSvg(oneClass ?? '')
        .texts.map(({ text }) => text)
        .join(''),
    ).toContain(texts.oneClass);
    expect(
      parseSvg(noRecall ?? '')
        .texts.map(({ text }) => text)
        .join(''),
    ).toContain(texts.oneClass);
  }
});

test('per cent stands apart from its number in English, and not in Chinese', () => {
  for (const [language, own, others] of [
    ['en', /^\d+(\.\d)? %$/, /\d%/],
    ['zh-CN', /^\d+(\.\d)?%$/, /\d %/],
  ] as const) {
    const texts = everyModel(four(), { language }).flatMap((model) =>
      parseSvg(model.svg()).texts.map(({ text }) => text),
    );
    expect(texts.filter((text) => own.test(text)).length, language).toBeGreaterThan(2);
    expect(texts.filter((text) => others.test(text))).toEqual([]);
  }
});

test('100,000 photos make figures of a few kilobytes, in a moment', () => {
  const n = 100_000;
  const labels = Array.from({ length: n }, (_, i) => Number((i * 7919) % 10 < 2));
  const values = labels.map((label, i) => (((i * 104_729) % n) / n) * 0.9 + label * 0.1);
  const models = everyModel(tableOf(labels, values));
  const began = performance.now();
  for (const model of models) expect(model.svg().length, model.name).toBeLessThan(120_000);
  expect(performance.now() - began).toBeLessThan(5_000);
});

test('each colour says the same as a shape or dashes', () => {
  const dashes = new Set<string>();
  const table = four();
  const [, overlaid] = everyModel(table, { name: 'A' });
  for (const [, found] of (overlaid?.svg() ?? '').matchAll(/stroke-width="1\.[47]"(?: stroke-dasharray="([^"]+)")?/g)) {
    dashes.add(found ?? '');
  }
  expect(dashes.size).toBe(3);
  const histogram = everyModel(table)[8]?.svg() ?? '';
  expect(histogram).toMatch(new RegExp(`<polygon[^>]+fill="${printStyle.malignant}"`));
  expect(histogram).toMatch(new RegExp(`<circle[^>]+fill="${printStyle.benign}"`));
});
