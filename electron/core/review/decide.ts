import { AppError } from '../../shared/errors.ts';
import type { ReviewDecision, ReviewVerdict } from '../../shared/schemas/review.ts';
import type { CoreContext } from '../context.ts';
import type { StoredDecision } from '../database/reviews.ts';
import { decisionsOfAct, insertDecisions, latestOpenAct, photoKeys, undoAct } from '../database/reviews.ts';
import { notFound, parseRowId, transaction } from '../database/rows.ts';

type ReviewContext = Pick<CoreContext, 'database' | 'now' | 'newId'>;

export const withoutPath = ({ path: _path, ...decision }: StoredDecision): ReviewDecision => decision;

/**
 * One act of a reviewer on any number of photos of one data set. A photo that already has the label it is given is agreed with.
 * Throws NOT_FOUND for a photo that is not there, BAD_INPUT when the photos are of several data sets.
 */
export function decide(
  { database, now, newId }: ReviewContext,
  { photoIds, verdict, reason }: { photoIds: readonly string[]; verdict: ReviewVerdict; reason: string },
): { datasetId: string; decisions: ReviewDecision[] } {
  const act = newId();
  return transaction(database, () => {
    const keys = [...new Set(photoIds)].map((id) => {
      const key = parseRowId(id);
      if (key === null) throw notFound('photos', id);
      return key;
    });
    const found = new Map(photoKeys(database, keys).map((photo) => [photo.id, photo]));
    const photos = keys.map((key) => {
      const photo = found.get(key);
      if (photo === undefined) throw notFound('photos', String(key));
      return photo;
    });
    const datasetIds = new Set(photos.map((photo) => photo.dataset_id));
    const [datasetId] = datasetIds;
    if (datasetId === undefined || datasetIds.size > 1) {
      throw new AppError('BAD_INPUT', 'photos that are decided on together are of one data set', {
        details: { reason: 'SEVERAL_DATASETS', datasetIds: [...datasetIds] },
      });
    }
    insertDecisions(
      database,
      { id: act, datasetId, reason: reason.trim(), decidedAt: now().toISOString() },
      photos.map(({ id, label }) => ({ photoId: id, verdict: meant(verdict, label) })),
    );
    return { datasetId, decisions: decisionsOfAct(database, act).map(withoutPath) };
  });
}

const meant = (verdict: ReviewVerdict, label: string): ReviewVerdict =>
  verdict.kind === 'relabel' && verdict.label === label ? { kind: 'agree' } : verdict;

/**
 * Takes the latest act back; what stood before it stands again. What a version was made with is done and stays: then, and when
 * there is nothing to take back, nothing happens and the list is empty.
 */
export function undo({ database }: Pick<CoreContext, 'database'>, datasetId: string): ReviewDecision[] {
  return transaction(database, () => {
    const act = latestOpenAct(database, datasetId);
    if (act === null) return [];
    const undone = decisionsOfAct(database, act);
    undoAct(database, act);
    return undone.map(withoutPath);
  });
}
