import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { assertNever } from '../../../electron/shared/errors.ts';
import type { JobKind, JobPart, JobPhase, JobSnapshot, JobState } from '../../../electron/shared/schemas/job.ts';
import { call, on } from '../api.ts';
import { formatNumber } from '../i18n/format.svelte.ts';
import { t } from '../i18n/index.svelte.ts';
import type { PlainKey } from '../i18n/index.svelte.ts';

const byId = new SvelteMap<string, JobSnapshot>();
const dismissed = new SvelteSet<string>();
type Listener = (job: JobSnapshot, before: JobSnapshot | undefined) => void;
let listeners: readonly Listener[] = [];

export const isActive = (job: JobSnapshot): boolean =>
  job.state === 'queued' || job.state === 'running' || job.state === 'cancelling';

const all = $derived([...byId.values()].toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)));
const active = $derived(all.filter(isActive));

export const jobs = {
  /** Newest first. */
  get all(): readonly JobSnapshot[] {
    return all;
  },
  get active(): readonly JobSnapshot[] {
    return active;
  },
};

export const jobById = (id: string | null): JobSnapshot | undefined => (id === null ? undefined : byId.get(id));

/** Snapshots are whole and numbered: one that is older than what is shown says nothing new. */
export function acceptJob(job: JobSnapshot): void {
  const before = byId.get(job.id);
  if (dismissed.has(job.id) || (before !== undefined && before.seq >= job.seq)) return;
  byId.set(job.id, job);
  for (const listener of listeners) listener(job, before);
}

/** Hears every change of every job until the returned function is called. */
export function onJob(listener: Listener): () => void {
  listeners = [...listeners, listener];
  return () => {
    listeners = listeners.filter((other) => other !== listener);
  };
}

export async function reloadJobs(): Promise<void> {
  // A job that begins while the answer is on its way is not in it, and must stay.
  const known = [...byId.keys()];
  const { jobs: present } = await call('job.list', {});
  for (const id of known) if (!present.some((job) => job.id === id)) byId.delete(id);
  for (const job of present) acceptJob(job);
}

export function startJobs(): () => void {
  void reloadJobs().catch((error: unknown) => console.error('jobs could not be read', error));
  return on('job.changed', acceptJob);
}

export const cancelJob = async (id: string): Promise<void> => void (await call('job.cancel', { id }));

export async function dismissJob(id: string): Promise<void> {
  await call('job.dismiss', { id });
  dismissed.add(id);
  byId.delete(id);
}

/** Takes the ended jobs of something that was removed off the list: they could only offer to go on with what is gone. */
export async function dismissJobsOf(kind: 'datasetId' | 'runId' | 'batchId', id: string): Promise<void> {
  const ended = all.filter((job) => job[kind] === id && !isActive(job));
  for (const job of ended) await dismissJob(job.id);
}

/** Goes on with a job that stopped; the id of the new one. The old one leaves the list: it asks for nothing any more. */
export async function resumeJob(id: string): Promise<string> {
  const { jobId } = await call('job.resume', { id });
  await dismissJob(id);
  return jobId;
}

const kindKeys: Readonly<Record<JobKind, PlainKey>> = {
  import: 'jobs.import',
  training: 'jobs.training',
  evaluation: 'jobs.evaluation',
  scoring: 'jobs.scoring',
  demo: 'jobs.demo',
  report: 'jobs.report',
  transfer: 'jobs.transfer',
  sheet: 'jobs.sheet',
  copies: 'jobs.copies',
  export: 'jobs.export',
  crossValidation: 'jobs.crossValidation',
  sweep: 'jobs.sweep',
};
export const kindText = (kind: JobKind): string => t(kindKeys[kind]);

const stateKeys: Readonly<Record<JobState, PlainKey>> = {
  queued: 'jobs.queued',
  running: 'jobs.stateRunning',
  cancelling: 'jobs.cancelling',
  succeeded: 'jobs.succeeded',
  failed: 'jobs.failed',
  cancelled: 'jobs.cancelled',
  interrupted: 'jobs.interrupted',
};
export const stateText = (state: JobState): string => t(stateKeys[state]);

/** What a job is doing now, with how far it is; its state in a word where it is not running. */
export function phaseText(job: JobSnapshot): string {
  if (job.state !== 'running' || job.progress === null) return stateText(job.state);
  const { phase } = job.progress;
  const counts = { done: formatNumber(job.progress.done, 0), total: formatNumber(job.progress.total, 0) };
  const parts = (job.progress.parts ?? []).map(partText);
  const text = workText(phase, counts);
  return parts.length === 0
    ? text
    : t('jobs.inParts', { text, parts: parts.reduce((first, next) => t('jobs.andPart', { first, next })) });
}

const partKeys = {
  recipe: 'jobs.partRecipe',
  fold: 'jobs.partFold',
  member: 'jobs.partMember',
  epoch: 'jobs.partEpoch',
} as const;
const partText = ({ name, at, of }: JobPart): string => t(partKeys[name], { at, of });

function workText(phase: JobPhase, counts: { done: string; total: string }): string {
  switch (phase) {
    case 'scanning':
      return t('jobs.scanning');
    case 'drawing':
      return t('jobs.drawing', counts);
    case 'reading':
      return t('jobs.reading', counts);
    case 'features':
      return t('jobs.features', counts);
    case 'maps':
      return t('jobs.maps', counts);
    case 'epochs':
      return t('jobs.epochs', counts);
    case 'steps':
      return t('jobs.steps', counts);
    case 'scoring':
      return t('jobs.scoringPhase', counts);
    case 'copying':
      return t('jobs.copying', counts);
    case 'writing':
      return t('jobs.writing');
    default:
      return assertNever(phase);
  }
}

/** Share done of the present phase, 0 to 1; null while unknown. */
export function fractionOf(job: JobSnapshot): number | null {
  if (job.state === 'succeeded') return 1;
  if (job.progress === null || job.progress.total <= 0) return null;
  return Math.min(1, Math.max(0, job.progress.done / job.progress.total));
}

export function percentOf(job: JobSnapshot): number | null {
  const fraction = fractionOf(job);
  return fraction === null ? null : Math.floor(100 * fraction);
}
