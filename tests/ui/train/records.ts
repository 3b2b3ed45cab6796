import { recommendedPreset } from '../../../electron/shared/presets.ts';
import type { Dataset } from '../../../electron/shared/schemas/dataset.ts';
import type { EpochMetrics, Run } from '../../../electron/shared/schemas/run.ts';
import type { JobSnapshot } from '../../../electron/shared/schemas/job.ts';

export const aRun = (over: Partial<Run> = {}): Run => ({
  id: 'run1',
  name: 'ISIC 2017 – Recommended',
  datasetId: 'dataset1',
  datasetName: 'ISIC 2017',
  state: 'finished',
  config: recommendedPreset,
  createdAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:01:00.000Z',
  bestEpoch: 2,
  threshold: { value: 0.5, source: 'default', target: null, setAt: null, lockedAt: null },
  modelHash: 'a'.repeat(64),
  trainCount: 2000,
  validCount: 150,
  trainableParameters: 1281,
  frozenParameters: 3_400_000,
  seconds: 61,
  jobId: 'job1',
  error: null,
  ...over,
});

export const aDataset = (over: Partial<Dataset> = {}): Dataset => ({
  id: 'dataset1',
  name: 'ISIC 2017',
  source: '/photos/isic',
  createdAt: '2026-01-01T00:00:00.000Z',
  version: 1,
  photoCount: 2150,
  counts: { train: { benign: 1626, malignant: 374 }, valid: { benign: 120, malignant: 30 } },
  unreadableCount: 0,
  duplicateCount: 0,
  ...over,
});

export const aJob = (over: Partial<JobSnapshot> = {}): JobSnapshot => ({
  id: 'job1',
  kind: 'training',
  title: 'ISIC 2017 – Recommended',
  state: 'running',
  seq: 1,
  progress: { phase: 'features', done: 500, total: 2150, perSecond: 41.5 },
  secondsLeft: 40,
  datasetId: 'dataset1',
  runId: 'run1',
  evaluationId: null,
  batchId: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  finishedAt: null,
  error: null,
  resumable: false,
  ...over,
});

export const anEpoch = (epoch: number, valLoss: number): EpochMetrics => ({
  epoch,
  loss: 0.6 - epoch / 100,
  accuracy: 0.8,
  auc: 0.75,
  valLoss,
  valAccuracy: 0.82,
  valAuc: 0.77,
  seconds: 0.1,
});
