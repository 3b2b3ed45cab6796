import { z } from 'zod';
import { PhotoErrorCode } from '../../../../electron/shared/errors.ts';
import type {
  Batch,
  BatchRow,
  MetadataMatch,
  RowFormat,
  ScoredRow,
  SkippedFiles,
} from '../../../../electron/shared/schemas/scoring.ts';
import { photoErrorText } from '../../errorText.ts';
import { fileName, pathParts } from '../../fileName.ts';
import { formatCount, formatScore } from '../../i18n/format.svelte.ts';
import { t, type PlainKey } from '../../i18n/index.svelte.ts';
import { qualityTitle } from '../../ui/explain/photoChecks.ts';

/** Folders as far as they differ: what all of them begin with says nothing. */
export function shortFolders(folders: readonly string[]): Map<string, string> {
  const parted = folders.map(pathParts);
  const [first = []] = parted;
  // the last part always stays, also where there is one folder only
  const most = Math.min(...parted.map((parts) => parts.length - 1), first.length - 1);
  let shared = 0;
  while (shared < most && parted.every((parts) => parts[shared] === first[shared])) shared += 1;
  return new Map(folders.map((folder, i) => [folder, parted[i]?.slice(shared).join('/') || folder]));
}

/** What a batch is called: its first input, else its first list, and how many more there are. */
export function batchName({
  inputs,
  request,
}: Pick<Batch, 'inputs'> & { request: Pick<Batch['request'], 'lists'> }): string {
  const all = [...inputs, ...request.lists];
  const name = fileName(all[0] ?? '');
  return all.length <= 1 ? name : t('batch.more', { name, count: all.length - 1 });
}

/** Words for an error row (`CODE: message`): the reason by its code, else what the row says itself. */
export function rowErrorText(row: Pick<ScoredRow, 'error'>): string {
  const code = z.safeParse(PhotoErrorCode, row.error.split(':', 1)[0]);
  return code.success ? photoErrorText(code.data).reason : row.error;
}

/** What speaks against a photo, a word or two each, the gravest first. */
export const flagTitles = ({ unlike, quality }: Pick<BatchRow, 'unlike' | 'quality'>): string[] => [
  ...(unlike === true ? [t('explain.unlike')] : []),
  ...quality.map(qualityTitle),
];

/** The camera's local time without a zone: shown as it is, for it is nobody's clock. */
export const takenText = (takenAt: string): string => takenAt.replace('T', ' ').slice(0, 16);

export const rowFacts = ({ row, takenAt }: BatchRow): { term: string; value: string }[] => [
  { term: t('batch.columnFile'), value: row.path },
  { term: t('batch.threshold'), value: formatScore(row.threshold) },
  ...(takenAt === null ? [] : [{ term: t('triage.taken'), value: takenText(takenAt) }]),
  ...(row.status === 'error' ? [{ term: t('batch.columnStatus'), value: rowErrorText(row) }] : []),
];

/** What was passed over, by kind; kinds without files are left out. */
export function skippedText({ hidden, system, otherFiles, excluded }: SkippedFiles): string {
  const kinds = [
    ['batch.skippedHidden', hidden],
    ['batch.skippedSystem', system],
    ['batch.skippedOther', otherFiles],
    ['batch.skippedExcluded', excluded],
  ] as const;
  const parts = kinds.flatMap(([key, n]) => (n === 0 ? [] : [t(key, { n: formatCount(n) })]));
  return parts.length === 0 ? t('batch.skippedNone') : t('batch.skippedParts', { parts: parts.join(', ') });
}

/** How the user's table and the photos found each other. */
export const matchText = (match: MetadataMatch): string =>
  t('batch.matched', {
    file: fileName(match.path),
    matched: formatCount(match.matched),
    photos: formatCount(match.unmatchedPhotos.count),
    rows: formatCount(match.unmatchedRows.count),
    ambiguous: formatCount(match.ambiguous.count),
  });

export const formatName: Readonly<Record<RowFormat, PlainKey>> = {
  csv: 'batch.csv',
  excel: 'batch.excel',
  jsonl: 'batch.jsonl',
};
export const formatEnding: Readonly<Record<RowFormat, string>> = { csv: 'csv', excel: 'csv', jsonl: 'jsonl' };

export interface Inputs {
  path: string;
  kind: 'folder' | 'file';
}

/** "Score 2 folders", by what there is to score. */
export function startText(inputs: readonly Inputs[], lists = 0): string {
  const folders = inputs.filter(({ kind }) => kind === 'folder').length;
  const photos = inputs.length - folders;
  if (lists > 0 || inputs.length === 0) return t('batch.start');
  if (photos === 0) return t('batch.startFolders', { count: folders });
  if (folders === 0) return t('batch.startPhotos', { count: photos });
  return t('batch.startBoth', {
    folders: t('batch.folders', { count: folders }),
    photos: t('common.photos', { count: photos }),
  });
}

/** Adds what is not there yet. */
export function withInputs(inputs: readonly Inputs[], more: readonly Inputs[]): Inputs[] {
  const paths = new Set(inputs.map(({ path }) => path));
  return [...inputs, ...more.filter(({ path }) => !paths.has(path) && paths.add(path))];
}
