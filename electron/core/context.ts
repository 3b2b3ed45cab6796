import type { DatabaseSync } from 'node:sqlite';
import type { z } from 'zod';
import type { MethodName, Params, Progress, Result } from '../engine/protocol.ts';
import type { EventName, Events } from '../shared/contract.ts';
import type { JobKind, JobPart, JobPhase } from '../shared/schemas/job.ts';
import type { Settings } from '../shared/schemas/settings.ts';
import type { HolderKind } from './lock.ts';

/** Folders of one data folder, all absolute; created by createApp. */
export interface CorePaths {
  dataDir: string;
  /** One folder a run: checkpoint, head, TensorBoard files. */
  runsDir: string;
  featuresDir: string;
  /** Maps of frozen layers that fine-tuning learns from. */
  mapsDir: string;
  thumbnailsDir: string;
  renditionsDir: string;
  /** Changed copies of photos, as a preview of an augmentation shows them. */
  copiesDir: string;
  /** The drawn sample set. */
  sampleDir: string;
  /** Backbones that the user installed; searched before those that ship. */
  userBackbonesDir: string;
  /** Backbones that ship: <runtimeDir>/backbones/<id>/backbone.json. */
  shippedBackbonesDir: string;
}

/** One engine process, started at its first call and again after a crash. Calls run in the order they are made; urgent ones at the next
 *  pause of what runs. */
export interface EngineClient {
  /** Fails with the engine's coded error, ENGINE_CRASHED when the process ended, CANCELLED once the signal is aborted
   *  (the engine stops after its present batch, and is killed 10 s later). */
  call<M extends MethodName>(
    method: M,
    params: Params<M>,
    options?: { signal?: AbortSignal; onEvent?: (event: Progress<M>) => void; urgent?: boolean },
  ): Promise<Result<M>>;
  /** Process id while it runs. */
  readonly pid: number | null;
  close(): Promise<void>;
}

export interface JobIds {
  datasetId?: string | null;
  runId?: string | null;
  evaluationId?: string | null;
  batchId?: string | null;
}

/** What work in a job may do. */
export interface JobHandle {
  readonly id: string;
  readonly signal: AbortSignal;
  /** Call as often as you like: the queue coalesces to 10 a second. */
  report(phase: JobPhase, done: number, total: number, parts?: readonly JobPart[], memoryBytes?: number): void;
  /** Ids that came to be during the work (an import's data set). */
  link(ids: JobIds): void;
}

/** One kind of work. Its params are stored with the job, so that it can be resumed after a restart. */
export interface JobDefinition<P extends z.ZodType> {
  params: P;
  /** Whether an interrupted, failed or cancelled job can go on. */
  resumable: boolean;
  run(params: z.output<P>, job: JobHandle, mode: 'fresh' | 'resume'): Promise<void>;
  /** Told when a job of this kind ends other than by success, also at start-up for one that a killed process left behind. */
  ended?(params: z.output<P>, state: 'failed' | 'cancelled' | 'interrupted', message: string): void;
}

export interface JobQueue {
  register<P extends z.ZodType>(kind: JobKind, definition: JobDefinition<P>): void;
  /** Queues work; one job at a time uses the compute engine, others wait in order. */
  start(kind: JobKind, params: unknown, about: { title: string } & JobIds): string;
  resume(jobId: string): string;
  cancel(jobId: string): void;
  /** Settles when the job has ended: resolves on success, else rejects with its AppError. For the command line and tests. */
  finished(jobId: string): Promise<void>;
}

/** What every room of the core is given; made once by createApp. */
export interface CoreContext {
  /** Who asks: a window, or the command line. */
  readonly holder: HolderKind;
  readonly paths: CorePaths;
  readonly database: DatabaseSync;
  readonly engines: {
    /** Decodes, hashes, thumbnails; never loads TensorFlow, so it answers while the other is busy. */
    readonly images: EngineClient;
    readonly compute: EngineClient;
  };
  readonly jobs: JobQueue;
  emit<E extends EventName>(event: E, payload: Events[E]): void;
  now(): Date;
  newId(): string;
  settings(): Settings;
}
