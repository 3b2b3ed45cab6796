import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, toErrorBody } from '../../shared/errors.ts';
import { BackboneId, BackboneManifest } from '../../shared/schemas/backbone.ts';
import type { CorePaths } from '../context.ts';

export interface FoundBackbone {
  dir: string;
  manifest: BackboneManifest;
}
export interface DamagedBackbone {
  id: string;
  dir: string;
  reason: string;
}

/** The graph that TensorFlow runs; its SHA-256 is the manifest's graphSha256. */
export const GRAPH_FILE = 'saved_model.pb';

type BackbonePaths = Pick<CorePaths, 'userBackbonesDir' | 'shippedBackbonesDir'>;

/** Folders that may hold a backbone, the user's own first. */
const roots = (paths: BackbonePaths): string[] => [paths.userBackbonesDir, paths.shippedBackbonesDir];

/**
 * The backbone of that id. Fails with BACKBONE_MISSING when there is none; also when the user's own copy is damaged: other
 * weights of the same name must never take its place unseen.
 */
export async function findBackbone(paths: BackbonePaths, id: string): Promise<FoundBackbone> {
  if (!BackboneId.safeParse(id).success) {
    throw new AppError('BACKBONE_MISSING', `"${id}" is not a backbone's name`, { details: { id } });
  }
  for (const root of roots(paths)) {
    const dir = join(root, id);
    if (await exists(join(dir, 'backbone.json'))) return readBackbone(dir, id);
  }
  throw new AppError('BACKBONE_MISSING', `The backbone "${id}" is not installed.`, { details: { id } });
}

/** The backbone in this very folder, say the one that a run fine-tuned. Fails with BACKBONE_MISSING when it is not there whole, or is another one. */
export async function readBackbone(dir: string, id: string): Promise<FoundBackbone> {
  return { dir, manifest: await readManifest(dir, id) };
}

/** Every backbone once (the user's own before one that ships under the same id), and those that cannot be used. */
export async function listBackbones(
  paths: BackbonePaths,
): Promise<{ backbones: FoundBackbone[]; damaged: DamagedBackbone[] }> {
  const backbones: FoundBackbone[] = [];
  const damaged: DamagedBackbone[] = [];
  const seen = new Set<string>();
  for (const root of roots(paths)) {
    for (const id of await foldersOf(root)) {
      const dir = join(root, id);
      if (seen.has(id) || !(await exists(join(dir, 'backbone.json')))) continue;
      seen.add(id);
      try {
        backbones.push(await readBackbone(dir, id));
      } catch (error) {
        damaged.push({ id, dir, reason: toErrorBody(error).message });
      }
    }
  }
  return { backbones, damaged };
}

async function readManifest(dir: string, id: string): Promise<BackboneManifest> {
  const missing = (reason: string, cause?: unknown): AppError =>
    new AppError('BACKBONE_MISSING', `The backbone "${id}" is damaged: ${reason}.`, {
      cause,
      details: { id, dir, reason },
    });
  let json: unknown;
  try {
    json = JSON.parse(await readFile(join(dir, 'backbone.json'), 'utf8'));
  } catch (error) {
    throw missing('backbone.json cannot be read', error);
  }
  const parsed = BackboneManifest.safeParse(json);
  if (!parsed.success) throw missing('backbone.json is not as it should be', parsed.error);
  if (parsed.data.id !== id) throw missing(`its folder holds the backbone "${parsed.data.id}"`);
  if (!(await exists(join(dir, GRAPH_FILE)))) throw missing(`${GRAPH_FILE} is missing or empty`);
  return parsed.data;
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await stat(path)).size > 0;
  } catch {
    return false;
  }
}

async function foldersOf(root: string): Promise<string[]> {
  try {
    return (await readdir(root)).filter((name) => BackboneId.safeParse(name).success).sort();
  } catch {
    return [];
  }
}
