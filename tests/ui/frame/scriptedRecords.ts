import type { Output } from '../../../electron/shared/contract.ts';
import { NOTICE } from '../../../electron/shared/notice.ts';
import { presets } from '../../../electron/shared/presets.ts';
import { createRandom } from '../../../electron/shared/random.ts';
import type { BackboneInfo } from '../../../electron/shared/schemas/backbone.ts';
import type { DatasetDetail, Photo, SourceScan } from '../../../electron/shared/schemas/dataset.ts';
import type { Evaluation, EvaluationScores } from '../../../electron/shared/schemas/evaluation.ts';
import type { JobSnapshot } from '../../../electron/shared/schemas/job.ts';
import type { EpochMetrics, Run, RunDetail } from '../../../electron/shared/schemas/run.ts';
import { BatchOptions } from '../../../electron/shared/schemas/scoring.ts';
import type { Batch, BatchRow, Prediction, ScoredRow } from '../../../electron/shared/schemas/scoring.ts';
import { backbonesOf } from './scriptedBackbones.ts';
import { checksOf } from './scriptedChecks.ts';

export interface Records {
  datasets: DatasetDetail[];
  photos: Photo[];
  scan: SourceScan;
  runs: Run[];
  epochs: EpochMetrics[];
  layers: RunDetail['layers'];
  evaluations: Evaluation[];
  scores: EvaluationScores;
  predictions: Prediction[];
  batches: Batch[];
  batchRows: BatchRow[];
  jobs: JobSnapshot[];
  backbones: BackboneInfo[];
  checks: Output<'app.doctor'>['checks'];
}

const at = (minutes: number): string => new Date(Date.UTC(2026, 10, 24, 9, minutes)).toISOString();
const sha = (n: number): string => n.toString(16).padStart(64, '0');
const root = '/home/ada/isic2017';
const plainRow = { calibrated: null, quality: [], unlike: null, takenAt: null, metadata: {}, mark: null, note: '' };

/** Sizes and class balance of the ISIC 2017 training and validation sets. */
const strata = [
  { split: 'train', className: 'nevus', label: 'benign', count: 1372 },
  { split: 'train', className: 'seborrheic_keratosis', label: 'benign', count: 254 },
  { split: 'train', className: 'melanoma', label: 'malignant', count: 374 },
  { split: 'valid', className: 'nevus', label: 'benign', count: 78 },
  { split: 'valid', className: 'seborrheic_keratosis', label: 'benign', count: 42 },
  { split: 'valid', className: 'melanoma', label: 'malignant', count: 30 },
] as const;

function photosOf(datasetId: string): Photo[] {
  const photos: Photo[] = [];
  for (const { split, className, label, count } of strata) {
    for (let i = 0; i < count; i++) {
      const n = photos.length;
      const fileName = `ISIC_${String(n).padStart(7, '0')}.jpg`;
      photos.push({
        id: String(n + 1),
        datasetId,
        path: `${root}/${split}/${className}/${fileName}`,
        fileName,
        split,
        className,
        label,
        group: null,
        sha256: sha(n),
        widthPx: 1022,
        heightPx: 767,
        format: 'jpeg',
        duplicate: n % 97 === 5,
        metadata: { age_approximate: String(20 + (n % 60)), sex: n % 2 === 0 ? 'female' : 'male' },
      });
    }
  }
  return photos;
}

const mapping = { nevus: 'benign', seborrheic_keratosis: 'benign', melanoma: 'malignant' } as const;

function isic(): DatasetDetail {
  const counts = { train: { benign: 1626, malignant: 374 }, valid: { benign: 120, malignant: 30 } };
  return {
    dataset: {
      id: 'dataset-1',
      name: 'ISIC 2017',
      source: root,
      createdAt: at(0),
      version: 1,
      photoCount: 2150,
      counts,
      unreadableCount: 3,
      duplicateCount: 23,
    },
    mapping,
    split: { kind: 'folder' },
    groupColumn: null,
    metadataColumns: ['age_approximate', 'sex'],
    changes: null,
    report: {
      datasetId: 'dataset-1',
      name: 'ISIC 2017',
      counts,
      classCounts: strata.map(({ className, label, count }) => ({ className, label, count })).slice(0, 3),
      excludedCount: 0,
      junkCount: 4,
      otherCount: 1,
      unreadable: [
        { path: `${root}/train/nevus/ISIC_0000077.jpg`, code: 'TRUNCATED', message: 'premature end' },
        { path: `${root}/train/nevus/ISIC_0000078.jpg`, code: 'EMPTY_FILE', message: '0 bytes' },
        { path: `${root}/train/melanoma/IMG_2231.heic`, code: 'UNSUPPORTED_FORMAT', message: 'HEIC' },
      ],
      duplicates: [
        {
          sha256: sha(5),
          paths: [`${root}/train/nevus/ISIC_0000005.jpg`, `${root}/valid/nevus/ISIC_0002006.jpg`],
          conflict: false,
          leak: true,
        },
        {
          sha256: sha(102),
          paths: [`${root}/train/nevus/ISIC_0000102.jpg`, `${root}/train/melanoma/ISIC_0001701.jpg`],
          conflict: true,
          leak: false,
        },
        {
          sha256: sha(199),
          paths: [`${root}/train/nevus/ISIC_0000199.jpg`, `${root}/train/nevus/ISIC_0000200.jpg`],
          conflict: false,
          leak: false,
        },
      ],
      unmatchedRows: { count: 0, first: [] },
      unlabelledPhotos: { count: 0, first: [] },
      warnings: [{ code: 'DUPLICATE_LEAK', details: { count: 1 } }],
    },
  };
}

function sample(): DatasetDetail {
  const counts = {
    train: { benign: 84, malignant: 84 },
    valid: { benign: 18, malignant: 18 },
    test: { benign: 18, malignant: 18 },
  };
  const detail = isic();
  return {
    ...detail,
    dataset: {
      ...detail.dataset,
      id: 'dataset-2',
      name: 'Drawn sample',
      source: '/home/ada/.local/share/LesionLab/sample',
      createdAt: at(-2000),
      photoCount: 240,
      counts,
      unreadableCount: 0,
      duplicateCount: 0,
    },
    mapping: { benign: 'benign', malignant: 'malignant' },
    split: { kind: 'random', ratios: { train: 0.7, valid: 0.15, test: 0.15 }, seed: 7 },
    metadataColumns: [],
    report: {
      ...detail.report,
      datasetId: 'dataset-2',
      name: 'Drawn sample',
      counts,
      classCounts: [
        { className: 'benign', label: 'benign', count: 120 },
        { className: 'malignant', label: 'malignant', count: 120 },
      ],
      junkCount: 0,
      otherCount: 0,
      unreadable: [],
      duplicates: [],
      warnings: [],
    },
  };
}

function run(id: string, name: string, preset: 'tutorial' | 'recommended', minutes: number, state: Run['state']): Run {
  const finished = state === 'finished';
  return {
    id,
    name,
    datasetId: 'dataset-1',
    datasetName: 'ISIC 2017',
    state,
    config: presets[preset],
    createdAt: at(minutes),
    finishedAt: finished ? at(minutes + 3) : null,
    bestEpoch: finished ? 17 : null,
    threshold: { value: 0.23, source: 'tutorial', target: null, setAt: at(minutes + 9), lockedAt: null },
    modelHash: finished ? sha(1234) : null,
    trainCount: 2000,
    validCount: 150,
    trainableParameters: preset === 'tutorial' ? 2049 : 1281,
    frozenParameters: preset === 'tutorial' ? 21_802_784 : 3_371_024,
    seconds: finished ? 141 : null,
    jobId: null,
    error: null,
  };
}

function epochsOf(): EpochMetrics[] {
  const random = createRandom(7, 'epochs');
  return Array.from({ length: 40 }, (_, i) => {
    const fall = Math.exp(-i / 9);
    return {
      epoch: i + 1,
      loss: 0.31 + 0.3 * fall + random.between(-0.004, 0.004),
      accuracy: 0.87 - 0.12 * fall,
      auc: 0.91 - 0.22 * fall,
      valLoss: 0.42 + 0.2 * fall + 0.0009 * Math.max(0, i - 16) + random.between(-0.006, 0.006),
      valAccuracy: 0.81 - 0.06 * fall,
      valAuc: 0.83 - 0.16 * fall + random.between(-0.004, 0.004),
      seconds: 0.06,
    };
  });
}

/** 150 validation scores with the overlap of a fair classifier. */
function scoresOf(photos: readonly Photo[]): EvaluationScores {
  const random = createRandom(7, 'scores');
  const rows = photos.filter((photo) => photo.split === 'valid');
  const score = (malignant: boolean): number => {
    const logit = (malignant ? -0.4 : -2.1) + 1.25 * random.normal();
    return 1 / (1 + Math.exp(-logit));
  };
  return {
    rowIds: rows.map((photo) => photo.id),
    labels: rows.map((photo) => (photo.label === 'malignant' ? 1 : 0)),
    scores: rows.map((photo) => score(photo.label === 'malignant')),
    paths: rows.map((photo) => photo.path),
    classNames: rows.map((photo) => photo.className),
  };
}

function scoredRow(path: string, score: number | null): ScoredRow {
  return {
    path,
    score,
    threshold: 0.23,
    label: score === null ? null : score >= 0.23 ? 'malignant' : 'benign',
    runId: 'run-1',
    modelHash: sha(1234),
    status: score === null ? 'error' : 'ok',
    error: score === null ? 'TRUNCATED: the file ends early' : '',
    notice: NOTICE,
  };
}

export function job(part: Partial<JobSnapshot> & Pick<JobSnapshot, 'id' | 'kind' | 'title' | 'state'>): JobSnapshot {
  return {
    seq: 1,
    progress: null,
    secondsLeft: null,
    datasetId: null,
    runId: null,
    evaluationId: null,
    batchId: null,
    createdAt: at(30),
    finishedAt: null,
    error: null,
    resumable: false,
    ...part,
  };
}

/** A folder of seven classes as HAM10000 names them: one of them must be asked about. */
function scanOf(): SourceScan {
  const classes = [
    { name: 'akiec', count: 327, proposal: 'ask' },
    { name: 'bcc', count: 514, proposal: 'malignant' },
    { name: 'bkl', count: 1099, proposal: 'benign' },
    { name: 'df', count: 115, proposal: 'benign' },
    { name: 'mel', count: 1113, proposal: 'malignant' },
    { name: 'nv', count: 6705, proposal: 'benign' },
    { name: 'vasc', count: 142, proposal: 'benign' },
  ] as const;
  return {
    source: '/home/ada/HAM10000',
    labelsCsv: '/home/ada/HAM10000_metadata.csv',
    layout: 'csv',
    photoCount: 10_015,
    junkCount: 2,
    otherCount: 1,
    classes: [...classes],
    splits: [],
    columns: [
      { name: 'image_id', role: 'image', samples: ['ISIC_0027419', 'ISIC_0025030', 'ISIC_0026769'] },
      { name: 'dx', role: 'class', samples: ['bkl', 'nv', 'mel'] },
      { name: 'lesion_id', role: 'group', samples: ['HAM_0000118', 'HAM_0002730'] },
      { name: 'age', role: 'metadata', samples: ['80.0', '75.0', '60.0'] },
      { name: 'sex', role: 'metadata', samples: ['male', 'female'] },
    ],
    unmatchedRows: { count: 0, first: [] },
    unlabelledPhotos: { count: 3, first: ['a.jpg', 'b.jpg', 'c.jpg'] },
    firstRows: Array.from({ length: 12 }, (_, i) => ({
      path: `/home/ada/HAM10000/part_1/ISIC_00274${String(i).padStart(2, '0')}.jpg`,
      className: classes[(i * 3) % classes.length]?.name ?? null,
      split: null,
      group: `HAM_0000${100 + Math.floor(i / 2)}`,
    })),
    suggestedName: 'HAM10000',
  };
}

/** A workbench in the middle of its work. */
export function records(): Records {
  const photos = photosOf('dataset-1');
  const random = createRandom(7, 'batch');
  const paths = Array.from({ length: 600 }, (_, i) => `/home/ada/clinic/2026-11/IMG_${String(4000 + i)}.jpg`);
  const batchScores = paths.map((_, i) => (i % 211 === 7 ? null : Math.min(1, Math.max(0, random.next() ** 3))));
  return {
    datasets: [isic(), sample()],
    photos,
    scan: scanOf(),
    runs: [
      run('run-1', 'Recommended on ISIC 2017', 'recommended', 10, 'finished'),
      run('run-2', 'Tutorial on ISIC 2017', 'tutorial', 20, 'training'),
    ],
    epochs: epochsOf(),
    layers: [
      { name: 'efficientNetLite0', type: 'Backbone', outputShape: [1280], parameters: 3_371_024, trainable: false },
      { name: 'head', type: 'Dense', outputShape: [1], parameters: 1281, trainable: true },
    ],
    evaluations: [
      {
        id: 'evaluation-1',
        runId: 'run-1',
        name: 'Recommended on ISIC 2017',
        origin: { kind: 'run' },
        source: { kind: 'split', split: 'valid' },
        createdAt: at(15),
        modelHash: sha(1234),
        n: 150,
        unreadable: [],
        threshold: { value: 0.23, source: 'tutorial', target: null, setAt: at(19), lockedAt: null },
        opened: true,
      },
    ],
    scores: scoresOf(photos),
    predictions: [
      {
        id: 'prediction-1',
        runId: 'run-1',
        runName: 'Recommended on ISIC 2017',
        row: scoredRow('/home/ada/clinic/lesion.jpg', 0.314),
        errorCode: null,
        widthPx: 1022,
        heightPx: 767,
        createdAt: at(40),
      },
    ],
    batches: [
      {
        id: 'batch-1',
        runId: 'run-1',
        runName: 'Recommended on ISIC 2017',
        inputs: ['/home/ada/clinic/2026-11'],
        threshold: 0.23,
        out: null,
        state: 'finished',
        createdAt: at(50),
        finishedAt: at(51),
        total: 600,
        scored: 597,
        failed: 3,
        malignant: batchScores.filter((score) => score !== null && score >= 0.23).length,
        skippedJunk: 2,
        request: BatchOptions.parse({}),
        skipped: { hidden: 0, system: 1, otherFiles: 1, excluded: 0 },
        evaluationId: null,
        jobId: null,
      },
    ],
    batchRows: paths.map((path, i) => ({
      id: String(i + 1),
      position: i,
      row: scoredRow(path, batchScores[i] ?? null),
      ...plainRow,
    })),
    jobs: [],
    backbones: backbonesOf(),
    checks: checksOf(),
  };
}

/** A workbench on its first day. */
export const emptyRecords = (): Records => ({
  ...records(),
  datasets: [],
  photos: [],
  runs: [],
  evaluations: [],
  predictions: [],
  batches: [],
  batchRows: [],
});
