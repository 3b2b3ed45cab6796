import { protocol, type Session } from 'electron';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Output } from '../shared/contract.ts';
import { fileWithin, parseMediaAddress, type MediaQuery } from './addresses.ts';
import { BUNDLE_HOST, SCHEME } from './origin.ts';

export type ResolveMedia = (request: MediaQuery) => Promise<Output<'media.resolve'> | null>;

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
};

/** The page's policy. `style-src-attr` is for the style attributes that templates carry; scripts and style sheets are files only. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  `img-src ${SCHEME}: blob: data:`,
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Must run before Electron is ready. `corsEnabled`: a photo drawn on a canvas may be read back by the page. */
export function registerScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true };
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }]);
}

const refuse = (status: number, words: string): Response =>
  new Response(words, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });

async function answerBundle(folder: string, url: URL): Promise<Response> {
  const path = fileWithin(folder, url.pathname);
  if (path === null) return refuse(403, 'outside the bundle');
  const headers = {
    'Content-Type': contentTypes[extname(path)] ?? 'application/octet-stream',
    'Content-Security-Policy': POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-cache',
  };
  return new Response(await readFile(path), { headers });
}

async function answerMedia(resolveMedia: ResolveMedia, url: URL): Promise<Response> {
  const request = parseMediaAddress(url);
  if (request === null) return refuse(400, 'not a photo address');
  const found = await resolveMedia(request);
  if (found === null) return refuse(404, 'no such photo');
  // Read whole: a rendition is small, and a stream that scrolling cuts off throws inside Node 20's web streams.
  return new Response(await readFile(found.path), {
    headers: {
      'Content-Type': found.contentType,
      'Access-Control-Allow-Origin': `${SCHEME}://${BUNDLE_HOST}`,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, max-age=600',
    },
  });
}

/** Serves the window's files and photos by id. Paths never come from the page. */
export function serveScheme(session: Session, rendererFolder: string, resolveMedia: ResolveMedia): void {
  session.protocol.handle(SCHEME, async (request) => {
    if (request.method !== 'GET') return refuse(405, 'read only');
    try {
      const url = new URL(request.url);
      return await (url.host === BUNDLE_HOST ? answerBundle(rendererFolder, url) : answerMedia(resolveMedia, url));
    } catch (error) {
      return refuse(404, error instanceof Error ? error.message : 'not found');
    }
  });
}
