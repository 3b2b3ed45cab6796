import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { AppError, toErrorBody } from '../../shared/errors.ts';
import { ExportManifest } from '../../shared/schemas/bundle.ts';
import type { ExportedFile } from '../../shared/schemas/bundle.ts';
import type { ExtrasRequest } from '../../engine/protocol.ts';
import type { ScoringModel } from '../scoring/scorePhotos.ts';
import { likenessByFile } from './bundled.ts';
import { backboneDirOf, MANIFEST_FILE, NEEDED_FILES, REFERENCE_FILE, runDirOfBundle } from './layout.ts';
import { unsealed } from './sealed.ts';

/** A bundle whose every byte is the one that was exported. */
export interface OpenBundle {
  dir: string;
  manifest: ExportManifest;
  /** What a run of a data folder scores with, here from the bundle and without a cache of features. */
  model: ScoringModel;
  /** What is asked for besides scores. */
  extras: ExtrasRequest;
}

const Kind = z.object({ format: z.string(), schemaVersion: z.int() });

/**
 * Opens an exported run after every file was compared with its SHA-256. Throws NOT_FOUND when there is no bundle, BAD_INPUT with
 * details {path, reason: 'BUNDLE_DAMAGED' | 'NO_BUNDLE' | 'BUNDLE_NEWER'} when it cannot be used, NO_PERMISSION.
 */
export async function openBundle(dir: string): Promise<OpenBundle> {
  const manifest = await readManifest(dir);
  const listed = new Set(manifest.files.map(({ path }) => path));
  const needed = [...NEEDED_FILES, ...(manifest.likeness === null ? [] : [REFERENCE_FILE])];
  const unlisted = needed.find((path) => !listed.has(path));
  if (unlisted !== undefined) throw damaged(dir, unlisted, 'is missing from the list in manifest.json');
  for (const file of manifest.files) await requireFile(dir, file);
  return {
    dir,
    manifest,
    model: {
      features: {
        backboneDir: backboneDirOf(dir),
        views: manifest.preprocessing.views,
        cacheDir: null,
        cacheLimitBytes: 0,
      },
      runDir: runDirOfBundle(dir),
      modelHash: manifest.modelHash,
    },
    extras: {
      likeness: manifest.likeness === null ? null : likenessByFile(join(dir, REFERENCE_FILE), manifest.likeness),
    },
  };
}

async function readManifest(dir: string): Promise<ExportManifest> {
  const path = join(dir, MANIFEST_FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const { code, message } = toErrorBody(cause);
    throw new AppError(code, code === 'NOT_FOUND' ? `There is no run bundle in ${dir}` : message, {
      cause,
      details: { path: dir, remedy: 'Give the folder that `lesionlab export` wrote: it holds manifest.json.' },
    });
  }
  const kind = Kind.safeParse(parseJson(text));
  if (!kind.success) throw damaged(dir, MANIFEST_FILE, 'is not as it was written');
  if (kind.data.format !== 'lesionlab-run-bundle') {
    throw new AppError('BAD_INPUT', `${dir} is no run bundle but "${kind.data.format}".`, {
      details: { path: dir, reason: 'NO_BUNDLE', remedy: 'Export the run with --format bundle.' },
    });
  }
  if (kind.data.schemaVersion > ExportManifest.shape.schemaVersion.value) {
    throw new AppError('BAD_INPUT', `The bundle in ${dir} was written by a newer LesionLab.`, {
      details: {
        path: dir,
        reason: 'BUNDLE_NEWER',
        remedy: 'Use that version here too, or export the run with this one.',
      },
    });
  }
  const content = unsealed(text);
  const manifest = ExportManifest.safeParse(content === null ? null : parseJson(content));
  if (!manifest.success) throw damaged(dir, MANIFEST_FILE, 'is not as it was written');
  return manifest.data;
}

async function requireFile(dir: string, { path, sha256, sizeBytes }: ExportedFile): Promise<void> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    await pipeline(createReadStream(join(dir, path)), async function (pieces: AsyncIterable<Uint8Array>) {
      for await (const piece of pieces) {
        size += piece.byteLength;
        hash.update(piece);
      }
    });
  } catch (cause) {
    const { code } = toErrorBody(cause);
    if (code === 'NO_PERMISSION') throw cause;
    throw damaged(dir, path, code === 'NOT_FOUND' ? 'is missing' : 'cannot be read', cause);
  }
  if (size !== sizeBytes) throw damaged(dir, path, `has ${size} bytes instead of ${sizeBytes}`);
  if (hash.digest('hex') !== sha256) throw damaged(dir, path, 'has changed since it was exported');
}

const damaged = (dir: string, file: string, what: string, cause?: unknown): AppError =>
  new AppError('BAD_INPUT', `The run bundle in ${dir} is damaged: ${file} ${what}.`, {
    cause,
    details: {
      path: join(dir, file),
      reason: 'BUNDLE_DAMAGED',
      remedy: 'Nothing was scored. Copy the bundle again from where it was exported, as bytes.',
    },
  });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
