import type { BatchSummary } from '../shared/schemas/scoring.ts';
import type { Output } from './output.ts';
import { counted, oneLine, textTable } from './table.ts';

/** What a batch came to, besides its calls: a line each, without those that have nothing to say. */
export function summaryPairs(summary: BatchSummary): [string, string][] {
  const { quality, errors, unlike, unlikeUnknown, nearThreshold } = summary;
  const list = (counts: readonly { code: string; n: number }[]) =>
    counts.map(({ code, n }) => `${n} ${code}`).join(', ');
  return [
    ...(errors.length === 0 ? [] : [['reasons', list(errors)] satisfies [string, string]]),
    ['near threshold', nearThreshold === null ? 'not known: no validation scores' : String(nearThreshold)],
    ['photo quality', quality.length === 0 ? 'no warnings' : list(quality)],
    ['unlike training', unlikeText(summary.byCall, unlike, unlikeUnknown)],
  ];
}

function unlikeText({ malignant, benign }: BatchSummary['byCall'], unlike: number, unknown: number): string {
  const scored = malignant + benign;
  if (unknown === scored) return 'not known';
  return unknown === 0 ? String(unlike) : `${unlike} (of ${unknown} it is not known)`;
}

/** A screen of them; the file and the window have all. */
const MOST_FOLDERS = 20;

/** Counts by folder, where there is more than one. */
export function foldersText({ byFolder }: BatchSummary): string {
  if (byFolder.length < 2) return '';
  const rows = byFolder
    .slice(0, MOST_FOLDERS)
    .map(({ folder, n, malignant, benign, failed }) => [
      oneLine(folder),
      ...[n, malignant, benign, failed].map(String),
    ]);
  const more = byFolder.length > MOST_FOLDERS ? `\n... and ${byFolder.length - MOST_FOLDERS} more folders` : '';
  return `\n\n${textTable(['folder', 'photos', 'malignant', 'benign', 'failed'], rows, [1, 2, 3, 4])}${more}`;
}

const SHOWN = 3;

/** How the user's table and the photos found each other, where not all of them did. */
export function noteMatch(output: Output, { metadata }: BatchSummary): void {
  if (metadata === null) return;
  const { matched, unmatchedPhotos, unmatchedRows, ambiguous, path, nameColumn } = metadata;
  const some = ({ count, first }: { count: number; first: string[] }) =>
    `${first.slice(0, SHOWN).map(oneLine).join(', ')}${count > SHOWN ? ', ...' : ''}`;
  output.note(`${counted(matched, 'photo')} found in ${path} by the column "${oneLine(nameColumn)}".`);
  if (unmatchedPhotos.count > 0)
    output.note(`! ${counted(unmatchedPhotos.count, 'photo')} without a row of it: ${some(unmatchedPhotos)}`);
  if (unmatchedRows.count > 0)
    output.note(`! ${counted(unmatchedRows.count, 'row')} of it without a photo: ${some(unmatchedRows)}`);
  if (ambiguous.count > 0) {
    output.note(
      `! ${counted(ambiguous.count, 'name')} could mean several photos or rows, so nothing was joined: ${some(ambiguous)}`,
    );
  }
}
