import type { SummaryWarning } from '../../../shared/schemas/evaluationSummary.ts';
import type { Optimism, ReportFacts } from '../../../shared/schemas/report.ts';
import type { Block, Section } from '../document/blocks.ts';
import { facts as factsTable } from '../document/blocks.ts';
import type { Speaker, WordKey } from '../words/speaker.ts';
import { sourceWords } from './judged.ts';

const warningKeys: Record<SummaryWarning, WordKey> = {
  NO_ROWS: 'warnNoRows',
  ONE_CLASS: 'warnOneClass',
  FEW_POSITIVES: 'warnFewPositives',
  FEW_NEGATIVES: 'warnFewNegatives',
  LABELS_MAY_BE_SWAPPED: 'warnSwapped',
  CONSTANT_SCORES: 'warnConstant',
  LOG_LOSS_CLIPPED: 'warnLogLoss',
  CALIBRATION_CLIPPED: 'warnCalibrationClipped',
  CALIBRATION_NOT_ESTIMABLE: 'warnCalibration',
  ACCURACY_NOT_ABOVE_MAJORITY: 'warnMajority',
};

const optimismKeys: Record<Optimism, WordKey> = {
  FITTED: 'optimismFitted',
  CHOSEN_HERE: 'optimismChosen',
  BY_HAND: 'optimismByHand',
  EPOCH: 'optimismEpoch',
};

/** What must be read beside the figures: why they may flatter, on how little they rest, what is odd. */
export function cautions(facts: ReportFacts, { say, count, countedRate }: Speaker): Block[] {
  const { optimism, restsOn } = facts.thresholdChoice;
  const caution = (text: string): Block => ({ kind: 'note', tone: 'caution', text });
  return [
    ...(optimism === null ? [] : [caution(say(optimismKeys[optimism]))]),
    ...(restsOn === null
      ? []
      : [caution(say('restsOn', { positives: count(restsOn.positives), example: countedRate(restsOn.example) }))]),
    ...facts.warnings.map((warning) => caution(say(warningKeys[warning]))),
  ];
}

/** The figures that are read first. */
export function summarySection(facts: ReportFacts, speaker: Speaker): Section {
  const { say, count, countedRate, estimate } = speaker;
  const { fn, fp } = facts.confusion;
  return {
    id: 'summary',
    title: say('summaryTitle'),
    blocks: [
      {
        kind: 'text',
        text: say('summaryLead', {
          name: facts.name,
          n: count(facts.n),
          source: sourceWords(facts, speaker),
          positives: count(facts.positives),
          negatives: count(facts.negatives),
          threshold: String(facts.threshold),
        }),
      },
      {
        kind: 'text',
        text: say('missedMelanomas', {
          fn: count(fn),
          positives: count(facts.positives),
          fp: count(fp),
          negatives: count(facts.negatives),
        }),
      },
      factsTable(
        say('summaryTable'),
        [say('figureName'), say('value')],
        [
          [say('sensitivity'), countedRate(facts.sensitivity)],
          [say('specificity'), countedRate(facts.specificity)],
          [say('auc'), estimate(facts.auc)],
        ],
      ),
      ...cautions(facts, speaker),
    ],
  };
}
