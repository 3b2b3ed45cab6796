import type { ErrorRow, ReportFacts } from '../../../shared/schemas/report.ts';
import type { Block, Column, Section } from '../document/blocks.ts';
import { number, path, text } from '../document/blocks.ts';
import type { Speaker } from '../words/speaker.ts';

/** A page of paper holds some 40; beyond so many nobody reads on, and metrics.json has them all. */
const MOST_LISTED = 2000;

export function errorsSection(facts: ReportFacts, speaker: Speaker): Section {
  const { say, threshold, count } = speaker;
  const { falseNegatives, falsePositives } = facts;
  const folder = commonFolder([...falseNegatives, ...falsePositives].map((row) => row.path));
  const list = (caption: string, rows: readonly ErrorRow[]): Block[] =>
    rows.length === 0
      ? [{ kind: 'text', text: `${caption}. ${say('noErrors')}` }]
      : [
          table(caption, rows.slice(0, MOST_LISTED), folder, facts, speaker),
          ...(rows.length <= MOST_LISTED
            ? []
            : [
                {
                  kind: 'note',
                  tone: 'caution',
                  text: say('errorsCut', { shown: count(MOST_LISTED), total: count(rows.length) }),
                } as const,
              ]),
        ];
  return {
    id: 'errors',
    title: say('errorsTitle'),
    blocks: [
      { kind: 'text', text: say('errorsText', { threshold: threshold(facts.threshold) }) },
      ...(folder === '' ? [] : [{ kind: 'note', tone: 'plain', text: say('relativeTo', { folder }) } as const]),
      ...list(say('falseNegatives', { count: count(falseNegatives.length) }), falseNegatives),
      ...list(say('falsePositives', { count: count(falsePositives.length) }), falsePositives),
    ],
  };
}

function table(
  caption: string,
  rows: readonly ErrorRow[],
  folder: string,
  { falseNegatives, falsePositives, recalibrated }: ReportFacts,
  { say, score }: Speaker,
): Block {
  const hasGroups = [...falseNegatives, ...falsePositives].some(({ group }) => group !== null);
  const columns: Column[] = [
    path(say('photo')),
    text(say('className')),
    ...(hasGroups ? [text(say('group'))] : []),
    number(say('score')),
    ...(recalibrated === null ? [] : [number(say('calibrated'))]),
  ];
  return {
    kind: 'table',
    caption,
    columns,
    rows: rows.map((row) => [
      row.path.slice(folder.length),
      row.className,
      ...(hasGroups ? [row.group ?? say('unknown')] : []),
      score(row.score),
      ...(recalibrated === null ? [] : [score(row.calibrated)]),
    ]),
  };
}

/** The folder that all lie in, with its last separator; '' when there is none, or one photo only. */
export function commonFolder(paths: readonly string[]): string {
  const [first] = paths;
  if (first === undefined || paths.length < 2) return '';
  let end = first.length;
  for (const path of paths) while (!path.startsWith(first.slice(0, end))) end -= 1;
  const cut = Math.max(first.lastIndexOf('/', end - 1), first.lastIndexOf('\\', end - 1));
  return cut < 0 ? '' : first.slice(0, cut + 1);
}
