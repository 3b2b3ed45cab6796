import { access } from 'node:fs/promises';
import type { z } from 'zod';
import type { Handlers, MediaRequest } from '../../shared/contract.ts';
import { assertNever } from '../../shared/errors.ts';
import type { CoreContext } from '../context.ts';
import { batchRowPicture } from '../database/batchRows.ts';
import { evaluationRowPicture } from '../database/evaluations.ts';
import { runPhotoPicture } from '../database/explainRows.ts';
import { getPhoto } from '../database/photos.ts';
import { predictionPicture } from '../database/predictions.ts';
import { THUMBNAIL_PX, thumbnailPath } from '../thumbnails.ts';
import { changedCopyPath } from '../training/changedCopies.ts';
import { createRenditions } from './renditions.ts';

type MediaKind = z.output<typeof MediaRequest>['kind'];

const RENDITIONS_LIMIT_BYTES = 500e6;
/** Renditions are made in these sizes only, so that a window that is dragged larger does not make one a pixel. */
const SIZES_PX = [THUMBNAIL_PX, 512, 1024, 2048, 4096];

/**
 * media.resolve: the file behind an app:// address. Small pictures are the thumbnails that the import made, which are there when the photo
 * itself is not; others are renditions of the photo. Throws NOT_FOUND.
 */
export function mediaHandlers({ database, engines, paths, now }: CoreContext): Pick<Handlers, 'media.resolve'> {
  const renditions = createRenditions({
    dir: paths.renditionsDir,
    engine: engines.images,
    now,
    limitBytes: RENDITIONS_LIMIT_BYTES,
  });

  function pictured(kind: Exclude<MediaKind, 'changedCopy'>, id: string): { path: string; sha256: string | null } {
    switch (kind) {
      case 'photo':
        return getPhoto(database, id);
      case 'evaluationRow':
        return evaluationRowPicture(database, id);
      case 'batchRow':
        return batchRowPicture(database, id);
      case 'prediction':
        return predictionPicture(database, id);
      case 'runPhoto':
        return runPhotoPicture(database, id);
      default:
        return assertNever(kind);
    }
  }

  return {
    'media.resolve': async (request) => {
      // they are made in one size, by the engine that trains
      if (request.kind === 'changedCopy') {
        return { path: await changedCopyPath(paths, request.id), contentType: 'image/jpeg' };
      }
      const { path, sha256 } = pictured(request.kind, request.id);
      const sizePx = SIZES_PX.find((size) => size >= request.sizePx) ?? request.sizePx;
      const thumbnail = sha256 === null ? null : thumbnailPath(paths.thumbnailsDir, sha256);
      const found =
        sizePx === THUMBNAIL_PX && thumbnail !== null && (await exists(thumbnail))
          ? thumbnail
          : await renditions.get({ path, sha256 }, sizePx);
      return { path: found, contentType: 'image/jpeg' };
    },
  };
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
