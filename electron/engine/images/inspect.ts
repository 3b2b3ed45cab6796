import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PhotoInspection } from '../protocol.ts';
import { writeFileAtomically } from '../files/atomicFile.ts';
import { openPhoto } from './decode.ts';
import type { Gate } from './gate.ts';
import { renderJpeg } from './jpeg.ts';
import { PhotoError } from './photoError.ts';

export interface InspectRequest {
  paths: string[];
  /** null: no thumbnails are kept. */
  thumbnailDir: string | null;
  thumbnailSizePx: number;
}

export interface InspectDeps {
  gate: Gate;
  signal: AbortSignal;
  report: (event: { index: number; photo: PhotoInspection }) => void;
}

/** Photos at work at once: enough to keep two cores and one disk busy; the gate bounds their pixels besides. */
const concurrency = 4;

/** Where the thumbnail of a photo is kept. */
export const thumbnailPath = (thumbnailDir: string, sha256: string): string =>
  join(thumbnailDir, sha256.slice(0, 2), `${sha256}.jpg`);

/** Reads, hashes and fully decodes photos, one event each, in the order they get done. */
export async function inspectPhotos(
  { paths, thumbnailDir, thumbnailSizePx }: InspectRequest,
  { gate, signal, report }: InspectDeps,
): Promise<{ read: number; failed: number }> {
  let next = 0;
  const counts = { read: 0, failed: 0 };
  const work = async () => {
    for (let index = next++; index < paths.length; index = next++) {
      signal.throwIfAborted();
      const path = paths[index];
      if (path === undefined) return;
      const photo = await inspectPhoto(path, thumbnailDir, thumbnailSizePx, gate);
      counts[photo.status === 'ok' ? 'read' : 'failed'] += 1;
      report({ index, photo });
    }
  };
  // allSettled: nobody may still be writing a thumbnail when the request has its answer.
  const settled = await Promise.allSettled(Array.from({ length: concurrency }, work));
  for (const outcome of settled) if (outcome.status === 'rejected') throw outcome.reason;
  return counts;
}

async function inspectPhoto(
  path: string,
  thumbnailDir: string | null,
  thumbnailSizePx: number,
  gate: Gate,
): Promise<PhotoInspection> {
  try {
    const photo = await openPhoto(path);
    // The thumbnail is made even when it is not kept: making it is what decodes every byte of the photo.
    const { jpeg } = await renderJpeg(photo, thumbnailSizePx, gate);
    const { sha256, sizeBytes, mtimeMs } = photo.file;
    if (thumbnailDir !== null) await keepThumbnail(thumbnailPath(thumbnailDir, sha256), jpeg);
    return {
      status: 'ok',
      sha256,
      sizeBytes,
      mtimeMs,
      format: photo.format,
      widthPx: photo.widthPx,
      heightPx: photo.heightPx,
    };
  } catch (thrown) {
    if (thrown instanceof PhotoError) return { status: 'error', code: thrown.code, message: thrown.message };
    throw thrown;
  }
}

/** Named by content, so one that is there is the same one; an empty one is what a power cut left of it. */
async function keepThumbnail(path: string, jpeg: Uint8Array): Promise<void> {
  const present = await stat(path).catch(() => null);
  if (present !== null && present.size > 0) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFileAtomically(path, jpeg, { flush: false });
}
