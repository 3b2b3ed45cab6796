import { join } from 'node:path';

/** Longest side of thumbnails, pixels: a grid's tile on a dense display. */
export const THUMBNAIL_PX = 256;

/** Where the engine puts the thumbnail of a photo with these bytes. */
export const thumbnailPath = (thumbnailsDir: string, sha256: string): string =>
  join(thumbnailsDir, sha256.slice(0, 2), `${sha256}.jpg`);
