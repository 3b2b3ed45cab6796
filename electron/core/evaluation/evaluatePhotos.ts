import type { PhotoRef } from '../../engine/protocol.ts';
import { AppError } from '../../shared/errors.ts';
import type { EvaluationSource } from '../../shared/schemas/evaluation.ts';
import type { Run, RunClass } from '../../shared/schemas/run.ts';
import type { CoreContext, JobHandle } from '../context.ts';
import { getEvaluation, insertEvaluation } from '../database/evaluations.ts';
import type { NewEvaluationRow } from '../database/evaluations.ts';
import { transaction } from '../database/rows.ts';
import { getRunDetail } from '../database/runs.ts';
import type { ScoringModel } from '../scoring/scorePhotos.ts';
import { scorePhotos } from '../scoring/scorePhotos.ts';
import { openTest, showsTestOfRun } from './openings.ts';

/** A photo with its truth. sha256 is known for photos of a data set: those with cached features are not read again. */
export interface LabelledRef extends PhotoRef {
  label: 0 | 1;
  className: string;
  /** Patient or lesion; null: unknown. */
  group: string | null;
  metadata: Record<string, string>;
}

export interface EvaluationRequest {
  evaluationId: string;
  run: Run;
  model: ScoringModel;
  source: EvaluationSource;
  photos: LabelledRef[];
  /** The column that their groups come from; null where there is none. */
  groupColumn: string | null;
}

/** The run's classes, where the scores tell them apart: a run of malignancy alone has none. */
function classesOf({ database }: CoreContext, runId: string, rows: readonly NewEvaluationRow[]): RunClass[] {
  const { classes = [] } = getRunDetail(database, runId);
  const sound = rows.every((row) => row.classes == null || row.classes.length === classes.length);
  if (!sound) throw new AppError('INTERNAL', `the network of run ${runId} tells other classes apart than the run`);
  return classes;
}

/**
 * Scores photos and stores the result whole: it can then be read without photos, TensorFlow or backbone. A photo that cannot be
 * scored is stored with its reason and counts nowhere. A test split is open then, also where its photos were found in a folder: the opening
 * is stored with the scores or not at all.
 * Fails with NO_PHOTOS when there is no score at all.
 */
export async function evaluatePhotos(context: CoreContext, request: EvaluationRequest, job: JobHandle): Promise<void> {
  const { evaluationId, run, model, source, photos, groupColumn } = request;
  if (photos.length === 0) throw noPhotos(source);
  job.report('scoring', 0, photos.length);
  const scores = await scorePhotos(
    context.engines.compute,
    model,
    photos.map(({ path, sha256 }) => ({ path, sha256 })),
    { signal: job.signal, onProgress: (done) => job.report('scoring', done, photos.length) },
  );
  const rows = photos.map(({ path, sha256, label, className, group, metadata }, index): NewEvaluationRow => {
    const scored = scores[index];
    if (scored === undefined) throw new AppError('INTERNAL', `no score for ${path}`);
    return scored.status === 'ok'
      ? {
          path,
          sha256: scored.sha256,
          label,
          className,
          group,
          metadata,
          score: scored.score,
          error: null,
          classes: scored.classes ?? null,
        }
      : {
          path,
          sha256,
          label,
          className,
          group,
          metadata,
          score: null,
          error: { code: scored.code, message: scored.message },
        };
  });
  if (rows.every(({ error }) => error !== null)) throw noPhotos(source, rows);
  const added = {
    id: evaluationId,
    runId: run.id,
    source,
    createdAt: context.now().toISOString(),
    modelHash: model.modelHash,
    groupColumn,
    classes: classesOf(context, run.id, rows),
  };
  transaction(context.database, () => {
    insertEvaluation(context.database, added, rows);
    if (showsTestOfRun(getEvaluation(context.database, evaluationId))) openTest(context, evaluationId);
  });
  context.emit('data.changed', { kind: 'evaluation', id: evaluationId });
}

function noPhotos(source: EvaluationSource, rows: NewEvaluationRow[] = []): AppError {
  const where = source.kind === 'folder' ? source.path : `the split ${source.split}`;
  const unreadable = rows.slice(0, 100).map(({ path, error }) => ({ path, code: error?.code }));
  return new AppError('NO_PHOTOS', `there is no readable photo in ${where}`, {
    details: { path: where, unreadable },
  });
}
