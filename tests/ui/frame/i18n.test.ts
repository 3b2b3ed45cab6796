import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Message, Text } from '../../../renderer/src/i18n/define.ts';
import {
  formatBytes,
  formatDuration,
  formatExact,
  formatPercent,
  formatScore,
} from '../../../renderer/src/i18n/format.svelte.ts';
import { fill, setLanguage, systemLanguage, t } from '../../../renderer/src/i18n/index.svelte.ts';
import { messages } from '../../../renderer/src/i18n/messages.ts';
import { terms } from '../../../renderer/src/i18n/terms.ts';

afterEach(() => setLanguage('en'));

const source = join(import.meta.dirname, '../../../renderer/src');
const all: [string, Message][] = Object.entries(messages);
const forms = (text: Text): string[] => (typeof text === 'string' ? [text] : [text.one, text.other]);
const parametersOf = (text: Text): string[] =>
  [...new Set(forms(text).flatMap((form) => [...form.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')))].sort();

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

describe('the table of words', () => {
  test.each(all)('%s says something in both languages, with the same parameters', (_, { en, zh }) => {
    for (const form of [...forms(en), ...forms(zh)]) expect(form.trim()).toBe(form);
    for (const form of [...forms(en), ...forms(zh)]) expect(form).not.toBe('');
    const spare = (names: string[]): string[] => names.filter((name) => name !== 'count');
    expect(spare(parametersOf(zh))).toEqual(spare(parametersOf(en)));
  });

  test('never shouts', () => {
    for (const [key, { en, zh }] of all) {
      for (const form of [...forms(en), ...forms(zh)]) expect(form, key).not.toMatch(/[!！]|Oops/);
    }
  });

  test('is Chinese where it says it is, but for names, units and figures', () => {
    const same = all.filter(([, { en, zh }]) => JSON.stringify(en) === JSON.stringify(zh)).map(([key]) => key);
    const withoutChinese = all.filter(([, { zh }]) => forms(zh).some((form) => !/\p{Script=Han}/u.test(form)));
    expect(same.length).toBeLessThan(30);
    for (const [key, { zh }] of withoutChinese) {
      for (const form of forms(zh))
        expect(form.replaceAll(/\{\w+\}/g, ''), key).not.toMatch(/[a-z]{4,} [a-z]{3,} [a-z]{2,}/);
    }
  });

  test('holds each key in the file of its name', () => {
    for (const file of readdirSync(join(source, 'i18n'))) {
      const text = readFileSync(join(source, 'i18n', file), 'utf8');
      const name = file.replace(/\.ts$/, '');
      if (!text.includes(`export const ${name} = defineMessages`)) continue;
      for (const [, key] of text.matchAll(/^ {2}'([\w.]+)':/gm)) expect(key?.startsWith(`${name}.`), key).toBe(true);
    }
  });

  test('has no words that nobody says', () => {
    const code = [...filesBelow(source)]
      .filter((path) => !/[\\/]i18n[\\/](?!format|index)/.test(path))
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    // Keys are also built: `results.${cell}Term`.
    const patterns = [...code.matchAll(/`([a-z]+\.[\w.]*(?:\$\{[^}]+\}[\w.]*)+)`/gi)].map(
      (match) => new RegExp(`^${(match[1] ?? '').replaceAll('.', '\\.').replaceAll(/\$\{[^}]+\}/g, '\\w+')}$`),
    );
    const built = (key: string): boolean => patterns.some((pattern) => pattern.test(key));
    expect(all.map(([key]) => key).filter((key) => !built(key) && !code.includes(`'${key}'`))).toEqual([]);
  });

  test('explains every term in two sentences', () => {
    for (const [key, { en, zh }] of Object.entries(terms)) {
      if (!key.endsWith('.text')) continue;
      expect(en.split(/[.;](?:\s|$)/).filter(Boolean).length, key).toBeGreaterThanOrEqual(2);
      expect(zh.split(/[。；]/).filter(Boolean).length, key).toBeGreaterThanOrEqual(2);
    }
  });
});

describe('choosing and filling', () => {
  test('one photo is singular in English, and numbers are grouped', () => {
    expect(t('common.photos', { count: 1 })).toBe('1 photo');
    expect(t('common.photos', { count: 2000 })).toBe('2,000 photos');
    expect(t('common.photos', { count: 0 })).toBe('0 photos');
  });

  test('switching the language changes what is said next', () => {
    setLanguage('zh-CN');
    expect(t('common.photos', { count: 2000 })).toBe('2,000 张照片');
    expect(document.documentElement.lang).toBe('zh-CN');
  });

  test('what looks like a parameter but was not given is left as it is', () => {
    expect(fill('{a} and {b}', { a: '{b}' }, 'en')).toBe('{b} and {b}');
  });

  test('the system language is Chinese for any Chinese, English for the rest', () => {
    expect(systemLanguage(['zh-Hans-CN', 'en'])).toBe('zh-CN');
    expect(systemLanguage(['de-AT', 'zh-CN'])).toBe('zh-CN');
    expect(systemLanguage(['de-AT', 'en-GB', 'zh-CN'])).toBe('en');
    expect(systemLanguage([])).toBe('en');
  });
});

describe('figures', () => {
  test('what is undefined is said, never shown as 0', () => {
    expect(formatScore(null)).toBe('undefined');
    expect(formatPercent(null)).toBe('undefined');
    setLanguage('zh-CN');
    expect(formatPercent(null)).toBe('无定义');
  });

  test('shares, scores, times and sizes read as people write them', () => {
    expect(formatPercent(84 / 117)).toBe('71.8 %');
    expect(formatScore(0.3141)).toBe('0.314');
    expect(formatExact(0.0003)).toBe('0.0003');
    expect(formatExact(0.0003 / 3)).toBe('0.0001');
    expect(formatDuration(0.42)).toBe('0.4 s');
    expect(formatDuration(192)).toBe('3 min 12 s');
    expect(formatDuration(7_260)).toBe('2 h 1 min');
    expect(formatBytes(0)).toBe('0 B');
    expect(formatBytes(44_000_000)).toBe('44.0 MB');
    expect(formatBytes(20e9)).toBe('20.0 GB');
    setLanguage('zh-CN');
    expect(formatPercent(84 / 117)).toBe('71.8%');
  });
});
