import type { Label } from '../../../shared/schemas/common.ts';
import type { DatasetFacts } from '../../../shared/schemas/provenance.ts';
import type { ReportFacts } from '../../../shared/schemas/report.ts';
import type { Block, Section } from '../document/blocks.ts';
import { facts as factsTable, number, text, word } from '../document/blocks.ts';
import type { Speaker } from '../words/speaker.ts';
import { flowDrawing } from './flowDrawing.ts';
import { countIn, SPLITS, splitNames } from './splits.ts';

export function datasetSection({ dataset }: ReportFacts, speaker: Speaker): Section {
  const { say } = speaker;
  if (dataset === null) {
    return { id: 'data', title: say('dataTitle'), blocks: [{ kind: 'text', text: say('dataGone') }] };
  }
  return {
    id: 'data',
    title: say('dataTitle'),
    blocks: [
      flowDrawing(dataset, speaker),
      aboutDataset(dataset, speaker),
      splitTable(dataset, speaker),
      classTable(dataset, speaker),
      ...metadataTables(dataset, speaker),
    ],
  };
}

function aboutDataset(dataset: DatasetFacts, { say, count, rate, date }: Speaker): Block {
  const { splitChoice, groupColumn, groupCount, leaks, groupLeaks } = dataset;
  return factsTable(
    say('dataset'),
    [say('setting'), say('value')],
    [
      [
        say('dataset'),
        say('datasetVersion', { name: dataset.name, version: String(dataset.version), date: date(dataset.createdAt) }),
      ],
      [
        say('splitBy'),
        splitChoice.kind === 'folder'
          ? say('splitFolders')
          : say('splitRandom', {
              seed: String(splitChoice.seed),
              train: rate(splitChoice.ratios.train),
              valid: rate(splitChoice.ratios.valid),
              test: rate(splitChoice.ratios.test),
            }),
      ],
      [
        say('unitOfDisjointness'),
        groupColumn === null
          ? say('unitImage')
          : say('unitGroup', { column: groupColumn, count: count(groupCount ?? 0) }),
      ],
      [say('leakCheck'), leaks === 0 ? say('leakNone') : say('leakSome', { count: count(leaks) })],
      groupLeaks === null
        ? null
        : [
            say('leakCheck'),
            groupLeaks === 0 ? say('groupLeakNone') : say('groupLeakSome', { count: count(groupLeaks) }),
          ],
      [
        say('duplicates'),
        say('duplicatesValue', {
          sets: count(dataset.duplicateSets),
          photos: count(dataset.duplicatePhotos),
          conflicts: count(dataset.labelConflicts),
        }),
      ],
    ],
  );
}

function splitTable(dataset: DatasetFacts, { say, count, rate }: Speaker): Block {
  const share = (part: number, whole: number): string =>
    whole === 0 ? count(part) : say('shareOf', { count: count(part), rate: rate(part / whole) });
  const there = SPLITS.filter((split) => countIn(dataset, split) > 0);
  const row = (name: string, malignant: number, benign: number): string[] => [
    name,
    count(malignant + benign),
    share(malignant, malignant + benign),
    share(benign, malignant + benign),
  ];
  const sum = (label: Label): number => there.reduce((total, split) => total + countIn(dataset, split, label), 0);
  return {
    kind: 'table',
    caption: say('splitTable'),
    columns: [text(say('split')), number(say('total')), number(say('malignant')), number(say('benign'))],
    rows: [
      ...there.map((split) =>
        row(say(splitNames[split]), countIn(dataset, split, 'malignant'), countIn(dataset, split, 'benign')),
      ),
      row(say('total'), sum('malignant'), sum('benign')),
    ],
  };
}

function classTable(dataset: DatasetFacts, { say, count }: Speaker): Block {
  return {
    kind: 'table',
    caption: say('classTable'),
    columns: [text(say('className')), word(say('countsAs')), number(say('photos'))],
    rows: dataset.classCounts.map((of) => [
      of.className,
      say(of.label === 'malignant' ? 'targetMalignant' : 'targetBenign'),
      count(of.count),
    ]),
  };
}

function metadataTables(dataset: DatasetFacts, { say, count, rate }: Speaker): Block[] {
  if (dataset.metadata.length === 0) return [{ kind: 'note', tone: 'plain', text: say('metadataNone') }];
  const there = SPLITS.filter((split) => countIn(dataset, split) > 0);
  return dataset.metadata.map(({ column, values }) => ({
    kind: 'table',
    caption: say('metadataTable', { column }),
    columns: [text(column), ...there.map((split) => number(say(splitNames[split])))],
    rows: values.map(({ value, counts }) => [
      value === '' ? say('unknown') : value,
      ...there.map((split) => {
        const n = counts[split] ?? 0;
        return say('shareOf', { count: count(n), rate: rate(n / countIn(dataset, split)) });
      }),
    ]),
  }));
}
