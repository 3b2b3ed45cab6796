import { textWidth } from '../../../electron/shared/figures/text.ts';

interface Point {
  x: number;
  y: number;
}
interface PlacedText {
  text: string;
  from: number;
  to: number;
}
export interface ParsedSvg {
  width: number;
  height: number;
  /** Corners of paths, polygons and boxes, and middles of circles. */
  points: Point[];
  /** Level texts with the places where they begin and end. */
  texts: PlacedText[];
}

const unescape = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/** Reads a figure as far as tests look at it; throws where its tags are not closed in order. */
export function parseSvg(svg: string): ParsedSvg {
  const open: string[] = [];
  const points: Point[] = [];
  const texts: PlacedText[] = [];
  let size = { width: 0, height: 0 };
  let attributes = new Map<string, string>();
  const number = (name: string, otherwise = 0): number => Number(attributes.get(name) ?? otherwise);
  for (const [, end, name, written, selfClosing, text] of svg.matchAll(
    /<(\/?)(\w+)((?:\s[\w:-]+="[^"<>]*")*)(\/?)>|([^<>]+)/g,
  )) {
    if (text !== undefined) {
      if (/&(?!(?:amp|lt|gt|quot);)/.test(text)) throw new Error(`a bare & in ${text}`);
      if (open.at(-1) === 'text' && !attributes.has('transform')) texts.push(placed(unescape(text)));
      continue;
    }
    if (end === '/') {
      if (open.pop() !== name) throw new Error(`</${name ?? ''}> closes something else`);
      continue;
    }
    attributes = new Map(
      [...(written ?? '').matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key ?? '', value ?? '']),
    );
    if (name === 'svg') size = { width: number('width'), height: number('height') };
    if (name === 'circle') points.push({ x: number('cx'), y: number('cy') });
    if (name === 'rect') {
      if (number('width') < 0 || number('height') < 0) throw new Error(`a box of negative size: ${written ?? ''}`);
      points.push({ x: number('x'), y: number('y') });
      points.push({ x: number('x') + number('width'), y: number('y') + number('height') });
    }
    const corners = (attributes.get('d') ?? attributes.get('points') ?? '').matchAll(/(-?[\d.]+)[ ,](-?[\d.]+)/g);
    for (const [, x, y] of corners) points.push({ x: Number(x), y: Number(y) });
    if (selfClosing !== '/') open.push(name ?? '');
  }
  if (open.length > 0) throw new Error(`${open.join()} not closed`);
  const rest = svg.replaceAll(/<\/?\w+(?:\s[\w:-]+="[^"<>]*")*\/?>|[^<>]+/g, '');
  if (rest !== '') throw new Error(`no XML: ${rest}`);
  return { ...size, points, texts };

  function placed(text: string): PlacedText {
    const width = textWidth(text, number('font-size'));
    const anchor = attributes.get('text-anchor') ?? 'start';
    const from = number('x') - (anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0);
    return { text, from, to: from + width };
  }
}
