import { printStyle } from '../../../shared/figures/figureTypes.ts';
import { element, escapeXml, pathThrough } from '../../../shared/figures/svg.ts';
import { wrapText } from '../../../shared/figures/text.ts';
import type { DatasetFacts } from '../../../shared/schemas/provenance.ts';
import type { Block } from '../document/blocks.ts';
import type { Speaker } from '../words/speaker.ts';
import { countIn, photosIn, SPLITS, splitNames } from './splits.ts';

/** Drawing units; text is 11 high. */
const WIDTH = 560;
const BOX = 230;
const SIDE_X = 300;
const SIDE = WIDTH - SIDE_X;
const GAP = 18;
const LINE = 15;
const PADDING = 8;

interface Step {
  lines: string[];
  /** What leaves the flow after this step. */
  losses: string[];
}

/** The flow of files to splits, as STARD draws it. */
export function flowDrawing(dataset: DatasetFacts, speaker: Speaker): Block {
  const { say, count } = speaker;
  const used = photosIn(dataset);
  const seen = dataset.filesFound - dataset.junk - dataset.otherFiles;
  const named = (key: Parameters<Speaker['say']>[0], n: number): string =>
    say('named', { name: say(key), value: count(n) });
  const steps: Step[] = [
    {
      lines: [named('flowFound', dataset.filesFound)],
      losses: [say('flowNoPhotos', { junk: count(dataset.junk), other: count(dataset.otherFiles) })],
    },
    {
      lines: [named('flowPhotos', seen)],
      losses: [
        named('flowUnlabelled', dataset.unlabelled),
        named('flowExcluded', dataset.excluded),
        named('flowUnreadable', dataset.unreadable),
      ],
    },
    {
      lines: [named('flowUsed', used), say('flowDuplicates', { count: count(dataset.duplicatePhotos) })],
      losses: [],
    },
  ];
  const splits = SPLITS.map((split) => ({
    name: say(splitNames[split]),
    n: countIn(dataset, split),
    classes: say('flowClasses', {
      malignant: count(countIn(dataset, split, 'malignant')),
      benign: count(countIn(dataset, split, 'benign')),
    }),
  }));
  const description = say('flowDescription', {
    found: count(dataset.filesFound),
    used: count(used),
    splits: splits.map(({ name, n }) => say('flowSplit', { name, count: count(n) })).join(say('list')),
  });
  return {
    kind: 'drawing',
    caption: say('flowTitle'),
    description,
    svg: draw(
      steps,
      splits.map(({ name, n, classes }) => [say('named', { name, value: count(n) }), classes]),
      { title: say('flowTitle'), description },
    ),
  };
}

function draw(steps: Step[], splits: string[][], words: { title: string; description: string }): string {
  const parts: string[] = [];
  let y = 1;
  let previous: { bottom: number; side: number | null } | null = null;
  for (const step of steps) {
    const lines = step.lines.flatMap((line) => wrapText(line, BOX - 2 * PADDING));
    const losses = step.losses.flatMap((line) => wrapText(line, SIDE - 2 * PADDING));
    if (previous !== null) parts.push(arrow([BOX / 2, previous.bottom], [BOX / 2, y]));
    const height = boxHeight(lines);
    parts.push(box(0.5, y, BOX, lines, 'solid'));
    const bottom = y + height;
    if (losses.length > 0) {
      const sideY = bottom + GAP / 2;
      const sideHeight = boxHeight(losses);
      parts.push(box(SIDE_X, sideY, SIDE - 0.5, losses, 'dashed'));
      parts.push(arrow([BOX / 2, sideY + sideHeight / 2], [SIDE_X, sideY + sideHeight / 2]));
      y = sideY + sideHeight + GAP / 2;
    } else y = bottom + GAP;
    previous = { bottom, side: null };
  }
  const width = (WIDTH - 2 * 12) / 3;
  const bottom = previous?.bottom ?? y;
  y = bottom + 2 * GAP;
  const middles = splits.map((_, index) => index * (width + 12) + width / 2);
  const rail = bottom + GAP;
  parts.push(
    stroke([
      [BOX / 2, bottom],
      [BOX / 2, rail],
    ]),
  );
  parts.push(
    stroke([
      [middles[0] ?? 0, rail],
      [middles.at(-1) ?? WIDTH, rail],
    ]),
  );
  const wrapped = splits.map((lines) => lines.flatMap((line) => wrapText(line, width - 2 * PADDING)));
  for (const [index, lines] of wrapped.entries()) {
    parts.push(arrow([middles[index] ?? 0, rail], [middles[index] ?? 0, y]));
    parts.push(box(index * (width + 12) + 0.5, y, width - 1, lines, 'solid'));
  }
  const height = y + Math.max(...wrapped.map(boxHeight)) + 1;
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${WIDTH} ${height}`,
      width: WIDTH,
      height,
      role: 'img',
      // The family is the page's: it carries the characters on a computer that has none for them.
      'font-size': 11,
    },
    element('title', {}, escapeXml(words.title)) + element('desc', {}, escapeXml(words.description)) + parts.join(''),
  );
}

const boxHeight = (lines: readonly string[]): number => lines.length * LINE + 2 * PADDING - 3;

function box(x: number, y: number, width: number, lines: readonly string[], edge: 'solid' | 'dashed'): string {
  const { surface, axis, text, muted } = printStyle;
  return (
    element('rect', {
      x,
      y,
      width,
      height: boxHeight(lines),
      rx: 3,
      fill: surface,
      stroke: axis,
      'stroke-dasharray': edge === 'dashed' ? '4 3' : null,
    }) +
    lines
      .map((line, index) =>
        element(
          'text',
          { x: x + PADDING, y: y + PADDING + 9 + index * LINE, fill: index === 0 || edge === 'dashed' ? text : muted },
          escapeXml(line),
        ),
      )
      .join('')
  );
}

type Place = readonly [number, number];

const stroke = (places: readonly Place[]): string =>
  element('path', {
    d: pathThrough(places.map(([x, y]) => ({ x, y }))),
    fill: 'none',
    stroke: printStyle.axis,
  });

/** Straight, with a head; down or to the right. */
function arrow(from: Place, to: Place): string {
  const [x, y] = to;
  const down = from[0] === x;
  const head: Place[] = down
    ? [
        [x - 4, y - 6],
        [x, y],
        [x + 4, y - 6],
      ]
    : [
        [x - 6, y - 4],
        [x, y],
        [x - 6, y + 4],
      ];
  return stroke([from, to]) + stroke(head);
}
