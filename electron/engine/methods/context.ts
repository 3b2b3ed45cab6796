import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { BackboneManifest } from '../../shared/schemas/backbone.ts';
import { readBackbone } from '../backbones/registry.ts';
import type { References } from '../explain/reference.ts';
import type { ReferenceFiles } from '../explain/referenceFile.ts';
import type { FeatureCache, ViewedFeatures } from '../features/cache.ts';
import type { Backbones } from '../features/network.ts';
import { featureVersions } from '../features/versions.ts';
import type { Gate } from '../images/gate.ts';
import type { FeatureSource } from '../protocol.ts';

/** What lives as long as the process, for all requests. */
export interface EngineContext {
  gate: Gate;
  cache: FeatureCache;
  backbones: Backbones;
  references: References;
  referenceFiles: ReferenceFiles;
  /** Milliseconds that only rise. */
  clock: () => number;
  now: () => Date;
}

/** What belongs to one request. */
export interface RequestContext<Event> extends EngineContext {
  signal: AbortSignal;
  report: (event: Event) => void;
  /** Awaited where the work may pause: lets a cancel in, and has what is urgent done. Nothing of TensorFlow may be half done then. */
  breathe: () => Promise<void>;
  /** Squeezed in between two batches of other work, whose cached features it must leave alone. */
  isUrgent: boolean;
}

interface Definition<P, E, R> {
  params: P;
  event: E;
  result: R;
}

/** Work of one method; its types are those of the protocol. */
export type Method<D> =
  D extends Definition<infer P extends z.ZodType, infer E extends z.ZodType, infer R extends z.ZodType>
    ? (params: z.output<P>, context: RequestContext<z.output<E>>) => Promise<z.output<R>>
    : never;

/** A method as the process runs it: params as they came over the channel. */
export type BoundMethod = (params: unknown, context: RequestContext<unknown>) => Promise<unknown>;

/** Parses params before the work sees them. */
export function bind<P extends z.ZodType, E extends z.ZodType, R extends z.ZodType>(
  { params: schema }: Definition<P, E, R>,
  work: (params: z.output<P>, context: RequestContext<z.output<E>>) => Promise<z.output<R>>,
): BoundMethod {
  return async (params, context) => {
    const parsed = schema.safeParse(params);
    if (!parsed.success) throw new AppError('BAD_INPUT', z.prettifyError(parsed.error));
    return work(parsed.data, context);
  };
}

/** The backbone's manifest and, where a cache is given, the cached features of this source. */
export async function openFeatures(
  source: FeatureSource,
  { cache, isUrgent }: EngineContext & { isUrgent: boolean },
): Promise<{ manifest: BackboneManifest; cached: ViewedFeatures | null }> {
  const manifest = await readBackbone(source.backboneDir);
  const { cacheDir, cacheLimitBytes: limitBytes, views } = source;
  if (cacheDir === null) return { manifest, cached: null };
  const cached = cache.open({ cacheDir, limitBytes, manifest, views, versions: featureVersions() });
  // Other work is under way: what it has cached must not be cleared away for what is squeezed in.
  return { manifest, cached: isUrgent ? { ...cached, settle: () => undefined } : cached };
}

export function requireCache(cached: ViewedFeatures | null): ViewedFeatures {
  if (cached === null) throw new AppError('BAD_INPUT', 'this needs a feature cache');
  return cached;
}
