import { histogramModel } from '../../../shared/figures/plainModels.ts';
import { prModel, rocModel } from '../../../shared/figures/rankingModels.ts';
import { RESAMPLE_SEED } from '../../../shared/metrics/resamplePlan.ts';
import { rocBand } from '../../../shared/metrics/rocBand.ts';
import { createScoreTable } from '../../../shared/metrics/scoreTable.ts';
import type { RateEstimate } from '../../../shared/schemas/evaluationSummary.ts';
import type { ReportFacts } from '../../../shared/schemas/report.ts';
import type { Block, Section } from '../document/blocks.ts';
import { facts as factsTable, number, text, word } from '../document/blocks.ts';
import { fineBlocks } from './fineClasses.ts';
import type { ReportModel } from '../reportModel.ts';
import type { Speaker, WordKey } from '../words/speaker.ts';

const RATES = ['sensitivity', 'specificity', 'ppv', 'npv'] as const;

export function performanceSection(model: ReportModel, speaker: Speaker): Section {
  const { facts } = model;
  const { say } = speaker;
  return {
    id: 'performance',
    title: say('performanceTitle'),
    blocks: [...performanceTables(facts, speaker), ...figures(model, speaker)],
    sections: [prevalenceSection(facts, speaker)],
  };
}

/** All but the figures: also the model card's. */
export function performanceTables(facts: ReportFacts, speaker: Speaker): Block[] {
  const { say } = speaker;
  const { byGroup } = facts;
  return [
    matrix(facts, speaker),
    ...fineBlocks(facts, speaker),
    rates(facts, speaker),
    {
      kind: 'note',
      tone: 'plain',
      text: say('ppvNote', { prevalence: speaker.shareOf(facts.positives, facts.n) }),
    },
    further(facts, speaker),
    targets(facts, speaker),
    {
      kind: 'note',
      tone: 'plain',
      text: say('operatingNote', { resamples: speaker.count(facts.resamples), seed: String(RESAMPLE_SEED) }),
    },
    ...(byGroup === null
      ? []
      : [
          factsTable(
            say('groupTable', { column: byGroup.column, groups: speaker.count(byGroup.groups) }),
            [say('figureName'), say('value')],
            [
              [say('sensitivity'), speaker.countedRate({ ...facts.sensitivity, ...byGroup.sensitivity })],
              [say('specificity'), speaker.countedRate({ ...facts.specificity, ...byGroup.specificity })],
              [say('auc'), speaker.estimate(byGroup.auc)],
            ],
          ),
          { kind: 'note', tone: 'plain', text: say('groupNote') } as const,
        ]),
  ];
}

function matrix(
  { confusion: { tp, fn, fp, tn }, threshold }: ReportFacts,
  { say, count, threshold: written }: Speaker,
): Block {
  return {
    kind: 'table',
    caption: say('matrixTable', { threshold: written(threshold) }),
    columns: [text(say('labelled')), text(say('calledMalignant')), text(say('calledBenign')), number(say('total'))],
    rows: [
      [say('malignant'), say('matrixTp', { count: count(tp) }), say('matrixFn', { count: count(fn) }), count(tp + fn)],
      [say('benign'), say('matrixFp', { count: count(fp) }), say('matrixTn', { count: count(tn) }), count(fp + tn)],
    ],
  };
}

function rates(facts: ReportFacts, { say, count, rate, percentRange, method }: Speaker): Block {
  const row = (name: WordKey, estimate: RateEstimate, exact: RateEstimate): string[] => [
    say(name),
    say('countOf', { count: count(estimate.count), total: count(estimate.total) }),
    rate(estimate.value),
    percentRange(estimate),
    method(estimate.method),
    percentRange(exact),
  ];
  return {
    kind: 'table',
    caption: say('ratesTable'),
    columns: [
      text(say('figureName')),
      number(say('counts')),
      number(say('rate')),
      number(say('ci')),
      word(say('method')),
      number(say('exactCi')),
    ],
    rows: [
      ...RATES.map((name) => row(name, facts[name], facts.exact[name])),
      row('accuracy', facts.accuracyInterval, facts.exact.accuracy),
    ],
  };
}

function further(facts: ReportFacts, speaker: Speaker): Block {
  const { say, decimals, rate, estimate, resampled } = speaker;
  const drawn = facts.resampled;
  const { minSensitivity, ...partial } = facts.partialAuc;
  return factsTable(
    say('furtherTable'),
    [say('figureName'), say('value')],
    [
      [say('auc'), estimate(facts.auc)],
      facts.aucExact === null ? null : [say('aucExact'), estimate(facts.aucExact)],
      [
        say('averagePrecision'),
        say('averagePrecisionChance', {
          value: resampled(drawn.averagePrecision),
          chance: decimals(facts.prevalence),
        }),
      ],
      [say('partialAuc', { target: rate(minSensitivity), most: decimals(1 - minSensitivity) }), estimate(partial)],
      [say('mcclish'), resampled(drawn.mcclish)],
      [say('balancedAccuracy'), resampled(drawn.balancedAccuracy)],
      [say('f1'), resampled(drawn.f1)],
      [say('mcc'), resampled(drawn.mcc)],
      [say('kappa'), resampled(drawn.kappa)],
      [say('lrPositive'), resampled(drawn.likelihoodPositive)],
      [say('lrNegative'), resampled(drawn.likelihoodNegative)],
      [say('majority'), speaker.shareOf(Math.max(facts.positives, facts.negatives), facts.n)],
    ],
  );
}

type OperatingPoint = ReportFacts['specificityAtSensitivity'][number];

/** What one rate costs the other. */
function targets(facts: ReportFacts, speaker: Speaker): Block {
  const { say, count, rate, percentRange, threshold, method } = speaker;
  const row = (
    name: WordKey,
    { target, value, threshold: from, ...interval }: OperatingPoint,
    total: number,
  ): string[] => [
    say(name, { target: rate(target) }),
    value === null ? '' : say('countOf', { count: count(Math.round(value * total)), total: count(total) }),
    rate(value),
    value === null ? '' : percentRange(interval),
    from === null ? '' : threshold(from),
  ];
  const points = [...facts.specificityAtSensitivity, ...facts.sensitivityAtSpecificity];
  const named = points.find((point) => point.low !== null)?.method ?? 'not estimable';
  return {
    kind: 'table',
    caption: say('targetsTable', { method: method(named) }),
    columns: [
      text(say('figureName')),
      number(say('counts')),
      number(say('rate')),
      number(say('ci')),
      number(say('threshold')),
    ],
    rows: [
      ...facts.specificityAtSensitivity.map((point) => row('specAtSens', point, facts.negatives)),
      ...facts.sensitivityAtSpecificity.map((point) => row('sensAtSpec', point, facts.positives)),
    ],
  };
}

/** The operating point that the tutorial printed for its 600 test photos at .23: for reference only. */
const TUTORIAL = { fpr: 181 / 483, tpr: 84 / 117 };

function figures({ facts, scores, compared }: ReportModel, { language, say }: Speaker): Block[] {
  const table = createScoreTable(scores);
  const { threshold, auc } = facts;
  const others = compared.map((other, index) => ({
    name: other.name,
    table: createScoreTable(other),
    auc: facts.comparisons[index]?.aucThere ?? auc,
  }));
  const band =
    others.length > 0 || auc.low === null
      ? null
      : ({ kind: 'pointwise', points: rocBand(table, { kind: 'pointwise', level: 0.95 }) } as const);
  const drawn = [
    rocModel(
      {
        table,
        auc,
        threshold,
        name: facts.name,
        band,
        reference: { ...TUTORIAL, label: say('tutorialPoint') },
        compared: others,
      },
      language,
    ),
    prModel({ table, threshold, name: facts.name, compared: others }, language),
    histogramModel({ table, threshold }, language),
  ];
  return drawn.map((figure) => ({ kind: 'figure', figure }));
}

export function prevalenceSection(facts: ReportFacts, { say, rate, percentEstimate, count }: Speaker): Section {
  const { atPrevalence } = facts;
  if (atPrevalence === null) {
    return {
      id: 'prevalence',
      title: say('prevalenceOther'),
      blocks: [{ kind: 'text', text: say('prevalenceNone') }],
    };
  }
  const prevalence = rate(atPrevalence.prevalence);
  const { ofThousand } = atPrevalence;
  return {
    id: 'prevalence',
    title: say('prevalenceTitle', { prevalence }),
    blocks: [
      { kind: 'text', text: say('prevalenceText', { prevalence }) },
      factsTable(
        say('prevalenceTitle', { prevalence }),
        [say('figureName'), say('value')],
        [
          [say('ppv'), percentEstimate(atPrevalence.ppv)],
          [say('npv'), percentEstimate(atPrevalence.npv)],
        ],
      ),
      ...(ofThousand === null
        ? []
        : [
            {
              kind: 'note',
              tone: 'plain',
              text: say('ofThousand', {
                found: count(ofThousand.found),
                missed: count(ofThousand.missed),
                needless: count(ofThousand.needless),
                spared: count(ofThousand.spared),
              }),
            } as const,
          ]),
    ],
  };
}
