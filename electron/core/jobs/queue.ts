import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import type { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { JobKind, JobSnapshot } from '../../shared/schemas/job.ts';
import type { JobDefinition, JobIds, JobQueue } from '../context.ts';
import { deleteJob, findJob, listJobs, pruneJobs, saveJob, unfinishedJobs } from '../database/jobs.ts';
import type { Deferred } from '../deferred.ts';
import { createDeferred } from '../deferred.ts';
import { toAppError } from '../failure.ts';
import { createProgressReporter } from './progress.ts';
import { asError, newSnapshot, present } from './snapshot.ts';

export interface JobQueueDeps {
  database: DatabaseSync;
  now(): Date;
  newId(): string;
  emit(snapshot: JobSnapshot): void;
}

/** What the job.* handlers and createApp need beyond what other rooms do. */
export interface JobQueueOwner extends JobQueue {
  /** Newest first. */
  list(): JobSnapshot[];
  /** Forgets a job that has ended. */
  dismiss(jobId: string): void;
  /** At start-up, once all kinds are registered: marks what a killed process left behind. */
  recover(): void;
  /** Stops work, which is then `interrupted` and can go on at the next start. */
  close(): Promise<void>;
}

/** How a stored job is run, whatever its kind's parameters are. */
interface BoundDefinition {
  resumable: boolean;
  check(params: unknown): void;
  run(params: unknown, job: Parameters<JobDefinition<z.ZodType>['run']>[1], mode: 'fresh' | 'resume'): Promise<void>;
  ended(params: unknown, state: 'failed' | 'cancelled' | 'interrupted', message: string): void;
}

interface LiveJob {
  snapshot: JobSnapshot;
  params: unknown;
  mode: 'fresh' | 'resume';
  abort: AbortController;
  settled: Deferred;
}

const INTERRUPTED = 'LesionLab ended before this was done';
const JOBS_KEPT = 200;
const CLOSE_PATIENCE_MS = 4000;
/** Progress is stored every 2 s but told 10 times a second: more than what can have been told since it was stored. */
const SEQ_GAP = 1000;

/** What uses the images engine only, or none, need not wait for a training. */
type Lane = 'images' | 'compute';
const COMPUTE: readonly JobKind[] = ['training', 'evaluation', 'scoring', 'demo', 'crossValidation', 'sweep'];
const laneOf = (kind: JobKind): Lane => (COMPUTE.includes(kind) ? 'compute' : 'images');

export function createJobQueue({ database, now, newId, emit }: JobQueueDeps): JobQueueOwner {
  const definitions = new Map<JobKind, BoundDefinition>();
  const live = new Map<string, LiveJob>();
  const queued: Record<Lane, LiveJob[]> = { images: [], compute: [] };
  const running: Record<Lane, LiveJob | null> = { images: null, compute: null };
  let closing = false;

  const definitionOf = (kind: JobKind): BoundDefinition => {
    const definition = definitions.get(kind);
    if (definition === undefined) throw new AppError('INTERNAL', `no work is registered for ${kind} jobs`);
    return definition;
  };

  /** A change that must reach disk and window now. */
  function change(job: LiveJob, changes: Partial<JobSnapshot>): void {
    job.snapshot = { ...job.snapshot, ...changes, seq: job.snapshot.seq + 1 };
    keep(job);
    emit(job.snapshot);
  }

  /** A full disk must not keep a job from being told, or ended: what it is here then is not what is stored. */
  function keep(job: LiveJob): void {
    try {
      saveJob(database, job);
    } catch (thrown) {
      console.error(`job ${job.snapshot.id} could not be stored:`, thrown);
    }
  }

  function enqueue(job: LiveJob): string {
    if (closing) throw new AppError('CANCELLED', 'LesionLab is closing');
    // Whoever waits for it hears of a failure by finished(); nobody has to.
    job.settled.promise.catch(() => undefined);
    saveJob(database, job);
    pruneJobs(database, JOBS_KEPT);
    live.set(job.snapshot.id, job);
    const lane = laneOf(job.snapshot.kind);
    queued[lane].push(job);
    emit(job.snapshot);
    // In a turn of its own: whoever started it gets its id before its first change.
    setImmediate(() => void advance(lane));
    return job.snapshot.id;
  }

  async function advance(lane: Lane): Promise<void> {
    if (running[lane] !== null || closing) return;
    const job = queued[lane].shift();
    if (job === undefined) return;
    running[lane] = job;
    await perform(job);
    running[lane] = null;
    void advance(lane);
  }

  async function perform(job: LiveJob): Promise<void> {
    const definition = definitionOf(job.snapshot.kind);
    change(job, { state: 'running' });
    const progress = createProgressReporter({
      now,
      publish(next, secondsLeft, store) {
        job.snapshot = { ...job.snapshot, progress: next, secondsLeft, seq: job.snapshot.seq + 1 };
        if (store) keep(job);
        emit(job.snapshot);
      },
    });
    try {
      await definition.run(
        job.params,
        {
          id: job.snapshot.id,
          signal: job.abort.signal,
          report: (...told) => progress.report(...told),
          link: (ids: JobIds) => change(job, present(ids)),
        },
        job.mode,
      );
      keepProgress(job, progress.stop());
      end(job, 'succeeded', null);
    } catch (thrown) {
      keepProgress(job, progress.stop());
      // What fails because it was told to stop did not fail.
      if (!job.abort.signal.aborted) end(job, 'failed', thrown);
      else end(job, closing ? 'interrupted' : 'cancelled', thrown);
    }
  }

  /** The last report before the end is told with it. */
  function keepProgress(job: LiveJob, progress: JobSnapshot['progress']): void {
    if (progress !== null) job.snapshot = { ...job.snapshot, progress };
  }

  function end(job: LiveJob, state: 'succeeded' | 'failed' | 'cancelled' | 'interrupted', thrown: unknown): void {
    const definition = definitionOf(job.snapshot.kind);
    const error = state === 'failed' ? toAppError(thrown).toBody() : null;
    live.delete(job.snapshot.id);
    if (state !== 'succeeded') tellEnded(job, state, error?.message ?? (state === 'interrupted' ? INTERRUPTED : state));
    change(job, {
      state,
      error,
      secondsLeft: null,
      finishedAt: now().toISOString(),
      resumable: definition.resumable && state !== 'succeeded',
    });
    if (state === 'succeeded') job.settled.resolve();
    else job.settled.reject(asError(state, error));
  }

  /** Before the job's own change is told, so that whoever hears of it finds the run or batch changed already. */
  function tellEnded(
    job: { snapshot: JobSnapshot; params: unknown },
    state: 'failed' | 'cancelled' | 'interrupted',
    message: string,
  ): void {
    try {
      definitionOf(job.snapshot.kind).ended(job.params, state, message);
    } catch (thrown) {
      // The job has ended whatever its hook says; a later reader of the log finds why.
      console.error(`ended hook of ${job.snapshot.kind} job ${job.snapshot.id} failed:`, thrown);
    }
  }

  function dropFromQueue(job: LiveJob): boolean {
    const lane = queued[laneOf(job.snapshot.kind)];
    const place = lane.indexOf(job);
    if (place >= 0) lane.splice(place, 1);
    return place >= 0;
  }

  return {
    register(kind, definition) {
      definitions.set(kind, {
        resumable: definition.resumable,
        check: (params) => void definition.params.parse(params),
        run: (params, job, mode) => definition.run(definition.params.parse(params), job, mode),
        ended: (params, state, message) => definition.ended?.(definition.params.parse(params), state, message),
      });
    },

    start(kind, params, about) {
      definitionOf(kind).check(params);
      const { title, ...ids } = about;
      return enqueue({
        snapshot: newSnapshot({ id: newId(), kind, title, createdAt: now().toISOString() }, ids),
        params,
        mode: 'fresh',
        abort: new AbortController(),
        settled: createDeferred(),
      });
    },

    resume(jobId) {
      const old = findJob(database, jobId);
      if (old === null) throw new AppError('NOT_FOUND', `no job ${jobId}`, { details: { jobId } });
      if (!old.snapshot.resumable) {
        throw new AppError('NOT_RESUMABLE', `job ${jobId} cannot go on`, {
          details: { jobId, state: old.snapshot.state },
        });
      }
      definitionOf(old.snapshot.kind).check(old.params);
      const { kind, title, datasetId, runId, evaluationId, batchId } = old.snapshot;
      const id = enqueue({
        snapshot: newSnapshot(
          { id: newId(), kind, title, createdAt: now().toISOString() },
          { datasetId, runId, evaluationId, batchId },
        ),
        params: old.params,
        mode: 'resume',
        abort: new AbortController(),
        settled: createDeferred(),
      });
      // Once only: the new job can be resumed in its turn.
      const retired = { ...old.snapshot, resumable: false, seq: old.snapshot.seq + 1 };
      saveJob(database, { snapshot: retired, params: old.params });
      emit(retired);
      return id;
    },

    cancel(jobId) {
      const job = live.get(jobId);
      if (job === undefined) {
        if (findJob(database, jobId) === null)
          throw new AppError('NOT_FOUND', `no job ${jobId}`, { details: { jobId } });
        return; // It has ended: there is nothing to stop.
      }
      if (job.abort.signal.aborted) return;
      const wasQueued = dropFromQueue(job);
      if (!wasQueued) change(job, { state: 'cancelling' });
      job.abort.abort(new AppError('CANCELLED', 'cancelled'));
      if (wasQueued) end(job, 'cancelled', null);
    },

    finished(jobId) {
      const job = live.get(jobId);
      if (job !== undefined) return job.settled.promise;
      const stored = findJob(database, jobId)?.snapshot;
      if (stored === undefined) {
        return Promise.reject(new AppError('NOT_FOUND', `no job ${jobId}`, { details: { jobId } }));
      }
      return stored.state === 'succeeded' ? Promise.resolve() : Promise.reject(asError(stored.state, stored.error));
    },

    list: () => listJobs(database).map(({ snapshot }) => live.get(snapshot.id)?.snapshot ?? snapshot),

    dismiss(jobId) {
      if (live.has(jobId)) throw new AppError('BAD_INPUT', `job ${jobId} has not ended`, { details: { jobId } });
      if (deleteJob(database, jobId) === 0) throw new AppError('NOT_FOUND', `no job ${jobId}`, { details: { jobId } });
    },

    recover() {
      for (const { snapshot, params } of unfinishedJobs(database)) {
        tellEnded({ snapshot, params }, 'interrupted', INTERRUPTED);
        const interrupted: JobSnapshot = {
          ...snapshot,
          state: 'interrupted',
          finishedAt: now().toISOString(),
          resumable: definitionOf(snapshot.kind).resumable,
          seq: snapshot.seq + SEQ_GAP,
        };
        saveJob(database, { snapshot: interrupted, params });
        emit(interrupted);
      }
    },

    async close() {
      closing = true;
      const settled = [...live.values()].map((job) => job.settled.promise.catch(() => undefined));
      for (const job of [...live.values()]) {
        const wasQueued = dropFromQueue(job);
        job.abort.abort(new AppError('CANCELLED', 'LesionLab is closing'));
        if (wasQueued) end(job, 'interrupted', null);
      }
      // Work that heeds neither its signal nor the end of its engine is left; it is `interrupted` at the next start.
      await Promise.race([Promise.all(settled), wait(CLOSE_PATIENCE_MS, null, { ref: false })]);
    },
  };
}
