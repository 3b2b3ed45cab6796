import { hash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statfsSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { AugmentationSettings } from '../../shared/schemas/run.ts';
import type { BackboneManifest } from '../../shared/schemas/backbone.ts';
import { preparationVersion } from '../images/prepare.ts';
import type { Versions } from './key.ts';
import { mapFileBytes, type MapSize, readMapView, writeMapFile } from './mapFile.ts';

/** Everything but the photo that its kept maps depend on. Maps of different keys are never mixed. */
export interface MapKey extends Versions {
  formatVersion: 1;
  graphSha256: string;
  cut: string;
  preprocessing: BackboneManifest['preprocessing'];
  preparationVersion: number;
  augmentation: AugmentationSettings;
  views: number;
  seed: number;
}

export function mapKey(
  { graphSha256, preprocessing }: BackboneManifest,
  about: { cut: string; augmentation: AugmentationSettings; views: number; seed: number },
  { sharp, vips, tensorFlow, oneDnn }: Versions,
): MapKey {
  const { cut, augmentation, views, seed } = about;
  const { mean, scale, resize } = preprocessing;
  const { turnsAndMirrors, smallestCrop, gain, channelGain, offset, cutOut } = augmentation;
  return {
    formatVersion: 1,
    graphSha256,
    cut,
    preprocessing: { mean, scale, resize },
    preparationVersion,
    augmentation: { turnsAndMirrors, smallestCrop, gain, channelGain, offset, cutOut },
    views,
    seed,
    sharp,
    vips,
    tensorFlow,
    oneDnn,
  };
}

/** The maps of all photos under one key: a file a photo. */
export interface MapCache {
  /** Whether a file of the right size is there; what is in it shows when a view is read. */
  has(sha256: string): boolean;
  write(sha256: string, maps: Float32Array): Promise<void>;
  /** False when the view is not there or damaged; its file is then removed, so that it is made again. */
  read(sha256: string, view: number, out: Float32Array, offset: number): boolean;
  /** Marks the key as used now. */
  touch(now: Date): void;
}

const keyFile = 'key.json';
const ending = '.maps';
/** So much of the disk is left to others. */
const leftFreeBytes = 256 * 1024 ** 2;

/** Equal keys, equal names: the fields stand in a fixed order. */
const folderOf = (mapsDir: string, key: MapKey): string =>
  join(mapsDir, hash('sha256', JSON.stringify(key), 'hex').slice(0, 32));

export function openMapCache(mapsDir: string, key: MapKey, size: MapSize): MapCache {
  const dir = folderOf(mapsDir, key);
  const pathOf = (sha256: string): string => join(dir, sha256.slice(0, 2), `${sha256}${ending}`);
  const expected = mapFileBytes(size);
  return {
    has: (sha256) => statSync(pathOf(sha256), { throwIfNoEntry: false })?.size === expected,
    async write(sha256, maps) {
      mkdirSync(join(dir, sha256.slice(0, 2)), { recursive: true });
      await writeMapFile(pathOf(sha256), size, sha256, maps);
    },
    read(sha256, view, out, offset) {
      const path = pathOf(sha256);
      if (readMapView(path, size, { sha256, view }, out, offset)) return true;
      rmSync(path, { force: true });
      return false;
    },
    touch(now) {
      mkdirSync(dir, { recursive: true });
      // For people, and for its time: nothing reads it back.
      writeFileSync(join(dir, keyFile), `${JSON.stringify(key, null, 2)}\n`);
      utimesSync(join(dir, keyFile), now, now);
    },
  };
}

interface KeyFolder {
  path: string;
  files: { path: string; bytes: number }[];
  bytes: number;
  usedMs: number;
}

function foldersIn(mapsDir: string): KeyFolder[] {
  return readdirSync(mapsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^[0-9a-f]{32}$/.test(entry.name))
    .map(({ name }) => {
      const path = join(mapsDir, name);
      const files = readdirSync(path, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
        .map((entry) => join(entry.parentPath, entry.name))
        .map((file) => ({ path: file, bytes: statSync(file, { throwIfNoEntry: false })?.size ?? 0 }));
      const usedMs = statSync(join(path, keyFile), { throwIfNoEntry: false })?.mtimeMs ?? 0;
      return { path, files, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), usedMs };
    });
}

export interface Room {
  mapsDir: string;
  limitBytes: number;
  /** Of what is about to be kept. */
  key: MapKey;
  size: MapSize;
  /** Content hashes of all photos whose maps are needed together. */
  hashes: ReadonlySet<string>;
}

export interface RoomFound {
  fits: boolean;
  /** Of all those photos. */
  neededBytes: number;
  /** What they may take: by the limit, and by the disk when maps that others left have made room. */
  availableBytes: number;
}

/** Whether the maps of these photos fit, at the cost of those of other keys and photos; nothing is removed. */
export function findRoom({ mapsDir, limitBytes, key, size, hashes }: Room): RoomFound {
  mkdirSync(mapsDir, { recursive: true });
  const { bavail, bsize } = statfsSync(mapsDir);
  const ofMaps = foldersIn(mapsDir).reduce((sum, { bytes }) => sum + bytes, 0);
  const neededBytes = hashes.size * mapFileBytes(size);
  const cache = openMapCache(mapsDir, key, size);
  const there = [...hashes].filter((sha256) => cache.has(sha256)).length * mapFileBytes(size);
  const onDisk = Math.max(0, bavail * bsize - leftFreeBytes) + ofMaps;
  const availableBytes = Math.min(limitBytes, onDisk);
  return { fits: there === neededBytes || neededBytes <= availableBytes, neededBytes, availableBytes };
}

/**
 * Removes what must go for these photos' maps to fit: other keys' maps, the least recently used key first, then those of other photos under this key.
 * @throws AppError NO_SPACE when that is not enough.
 */
export function makeRoom(room: Room): void {
  const { mapsDir, limitBytes, key, size, hashes } = room;
  const { fits, neededBytes, availableBytes } = findRoom(room);
  if (!fits) {
    const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
    throw new AppError(
      'NO_SPACE',
      `the maps of ${hashes.size} photos in ${size.views} views take ${gigabytes(neededBytes)}, and there is room for ${gigabytes(availableBytes)}: ` +
        'choose fewer views of each photo, raise the limit, free some of the disk, or train all stages, which keeps none',
      { details: { neededBytes, availableBytes, cachedViews: size.views, path: mapsDir } },
    );
  }
  const own = folderOf(mapsDir, key);
  const folders = foldersIn(mapsDir).toSorted((a, b) => a.usedMs - b.usedMs);
  const cache = openMapCache(mapsDir, key, size);
  const missing = [...hashes].filter((sha256) => !cache.has(sha256)).length * mapFileBytes(size);
  let total = folders.reduce((sum, { bytes }) => sum + bytes, 0) + missing;
  const { bavail, bsize } = statfsSync(mapsDir);
  let free = bavail * bsize - leftFreeBytes - missing;
  const isEnough = (): boolean => total <= limitBytes && free >= 0;
  const remove = (path: string, bytes: number): void => {
    rmSync(path, { recursive: true, force: true });
    total -= bytes;
    free += bytes;
  };
  for (const { path, bytes } of folders) if (path !== own && !isEnough()) remove(path, bytes);
  const isNeeded = (path: string): boolean => hashes.has(path.slice(-(64 + ending.length), -ending.length));
  for (const { path, bytes } of folders.find((folder) => folder.path === own)?.files ?? []) {
    if (!isEnough() && !isNeeded(path)) remove(path, bytes);
  }
}
