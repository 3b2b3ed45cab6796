import { freemem } from 'node:os';
import { at } from '../../shared/arrays.ts';
import { AppError } from '../../shared/errors.ts';
import type { BackboneManifest } from '../../shared/schemas/backbone.ts';
import type { AugmentationSettings } from '../../shared/schemas/run.ts';
import { writeView } from '../features/views.ts';
import type { FrozenLayers } from '../graph/frozenLayers.ts';
import type { Network } from '../graph/layers.ts';
import type { Gate } from '../images/gate.ts';
import { createAugmenter } from './augmenter.ts';
import type { BatchInput } from './graphTrainer.ts';
import { drawsMore, keptViewOf, lookOf, preparedPx } from './keptViews.ts';
import type { KeptMaps } from './tuneMaps.ts';
import { preparePhoto, type TunedPhoto } from './tunePhotos.ts';

/** Where a training gets its batches from: `TuneSplit.input` of fineTune, and what to let go of after. */
export interface Inputs {
  /** @param seed of the member that is trained */
  input(rows: Int32Array, epoch: number | null, seed: number): Promise<BatchInput>;
  dispose(): void;
}

interface Photos {
  photos: readonly TunedPhoto[];
  manifest: BackboneManifest;
  gate: Gate;
}

/** Of memory that is free, for photos or maps that are asked for in each epoch; what is beyond it is made again each time. */
const keptShare = 0.25;
const mostKeptBytes = 768 * 1024 ** 2;

/** Keeps what was made, by row, as long as there is room. */
function keeping<T extends Uint8Array | Float32Array>(make: (row: number) => Promise<T>): (row: number) => Promise<T> {
  const kept = new Map<number, T>();
  let room = Math.min(mostKeptBytes, keptShare * freemem());
  return async (row) => {
    const known = kept.get(row);
    if (known !== undefined) return known;
    const made = await make(row);
    if (made.byteLength <= room && !kept.has(row)) {
      kept.set(row, made);
      room -= made.byteLength;
    }
    return made;
  };
}

/** Training photos of upper stages: maps that `tuneMaps` has kept. */
export function keptInputs(photos: readonly TunedPhoto[], { cache, views, values }: KeptMaps): Inputs {
  return {
    input(rows, epoch, seed) {
      const maps = new Float32Array(rows.length * values);
      rows.forEach((row, i) => {
        const { sha256 } = at(photos, row);
        const view = keptViewOf(views, { seed, epoch: epoch ?? 0, sha256 });
        if (cache.read(sha256, view, maps, i * values)) return;
        throw new AppError('CACHE_MISS', `the maps of ${sha256} are gone`, { details: { missing: 1 } });
      });
      return Promise.resolve({ maps });
    },
    dispose: () => undefined,
  };
}

/** Photos as they are, as scoring sees them: what validation is measured by. Past frozen layers, if there are any, in float32. */
export function plainInputs({ photos, manifest, gate }: Photos, frozen: FrozenLayers | null): Inputs {
  const { imageSizePx } = manifest;
  const load = async (row: number): Promise<Uint8Array> => {
    const [photo] = await preparePhoto(at(photos, row), [imageSizePx], manifest, gate);
    return photo ?? new Uint8Array();
  };
  const photoOf = keeping(load);
  const mapOf = keeping(async (row) => frozen?.maps({ photos: await load(row) }) ?? new Float32Array());
  return {
    async input(rows) {
      if (frozen !== null) return { maps: joined(Float32Array, await Promise.all([...rows].map(mapOf))) };
      return { photos: joined(Uint8Array, await Promise.all([...rows].map(photoOf))) };
    },
    dispose: () => frozen?.dispose(),
  };
}

/** Training photos of a network that trains whole: changed anew for each epoch. */
export function augmentedInputs(
  { photos, manifest, gate }: Photos,
  network: Network,
  augmentation: AugmentationSettings,
): Inputs {
  const { imageSizePx: networkPx } = manifest;
  const fromPx = drawsMore(augmentation) ? preparedPx(networkPx) : networkPx;
  const { mean, scale } = network;
  const augmenter = drawsMore(augmentation) ? createAugmenter({ fromPx, toPx: networkPx, mean, scale }) : null;
  const photoOf = keeping(async (row) => {
    const [photo] = await preparePhoto(at(photos, row), [fromPx], manifest, gate);
    return photo ?? new Uint8Array();
  });
  return {
    async input(rows, epoch, seed) {
      const loaded = await Promise.all([...rows].map(photoOf));
      const looks = [...rows].map((row) =>
        lookOf(augmentation, { seed, epoch: epoch ?? 0, sha256: at(photos, row).sha256, networkPx }),
      );
      if (augmenter !== null) {
        const changes = looks.flatMap((look) => ('change' in look ? [look.change] : []));
        return { scaled: augmenter.apply(joined(Uint8Array, loaded), changes) };
      }
      const length = networkPx * networkPx * 3;
      const batch = new Uint8Array(rows.length * length);
      looks.forEach((look, i) => {
        if ('view' in look) writeView(look.view, at(loaded, i), networkPx, batch, i * length);
      });
      return { photos: batch };
    },
    dispose: () => augmenter?.dispose(),
  };
}

function joined<T extends Uint8Array | Float32Array>(kind: new (length: number) => T, parts: readonly T[]): T {
  const whole = new kind(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
