import type { Command } from 'commander';
import { Option } from 'commander';
import { z } from 'zod';
import { ClassMapping } from '../../shared/schemas/dataset.ts';
import type { ImportResult, SourceScan, SplitChoice } from '../../shared/schemas/dataset.ts';
import { Split } from '../../shared/schemas/common.ts';
import { decideMapping, noteMapping } from '../classMapping.ts';
import { known, UsageError } from '../environment.ts';
import type { Environment } from '../environment.ts';
import { datasetWarningText } from '../errorText.ts';
import type { Output } from '../output.ts';
import { parseMapping, parseName, parseRatios, parseSeed } from '../parse.ts';
import { counted, oneLine, textTable } from '../table.ts';
import { noteUnreadable } from '../unreadable.ts';

const Options = z.object({
  name: z.string(),
  labels: z.string().optional(),
  map: ClassMapping.optional(),
  split: z.enum(['folder', 'random']).optional(),
  ratios: z.object({ train: z.number(), valid: z.number(), test: z.number() }).optional(),
  seed: z.number().optional(),
  group: z.string().optional(),
  imageColumn: z.string().optional(),
  classColumn: z.string().optional(),
  splitColumn: z.string().optional(),
});
type Options = z.output<typeof Options>;

const DEFAULT_RATIOS = { train: 0.7, valid: 0.15, test: 0.15 };
const DEFAULT_SEED = 7;

/** Makes a data set of a folder of photos; the photos stay where they are. */
export function addImport(program: Command, environment: Environment): void {
  program
    .command('import')
    .description('make a data set of labelled photos')
    .usage('<source> --name <name> [options]')
    .argument('<source>', 'a folder: train|valid|test/<class>/..., <class>/..., or photos that --labels names')
    .requiredOption('--name <name>', 'name of the data set', parseName)
    .option('--labels <csv>', 'a CSV of labels: image, class, and maybe split, group and other columns')
    .option('--map <class=label,...>', 'what each class is: benign, malignant or exclude', parseMapping)
    .addOption(new Option('--split <how>', 'as the folders or the CSV say, or at random').choices(['folder', 'random']))
    .option('--ratios <train,valid,test>', 'shares of a random split (0.7,0.15,0.15)', parseRatios)
    .option('--seed <n>', 'seed of a random split (7)', parseSeed)
    .option('--group <column>', 'CSV column of what must not be torn apart: a lesion or patient')
    .option('--image-column <column>', 'CSV column that names the photo, when it is not found by itself')
    .option('--class-column <column>', 'CSV column of the class, when it is not found by itself')
    .option('--split-column <column>', 'CSV column of the split, when it is not found by itself')
    .action(async (source: string, given: unknown, command: Command) => {
      const options = Options.parse(given);
      await environment.withSession(command, async (session, output) => {
        const request = {
          source: environment.path(source),
          labelsCsv: options.labels === undefined ? null : environment.path(options.labels),
          columns: columnsOf(options),
        };
        const scan = await session.call('dataset.scan', request);
        const decided = decideMapping(scan.classes, options.map ?? {});
        noteMapping(output, decided);
        const split = decideSplit(scan, options);
        const { jobId } = await session.call('dataset.import', {
          ...request,
          name: options.name,
          mapping: decided.mapping,
          split,
          groupColumn: options.group ?? null,
        });
        const job = await session.finishJob(jobId);
        const detail = await session.call('dataset.get', { id: known(job.datasetId, 'the id of the data set') });
        noteReport(output, detail.report);
        output.result({ ...detail.report, mapping: detail.mapping, split: detail.split }, () =>
          reportText(detail.report),
        );
      });
    });
}

function columnsOf(options: Options): Partial<Record<'image' | 'class' | 'split' | 'group', string>> {
  return {
    ...(options.imageColumn === undefined ? {} : { image: options.imageColumn }),
    ...(options.classColumn === undefined ? {} : { class: options.classColumn }),
    ...(options.splitColumn === undefined ? {} : { split: options.splitColumn }),
    ...(options.group === undefined ? {} : { group: options.group }),
  };
}

function decideSplit(scan: SourceScan, options: Options): SplitChoice {
  const kind = options.split ?? (scan.splits.length > 0 ? 'folder' : 'random');
  if (kind === 'random') {
    return { kind, ratios: options.ratios ?? DEFAULT_RATIOS, seed: options.seed ?? DEFAULT_SEED };
  }
  if (options.ratios !== undefined || options.seed !== undefined) {
    throw new UsageError('--ratios and --seed belong to --split random.');
  }
  if (scan.splits.length === 0) {
    throw new UsageError('There are no train, valid or test folders and no split column here: use --split random.');
  }
  return { kind };
}

function noteReport(output: Output, report: ImportResult): void {
  noteUnreadable(output, report.unreadable);
  if (report.duplicates.length > 0) {
    const conflicts = report.duplicates.filter(({ conflict }) => conflict).length;
    output.note(
      `Of ${counted(report.duplicates.length, 'photo')} there are exact copies ` +
        `(${conflicts} with different labels); none was dropped.`,
    );
    for (const { paths } of report.duplicates.slice(0, 10)) output.note(`  ${paths.map(oneLine).join(' = ')}`);
  }
  if (report.unmatchedRows.count > 0) {
    output.note(
      `${counted(report.unmatchedRows.count, 'row')} of the CSV without a photo, e.g. ${first(report.unmatchedRows.first)}`,
    );
  }
  if (report.unlabelledPhotos.count > 0) {
    output.note(
      `${counted(report.unlabelledPhotos.count, 'photo')} without a label, e.g. ${first(report.unlabelledPhotos.first)}`,
    );
  }
  for (const warning of report.warnings) output.note(`! ${datasetWarningText(warning)}`);
}

const first = (names: string[]): string => oneLine(names[0] ?? '');

function reportText(report: ImportResult): string {
  const rows = Split.options
    .filter((split) => report.counts[split] !== undefined)
    .map((split) => {
      const { benign = 0, malignant = 0 } = report.counts[split] ?? {};
      return [split, String(benign), String(malignant), String(benign + malignant)];
    });
  const skipped = [
    [report.excludedCount, 'excluded'],
    [report.junkCount, 'junk files skipped'],
    [report.otherCount, 'other files skipped'],
    [report.unreadable.length, 'unreadable'],
  ] as const;
  const words = skipped.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return [
    `Data set "${report.name}" (${report.datasetId})`,
    textTable(['split', 'benign', 'malignant', 'photos'], rows, [1, 2, 3]),
    ...(words.length === 0 ? [] : [words.join(', ')]),
  ].join('\n');
}
