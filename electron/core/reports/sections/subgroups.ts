import type { ReportFacts, SubgroupReport } from '../../../shared/schemas/report.ts';
import type { RateEstimate } from '../../../shared/schemas/evaluationSummary.ts';
import type { Block, Section } from '../document/blocks.ts';
import { number, text } from '../document/blocks.ts';
import type { Speaker } from '../words/speaker.ts';

export function subgroupsSection(facts: ReportFacts, speaker: Speaker): Section {
  const { say, count } = speaker;
  const blocks: Block[] =
    facts.subgroups.length === 0
      ? [{ kind: 'text', text: say('subgroupsNone') }]
      : [
          { kind: 'text', text: say('subgroupsText', { minimum: count(facts.subgroupMinimum) }) },
          ...facts.subgroups.map((subgroup) => table(subgroup, speaker)),
        ];
  return { id: 'subgroups', title: say('subgroupsTitle'), blocks };
}

function table(
  { column, tooMany, rows }: SubgroupReport,
  { say, count, rate, decimals, percentRange, range }: Speaker,
): Block {
  if (tooMany) return { kind: 'note', tone: 'plain', text: say('subgroupTooMany', { column: column ?? '' }) };
  const counted = (estimate: RateEstimate | null): string =>
    estimate === null
      ? ''
      : `${say('rateOf', { count: count(estimate.count), total: count(estimate.total), rate: rate(estimate.value) })} (${percentRange(estimate)})`;
  return {
    kind: 'table',
    caption: column === null ? say('subgroupClass') : say('subgroupTable', { column }),
    columns: [
      text(say('group')),
      number(say('photos')),
      number(say('malignant')),
      text(say('sensitivityShort')),
      text(say('specificityShort')),
      text(say('aucShort')),
    ],
    rows: rows.map((row) => [
      row.kind === 'unknown' ? say('unknown') : row.name,
      count(row.n),
      count(row.positives),
      counted(row.sensitivity),
      counted(row.specificity),
      row.auc === null ? '' : `${decimals(row.auc.value)} (${range(row.auc)})`,
    ]),
  };
}
