import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSpeaker, words } from '../../../electron/core/reports/words/speaker.ts';

const folder = new URL('../../../electron/core/reports/', import.meta.url).pathname;
const sources = (dir: string): string[] =>
  readdirSync(join(folder, dir), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, dir, name), 'utf8'));

test('no key stands in two files, where one would hide the other', () => {
  const keys = sources('words').flatMap((text) => [...text.matchAll(/^ {2}(\w+): \{/gm)].map(([, key]) => key ?? ''));
  expect(keys.toSorted()).toEqual([...new Set(keys)].toSorted());
  expect(keys.length).toBe(Object.keys(words).length);
});

test('both languages fill the same blanks', () => {
  const blanks = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].toSorted();
  for (const [key, { en, zh }] of Object.entries(words)) expect([key, blanks(zh)]).toEqual([key, blanks(en)]);
});

test('every word is said somewhere', () => {
  const text = ['sections', 'document', 'formats', 'words'].flatMap(sources).join('\n');
  const unused = Object.keys(words).filter((key) => !text.includes(`'${key}'`));
  expect(unused).toEqual([]);
});

test('numbers and dates are written in one way', () => {
  const en = createSpeaker('en');
  const zh = createSpeaker('zh-CN');
  expect(en.count(1626)).toBe('1,626');
  expect([en.rate(0.7179), zh.rate(0.7179), en.rate(null), zh.rate(null)]).toEqual([
    '71.8 %',
    '71.8%',
    'undefined',
    '无定义',
  ]);
  expect(en.decimals(-0.0204)).toBe('−0.020');
  expect([en.score(0.07557), en.score(1e-14), en.score(0), en.score(0.99999)]).toEqual([
    '0.0756',
    '1e-14',
    '0.0000',
    '0.99999',
  ]);
  expect([en.p(0.0004), en.p(0.0271757), en.p(null)]).toEqual(['< 0.001', '0.027', 'undefined']);
  expect(en.date('2026-11-25T06:12:59.123Z')).toBe('2026-11-25 06:12 UTC');
  const rate = { value: 84 / 117, low: 0.630489, high: 0.791551, method: 'Wilson', count: 84, total: 117 } as const;
  expect(en.countedRate(rate)).toBe('84 of 117, 71.8 % (95 % CI 63.0–79.2, Wilson)');
  const none = { value: null, low: null, high: null, method: 'not estimable', count: 0, total: 0 } as const;
  expect(en.countedRate(none)).toBe('0 of 0, undefined (interval not estimable)');
});

test('a threshold is exact or says that it is not, and ranges below zero are read without doubt', () => {
  const en = createSpeaker('en');
  // a photo of the real run has exactly this score: 0.0755758 would no longer call it malignant
  expect(en.threshold(0.07557576484216354)).toBe('≈\u00A00.07558');
  expect([en.threshold(0.23), en.threshold(0), en.threshold(1e-14)]).toEqual(['0.23', '0', '1e-14']);
  expect(en.range({ low: -0.197, high: 1.042 })).toBe('−0.197 to 1.042');
  expect(createSpeaker('zh-CN').range({ low: -0.197, high: -0.1 })).toBe('−0.197 至 −0.100');
});
