import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { z } from 'zod';
import type { Label } from '../../../electron/shared/schemas/common.ts';
import type { ReviewDecision, ReviewVerdict } from '../../../electron/shared/schemas/review.ts';
import { call, on } from '../api.ts';
import { errorText } from '../errorText.ts';
import { t } from '../i18n/index.svelte.ts';
import { decisionText } from '../ui/review/verdictText.ts';
import { remembered } from './remembered.ts';
import { toast } from './toasts.svelte.ts';

/** Photos of one data set that a decision is about. */
export interface ReviewTarget {
  datasetId: string;
  photoIds: readonly string[];
}

export interface Reviews {
  status: 'working' | 'ready' | 'failed';
  error: unknown;
  /** The decisions that stand, one a photo, newest first. */
  decisions: readonly ReviewDecision[];
  byPhoto: ReadonlyMap<string, ReviewDecision>;
}

/** What the core takes in one act; more would not be undone together. */
export const MOST_AT_ONCE = 1000;

const reading: Reviews = { status: 'working', error: undefined, decisions: [], byPhoto: new Map() };
const known = new SvelteMap<string, Reviews>();
const users = new Map<string, { count: number; stop: () => void }>();
const rounds = new Map<string, number>();

/** The decisions on a data set as far as they are read; somebody on screen must `useReviews` of it. */
export const reviewsOf = (datasetId: string): Reviews => known.get(datasetId) ?? reading;

export const decisionOn = (datasetId: string, photoId: string): ReviewDecision | undefined =>
  reviewsOf(datasetId).byPhoto.get(photoId);

/** Whether a decision changes the data set when a version is made. */
export const isChange = ({ verdict }: ReviewDecision): boolean => verdict.kind !== 'agree';

/** Decisions that no version holds yet. */
export const openDecisions = (datasetId: string): ReviewDecision[] =>
  reviewsOf(datasetId).decisions.filter(({ versionId }) => versionId === null);

/** What a version was made with stays done: only the latest decision of all can be taken back. */
export const canUndo = (datasetId: string): boolean => reviewsOf(datasetId).decisions[0]?.versionId === null;

const asReviews = (decisions: readonly ReviewDecision[]): Reviews => ({
  status: 'ready',
  error: undefined,
  decisions,
  byPhoto: new Map(decisions.map((decision) => [decision.photoId, decision])),
});

export function reloadReviews(datasetId: string): void {
  const round = (rounds.get(datasetId) ?? 0) + 1;
  rounds.set(datasetId, round);
  call('review.list', { datasetId }).then(
    ({ decisions }) => {
      if (rounds.get(datasetId) === round) known.set(datasetId, asReviews(decisions));
    },
    (error: unknown) => {
      if (rounds.get(datasetId) === round) known.set(datasetId, { ...reviewsOf(datasetId), status: 'failed', error });
    },
  );
}

function listen(datasetId: string): () => void {
  const user = users.get(datasetId);
  if (user !== undefined) user.count += 1;
  else {
    reloadReviews(datasetId);
    const stop = on('data.changed', ({ kind, id }) => {
      // a version that is removed leaves its decisions open again
      if (kind === 'dataset' || (kind === 'review' && (id === null || id === datasetId))) reloadReviews(datasetId);
    });
    users.set(datasetId, { count: 1, stop });
  }
  return () => {
    const present = users.get(datasetId);
    if (present === undefined) return;
    present.count -= 1;
    if (present.count > 0) return;
    present.stop();
    users.delete(datasetId);
  };
}

/** Keeps the decisions on a data set read while the calling component lives. Call during initialisation. */
export function useReviews(datasetId: () => string | null): void {
  $effect(() => {
    const id = datasetId();
    return id === null ? undefined : untrack(() => listen(id));
  });
}

const failed = (error: unknown): void => {
  const words = errorText(error);
  toast({ text: `${t('review.failed')}: ${words.title}. ${words.remedy}`, tone: 'error' });
};

/** One act on all photos of the target; false when it was refused, which a toast says. */
export async function decide(target: ReviewTarget, verdict: ReviewVerdict, reason = ''): Promise<boolean> {
  const { datasetId } = target;
  if (target.photoIds.length === 0 || target.photoIds.length > MOST_AT_ONCE) return false;
  try {
    const { decisions } = await call('review.decide', { photoIds: [...target.photoIds], verdict, reason });
    const decided = new Set(decisions.map(({ photoId }) => photoId));
    const before = reviewsOf(datasetId).decisions.filter(({ photoId }) => !decided.has(photoId));
    known.set(datasetId, asReviews([...decisions.toReversed(), ...before]));
    return true;
  } catch (error) {
    failed(error);
    return false;
  }
}

/** Takes the latest act on the data set back and says what it was. */
export async function undoDecision(datasetId: string): Promise<void> {
  try {
    const { undone } = await call('review.undo', { datasetId });
    reloadReviews(datasetId);
    const [first] = undone;
    if (first === undefined) toast({ text: t('review.nothingToUndo') });
    else if (undone.length === 1)
      toast({ text: t('review.undoneOne', { name: first.fileName, decision: decisionText(first) }) });
    else toast({ text: t('review.undoneMany', { count: undone.length }) });
  } catch (error) {
    failed(error);
  }
}

type Kind = ReviewVerdict['kind'];
const Texts = z.array(z.string()).catch([]);
const OwnReasons = z.object({ agree: Texts, relabel: Texts, exclude: Texts });
const MOST_OWN = 4;
const store = remembered('review.reasons', OwnReasons, { agree: [], relabel: [], exclude: [] });
const own = $state<{ reasons: z.infer<typeof OwnReasons> | null; last: Partial<Record<Kind, string>> }>({
  reasons: null,
  last: {},
});

/** Reasons that were typed before, newest first. */
export const ownReasons = (kind: Kind): readonly string[] => (own.reasons ?? store.read())[kind];

/** The reason given last for such a verdict since the window opened. It is offered, never given unasked: each photo has its own. */
export const lastReason = (kind: Kind): string | undefined => own.last[kind];

/** Gives what was decided on these photos another reason. */
export async function giveReason(
  target: ReviewTarget,
  verdict: ReviewVerdict,
  reason: string,
  usual: readonly string[],
): Promise<void> {
  if (!(await decide(target, verdict, reason)) || reason === '') return;
  const { kind } = verdict;
  own.last[kind] = reason;
  if (usual.includes(reason)) return;
  const present = own.reasons ?? store.read();
  own.reasons = { ...present, [kind]: [reason, ...present[kind].filter((text) => text !== reason)].slice(0, MOST_OWN) };
  store.write($state.snapshot(own.reasons));
}

/** The verdict that all these photos have in common, with the reason they share; null: none, or not the same. */
export function commonVerdict(target: ReviewTarget): { verdict: ReviewVerdict; reason: string | null } | null {
  const decisions = target.photoIds.map((photoId) => decisionOn(target.datasetId, photoId));
  const [first] = decisions;
  if (first === undefined) return null;
  const labelOf = (verdict: ReviewVerdict): Label | null => (verdict.kind === 'relabel' ? verdict.label : null);
  const same = decisions.every(
    (decision) => decision?.verdict.kind === first.verdict.kind && labelOf(decision.verdict) === labelOf(first.verdict),
  );
  if (!same) return null;
  return {
    verdict: first.verdict,
    reason: decisions.every((decision) => decision?.reason === first.reason) ? first.reason : null,
  };
}
