import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const css = readFileSync(join(import.meta.dirname, '../../../renderer/src/styles/tokens.css'), 'utf8');

function tokensOf(theme: string): Map<string, string> {
  const block = css.split('}').find((part) => part.includes(`[data-theme='${theme}']`)) ?? '';
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gi)].map((match) => [match[1] ?? '', match[2] ?? '']),
  );
}

/** Relative luminance of WCAG 2.2 from sRGB. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['bg', 'surface', 'surface-2', 'hover', 'selected', 'rail'];
const words: [string, string][] = [
  ...grounds.flatMap((ground): [string, string][] => [
    ['text', ground],
    ['text-2', ground],
  ]),
  ['accent', 'bg'],
  ['accent', 'surface'],
  ['accent', 'accent-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-danger', 'danger'],
  ['text', 'danger-soft'],
  ['danger', 'danger-soft'],
  ['danger', 'surface'],
  ['warning', 'warning-soft'],
  ['warning', 'surface'],
  ['warning', 'bg'],
  ['ok', 'surface'],
  ['ok', 'ok-soft'],
  ['benign-text', 'surface'],
  ['malignant-text', 'surface'],
  ['benign-text', 'benign-soft'],
  ['malignant-text', 'malignant-soft'],
];
/** Shapes and rings need 3:1. */
const shapes: [string, string][] = [
  ['benign', 'surface'],
  ['benign', 'bg'],
  ['malignant', 'surface'],
  ['malignant', 'bg'],
  ['focus', 'bg'],
  ['focus', 'surface'],
  ['line-strong', 'surface'],
];

describe.each(['light', 'dark', 'contrast'])('theme %s', (theme) => {
  const tokens = tokensOf(theme);
  const colour = (name: string): string => {
    const found = tokens.get(name);
    if (found === undefined) throw new Error(`${theme} has no --${name}`);
    return found;
  };
  test.each(words)('words in --%s are legible on --%s', (ink, ground) => {
    expect(contrast(colour(ink), colour(ground))).toBeGreaterThanOrEqual(theme === 'contrast' ? 7 : 4.5);
  });
  test.each(shapes)('shapes in --%s stand out from --%s', (ink, ground) => {
    expect(contrast(colour(ink), colour(ground))).toBeGreaterThanOrEqual(3);
  });
});

test('the classes have Okabe and Ito’s colours in the light theme', () => {
  const tokens = tokensOf('light');
  expect([tokens.get('benign'), tokens.get('malignant')]).toEqual(['#0072b2', '#d55e00']);
});

test('every theme has the same tokens', () => {
  const names = (theme: string): string[] => [...tokensOf(theme).keys()].sort();
  expect(names('dark')).toEqual(names('light'));
  expect(names('contrast')).toEqual(names('light'));
});
