import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import { z } from 'zod';
import { ClassMapping } from '../shared/schemas/dataset.ts';
import type { BatchOptions } from '../shared/schemas/scoring.ts';
import { RowFormat } from '../shared/schemas/scoring.ts';
import type { Environment } from './environment.ts';
import { UsageError } from './environment.ts';
import { parseMapping } from './parse.ts';

const texts = z.array(z.string()).default([]);

const GivenOptions = z.object({
  recursive: z.boolean(),
  include: texts,
  exclude: texts,
  list: texts,
  root: z.string().optional(),
  format: RowFormat.optional(),
  metadata: z.string().optional(),
  nameColumn: z.string().optional(),
  labelColumn: z.string().optional(),
  map: ClassMapping.optional(),
});
type GivenOptions = z.output<typeof GivenOptions>;

const repeated = (value: string, before: string[] = []): string[] => [...before, value];

/** What may be said of a batch besides its run, inputs, threshold and file. */
export function addBatchOptions(command: Command): Command {
  return command
    .option('--no-recursive', 'leave out the folders within the folders')
    .option('--include <glob>', 'only photos like this: "*.png", "2024/**"; can be given again', repeated)
    .option('--exclude <glob>', 'leave out photos, or a whole folder by its name; can be given again', repeated)
    .option('--list <file>', 'a file with one path a line; can be given again', repeated)
    .option('--root <dir>', 'what relative paths of lists and of `-` lie below')
    .addOption(
      new Option('--format <f>', 'excel: CSV for spreadsheets; without it, by the ending of --out').choices(
        RowFormat.options,
      ),
    )
    .option('--metadata <csv>', 'your own table, whose columns are joined to the photos by file name')
    .option('--name-column <c>', 'the column of --metadata with the file names; found by itself if not given')
    .option('--label-column <c>', 'the column of --metadata with the diagnoses: the batch is evaluated too')
    .option('--map <class=label,...>', 'what each class is: benign, malignant or exclude', parseMapping);
}

/** Of `-`: how its relative paths become absolute. What belongs to folders and lists is refused. */
export function readLineRoot(given: unknown, environment: Environment): (path: string) => string {
  const { root, ...options } = GivenOptions.parse(given);
  const used = Object.entries(options).find(([name, value]) =>
    name === 'recursive' ? value === false : Array.isArray(value) ? value.length > 0 : value !== undefined,
  );
  if (used !== undefined) {
    const name = used[0] === 'recursive' ? 'no-recursive' : used[0].replace(/[A-Z]/g, (at) => `-${at.toLowerCase()}`);
    throw new UsageError(`--${name} belongs to folders and lists, not to \`-\`.`);
  }
  return root === undefined ? environment.path : (path) => resolve(environment.path(root), path);
}

export function readBatchOptions(given: unknown, environment: Environment): BatchOptions {
  const options = GivenOptions.parse(given);
  const { recursive, include, exclude, list, root, format, metadata, map = null } = options;
  if (metadata === undefined && (options.nameColumn ?? options.labelColumn) !== undefined) {
    throw new UsageError('--name-column and --label-column name columns of --metadata.');
  }
  if (root !== undefined && list.length === 0) throw new UsageError('--root is for the relative paths of a --list.');
  return {
    recursive,
    include,
    exclude,
    lists: list.map((path) => environment.path(path)),
    root: root === undefined ? null : environment.path(root),
    format: format ?? null,
    metadata: metadata === undefined ? null : metadataOf(metadata, options, environment),
    // Without a column of diagnoses, the folders' names are the classes.
    mapping: options.labelColumn === undefined ? map : null,
  };
}

function metadataOf(
  path: string,
  { nameColumn, labelColumn, map }: GivenOptions,
  environment: Environment,
): BatchOptions['metadata'] {
  if (labelColumn !== undefined && map === undefined) {
    throw new UsageError('--label-column needs --map: what each diagnosis is, benign, malignant or exclude.');
  }
  return {
    path: environment.path(path),
    nameColumn: nameColumn ?? null,
    labelColumn: labelColumn ?? null,
    mapping: labelColumn === undefined ? null : (map ?? null),
  };
}
