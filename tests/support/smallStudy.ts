import { mkdirSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from '../../electron/core/app.ts';
import { createApp } from '../../electron/core/app.ts';
import type { EventName, Events } from '../../electron/shared/contract.ts';
import { bestPreset, recommendedPreset } from '../../electron/shared/presets.ts';
import type { TrainConfig, TuningConfig } from '../../electron/shared/schemas/run.ts';
import { importFrom } from '../integration/core/importing.ts';
import type { Rgb } from './photos.ts';
import { tile } from './tiles.ts';
import { writeTinyBackbone } from './tinyBackbone.ts';

/** Colours of the classes: near enough to each other that no network tells them apart without fault. */
const classes: Record<string, { colour: Rgb; label: 'benign' | 'malignant'; count: number }> = {
  melanoma: { colour: [130, 90, 90], label: 'malignant', count: 18 },
  naevus: { colour: [118, 96, 92], label: 'benign', count: 18 },
  keratosis: { colour: [122, 90, 104], label: 'benign', count: 12 },
};
const mapping = Object.fromEntries(Object.entries(classes).map(([name, { label }]) => [name, label]));

/** Lesions are two photos each; the first melanoma stands twice, byte for byte, as another lesion. A test split lies beside. */
export async function writeStudy(dir: string): Promise<{ source: string; labelsCsv: string }> {
  const rows = ['image,class,split,lesion'];
  let seed = 900;
  for (const [className, { colour, count }] of Object.entries(classes)) {
    await mkdir(join(dir, className), { recursive: true });
    for (let index = 0; index < count; index += 1) {
      const name = `${className}/${index}.jpg`;
      const shift = (index % 6) * 4 - 10;
      const own = colour.map((level) => level + shift) as Rgb;
      await writeFile(join(dir, name), await tile(own, (seed += 1)));
      const split = index % 6 === 5 ? 'test' : index % 6 === 4 ? 'valid' : 'train';
      // Lesions within train and valid cross that border: only folds keep them together.
      const lesion = split === 'test' ? `${className} t${index}` : `${className} ${Math.floor(index / 2)}`;
      rows.push(`${name},${className},${split},${lesion}`);
    }
  }
  await copyFile(join(dir, 'melanoma/0.jpg'), join(dir, 'melanoma/copy.jpg'));
  rows.push('melanoma/copy.jpg,melanoma,train,melanoma copy');
  const labelsCsv = join(dir, 'labels.csv');
  await writeFile(labelsCsv, rows.join('\n'));
  return { source: dir, labelsCsv };
}

export interface Study {
  app: App;
  dataDir: string;
  datasetId: string;
  onEvent(listener: <E extends EventName>(event: E, payload: Events[E]) => void): void;
}

/** A core on `root`/`name` with the tiny backbone and the photos of `writeStudy` imported as "study". */
export async function openStudy(dataDir: string, photos: { source: string; labelsCsv: string }): Promise<Study> {
  mkdirSync(join(dataDir, 'backbones'), { recursive: true });
  writeTinyBackbone(join(dataDir, 'backbones/tiny'));
  const listeners: (<E extends EventName>(event: E, payload: Events[E]) => void)[] = [];
  const app = await createApp({
    dataDir,
    runtimeDir: join(dataDir, 'runtime'),
    holder: 'command',
    emit: (event, payload) => {
      for (const listener of listeners) listener(event, payload);
    },
  });
  const { detail } = await importFrom(app, {
    ...photos,
    name: 'study',
    mapping,
    groupColumn: 'lesion',
    split: { kind: 'folder' },
  });
  return { app, dataDir, datasetId: detail.dataset.id, onEvent: (listener) => listeners.push(listener) };
}

/** A head on the tiny backbone, trained in a moment. */
export const quickHead: TrainConfig = {
  ...recommendedPreset,
  preset: 'custom',
  backboneId: 'tiny',
  views: 'one',
  epochs: 30,
  seed: 3,
};

const { tuning: bestTuning } = bestPreset;
if (bestTuning === null) throw new Error('the best preset fine-tunes');

/** The tiny backbone's own layers trained too, on the three classes of the study. */
export const quickTuning: TrainConfig & { tuning: TuningConfig } = {
  ...bestPreset,
  preset: 'custom',
  backboneId: 'tiny',
  views: 'flips',
  batchSize: 8,
  epochs: 4,
  learningRate: 0.01,
  tuning: { ...bestTuning, cachedViews: 4, schedule: { name: 'cosine', warmupSteps: 2, floor: 0 } },
};
