import type { BackboneManifest } from '../../shared/schemas/backbone.ts';
import type { AugmentationSettings, TuningConfig } from '../../shared/schemas/run.ts';
import { findRoom, makeRoom, type MapCache, mapKey, type MapKey, openMapCache } from '../features/mapCache.ts';
import { mapFileBytes } from '../features/mapFile.ts';
import { featureVersions } from '../features/versions.ts';
import { writeView } from '../features/views.ts';
import { type FrozenLayers, openFrozenLayers } from '../graph/frozenLayers.ts';
import type { Network } from '../graph/layers.ts';
import { upperCut } from '../graph/upperCut.ts';
import type { Gate } from '../images/gate.ts';
import { PhotoError } from '../images/photoError.ts';
import type { Result } from '../protocol.ts';
import { type Augmenter, createAugmenter } from './augmenter.ts';
import { drawsMore, keptLooks, type Look, preparedPx, viewCount } from './keptViews.ts';
import { ahead, preparePhoto, type TunedPhoto } from './tunePhotos.ts';

export interface MapPlace {
  manifest: BackboneManifest;
  network: Network;
  mapsDir: string;
  mapsLimitBytes: number;
}

export interface TuneMapsRequest extends MapPlace {
  train: readonly TunedPhoto[];
  valid: readonly TunedPhoto[];
  tuning: TuningConfig;
  seed: number;
}

export interface TuneMapsDeps {
  gate: Gate;
  signal: AbortSignal;
  breathe: () => Promise<void>;
  report: (progress: { done: number; total: number; cached: number }) => void;
  clock: () => number;
  now: () => Date;
}

/** Photos on their way while the network has one. */
const readAhead = 24;
/** Below so many a photo is hardly ever seen anew: the disk is then too small for this training. */
const fewestViews = 4;
/** Views that pass the frozen layers at once. */
const viewsAtOnce = 8;

/** The maps of one choice of layers, augmentation and number of views. */
export interface KeptMaps {
  cut: string;
  views: number;
  /** Numbers of a view. */
  values: number;
  key: MapKey;
  cache: MapCache;
}

export function openKeptMaps(
  { manifest, network, mapsDir }: Omit<MapPlace, 'mapsLimitBytes'>,
  { augmentation, cachedViews, seed }: { augmentation: AugmentationSettings; cachedViews: number; seed: number },
): KeptMaps {
  const { name: cut, shape } = upperCut(network);
  const views = viewCount(augmentation, cachedViews);
  const values = shape.reduce((a, b) => a * b, 1);
  const key = mapKey(manifest, { cut, augmentation, views, seed }, featureVersions());
  return { cut, views, values, key, cache: openMapCache(mapsDir, key, { views, values }) };
}

/**
 * Makes the maps that training upper stages needs and that are not kept yet; a photo that cannot be used is listed and the rest goes on. A photo's maps
 * depend on no other photo: all its views pass the frozen layers by themselves. For all stages, photos are only read through.
 */
export async function tuneMaps(request: TuneMapsRequest, deps: TuneMapsDeps): Promise<Result<'tuneMaps'>> {
  const { train, valid, tuning } = request;
  const { report, clock } = deps;
  const startedAt = clock();
  const isUpper = tuning.stages === 'upper';
  const kept = isUpper ? withRoom(request) : null;
  kept?.cache.touch(deps.now());

  const indexed = [...train, ...valid].map((photo, index) => ({ photo, index }));
  const isKept = new Set(kept === null ? [] : train.flatMap(({ sha256 }) => (kept.cache.has(sha256) ? [sha256] : [])));
  const toMap = new Set(kept === null ? [] : train.flatMap(({ sha256 }) => (isKept.has(sha256) ? [] : [sha256])));
  const todo = indexed.filter(({ photo, index }) => index >= train.length || !isKept.has(photo.sha256));
  const cached = indexed.length - todo.length;
  const failures: Result<'tuneMaps'>['failures'] = [];
  const maker = kept === null || toMap.size === 0 ? null : createMaker(request, kept);
  let done = cached;
  report({ done, total: indexed.length, cached });
  try {
    const { imageSizePx } = request.manifest;
    const sizesPx = drawsMore(tuning.augmentation) ? [imageSizePx, preparedPx(imageSizePx)] : [imageSizePx];
    const load = async ({ photo, index }: (typeof todo)[number]) =>
      preparePhoto(photo, index < train.length ? sizesPx : [imageSizePx], request.manifest, deps.gate);
    for await (const { item, loaded } of ahead(todo, readAhead, load)) {
      const { photo, index } = item;
      try {
        const [asScored, larger] = await loaded;
        // Photos of equal content are mapped once.
        if (asScored !== undefined && index < train.length && toMap.delete(photo.sha256)) {
          await maker?.make(photo.sha256, asScored, larger ?? asScored);
        }
      } catch (thrown) {
        if (!(thrown instanceof PhotoError)) throw thrown;
        failures.push({ index, code: thrown.code, message: thrown.message });
      }
      done += 1;
      report({ done, total: indexed.length, cached });
      await deps.breathe();
      deps.signal.throwIfAborted();
    }
  } finally {
    maker?.dispose();
  }
  return {
    failures,
    computed: todo.length - failures.length,
    cached,
    cachedViews: kept?.asked ?? tuning.cachedViews,
    mapBytes: kept?.neededBytes ?? 0,
    seconds: (clock() - startedAt) / 1000,
  };
}

/** With as many views as asked for, or half as many as often as that is needed for them to fit. */
function withRoom(request: TuneMapsRequest): KeptMaps & { asked: number; neededBytes: number } {
  const { mapsDir, mapsLimitBytes: limitBytes, train, tuning, seed } = request;
  const hashes = new Set(train.map(({ sha256 }) => sha256));
  for (let asked = tuning.cachedViews; ; asked = Math.floor(asked / 2)) {
    const kept = openKeptMaps(request, { augmentation: tuning.augmentation, cachedViews: asked, seed });
    const room = { mapsDir, limitBytes, key: kept.key, size: { views: kept.views, values: kept.values }, hashes };
    const canHalve = Math.floor(asked / 2) >= fewestViews;
    if (!findRoom(room).fits && canHalve) continue;
    makeRoom(room);
    return { ...kept, asked, neededBytes: hashes.size * mapFileBytes(room.size) };
  }
}

interface Maker {
  /** @param asScored at the network's size, @param larger as `preparedPx` says */
  make(sha256: string, asScored: Uint8Array, larger: Uint8Array): Promise<void>;
  dispose(): void;
}

function createMaker(
  { manifest, network, tuning, seed }: TuneMapsRequest,
  { cut, views, values, cache }: KeptMaps,
): Maker {
  const frozen: FrozenLayers = openFrozenLayers(network, cut);
  const { imageSizePx: networkPx } = manifest;
  const { augmentation } = tuning;
  const sizes = { fromPx: preparedPx(networkPx), toPx: networkPx, mean: network.mean, scale: network.scale };
  const augmenter: Augmenter | null = drawsMore(augmentation) ? createAugmenter(sizes) : null;

  const seen = (looks: readonly Look[], asScored: Uint8Array, larger: Uint8Array): Float32Array[] => {
    const sides = looks.flatMap((look) => ('view' in look ? [look.view] : []));
    const changes = looks.flatMap((look) => ('change' in look ? [look.change] : []));
    const parts: Float32Array[] = [];
    for (let from = 0; from < sides.length; from += viewsAtOnce) {
      const some = sides.slice(from, from + viewsAtOnce);
      const photos = new Uint8Array(some.length * asScored.length);
      some.forEach((view, i) => writeView(view, asScored, networkPx, photos, i * asScored.length));
      parts.push(frozen.maps({ photos }));
    }
    for (let from = 0; from < changes.length && augmenter !== null; from += viewsAtOnce) {
      const some = changes.slice(from, from + viewsAtOnce);
      const photos = new Uint8Array(some.length * larger.length);
      some.forEach((_, i) => photos.set(larger, i * larger.length));
      parts.push(frozen.maps({ scaled: augmenter.apply(photos, some) }));
    }
    return parts;
  };

  return {
    async make(sha256, asScored, larger) {
      const maps = new Float32Array(views * values);
      let offset = 0;
      for (const part of seen(keptLooks(augmentation, { count: views, seed, sha256, networkPx }), asScored, larger)) {
        maps.set(part, offset);
        offset += part.length;
      }
      await cache.write(sha256, maps);
    },
    dispose() {
      frozen.dispose();
      augmenter?.dispose();
    },
  };
}
