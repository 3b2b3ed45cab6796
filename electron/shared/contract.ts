import { z } from 'zod';
import { ErrorBody } from './errors.ts';
import { BackboneId, BackboneInfo } from './schemas/backbone.ts';
import { RunExport } from './schemas/bundle.ts';
import { Id, Label, Sha256, Split } from './schemas/common.ts';
import {
  Dataset,
  DatasetDetail,
  ImportRequest,
  Photo,
  PhotoQuery,
  ScanRequest,
  SourceScan,
} from './schemas/dataset.ts';
import {
  Evaluation,
  EvaluationColumns,
  EvaluationDetail,
  EvaluationSource,
  ScoresImport,
  ScoresPreview,
} from './schemas/evaluation.ts';
import {
  CrossValidation,
  CrossValidationDetail,
  CrossValidationRequest,
  RecipeComparisons,
  Sweep,
  SweepRequest,
} from './schemas/crossValidation.ts';
import { DoctorCheck } from './schemas/doctor.ts';
import { ErrorCopies, ErrorsExport } from './schemas/errorsExport.ts';
import { Explanation } from './schemas/explanation.ts';
import { JobSnapshot } from './schemas/job.ts';
import { Provenance } from './schemas/provenance.ts';
import { ReportRequest } from './schemas/report.ts';
import { ReviewDecision, ReviewVerdict } from './schemas/review.ts';
import {
  AugmentationSettings,
  EpochMetrics,
  Run,
  RunDetail,
  RunNote,
  RunPlan,
  TestOpening,
  Threshold,
  TrainConfig,
} from './schemas/run.ts';
import { Batch, BatchQuery, BatchRequest, BatchRow, BatchSummary, Prediction } from './schemas/scoring.ts';
import { Settings, SettingsChange } from './schemas/settings.ts';
import {
  BatchExport,
  MarkRequest,
  MarkResult,
  NoteRequest,
  RowIdsRequest,
  SheetRequest,
  Transfer,
  TransferRequest,
} from './schemas/triage.ts';

const nothing = z.object({});
const byId = z.object({ id: Id });
const newThreshold = Threshold.pick({ value: true, source: true, target: true }).extend({ id: Id });
const started = z.object({ jobId: Id });
const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });

export const MediaRequest = z.object({
  kind: z.enum(['photo', 'evaluationRow', 'batchRow', 'prediction', 'runPhoto', 'changedCopy']),
  id: Id,
  /** Longest side wanted, pixels. */
  sizePx: z.int().min(16).max(4096),
});

/** Every call the window and the command line can make: the one truth. Names are `noun.verb`. */
export const contract = {
  'app.info': call(
    nothing,
    z.object({
      version: z.string(),
      dataDir: z.string(),
      platform: z.string(),
      electron: z.string().nullable(),
      node: z.string(),
      tensorflow: z.string().nullable(),
    }),
  ),
  'app.doctor': call(nothing, z.object({ checks: z.array(DoctorCheck) })),
  'settings.get': call(nothing, Settings),
  'settings.set': call(SettingsChange, Settings),

  'dataset.scan': call(ScanRequest, SourceScan),
  'dataset.import': call(ImportRequest, started),
  'dataset.list': call(nothing, z.object({ datasets: z.array(Dataset) })),
  'dataset.get': call(byId, DatasetDetail),
  'dataset.rename': call(z.object({ id: Id, name: z.string().trim().min(1).max(200) }), Dataset),
  /** Removes rows and caches only; photos are never touched. Refused while a run of it is training. */
  'dataset.remove': call(byId, nothing),
  /** The tutorial's metadata CSV (`filepath,label`) of one split. */
  'dataset.exportSplit': call(z.object({ id: Id, split: Split, path: z.string().min(1) }), z.object({ rows: z.int() })),
  'photo.list': call(PhotoQuery, z.object({ total: z.int(), photos: z.array(Photo) })),
  'demo.start': call(z.object({ train: z.boolean() }), started),

  'backbone.list': call(
    nothing,
    z.object({
      backbones: z.array(BackboneInfo),
      /** Folders that hold a backbone which cannot be used, and why. */
      damaged: z.array(z.object({ id: z.string(), dir: z.string(), reason: z.string() })).default([]),
    }),
  ),
  /**
   * Makes one backbone of several, whose features stand side by side under one head; layer null: a backbone's own features, else those pooled over that
   * layer's map. A head trains on it as on any other; it cannot be fine-tuned. id absent: named by its parts.
   */
  'backbone.join': call(
    z.object({
      parts: z
        .array(z.object({ id: BackboneId, layer: z.string().min(1).nullable().default(null) }))
        .min(1)
        .max(8),
      id: BackboneId.optional(),
    }),
    BackboneInfo,
  ),

  'run.estimate': call(
    z.object({ datasetId: Id, config: TrainConfig }),
    z.object({
      trainCount: z.int(),
      validCount: z.int(),
      toExtract: z.int(),
      secondsExtract: z.number(),
      secondsTrain: z.number(),
      diskBytes: z.number(),
    }),
  ),
  /**
   * Fits a fine-tuning to so many minutes on this computer: how many networks, epochs and kept views, but for those in `fixed`. Where not even the
   * smallest fits, the head on a frozen network (the recommended preset), unless something is fixed. The notes say why.
   */
  'run.plan': call(
    z.object({
      datasetId: Id,
      config: TrainConfig,
      minutes: z.number().positive().max(100_000),
      fixed: z.array(z.enum(['members', 'epochs', 'cachedViews'])).default([]),
    }),
    z.object({ config: TrainConfig, plan: RunPlan, notes: z.array(RunNote) }),
  ),
  /** Some training photos of a data set, of either class, as a fine-tuning with this augmentation will see them in its first epochs. */
  'augment.preview': call(
    z.object({
      datasetId: Id,
      augmentation: AugmentationSettings,
      seed: z.int().min(0).max(0xffffffff),
      /** Photos. */
      count: z.int().min(1).max(12).default(4),
    }),
    z.object({
      photos: z.array(
        z.object({
          photoId: Id,
          className: z.string(),
          label: Label,
          /** Ids of pictures of the kind changedCopy, which are there for an hour. */
          copies: z.array(Id),
        }),
      ),
    }),
  ),
  'run.start': call(
    z.object({
      datasetId: Id,
      name: z.string().trim().min(1).max(200),
      config: TrainConfig,
      /** As run.plan gave it, for the run's notes. */
      plan: RunPlan.nullable().default(null),
    }),
    started.extend({ runId: Id }),
  ),
  /**
   * Trains again what a finished run's manifest.json says, with the same photos (found by content in the data set, or in the one that has them all), settings
   * and seed: on the same computer it becomes the same model, byte for byte. Refused when photos, network or versions differ; the last are let pass by
   * `anyVersion`. `differs` says what does.
   */
  'run.reproduce': call(
    z.object({
      path: z.string().min(1),
      name: z.string().trim().min(1).max(200),
      datasetId: Id.nullable().default(null),
      anyVersion: z.boolean().default(false),
    }),
    started.extend({ runId: Id, expectedModelHash: Sha256, differs: z.array(z.string()) }),
  ),
  /**
   * One run of finished ones that were trained on the same photos: its log-odds are the mean of theirs, each counting the same. It has its own network and is
   * evaluated on the validation split; its views are the most that one of them has.
   */
  'run.ensemble': call(
    z.object({ runIds: z.array(Id).min(2).max(20), name: z.string().trim().min(1).max(200) }),
    started.extend({ runId: Id }),
  ),
  'run.list': call(z.object({ datasetId: Id.nullable().default(null) }), z.object({ runs: z.array(Run) })),
  'run.get': call(byId, RunDetail),
  'run.rename': call(z.object({ id: Id, name: z.string().trim().min(1).max(200) }), Run),
  'run.remove': call(byId, nothing),
  /** Refused while the threshold is locked, unless `unlock` says so. */
  'run.setThreshold': call(newThreshold.extend({ unlock: z.boolean().default(false) }), Run),
  'run.lockThreshold': call(z.object({ id: Id, locked: z.boolean() }), Run),
  /** Writes the run for other computers (bundle) or programs (savedmodel); `dir` is the folder that will be there. */
  'run.export': call(RunExport, started.extend({ dir: z.string() })),
  /** Every opening of the test split of this run's data set, by any run, oldest first. */
  'run.testOpenings': call(byId, z.object({ openings: z.array(TestOpening) })),

  'evaluation.start': call(z.object({ runId: Id, source: EvaluationSource }), started.extend({ evaluationId: Id })),
  'evaluation.list': call(
    z.object({ runId: Id.nullable().default(null) }),
    z.object({ evaluations: z.array(Evaluation) }),
  ),
  'evaluation.get': call(byId, EvaluationDetail),
  'evaluation.columns': call(byId, EvaluationColumns),
  'evaluation.provenance': call(byId, Provenance),
  'evaluation.remove': call(byId, nothing),
  /** Locks the run's threshold if it is not, and counts one more look at the figures of its test split. */
  'evaluation.openTest': call(byId, TestOpening),
  /** Of evaluations without a run only. */
  'evaluation.rename': call(z.object({ id: Id, name: z.string().trim().min(1).max(200) }), Evaluation),
  'evaluation.setThreshold': call(newThreshold, Evaluation),
  /** labelColumn: whose values are told; null: the one that seems to hold the labels. */
  'evaluation.previewScores': call(
    z.object({ path: z.string().min(1), labelColumn: z.string().nullable().default(null) }),
    ScoresPreview,
  ),
  'evaluation.importScores': call(ScoresImport, z.object({ evaluationIds: z.array(Id) })),
  /** A .lesionlab file: scores, labels, metadata and provenance; no photo and no model. */
  'evaluation.savePackage': call(z.object({ id: Id, path: z.string().min(1) }), z.object({ sizeBytes: z.int() })),
  'evaluation.openPackage': call(z.object({ path: z.string().min(1) }), z.object({ evaluationId: Id })),
  /** errors.csv with every false negative and false positive at the present threshold, at once; on request a job copies the photos beside it. */
  'evaluation.exportErrors': call(
    z.object({ id: Id, folder: z.string().min(1), copyPhotos: z.boolean() }),
    ErrorsExport,
  ),
  /** How far such a job (its id) has got or got, as long as the core lives. */
  'evaluation.errorCopies': call(byId, ErrorCopies),
  'report.start': call(ReportRequest, started),

  'explanation.get': call(z.object({ kind: z.enum(['prediction', 'evaluationRow', 'batchRow']), id: Id }), Explanation),

  /** The decisions that stand, one a photo, newest first. */
  'review.list': call(z.object({ datasetId: Id }), z.object({ decisions: z.array(ReviewDecision) })),
  'review.decide': call(
    z.object({ photoIds: z.array(Id).min(1).max(1000), verdict: ReviewVerdict, reason: z.string().max(1000) }),
    z.object({ decisions: z.array(ReviewDecision) }),
  ),
  /** Takes the latest decision back (of all photos that were decided on together); what stood before it stands again. */
  'review.undo': call(z.object({ datasetId: Id }), z.object({ undone: z.array(ReviewDecision) })),
  /** A new data set with the decisions carried out; this one, its runs and evaluations stay as they are. */
  'dataset.createVersion': call(z.object({ id: Id, name: z.string().trim().min(1).max(200) }), Dataset),

  'prediction.create': call(z.object({ runId: Id, path: z.string().min(1) }), Prediction),
  'prediction.list': call(
    z.object({ limit: z.int().min(1).max(200).default(50) }),
    z.object({ predictions: z.array(Prediction) }),
  ),

  'batch.start': call(BatchRequest, started.extend({ batchId: Id })),
  'batch.list': call(nothing, z.object({ batches: z.array(Batch) })),
  'batch.get': call(byId, Batch),
  'batch.summary': call(byId, BatchSummary),
  'batch.rows': call(BatchQuery, z.object({ total: z.int(), rows: z.array(BatchRow) })),
  'batch.export': call(BatchExport, z.object({ rows: z.int() })),
  'batch.remove': call(byId, nothing),
  'batch.rowIds': call(RowIdsRequest, z.object({ ids: z.array(Id) })),
  'batch.mark': call(MarkRequest, MarkResult),
  'batch.undoMark': call(byId, z.object({ changed: z.int() })),
  /** Answers with the note that stood before. */
  'batch.note': call(NoteRequest, z.object({ before: z.string() })),
  'batch.transfer': call(TransferRequest, started.extend({ transferId: Id })),
  'batch.transfers': call(byId, z.object({ transfers: z.array(Transfer) })),
  /** Brings the photos of a move back to where they came from. */
  'batch.undoTransfer': call(byId, started),
  'batch.sheet': call(SheetRequest, started),

  'crossValidation.start': call(CrossValidationRequest, started.extend({ crossValidationId: Id })),
  /** Newest first; those of sweeps too. */
  'crossValidation.list': call(
    z.object({ datasetId: Id.nullable().default(null) }),
    z.object({ crossValidations: z.array(CrossValidation) }),
  ),
  'crossValidation.get': call(byId, CrossValidationDetail),
  /** Its evaluation goes too; that the recipe was tried stays counted. Refused while it is training. */
  'crossValidation.remove': call(byId, nothing),
  /** The mean of the log-odds of finished ones of one division, photo by photo, as a recipe of its own; nothing is trained. */
  'crossValidation.ensemble': call(
    z.object({ ids: z.array(Id).min(2).max(20), name: z.string().trim().min(1).max(200) }),
    z.object({ crossValidationId: Id }),
  ),
  /** Every finished one of the data set, those of one division of its photos side by side. */
  'crossValidation.compare': call(z.object({ datasetId: Id }), RecipeComparisons),
  /** A sweep that stopped or ran out of time goes on under its name: the minutes are added to those that it took. */
  'sweep.start': call(SweepRequest, started.extend({ sweepId: Id, resumed: z.boolean() })),
  'sweep.list': call(z.object({ datasetId: Id.nullable().default(null) }), z.object({ sweeps: z.array(Sweep) })),
  'sweep.get': call(byId, Sweep),

  'job.list': call(nothing, z.object({ jobs: z.array(JobSnapshot) })),
  'job.cancel': call(byId, nothing),
  /** Goes on with an interrupted, cancelled or failed job: a new job on the same run, batch or import. */
  'job.resume': call(byId, started),
  'job.dismiss': call(byId, nothing),

  /** Path of a rendition on disk, for the app:// scheme; asked by the shell, refused from the window. */
  'media.resolve': call(MediaRequest, z.object({ path: z.string(), contentType: z.string() })),

  'shell.chooseFolder': call(z.object({ title: z.string() }), z.object({ path: z.string().nullable() })),
  'shell.chooseFile': call(
    z.object({ title: z.string(), filters: z.array(z.object({ name: z.string(), extensions: z.array(z.string()) })) }),
    z.object({ path: z.string().nullable() }),
  ),
  'shell.saveFile': call(
    z.object({
      title: z.string(),
      defaultName: z.string(),
      filters: z.array(z.object({ name: z.string(), extensions: z.array(z.string()) })),
    }),
    z.object({ path: z.string().nullable() }),
  ),
  /** Asks where to and writes what the window has made itself: a page names no path. null: the person thought better of it. */
  'shell.saveContent': call(
    z.object({
      title: z.string(),
      defaultName: z.string(),
      format: z.enum(['png', 'svg', 'csv']),
      encoding: z.enum(['utf8', 'base64']),
      /** At most 32 Mi characters. */
      content: z.string().max(32 * 1024 * 1024),
    }),
    z.object({ path: z.string().nullable() }),
  ),
  'shell.showInFolder': call(z.object({ path: z.string().min(1) }), nothing),
  /** Whether a dropped path is a folder or a file. */
  'shell.pathKind': call(
    z.object({ path: z.string().min(1) }),
    z.object({ kind: z.enum(['folder', 'file', 'missing']) }),
  ),
  /** Tells the shell which look the window has, for the native frame and menus. */
  'shell.setLook': call(
    z.object({ theme: z.enum(['system', 'light', 'dark', 'contrast']), language: z.enum(['en', 'zh-CN']) }),
    nothing,
  ),
} as const;

export type Contract = typeof contract;
export type Channel = keyof Contract;
export type Input<C extends Channel> = z.input<Contract[C]['input']>;
export type ParsedInput<C extends Channel> = z.output<Contract[C]['input']>;
export type Output<C extends Channel> = z.output<Contract[C]['output']>;

/** Answered by the shell itself; everything else goes to the core. */
export type ShellChannel = Extract<Channel, `shell.${string}`>;
export type CoreChannel = Exclude<Channel, ShellChannel>;
export const isShellChannel = (channel: Channel): channel is ShellChannel => channel.startsWith('shell.');

/** The core's side: one function a channel, given parsed input. */
export type Handlers = { [C in CoreChannel]: (input: ParsedInput<C>) => Output<C> | Promise<Output<C>> };

/** What the core tells the window unasked. */
export const events = {
  'job.changed': JobSnapshot,
  'run.epoch': z.object({ runId: Id, epoch: EpochMetrics }),
  /** A list or record is no longer what the window last read. */
  'data.changed': z.object({
    kind: z.enum(['dataset', 'run', 'evaluation', 'batch', 'prediction', 'review', 'settings', 'crossValidation']),
    id: Id.nullable(),
  }),
  /** A menu entry or accelerator of the native menu. */
  'menu.command': z.object({ command: z.string() }),
  /** The desktop asked for a .lesionlab file to be opened. */
  'file.opened': z.object({ path: z.string() }),
  /** The core is gone, restarted or back; the window says so. */
  'core.state': z.object({ state: z.enum(['starting', 'ready', 'crashed', 'locked']), message: z.string() }),
} as const;
export type Events = { [E in keyof typeof events]: z.output<(typeof events)[E]> };
export type EventName = keyof Events;

/** Electron keeps only a thrown error's message, so failure is a value. */
export const Reply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: ErrorBody }),
]);
export type Reply = z.infer<typeof Reply>;
