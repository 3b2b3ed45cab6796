import type { BackboneManifest } from '../../shared/schemas/backbone.ts';
import type { Views } from '../../shared/schemas/run.ts';
import { evict } from './eviction.ts';
import { featureKey, folderName } from './key.ts';
import type { Versions } from './key.ts';
import type { FeatureRow } from './shard.ts';
import { openStore } from './store.ts';
import type { FeatureStore } from './store.ts';
import { averageViews, viewsOf } from './views.ts';
import type { View } from './views.ts';

/** Features of a photo as a head takes them: averaged over the views. */
export type PhotoFeatures = FeatureRow;

/** The cached features of one backbone and choice of views, for the length of one request. */
export interface ViewedFeatures {
  readonly views: readonly View[];
  /** Views of a photo that are not cached; all of them when nothing is. */
  missing(sha256: string): View[];
  /** null when a view is missing or damaged. */
  read(sha256: string): PhotoFeatures | null;
  readView(view: View, sha256: string): FeatureRow | null;
  append(view: View, rows: readonly FeatureRow[]): void;
  /** Marks the rows of these photos as used now, then brings the cache within its limit without touching them. */
  settle(hashes: Iterable<string>): void;
}

/** Stores stay open between requests: a batch asks again for every chunk of its photos. */
export interface FeatureCache {
  open(request: {
    cacheDir: string;
    limitBytes: number;
    manifest: BackboneManifest;
    views: Views;
    versions: Versions;
  }): ViewedFeatures;
  close(): void;
}

const shardLimitBytes = 64 * 1024 ** 2;
/** Eight views of each of four backbones: what runs must not lose its own to what is done in between. */
const storesKeptOpen = 32;

export function createFeatureCache({ now }: { now: () => Date }): FeatureCache {
  const stores = new Map<string, FeatureStore>();

  const storeAt = (cacheDir: string, ...[manifest, view, versions]: Parameters<typeof featureKey>): FeatureStore => {
    const key = featureKey(manifest, view, versions);
    const name = `${cacheDir}\n${folderName(key)}`;
    const store = stores.get(name) ?? openStore(cacheDir, key, shardLimitBytes);
    stores.delete(name); // the order of the map is that of last use
    stores.set(name, store);
    return store;
  };

  return {
    open({ cacheDir, limitBytes, manifest, views: choice, versions }) {
      const views = viewsOf(choice);
      const own = new Map(views.map((view) => [view, storeAt(cacheDir, manifest, view, versions)]));
      for (const [name, store] of [...stores].slice(0, -storesKeptOpen)) {
        store.close();
        stores.delete(name);
      }
      const storeOf = (view: View): FeatureStore => {
        const store = own.get(view);
        if (store === undefined) throw new RangeError(`no store for view ${view}`);
        return store;
      };
      return {
        views,
        missing: (sha256) => views.filter((view) => !storeOf(view).has(sha256)),
        readView: (view, sha256) => storeOf(view).read(sha256),
        read(sha256) {
          const rows: FeatureRow[] = [];
          for (const view of views) {
            const row = storeOf(view).read(sha256);
            if (row === null) return null;
            rows.push(row);
          }
          const [first] = rows;
          if (first === undefined) return null;
          return { ...first, features: averageViews(rows.map(({ features }) => features)) };
        },
        append: (view, rows) => storeOf(view).append(rows),
        settle(hashes) {
          const used = new Set(hashes);
          const keep = new Set<string>();
          for (const store of own.values()) {
            const paths = store.shardsOf(used);
            store.touch(paths, now());
            for (const path of paths) keep.add(path);
          }
          const release = (path: string) => {
            for (const store of stores.values()) store.forget(path);
          };
          evict({ cacheDir, limitBytes, keep, release });
        },
      };
    },
    close() {
      for (const store of stores.values()) store.close();
      stores.clear();
    },
  };
}
