import type { Estimate } from '../../../shared/schemas/evaluationSummary.ts';
import type { ComparisonReport, ReportFacts } from '../../../shared/schemas/report.ts';
import type { Block, Section } from '../document/blocks.ts';
import { number, text, word } from '../document/blocks.ts';
import type { Speaker, WordKey } from '../words/speaker.ts';

const amongKeys: Record<ComparisonReport['mcnemar'][number]['among'], WordKey> = {
  all: 'amongAll',
  malignant: 'amongMalignant',
  benign: 'amongBenign',
};

export function comparisonSection(facts: ReportFacts, speaker: Speaker): Section {
  const { say } = speaker;
  const blocks: Block[] =
    facts.comparisons.length === 0
      ? [{ kind: 'text', text: say('comparisonNone') }]
      : [
          { kind: 'text', text: say('comparisonText', { name: facts.name }) },
          { kind: 'note', tone: 'plain', text: holmWords(facts.comparisons.length, speaker) },
          aucTable(facts.comparisons, speaker),
          callsTable(facts.comparisons, speaker),
          ...facts.comparisons.flatMap((comparison) => notes(comparison, speaker)),
        ];
  return { id: 'comparison', title: say('comparisonTitle'), blocks };
}

const holmWords = (comparisons: number, { say, count }: Speaker): string =>
  comparisons === 1 ? say('holmOne') : say('holmSeveral', { count: count(comparisons) });

function aucTable(comparisons: readonly ComparisonReport[], { say, count, decimals, range, p }: Speaker): Block {
  const auc = (of: Estimate): string => `${decimals(of.value)} (${range(of)})`;
  return {
    kind: 'table',
    caption: say('comparisonAuc'),
    columns: [
      text(say('comparedWith')),
      number(say('shared')),
      number(say('aucHere')),
      number(say('aucThere')),
      number(say('difference')),
      number(say('pValue')),
      number(say('adjustedP')),
    ],
    rows: comparisons.map((of) => [
      of.name,
      say('sharedValue', { n: count(of.n), positives: count(of.positives) }),
      auc(of.aucHere),
      auc(of.aucThere),
      `${decimals(of.difference.value)} (${range(of.difference)})`,
      p(of.pValue),
      p(of.adjustedP),
    ]),
  };
}

function callsTable(comparisons: readonly ComparisonReport[], { say, count, p }: Speaker): Block {
  return {
    kind: 'table',
    caption: say('comparisonCalls'),
    columns: [
      text(say('comparedWith')),
      word(say('among')),
      number(say('rightHere')),
      number(say('rightThere')),
      number(say('pValue')),
      number(say('adjustedP')),
      word(say('method')),
    ],
    rows: comparisons.flatMap(({ name, mcnemar }) =>
      mcnemar.map((test) => [
        name,
        say(amongKeys[test.among]),
        count(test.onlyHereRight),
        count(test.onlyThereRight),
        p(test.pValue),
        p(test.adjustedP),
        say(test.method === 'exact binomial' ? 'mcnemarExact' : 'mcnemarChi'),
      ]),
    ),
  };
}

function notes(of: ComparisonReport, { say, count, threshold, countedRate }: Speaker): Block[] {
  const rates: Block = {
    kind: 'text',
    text: say('comparisonRates', {
      name: of.name,
      threshold: threshold(of.threshold),
      sensitivity: countedRate(of.sensitivityThere),
      specificity: countedRate(of.specificityThere),
    }),
  };
  // where all photos are shared these are the figures of the whole report
  if (of.onlyHere + of.onlyThere + of.labelConflicts === 0) return [rates];
  const here: Block = {
    kind: 'text',
    text: say('comparisonRatesHere', {
      sensitivity: countedRate(of.sensitivityHere),
      specificity: countedRate(of.specificityHere),
    }),
  };
  const unmatched = say('comparisonUnmatched', {
    name: of.name,
    onlyHere: count(of.onlyHere),
    onlyThere: count(of.onlyThere),
    conflicts: count(of.labelConflicts),
  });
  return [rates, here, { kind: 'note', tone: 'caution', text: unmatched }];
}
