import { stat } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import type { Dataset } from '../../shared/schemas/dataset.ts';
import type { RunEnvironment } from '../../shared/schemas/run.ts';
import { findBackbone } from '../backbones/findBackbone.ts';
import type { CoreContext } from '../context.ts';
import { getDataset, listDatasets } from '../database/datasets.ts';
import { photosByContent } from '../database/photos.ts';
import type { PlacedPhoto } from '../database/photos.ts';
import type { RunPhoto } from '../database/runs.ts';
import { hashFile } from '../hashFile.ts';
import { createRun } from './createRun.ts';
import { runEnvironment } from './environment.ts';
import { readRunManifest } from './runManifest.ts';
import type { RunManifest } from './runManifest.ts';

export interface ReproduceRequest {
  /** Of a manifest.json. */
  path: string;
  name: string;
  /** null: the data set that has all of its photos, and as they were. */
  datasetId: string | null;
  /** Other versions are told, and no reason to refuse. */
  anyVersion: boolean;
}

/** Makes the run of a manifest anew, up to its training. `differs` is in words. Throws BAD_INPUT, NO_PHOTOS, BACKBONE_MISSING, NOT_FOUND, ALREADY_EXISTS. */
export async function reproduceRun(context: CoreContext, { path, name, datasetId, anyVersion }: ReproduceRequest) {
  const manifest = await readRunManifest(path);
  const { config, backbone } = manifest;
  const { manifest: installed } = await findBackbone(context.paths, backbone.id);
  if (installed.graphSha256 !== backbone.graphSha256) {
    throw new AppError('BACKBONE_MISSING', `The run was trained on another ${installed.name} than the one installed.`, {
      details: { expected: backbone.graphSha256, found: installed.graphSha256 },
    });
  }
  const { versions, machine } = await differencesOf(context, manifest);
  if (versions.length > 0 && !anyVersion) {
    throw new AppError('BAD_INPUT', `The run was trained with other versions: ${versions.join(', ')}.`, {
      details: {
        differences: versions,
        reason: 'OTHER_VERSIONS',
        remedy: 'Use those versions, or add --any-version: the model may then differ in later digits.',
      },
    });
  }
  const { dataset, photos, places } = findPhotos(context, manifest, datasetId);
  await refuseChangedFiles(places);
  const runId = await createRun(context, { dataset, name, config, photos });
  const expectedModelHash = manifest.result.modelHash;
  return { runId, datasetId: dataset.id, expectedModelHash, differs: [...versions, ...machine] };
}

/** Numbers depend on these; on the rest of the environment they need not. */
const VERSIONS = ['tensorflow', 'oneDnn', 'sharp', 'vips'] as const satisfies readonly (keyof RunEnvironment)[];
const MACHINE = ['platform', 'cpu', 'cores', 'lesionlab'] as const satisfies readonly (keyof RunEnvironment)[];

async function differencesOf(context: CoreContext, { environment }: RunManifest) {
  if (environment === null) return { versions: [], machine: [] };
  const now = await runEnvironment(context.engines.compute, new AbortController().signal);
  const differing = (keys: readonly (keyof RunEnvironment)[]): string[] =>
    keys
      .filter((key) => environment[key] !== now[key])
      .map((key) => `${key} ${String(environment[key])} (here ${String(now[key])})`);
  return { versions: differing(VERSIONS), machine: differing(MACHINE) };
}

interface FoundPhotos {
  dataset: Dataset;
  photos: RunPhoto[];
  /** Of each of the photos. */
  places: PlacedPhoto[];
  missing: string[];
  /** Photos that have another label, class or split there. */
  changed: number;
}

/**
 * Where the manifest's photos lie here, in its order and with its labels. A content that stands in it twice is taken twice. Where several data sets have them all,
 * the one in which the fewest have another label, class or split, and of such the one of the manifest's name.
 */
function findPhotos(
  { database }: CoreContext,
  { photos, run }: RunManifest,
  datasetId: string | null,
): Pick<FoundPhotos, 'dataset' | 'photos' | 'places'> {
  const candidates = datasetId === null ? listDatasets(database) : [getDataset(database, datasetId)];
  const [nearest] = candidates
    .map((dataset): FoundPhotos => ({ dataset, ...photosIn(photosByContent(database, dataset.id), photos) }))
    .toSorted(
      (a, b) =>
        a.missing.length - b.missing.length ||
        a.changed - b.changed ||
        Number(b.dataset.name === run.datasetName) - Number(a.dataset.name === run.datasetName),
    );
  if (nearest?.missing.length === 0) return nearest;
  const where =
    nearest === undefined ? 'there is no data set' : `"${nearest.dataset.name}" lacks ${nearest.missing.length}`;
  throw new AppError('NO_PHOTOS', `Not all ${photos.length} photos of the manifest are here: ${where} of them.`, {
    details: {
      missing: nearest?.missing.length ?? photos.length,
      first: (nearest?.missing ?? []).slice(0, 100),
      remedy: 'Import the photos that it was trained on, as bytes; they are told by their content, not by their names.',
    },
  });
}

function photosIn(
  places: ReadonlyMap<string, PlacedPhoto[]>,
  photos: RunManifest['photos'],
): Omit<FoundPhotos, 'dataset'> {
  const used = new Map<string, number>();
  const missing: string[] = [];
  const found: PlacedPhoto[] = [];
  let changed = 0;
  const own = photos.flatMap(({ sha256, ...photo }): RunPhoto[] => {
    const same = places.get(sha256) ?? [];
    const turn = used.get(sha256) ?? 0;
    used.set(sha256, turn + 1);
    const place = same[Math.min(turn, same.length - 1)];
    if (place === undefined) {
      missing.push(sha256);
      return [];
    }
    found.push(place);
    const { path, label, className, split } = place;
    if (label !== photo.label || className !== photo.className || split !== photo.split) changed += 1;
    return [{ ...photo, path, sha256 }];
  });
  return { photos: own, places: found, missing, changed };
}

/** A run without some of its photos would be another one. A file of the size and time that it was imported with is taken to be the same. Throws NO_PHOTOS. */
async function refuseChangedFiles(places: readonly PlacedPhoto[]): Promise<void> {
  const changed: string[] = [];
  for (const place of places) if (!(await isAsImported(place))) changed.push(place.path);
  const [first] = changed;
  if (first === undefined) return;
  throw new AppError(
    'NO_PHOTOS',
    `${changed.length} of the ${places.length} photos of the manifest are gone, or are no longer what was imported: ${first}${changed.length > 1 ? ' and others' : ''}.`,
    {
      details: {
        missing: changed.length,
        first: changed.slice(0, 100),
        remedy: 'Put those files back as they were, or import the photos from where they are now.',
      },
    },
  );
}

async function isAsImported({ path, sha256, sizeBytes, mtimeMs }: PlacedPhoto): Promise<boolean> {
  try {
    const now = await stat(path);
    if (now.size !== sizeBytes) return false;
    return now.mtimeMs === mtimeMs || (await hashFile(path)) === sha256;
  } catch {
    return false;
  }
}
