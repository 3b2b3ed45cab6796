import { isAbsolute, join, relative, resolve } from 'node:path';
import type { z } from 'zod';
import { MediaRequest } from '../shared/contract.ts';

export type MediaQuery = z.output<typeof MediaRequest>;

/** The file below `folder` that a request path names, or null when it would leave the folder. */
export function fileWithin(folder: string, requestPath: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(requestPath);
  } catch {
    return null;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  const path = resolve(join(folder, decoded === '/' ? 'index.html' : decoded));
  const below = relative(folder, path);
  return below === '' || below.startsWith('..') || isAbsolute(below) ? null : path;
}

/** `app://photo/<id>?size=<px>` (likewise evaluationRow, batchRow, prediction) as the contract's request, or null. */
export function parseMediaAddress(url: URL): MediaQuery | null {
  // A standard scheme's host arrives in lower case.
  const kind = MediaRequest.shape.kind.options.find((option) => option.toLowerCase() === url.host.toLowerCase());
  const parsed = MediaRequest.safeParse({
    kind,
    id: decodeURIComponent(url.pathname.slice(1)),
    sizePx: Number(url.searchParams.get('size') ?? 256),
  });
  return parsed.success ? parsed.data : null;
}
