import type { ClassTarget } from '../../../../electron/shared/schemas/dataset.ts';
import type { ScoresPreview } from '../../../../electron/shared/schemas/evaluation.ts';
import type { BatchMetadata, RowFormat } from '../../../../electron/shared/schemas/scoring.ts';
import { formatEnding, type Inputs } from './batchText.ts';
import { labelsProblem, mappingOf, type Labels, type LabelsProblem } from './labelMeanings.ts';

/** "*.jpg, left/**" as its globs: one a line or between commas. */
export const globsOf = (text: string): string[] =>
  text
    .split(/[,;\n]/)
    .map((glob) => glob.trim())
    .filter((glob) => glob !== '');

export interface Dropped {
  inputs: Inputs[];
  lists: string[];
  metadata: string | null;
}

/** What dropped files are for, by their endings: a table of metadata, a list of paths, else photos. */
export function sortDropped(paths: readonly Inputs[]): Dropped {
  const ends = ({ path, kind }: Inputs, ending: RegExp): boolean => kind === 'file' && ending.test(path);
  const isTable = (input: Inputs): boolean => ends(input, /\.(csv|tsv)$/i);
  const isList = (input: Inputs): boolean => ends(input, /\.(txt|lst|list)$/i);
  return {
    inputs: paths.filter((input) => !isTable(input) && !isList(input)),
    lists: paths.filter(isList).map(({ path }) => path),
    metadata: paths.findLast(isTable)?.path ?? null,
  };
}

/** The user's table, as far as it is told what it holds. */
export interface MetadataDraft {
  preview: ScoresPreview;
  /** null: found by itself. */
  nameColumn: string | null;
  /** null: the table holds no labels, and nothing is evaluated. */
  labelColumn: string | null;
  targets: Readonly<Record<string, ClassTarget>>;
}

/** A table without labels to begin with: evaluating is asked for, never assumed. */
export const metadataFrom = (preview: ScoresPreview): MetadataDraft => ({
  preview,
  nameColumn: preview.columns.find(({ role }) => role === 'id')?.name ?? null,
  labelColumn: null,
  targets: {},
});

/** The labels of the table; null: none is used. */
export const metadataLabels = ({ preview, labelColumn, targets }: MetadataDraft): Labels | null =>
  labelColumn === null ? null : { values: preview.labelValues, targets };

/** Why the table cannot be used yet. */
export function metadataProblem(draft: MetadataDraft): LabelsProblem | null {
  const labels = metadataLabels(draft);
  return labels === null ? null : labelsProblem(labels);
}

export function metadataRequest(draft: MetadataDraft): BatchMetadata {
  const { preview, nameColumn, labelColumn } = draft;
  const labels = metadataLabels(draft);
  return { path: preview.path, nameColumn, labelColumn, mapping: labels === null ? null : mappingOf(labels) };
}

/** A name typed without its ending gets it: by it, the command line and other programs know what the file is. */
export function withEnding(path: string, format: RowFormat): string {
  const ending = `.${formatEnding[format]}`;
  return path.toLowerCase().endsWith(ending) ? path : `${path}${ending}`;
}
