import { AppError } from '../errors.ts';

type AttributeValue = string | number | null;

/** Text for element content and attributes; characters that XML cannot hold are left out. */
export function escapeXml(text: string): string {
  return (
    text
      // what XML 1.0 forbids: control characters but tab and line ends, halves of pairs, two non-characters
      .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  );
}

/** A coordinate with two decimals at most, the same text on every computer. Throws INTERNAL on NaN and infinity. */
export function px(value: number): string {
  if (!Number.isFinite(value)) throw new AppError('INTERNAL', `coordinate ${value}`);
  // + 0 turns -0 into 0
  return String(Math.round(value * 100) / 100 + 0);
}

/** An element; null attributes are left out, numbers are written by `px`, `content` is markup already. */
export function element(name: string, attributes: Readonly<Record<string, AttributeValue>>, content = ''): string {
  const written = Object.entries(attributes)
    .filter((entry): entry is [string, string | number] => entry[1] !== null)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? px(value) : escapeXml(value)}"`)
    .join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

export interface Point {
  x: number;
  y: number;
}

/** Points nearer than this to the last kept one show no difference, even in print. */
const LEAST_STEP = 0.25;

/** Path data through points (drawing units), those that would not be seen left out; '' without points. */
export function pathThrough(points: readonly Point[]): string {
  let data = '';
  let last: Point | null = null;
  for (const [index, point] of points.entries()) {
    const isEnd = index === points.length - 1;
    if (last !== null && !isEnd && Math.hypot(point.x - last.x, point.y - last.y) < LEAST_STEP) continue;
    data += `${last === null ? 'M' : 'L'}${px(point.x)} ${px(point.y)}`;
    last = point;
  }
  return data;
}

export function line(points: readonly Point[], colour: string, dashes: string | null, width = 1.5): string {
  return element('path', {
    d: pathThrough(points),
    fill: 'none',
    stroke: colour,
    'stroke-width': width,
    'stroke-dasharray': dashes,
    'stroke-linejoin': 'round',
  });
}

/** Dashes of compared lines: the first is whole. */
const DASHES = [null, '6 3', '2 2.5', '9 3 2 3', '12 4', '4 2 1 2 1 2'] as const;
export const dashesOf = (index: number): string | null => DASHES[index % DASHES.length] ?? null;
