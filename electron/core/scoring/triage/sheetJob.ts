import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { SHEET_PHOTOS, SheetRequest } from '../../../shared/schemas/triage.ts';
import type { CoreContext, JobDefinition, JobHandle } from '../../context.ts';
import { getBatch } from '../../database/batches.ts';
import { batchRowPicture, eachSelectedRow } from '../../database/batchRows.ts';
import { writeFileAtomic } from '../../files.ts';
import { findElectron } from '../../reports/pdf/electronPlace.ts';
import { printToPdf } from '../../reports/pdf/printToPdf.ts';
import { thumbnailPath } from '../../thumbnails.ts';
import { VERSION } from '../../version.ts';
import { hashFile } from '../../hashFile.ts';
import type { SheetPhoto } from './sheetHtml.ts';
import { sheetHtml } from './sheetHtml.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Sharp on paper: a photo is 58 mm wide there. */
const PICTURE_PX = 512;

/** Prints the selected photos with what is known of them. The PDF is there whole or not at all; it can be made again from the start. */
export function sheetJob(context: CoreContext, variables: Variables): JobDefinition<typeof SheetRequest> {
  const { database, paths, now } = context;
  return {
    params: SheetRequest,
    resumable: true,
    async run(request, job) {
      // What is missing is said before the photos are read.
      const electron = findElectron(paths, variables);
      await stat(dirname(request.path));
      const batch = getBatch(database, request.batchId);
      const photos = await photosOf(context, request, job);
      const html = await sheetHtml(
        {
          runName: batch.runName,
          threshold: batch.threshold,
          total: batch.total,
          scoredAt: batch.createdAt,
          madeAt: now().toISOString(),
          version: VERSION,
          language: request.language,
        },
        photos,
      );
      job.report('writing', 0, 0);
      const pdf = await printToPdf(html, { electron, variables, signal: job.signal });
      job.signal.throwIfAborted();
      await writeFileAtomic(request.path, [pdf]);
    },
  };
}

/** Throws BAD_INPUT for a selection of none, or of more than a sheet holds. */
export function refuseSheet({ database }: CoreContext, { batchId, selection }: SheetRequest): number {
  let count = 0;
  for (const { position } of eachSelectedRow(database, batchId, selection)) {
    void position;
    count += 1;
    if (count > SHEET_PHOTOS) break;
  }
  if (count > 0 && count <= SHEET_PHOTOS) return count;
  throw new AppError(
    'BAD_INPUT',
    count === 0 ? 'no photo is selected' : `a sheet holds at most ${SHEET_PHOTOS} photos`,
    {
      details: {
        reason: count === 0 ? 'NOTHING_SELECTED' : 'TOO_MANY',
        most: SHEET_PHOTOS,
        remedy: 'Select fewer photos, or export the rows as a table.',
      },
    },
  );
}

async function photosOf(
  context: CoreContext,
  { batchId, selection }: SheetRequest,
  { signal, report }: JobHandle,
): Promise<SheetPhoto[]> {
  const rows = [...eachSelectedRow(context.database, batchId, selection)].slice(0, SHEET_PHOTOS);
  const folder = await mkdtemp(join(tmpdir(), 'lesionlab-sheet-'));
  try {
    const photos: SheetPhoto[] = [];
    for (const row of rows) {
      signal.throwIfAborted();
      report('reading', photos.length, rows.length);
      photos.push({ row, jpeg: await jpegOf(context, row.id, join(folder, 'photo.jpg')) });
    }
    return photos;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of the photo that was scored: another one must never stand beside its score. null: it is gone, or cannot be read. */
async function jpegOf(
  { database, engines, paths }: CoreContext,
  rowId: string,
  outPath: string,
): Promise<Uint8Array | null> {
  const { path, sha256 } = batchRowPicture(database, rowId);
  if (sha256 === null) return null;
  try {
    if ((await hashFile(path)) !== sha256) return null;
    await engines.images.call('rendition', { path, sizePx: PICTURE_PX, outPath });
    return await readFile(outPath);
  } catch {
    return readFile(thumbnailPath(paths.thumbnailsDir, sha256)).catch(() => null);
  }
}
