import { reportModel, type ReportInput } from '../../../electron/core/reports/facts/reportFacts.ts';
import type { ReportModel } from '../../../electron/core/reports/reportModel.ts';
import type { EvaluationScores } from '../../../electron/shared/schemas/evaluation.ts';
import type { Provenance } from '../../../electron/shared/schemas/provenance.ts';
import { recommendedPreset } from '../../../electron/shared/presets.ts';

export const DATE = '2026-03-04T05:06:07.000Z';

/** The vector of statistics.md: 600 rows, 117 malignant. */
export function vectorScores(): EvaluationScores {
  const rows = Array.from({ length: 600 }, (_, i) => {
    const m = (i * 7919) % 1000;
    const q = Math.floor((m * m) / 1000);
    const k = Math.min(999, Math.max(1, i < 117 ? 1000 - q : q));
    return { label: i < 117 ? (1 as const) : (0 as const), score: k / 1000 };
  });
  return {
    rowIds: rows.map((_, i) => String(i)),
    labels: rows.map(({ label }) => label),
    scores: rows.map(({ score }) => score),
    paths: rows.map((_, i) => `/photos/恶性黑色素瘤/=1+${i}.jpg`),
    classNames: rows.map(({ label }, i) => (label === 1 ? 'melanoma' : i % 2 === 0 ? 'nevus' : 'seborrheic_keratosis')),
  };
}

const threshold = {
  value: 0.23,
  source: 'targetSensitivity',
  target: 0.9,
  setAt: '2026-03-01T00:00:00.000Z',
  lockedAt: '2026-03-02T00:00:00.000Z',
} as const;

export const aProvenance = (): Provenance => ({
  run: {
    run: {
      id: 'run1',
      name: 'Run <b>one</b>',
      datasetId: 'd1',
      datasetName: 'ISIC',
      state: 'finished',
      config: recommendedPreset,
      createdAt: '2026-02-01T00:00:00.000Z',
      finishedAt: '2026-02-01T00:01:00.000Z',
      bestEpoch: 2,
      threshold,
      modelHash: 'a'.repeat(64),
      trainCount: 2000,
      validCount: 150,
      trainableParameters: 1281,
      frozenParameters: 3_413_024,
      seconds: 34.8,
      jobId: null,
      error: null,
    },
    epochs: [1, 2, 3].map((epoch) => ({
      epoch,
      loss: 0.5,
      accuracy: 0.8,
      auc: 0.8,
      valLoss: 0.5,
      valAccuracy: 0.8,
      valAuc: 0.75,
      seconds: 1,
    })),
    unreadable: [],
    layers: [],
    tensorBoardDir: null,
    environment: {
      lesionlab: '0.1.0',
      node: '24.0.0',
      tensorflow: '2.15.1',
      sharp: '0.35.5',
      vips: '8.17',
      oneDnn: true,
      platform: 'linux-x64',
      cpu: 'A processor',
      cores: 2,
      memoryGiB: 15.6,
    },
  },
  dataset: {
    id: 'd1',
    name: 'ISIC',
    version: 2,
    createdAt: '2026-01-01T00:00:00.000Z',
    splitChoice: { kind: 'folder' },
    groupColumn: 'patient',
    groupCount: 1200,
    filesFound: 2800,
    junk: 3,
    otherFiles: 2,
    unreadable: 4,
    unlabelled: 5,
    excluded: 36,
    duplicateSets: 2,
    duplicatePhotos: 3,
    labelConflicts: 1,
    leaks: 2,
    groupLeaks: 0,
    counts: {
      train: { benign: 1626, malignant: 374 },
      valid: { benign: 120, malignant: 30 },
      test: { benign: 483, malignant: 117 },
    },
    classCounts: [{ className: 'melanoma', label: 'malignant', count: 521 }],
    warnings: [],
    metadata: [
      {
        column: 'sex',
        values: [
          { value: 'female', counts: { train: 1000, valid: 70, test: 300 } },
          { value: '', counts: { train: 1000, valid: 80, test: 300 } },
        ],
      },
    ],
  },
  openings: [
    {
      id: '1',
      runId: 'run1',
      runName: 'Run <b>one</b>',
      datasetId: 'd1',
      evaluationId: 'e1',
      openedAt: '2026-03-03T10:11:12.000Z',
      threshold: 0.23,
      by: 'window',
    },
    {
      id: '2',
      runId: 'run0',
      runName: 'An earlier one',
      datasetId: 'd1',
      evaluationId: 'e0',
      openedAt: '2026-02-03T10:11:12.000Z',
      threshold: null,
      by: 'earlier',
    },
  ],
  recalibration: { map: { method: 'platt', intercept: -1.4, slope: 0.5 }, n: 150, positives: 30 },
  backbone: {
    id: 'efficientNetLite0',
    name: 'EfficientNet-Lite0',
    graphSha256: 'b'.repeat(64),
    inputSizePx: 224,
    source: 'PyPI',
    preprocessing: { mean: 127.5, scale: 127.5, resize: 'squash' },
  },
});

export function aReportInput(over: Partial<ReportInput> = {}): ReportInput {
  const scores = vectorScores();
  return {
    detail: {
      evaluation: {
        id: 'e1',
        runId: 'run1',
        name: 'Run <b>one</b>',
        origin: { kind: 'run' },
        source: { kind: 'split', split: 'test' },
        createdAt: '2026-03-03T10:00:00.000Z',
        modelHash: 'a'.repeat(64),
        n: 600,
        unreadable: [{ path: '/photos/@broken.jpg', code: 'TRUNCATED', message: 'ends early' }],
        threshold,
        opened: true,
      },
      scores,
    },
    columns: {
      photoIds: scores.rowIds.map(() => null),
      groups: scores.rowIds.map((_, i) => (i % 10 === 9 ? null : `patient ${i % 200}`)),
      groupColumn: 'patient',
      metadata: [
        { name: 'sex', values: scores.rowIds.map((_, i) => ['female', 'male', 'unknown'][i % 3] ?? '') },
        { name: 'age', values: scores.rowIds.map((_, i) => String(20 + (i % 70))) },
        { name: 'note', values: scores.rowIds.map((_, i) => `note ${i}`) },
      ],
    },
    provenance: aProvenance(),
    optimism: null,
    others: [],
    options: { prevalence: 0.02, author: 'Dr <script>alert(1)</script> 王' },
    date: DATE,
    version: '0.1.0',
    ...over,
  };
}

const usual: { model?: Promise<ReportModel> } = {};

/** The usual model is made once a file: its intervals take seconds, and nothing changes it. */
export const aModel = (over: Partial<ReportInput> | null = null): Promise<ReportModel> =>
  over === null ? (usual.model ??= aNewModel()) : aNewModel(over);

export const aNewModel = (over: Partial<ReportInput> = {}): Promise<ReportModel> =>
  reportModel(aReportInput(over), () => Promise.resolve());
