import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createFeatureCache } from '../../electron/engine/features/cache.ts';
import { extractFeatures, readMatrix } from '../../electron/engine/features/extract.ts';
import { createBackbones } from '../../electron/engine/features/network.ts';
import { featureVersions } from '../../electron/engine/features/versions.ts';
import { viewsOf } from '../../electron/engine/features/views.ts';
import { pixelsInFlight } from '../../electron/engine/images/decode.ts';
import { createGate } from '../../electron/engine/images/gate.ts';
import { readBackbone } from '../../electron/engine/backbones/registry.ts';
import { logOdds } from '../../electron/engine/training/head.ts';
import { loadTensorFlow } from '../../electron/engine/tensorflow.ts';
import { readHead } from '../../electron/engine/training/headFile.ts';
import { sigmoid } from '../../electron/engine/training/splitMetrics.ts';
import { trainHead } from '../../electron/engine/training/trainHead.ts';
import { auc } from '../../electron/shared/metrics/ranking.ts';
import { delongAuc } from '../../electron/shared/metrics/delong.ts';
import { createScoreTable } from '../../electron/shared/metrics/scoreTable.ts';
import { presets } from '../../electron/shared/presets.ts';
import type { SplitItem } from '../../electron/shared/split.ts';
import { assignFolds } from '../../electron/shared/split.ts';
import { TrainConfig } from '../../electron/shared/schemas/run.ts';
import type { BackboneManifest } from '../../electron/shared/schemas/backbone.ts';

/*
 * Out-of-fold AUC of training settings on a folder of <class>/<photo>, through the engine's own code. Each photo is scored by a head that saw neither
 * it nor, for its choice of the best epoch, its fold: the photos of the other folds are divided again, and the smaller part is validation.
 *
 *   node tests/bench/outOfFold.ts [--preset tutorial|recommended] [--set KEY=VALUE ...] [--grid FILE.json] [--folds 5] [--seed 7] [--data DIR] [--cache DIR] [--backbones DIR]
 *
 * A grid is a JSON list of settings that are laid over the preset's. One JSON line each.
 */

interface Photo {
  path: string;
  sha256: string;
  label: 0 | 1;
  className: string;
}

const malignantClass = 'melanoma';
/** Of the photos of the training folds, one in so many is validation. */
const validationShare = 5;

export interface OutOfFold {
  auc: number;
  low: number | null;
  high: number | null;
  /** Mean over folds: free of differences in scale between the folds' heads. */
  meanFoldAuc: number;
  bestEpochs: number[];
  seconds: number;
}

async function readPhotos(dir: string): Promise<Photo[]> {
  const photos: Photo[] = [];
  const folders = (await readdir(dir, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  for (const { name: className } of folders.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    for (const file of (await readdir(join(dir, className))).toSorted()) {
      const path = join(dir, className, file);
      const sha256 = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
      photos.push({ path, sha256, className, label: className === malignantClass ? 1 : 0 });
    }
  }
  return photos;
}

const toItem = ({ className, label, sha256 }: Photo): SplitItem => ({
  className,
  label: label === 1 ? 'malignant' : 'benign',
  group: null,
  contentHash: sha256,
});

const foldsOf = (photos: Photo[], folds: number, seed: number): number[] =>
  assignFolds({ items: photos.map(toItem), folds, seed }).folds;

interface Bench {
  photos: Photo[];
  backbonesDir: string;
  cacheDir: string;
  folds: number;
  seed: number;
}

/** Runs one choice of settings over all folds. */
async function outOfFold(bench: Bench, config: TrainConfig): Promise<OutOfFold> {
  const { photos, folds, seed } = bench;
  const startedAt = performance.now();
  const { manifest, matrixOf } = await prepareFeatures(bench, config);
  const fold = foldsOf(photos, folds, seed);
  const scores = new Float64Array(photos.length);
  const bestEpochs: number[] = [];
  const foldAucs: number[] = [];
  const at = (indices: number[]) => indices.flatMap((i) => photos[i] ?? []);
  for (let held = 0; held < folds; held += 1) {
    const others = photos.flatMap((_, i) => (fold[i] === held ? [] : [i]));
    const inner = foldsOf(at(others), validationShare, seed + 1 + held);
    const part = (isValid: boolean) => at(others.filter((_, i) => (inner[i] === 0) === isValid));
    const { head, bestEpoch } = await trainOne(manifest, config, matrixOf, part(false), part(true));
    bestEpochs.push(bestEpoch);
    const test = photos.flatMap((_, i) => (fold[i] === held ? [i] : []));
    const matrix = matrixOf(at(test));
    test.forEach((index, row) => {
      const features = matrix.subarray(row * manifest.featureCount, (row + 1) * manifest.featureCount);
      scores[index] = sigmoid(logOdds(head, features));
    });
    foldAucs.push(
      auc(createScoreTable({ labels: at(test).map(({ label }) => label), scores: test.map((i) => scores[i] ?? 0) })) ??
        NaN,
    );
  }
  const pooled = delongAuc(createScoreTable({ labels: photos.map(({ label }) => label), scores }));
  return {
    auc: pooled.value ?? NaN,
    low: pooled.low,
    high: pooled.high,
    meanFoldAuc: foldAucs.reduce((a, b) => a + b, 0) / folds,
    bestEpochs,
    seconds: (performance.now() - startedAt) / 1000,
  };
}

const cache = createFeatureCache({ now: () => new Date() });
const backbones = createBackbones();

async function prepareFeatures({ photos, backbonesDir, cacheDir }: Bench, { backboneId, views }: TrainConfig) {
  const dir = join(backbonesDir, backboneId);
  const manifest = await readBackbone(dir);
  const cached = cache.open({ cacheDir, limitBytes: 1e12, manifest, views, versions: featureVersions() });
  const { failures } = await extractFeatures(photos, {
    manifest,
    cached,
    views: viewsOf(views),
    loadBackbone: async () => backbones.load(dir),
    batchSize: 16,
    gate: createGate(pixelsInFlight),
    signal: new AbortController().signal,
    breathe: () => nextTurn(),
    clock: () => performance.now(),
    report: ({ done, total }) => process.stderr.write(`\r${backboneId} ${done}/${total} `),
  });
  if (failures.length > 0) throw new Error(`unreadable photos: ${JSON.stringify(failures.slice(0, 3))}`);
  return { manifest, matrixOf: (part: Photo[]) => readMatrix(part, cached, manifest.featureCount) };
}

async function trainOne(
  manifest: BackboneManifest,
  config: TrainConfig,
  matrixOf: (part: Photo[]) => Float32Array,
  train: Photo[],
  valid: Photo[],
) {
  const runDir = await mkdtemp(join(tmpdir(), 'lesionlab-fold-'));
  const split = (part: Photo[]) => ({ matrix: matrixOf(part), labels: Uint8Array.from(part, ({ label }) => label) });
  try {
    const { bestEpoch } = await trainHead(
      {
        train: split(train),
        valid: split(valid),
        manifest,
        config,
        dataFacts: null,
        runDir,
        tensorBoardDir: null,
        resume: false,
      },
      {
        tf: loadTensorFlow(),
        signal: new AbortController().signal,
        breathe: () => nextTurn(),
        report: () => undefined,
        clock: () => performance.now(),
        now: () => new Date(),
      },
    );
    return { head: await readHead(runDir, manifest, config.views), bestEpoch };
  } finally {
    await rm(runDir, { recursive: true, force: true });
  }
}

const { values } = parseArgs({
  options: {
    preset: { type: 'string', default: 'recommended' },
    set: { type: 'string', multiple: true, default: [] },
    grid: { type: 'string' },
    folds: { type: 'string', default: '5' },
    seed: { type: 'string', default: '7' },
    data: { type: 'string', default: join(process.env['LESIONLAB_SHARED'] ?? '../shared', 'data/isic2017/train') },
    cache: { type: 'string', default: join(tmpdir(), 'lesionlab-out-of-fold') },
    backbones: { type: 'string', default: 'dist/runtime/backbones' },
  },
});
const preset = values.preset === 'tutorial' ? presets.tutorial : presets.recommended;
const given = Object.fromEntries(
  values.set.map((pair) => {
    const [key = '', value = ''] = pair.split('=');
    return [key, value === '' || Number.isNaN(Number(value)) ? value : Number(value)];
  }),
);
const grid =
  values.grid === undefined
    ? [{}]
    : TrainConfig.partial()
        .array()
        .parse(JSON.parse(await readFile(values.grid, 'utf8')));
const photos = await readPhotos(values.data);
for (const settings of grid) {
  const config = TrainConfig.parse({ ...preset, ...given, ...settings });
  const bench = {
    photos,
    backbonesDir: values.backbones,
    cacheDir: values.cache,
    folds: Number(values.folds),
    seed: Number(values.seed),
  };
  const result = await outOfFold(bench, config);
  console.log(JSON.stringify({ settings: { ...given, ...settings }, n: photos.length, ...result }));
}
