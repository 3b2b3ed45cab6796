import type { ReportFacts } from '../../../shared/schemas/report.ts';
import type { Block } from '../document/blocks.ts';
import { number, text } from '../document/blocks.ts';
import type { Speaker } from '../words/speaker.ts';

/** The matrix of the data set's own classes, where the model tells them apart; nothing else. */
export function fineBlocks({ fine }: ReportFacts, { say, count }: Speaker): Block[] {
  if (fine === null) return [];
  const named = (name: string, malignant: boolean): string => say(malignant ? 'fineMalignant' : 'fineBenign', { name });
  const names = fine.classes.map(({ name, malignant }) => named(name, malignant));
  const table: Block = {
    kind: 'table',
    caption: say('fineTable'),
    columns: [text(say('labelled')), ...names.map((name) => number(say('fineNamed', { name }))), number(say('total'))],
    rows: fine.counts.map((row, place) => [
      names[place] ?? '',
      ...row.map((photos) => count(photos)),
      count(row.reduce((sum, photos) => sum + photos, 0)),
    ]),
  };
  const note: Block = { kind: 'note', tone: 'plain', text: say('fineNote', { others: count(fine.others) }) };
  return [table, note];
}
