import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { Split } from '../../shared/schemas/common.ts';
import { UnreadablePhoto } from '../../shared/schemas/dataset.ts';
import type { Run, RunDetail, Threshold } from '../../shared/schemas/run.ts';
import {
  RunClass,
  RunDetail as RunDetailSchema,
  RunEnvironment,
  RunNote,
  RunState,
  ThresholdSource,
  TrainConfig,
} from '../../shared/schemas/run.ts';
import { listEpochs } from './epochs.ts';
import type { SqlRow } from './rows.ts';
import { all, insert, insertMany, json, one, orNotFound, run, transaction, update } from './rows.ts';

export type RunLayer = RunDetail['layers'][number];

export interface NewRun {
  id: string;
  name: string;
  datasetId: string;
  datasetName: string;
  config: TrainConfig;
  createdAt: string;
  trainableParameters: number;
  frozenParameters: number;
  backboneGraphSha256: string;
  layers: RunLayer[];
  /** Relative to the data folder; null when none is written. */
  tensorBoardDir: string | null;
  jobId: string | null;
  /** That it tells apart; absent: malignancy alone. */
  classes?: RunClass[];
  notes?: RunNote[];
}

/** One photo that a run saw: what it was trained on does not change when the data set does. */
export interface RunPhoto {
  split: Split;
  path: string;
  sha256: string;
  /** 1 is malignant. */
  label: 0 | 1;
  className: string;
}

/** A run in state `training`, with threshold .5; counts are those of `photos`, whose order is kept. */
export function insertRun(db: DatabaseSync, added: NewRun, photos: readonly RunPhoto[]): void {
  const count = (split: Split): number => photos.filter((photo) => photo.split === split).length;
  transaction(db, () => {
    insert(db, 'runs', {
      id: added.id,
      name: added.name,
      dataset_id: added.datasetId,
      dataset_name: added.datasetName,
      state: 'training',
      config: JSON.stringify(added.config),
      created_at: added.createdAt,
      threshold_value: 0.5,
      threshold_source: 'default',
      train_count: count('train'),
      valid_count: count('valid'),
      trainable_parameters: added.trainableParameters,
      frozen_parameters: added.frozenParameters,
      job_id: added.jobId,
      backbone_graph_sha256: added.backboneGraphSha256,
      layers: JSON.stringify(added.layers),
      tensor_board_dir: added.tensorBoardDir,
      classes: JSON.stringify(added.classes ?? []),
      notes: JSON.stringify(added.notes ?? []),
    });
    insertMany(
      db,
      'run_photos',
      photos.map((photo, position) => ({
        run_id: added.id,
        position,
        split: photo.split,
        path: photo.path,
        sha256: photo.sha256,
        label: photo.label,
        class_name: photo.className,
      })),
    );
  });
}

/** What changes in a run's life; absent: stays. */
export interface RunChanges {
  name?: string;
  state?: RunState;
  finishedAt?: string | null;
  bestEpoch?: number | null;
  modelHash?: string | null;
  seconds?: number | null;
  jobId?: string | null;
  error?: string | null;
  trainableParameters?: number;
  frozenParameters?: number;
  /** Photos that could not be read and were left out, with the counts of those that were not. */
  unreadable?: UnreadablePhoto[];
  trainCount?: number;
  validCount?: number;
  /** What it is trained with. */
  environment?: RunEnvironment;
  classes?: RunClass[];
  layers?: RunLayer[];
  notes?: RunNote[];
}

const columnOf: Record<keyof RunChanges, string> = {
  name: 'name',
  state: 'state',
  finishedAt: 'finished_at',
  bestEpoch: 'best_epoch',
  modelHash: 'model_hash',
  seconds: 'seconds',
  jobId: 'job_id',
  error: 'error',
  trainableParameters: 'trainable_parameters',
  frozenParameters: 'frozen_parameters',
  unreadable: 'unreadable',
  trainCount: 'train_count',
  validCount: 'valid_count',
  environment: 'environment',
  classes: 'classes',
  layers: 'layers',
  notes: 'notes',
};
const isChange = (name: string): name is keyof RunChanges => Object.hasOwn(columnOf, name);

/** Throws NOT_FOUND. */
export function updateRun(db: DatabaseSync, id: string, changes: RunChanges): Run {
  const row: SqlRow = {};
  for (const name of Object.keys(columnOf).filter(isChange)) {
    const value = changes[name];
    if (value !== undefined)
      row[columnOf[name]] = value !== null && typeof value === 'object' ? JSON.stringify(value) : value;
  }
  update(db, 'runs', id, row);
  return getRun(db, id);
}

/** Throws NOT_FOUND. */
export function setRunThreshold(db: DatabaseSync, id: string, threshold: Threshold): Run {
  update(db, 'runs', id, {
    threshold_value: threshold.value,
    threshold_source: threshold.source,
    threshold_target: threshold.target,
    threshold_set_at: threshold.setAt,
    threshold_locked_at: threshold.lockedAt,
  });
  return getRun(db, id);
}

const RunRow = z
  .object({
    id: z.string(),
    name: z.string(),
    dataset_id: z.string(),
    dataset_name: z.string(),
    state: RunState,
    config: json(TrainConfig),
    created_at: z.string(),
    finished_at: z.string().nullable(),
    best_epoch: z.int().nullable(),
    threshold_value: z.number(),
    threshold_source: ThresholdSource,
    threshold_target: z.number().nullable(),
    threshold_set_at: z.string().nullable(),
    threshold_locked_at: z.string().nullable(),
    model_hash: z.string().nullable(),
    train_count: z.int(),
    valid_count: z.int(),
    trainable_parameters: z.int(),
    frozen_parameters: z.int(),
    seconds: z.number().nullable(),
    job_id: z.string().nullable(),
    error: z.string().nullable(),
  })
  .transform((row): Run => ({
    id: row.id,
    name: row.name,
    datasetId: row.dataset_id,
    datasetName: row.dataset_name,
    state: row.state,
    config: row.config,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    bestEpoch: row.best_epoch,
    threshold: {
      value: row.threshold_value,
      source: row.threshold_source,
      target: row.threshold_target,
      setAt: row.threshold_set_at,
      lockedAt: row.threshold_locked_at,
    },
    modelHash: row.model_hash,
    trainCount: row.train_count,
    validCount: row.valid_count,
    trainableParameters: row.trainable_parameters,
    frozenParameters: row.frozen_parameters,
    seconds: row.seconds,
    jobId: row.job_id,
    error: row.error,
  }));

/** The data set's present name while it exists, else the name it had. */
const selectRun = `SELECT r.*, coalesce(d.name, r.dataset_name) AS dataset_name
  FROM runs AS r LEFT JOIN datasets AS d ON d.id = r.dataset_id`;

/** Newest first; null: of every data set. */
export function listRuns(db: DatabaseSync, datasetId: string | null = null): Run[] {
  const sql = `${selectRun} WHERE :datasetId IS NULL OR r.dataset_id = :datasetId ORDER BY r.created_at DESC, r.rowid DESC`;
  return all(db, RunRow, sql, { datasetId });
}

/** Throws NOT_FOUND. */
export function getRun(db: DatabaseSync, id: string): Run {
  return orNotFound(one(db, RunRow, `${selectRun} WHERE r.id = :id`, { id }), 'runs', id);
}

const DetailRow = z.object({
  layers: json(RunDetailSchema.shape.layers),
  tensor_board_dir: z.string().nullable(),
  backbone_graph_sha256: z.string(),
  unreadable: json(z.array(UnreadablePhoto)),
  environment: json(RunEnvironment).nullable(),
  classes: json(z.array(RunClass)),
  notes: json(z.array(RunNote)),
});

/** tensorBoardDir is relative to the data folder, as it was given. Throws NOT_FOUND. */
export function getRunDetail(db: DatabaseSync, id: string): RunDetail & { backboneGraphSha256: string } {
  const sql =
    'SELECT layers, tensor_board_dir, backbone_graph_sha256, unreadable, environment, classes, notes FROM runs WHERE id = :id';
  const row = orNotFound(one(db, DetailRow, sql, { id }), 'runs', id);
  return {
    run: getRun(db, id),
    epochs: listEpochs(db, id),
    layers: row.layers,
    tensorBoardDir: row.tensor_board_dir,
    backboneGraphSha256: row.backbone_graph_sha256,
    unreadable: row.unreadable,
    environment: row.environment,
    ...(row.classes.length > 0 && { classes: row.classes }),
    ...(row.notes.length > 0 && { notes: row.notes }),
  };
}

const RunPhotoRow = z
  .object({
    split: Split,
    path: z.string(),
    sha256: z.string(),
    label: z.union([z.literal(0), z.literal(1)]),
    class_name: z.string(),
  })
  .transform((row): RunPhoto => {
    return { split: row.split, path: row.path, sha256: row.sha256, label: row.label, className: row.class_name };
  });

/** The photos of one split that the run was made with, in their order. */
export function runPhotos(db: DatabaseSync, runId: string, split: Split): RunPhoto[] {
  const sql = `SELECT split, path, sha256, label, class_name FROM run_photos
    WHERE run_id = :runId AND split = :split ORDER BY position`;
  return all(db, RunPhotoRow, sql, { runId, split });
}

/** Whether a run or a cross-validation of this data set is being trained (or waits for it). */
export function isTrainingOn(db: DatabaseSync, datasetId: string): boolean {
  const sql = `SELECT (SELECT count(*) FROM runs WHERE dataset_id = :datasetId AND state = 'training')
    + (SELECT count(*) FROM cross_validations WHERE dataset_id = :datasetId AND state = 'training') AS n`;
  return (one(db, z.object({ n: z.int() }), sql, { datasetId })?.n ?? 0) > 0;
}

/** Takes its epochs, evaluations, predictions and batches along. Throws NOT_FOUND. */
export function deleteRun(db: DatabaseSync, id: string): void {
  getRun(db, id);
  run(db, 'DELETE FROM runs WHERE id = :id', { id });
}
