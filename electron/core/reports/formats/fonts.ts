import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** The family's name inside a report. */
export const REPORT_FONT = 'LesionLab Report';

/** An open font (SIL OFL 1.1) whose package parts it into slices of some hundred characters each. */
const PACKAGE = '@fontsource-variable/noto-sans-sc';
const packageDir = (): string => dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`));

/** Slice by name: the characters in it, as CSS writes them (`U+4e00,U+4e8c-4e90`). */
const Slices = z.record(z.string(), z.string());

/**
 * Style rules that carry the slices of the font that these texts need: a report reads the same on a computer without Chinese
 * fonts, or with none that fits. Characters that the font lacks (emoji, Arabic ...) are left to the computer's own fonts.
 */
export async function fontRules(texts: string): Promise<string> {
  const dir = packageDir();
  const slices = Slices.parse(JSON.parse(await readFile(join(dir, 'unicode.json'), 'utf8')));
  const rules: string[] = [];
  for (const name of slicesFor(texts, slices)) {
    const file = `noto-sans-sc-${name.replaceAll(/[[\]]/g, '')}-wght-normal.woff2`;
    const bytes = await readFile(join(dir, 'files', file));
    rules.push(
      `@font-face{font-family:'${REPORT_FONT}';font-weight:100 900;font-style:normal;` +
        `src:url(data:font/woff2;base64,${bytes.toString('base64')}) format('woff2');unicode-range:${slices[name] ?? ''}}`,
    );
  }
  return rules.join('\n');
}

/** Names of the slices that hold at least one of the characters, in the order in which they are given; one slice a character. */
export function slicesFor(texts: string, slices: Readonly<Record<string, string>>): string[] {
  const ranges = Object.entries(slices).map(([name, range]) => ({ name, spans: spansOf(range) }));
  // Western letters stand in several: the slice made for them is the smallest.
  const tried = [...ranges.filter(({ name }) => name === 'latin'), ...ranges.filter(({ name }) => name !== 'latin')];
  const needed = new Set<string>();
  for (const character of new Set(texts)) {
    const code = character.codePointAt(0) ?? 0;
    const found = tried.find(({ spans }) => spans.some(([first, last]) => first <= code && code <= last));
    if (found !== undefined) needed.add(found.name);
  }
  return ranges.map(({ name }) => name).filter((name) => needed.has(name));
}

function spansOf(range: string): [number, number][] {
  return range.split(',').map((span) => {
    const [first = '', last = first] = span.trim().replace(/^U\+/i, '').split('-');
    return [parseInt(first, 16), parseInt(last, 16)];
  });
}
