import { fixed } from '../shared/rounding.ts';

/** Text for people: columns padded to the widest cell. Widths count code points; CJK characters take two columns. */
export function textTable(header: string[], rows: string[][], alignRight: number[] = []): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => displayWidth(row[column] ?? ''))));
  const line = (row: string[]): string =>
    row
      .map((cell, column) => {
        const pad = ' '.repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(cell)));
        return alignRight.includes(column) ? pad + cell : cell + pad;
      })
      .join('  ')
      .trimEnd();
  return all.map(line).join('\n');
}

/** Two columns without a header. */
export function keyValues(pairs: (readonly [string, string])[]): string {
  const width = Math.max(...pairs.map(([key]) => displayWidth(key)));
  return pairs.map(([key, value]) => `${key}${' '.repeat(width - displayWidth(key))}  ${value}`.trimEnd()).join('\n');
}

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u;

export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += wide.test(character) ? 2 : 1;
  return width;
}

/** A rate as `71.8 %`; undefined (0/0) says so. */
export function percent(value: number | null): string {
  return value === null ? 'undefined' : `${fixed(100 * value, 1)} %`;
}

export function decimals(value: number | null, digits = 3): string {
  return value === null ? 'undefined' : fixed(value, digits);
}

/** Control characters of a path (a new line in a name) made visible, so that one item stays one line. */
export function oneLine(text: string): string {
  return [...text]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      return code < 32 || code === 127 ? JSON.stringify(character).slice(1, -1) : character;
    })
    .join('');
}

/** `1 photo`, `2 photos`. */
export const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;
