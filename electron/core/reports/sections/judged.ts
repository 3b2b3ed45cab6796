import type { Split } from '../../../shared/schemas/common.ts';
import type { ReportFacts } from '../../../shared/schemas/report.ts';
import type { TestOpening, ThresholdSource } from '../../../shared/schemas/run.ts';
import type { Block, Section } from '../document/blocks.ts';
import { facts as factsTable, number, path, text, word } from '../document/blocks.ts';
import type { Speaker, WordKey } from '../words/speaker.ts';
import { countIn } from './splits.ts';

const splitKeys: Record<Split, WordKey> = { train: 'splitTrain', valid: 'splitValid', test: 'splitTest' };
const originKeys = {
  run: 'originRun',
  scores: 'originScores',
  package: 'originPackage',
  crossValidation: 'originCrossValidation',
} as const;
const targetKeys = { benign: 'targetBenign', malignant: 'targetMalignant', exclude: 'targetExclude' } as const;
const byKeys: Record<TestOpening['by'], WordKey> = {
  window: 'byWindow',
  command: 'byCommand',
  sample: 'bySample',
  earlier: 'byEarlier',
};
const ruleKeys: Record<ThresholdSource, WordKey> = {
  default: 'ruleDefault',
  manual: 'ruleManual',
  tutorial: 'ruleTutorial',
  targetSensitivity: 'ruleSensitivity',
  targetSpecificity: 'ruleSpecificity',
  youden: 'ruleYouden',
  cost: 'ruleCost',
};

/** "validation split", "folder /photos", "file of scores /a.csv". */
export function sourceWords(facts: ReportFacts, { say, count }: Speaker): string {
  if (facts.outOfFold !== null) return say('outOfFoldSource', { folds: count(facts.outOfFold.folds) });
  if (facts.split !== null) return say(splitKeys[facts.split]);
  return say(facts.origin === 'scores' || facts.mapping === null ? 'scoresSource' : 'folderSource', {
    path: facts.source ?? say('unknown'),
  });
}

export function judgedSection(facts: ReportFacts, speaker: Speaker): Section {
  const { say, count, date } = speaker;
  const { setAt, lockedAt } = facts.thresholdChoice;
  const blocks: Block[] = [
    factsTable(
      say('judgedTable'),
      [say('setting'), say('value')],
      [
        [say('model'), facts.name],
        [say('judgedOn'), sourceWords(facts, speaker)],
        [say('origin'), say(originKeys[facts.origin])],
        [say('evaluatedAt'), date(facts.evaluatedAt)],
        [
          say('photos'),
          say('photosValue', {
            n: count(facts.n),
            positives: count(facts.positives),
            negatives: count(facts.negatives),
          }),
        ],
        [
          say('unreadable'),
          facts.unreadable.length === 0 ? count(0) : say('unreadableValue', { count: count(facts.unreadable.length) }),
        ],
        facts.mapping === null ? null : [say('mapping'), mappingWords(facts.mapping, speaker)],
        [say('threshold'), String(facts.threshold)],
        [say('thresholdRule'), ruleWords(facts, speaker)],
        setAt === null ? null : [say('thresholdSetAt'), date(setAt)],
        [say('thresholdLockedAt'), lockedAt === null ? say('notLocked') : date(lockedAt)],
      ],
    ),
  ];
  if (facts.unreadable.length > 0) {
    blocks.push({
      kind: 'table',
      caption: say('unreadableTable'),
      columns: [path(say('photo')), text(say('reason'))],
      rows: facts.unreadable.map((photo) => [photo.path, `${photo.code}: ${photo.message}`]),
    });
  }
  return { id: 'judged', title: say('judgedTitle'), blocks, sections: [openingsSection(facts, speaker)] };
}

function mappingWords(mapping: NonNullable<ReportFacts['mapping']>, { say }: Speaker): string {
  return Object.entries(mapping)
    .map(([name, target]) => `${name}: ${say(targetKeys[target])}`)
    .join('; ');
}

/** The rules look at validation photos where a run's threshold was set; of a file of scores they look at itself. */
function ruleWords({ thresholdChoice, runId, run }: ReportFacts, { say, plain, rate }: Speaker): string {
  const { source, target } = thresholdChoice;
  const shown = target === null ? say('unknown') : source === 'cost' ? plain(target) : rate(target);
  const rule = say(ruleKeys[source], { target: shown });
  const looked = ['targetSensitivity', 'targetSpecificity', 'youden', 'cost'].includes(source);
  return looked && (runId !== null || run !== null) ? say('ruleOnValid', { rule }) : rule;
}

function openingsSection(facts: ReportFacts, { say, count, threshold, date }: Speaker): Section {
  const { testOpenings: openings } = facts;
  const lead: Block = {
    kind: 'text',
    text:
      facts.dataset === null && openings.length === 0
        ? say('openingsUnknown')
        : openings.length === 0
          ? say(facts.dataset !== null && countIn(facts.dataset, 'test') === 0 ? 'openingsNoTest' : 'openingsNone')
          : openings.length === 1
            ? say('openingsOnce')
            : say('openingsSome', { count: count(openings.length) }),
  };
  const table: Block = {
    kind: 'table',
    caption: say('openingsTitle'),
    columns: [number(say('number')), word(say('when')), text(say('run')), number(say('threshold')), word(say('by'))],
    rows: openings.map((opening, index) => [
      String(index + 1),
      date(opening.openedAt),
      opening.runName,
      opening.threshold === null ? say('notRecorded') : threshold(opening.threshold),
      say(byKeys[opening.by]),
    ]),
  };
  return { id: 'openings', title: say('openingsTitle'), blocks: openings.length === 0 ? [lead] : [lead, table] };
}
