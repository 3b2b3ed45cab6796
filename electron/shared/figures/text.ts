import { element, escapeXml, px } from './svg.ts';
import type { FigureStyle } from './figureTypes.ts';

/** Heights of text in drawing units. */
export const FONT = 11;
export const SMALL_FONT = 10;
export const LINE_HEIGHT = 14;

/** Width that a text will take, in drawing units; an estimate on the wide side, since no font can be asked here. */
export function textWidth(text: string, size = FONT): number {
  let ems = 0;
  for (const character of text) ems += emsOf(character);
  return ems * size;
}

function emsOf(character: string): number {
  if (/[\u1100-\u11FF\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFF00-\uFF60\u{1F000}-\u{2FFFF}]/u.test(character))
    return 1;
  if (/[\sfijlrtI.,:;'|!()[\]]/.test(character)) return 0.36;
  if (/[mwMW%@]/.test(character)) return 0.9;
  return /[A-Z\d=+−–<>≥≤&]/.test(character) ? 0.64 : 0.57;
}

/** Blanks; a Chinese character or a word, with the mark that may not end a line before it and those that may not begin one after it. */
const PIECES = /\s+|[（“]?(?:[\u2E80-\u9FFF\uFF00-\uFF60]|[^\s“”\u2E80-\u9FFF\uFF00-\uFF60]+|[“”])[，。；：、）”]*/gu;

/** Lines no wider than `width`, broken at blanks and between Chinese characters; a word too long is cut. */
export function wrapText(text: string, width: number, size = FONT): string[] {
  const pieces = text.match(PIECES) ?? [];
  const lines: string[] = [];
  let current = '';
  for (const piece of pieces.flatMap((whole) => cut(whole, width, size))) {
    if (current !== '' && textWidth((current + piece).trimEnd(), size) > width) {
      lines.push(current.trimEnd());
      current = piece.trimStart();
    } else current += current === '' ? piece.trimStart() : piece;
  }
  if (current.trim() !== '') lines.push(current.trimEnd());
  return lines;
}

function cut(piece: string, width: number, size: number): string[] {
  if (textWidth(piece, size) <= width) return [piece];
  const parts: string[] = [''];
  for (const character of piece) {
    const last = parts.length - 1;
    if (parts[last] !== '' && textWidth(parts[last] + character, size) > width) parts.push(character);
    else parts[last] += character;
  }
  return parts;
}

export interface TextPlace {
  x: number;
  y: number;
  anchor?: 'start' | 'middle' | 'end';
  size?: number;
  weight?: number;
  colour?: string;
  turned?: boolean;
}

/** One line of text; `y` is its base line. */
export function textAt(content: string, style: FigureStyle, place: TextPlace): string {
  const { x, y, anchor = 'start', size = FONT, weight, colour = style.text, turned = false } = place;
  return element(
    'text',
    {
      x,
      y,
      'text-anchor': anchor === 'start' ? null : anchor,
      'font-size': size,
      'font-weight': weight ?? null,
      fill: colour,
      transform: turned ? `rotate(-90 ${px(x)} ${px(y)})` : null,
    },
    escapeXml(content),
  );
}

/** Text over lines: a copy with a thick border of the ground's colour lies under it. */
export function textOver(content: string, style: FigureStyle, place: TextPlace): string {
  const { x, y, anchor = 'start', size = FONT } = place;
  const ground = element(
    'text',
    {
      x,
      y,
      'text-anchor': anchor === 'start' ? null : anchor,
      'font-size': size,
      fill: style.surface,
      stroke: style.surface,
      'stroke-width': 3,
      'stroke-linejoin': 'round',
      'aria-hidden': 'true',
    },
    escapeXml(content),
  );
  return ground + textAt(content, style, place);
}
