import type { IconCounts } from '../../../../electron/shared/metrics/iconArray.ts';

/** A thousand marks in rows of 40, one square of 10 units each. */
export const COLUMNS = 40;
const CELL = 10;
export const SIZE = { width: COLUMNS * CELL, height: (1000 / COLUMNS) * CELL };

export const KINDS = ['found', 'missed', 'needless', 'spared'] as const;
export type MarkKind = (typeof KINDS)[number];

/** SVG path data of each kind, in the order of KINDS from the top left: malignant are triangles, benign are circles. */
export function markPaths(counts: IconCounts): Record<MarkKind, string> {
  const paths: Record<MarkKind, string> = { found: '', missed: '', needless: '', spared: '' };
  let first = 0;
  for (const kind of KINDS) {
    const parts: string[] = [];
    const mark = kind === 'found' || kind === 'missed' ? triangle : circle;
    for (let place = first; place < first + counts[kind]; place++) {
      parts.push(mark((place % COLUMNS) * CELL, Math.floor(place / COLUMNS) * CELL));
    }
    paths[kind] = parts.join('');
    first += counts[kind];
  }
  return paths;
}

const triangle = (x: number, y: number): string => `M${x + 5} ${y + 0.8}l4.2 7.8h-8.4z`;
const circle = (x: number, y: number): string => `M${x + 1.6} ${y + 5}a3.4 3.4 0 1 1 6.8 0a3.4 3.4 0 1 1 -6.8 0z`;
