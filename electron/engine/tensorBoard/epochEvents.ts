import { appendFileSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EpochMetrics } from '../../shared/schemas/run.ts';
import { record, scalarEvent, versionEvent } from './events.ts';
import type { Scalar } from './events.ts';

/** Curves of a run for TensorBoard, under the names and in the folders that Keras's callback uses. */
export interface EventFiles {
  add(epoch: EpochMetrics): void;
}

/** Written by us, and so ours to replace when a run goes on. */
const ending = '.lesionlab';

const splits = [
  { folder: 'train', scalars: ({ loss, accuracy, auc }: EpochMetrics) => scalarsOf(loss, accuracy, auc) },
  { folder: 'validation', scalars: (epoch: EpochMetrics) => scalarsOf(epoch.valLoss, epoch.valAccuracy, epoch.valAuc) },
] as const;

function scalarsOf(loss: number, accuracy: number, auc: number | null): Scalar[] {
  const always = [
    { tag: 'epoch_loss', value: loss },
    { tag: 'epoch_accuracy', value: accuracy },
  ];
  return auc === null ? always : [...always, { tag: 'epoch_auc', value: auc }];
}

/** Steps count from 0, as Keras counts epochs. */
const epochRecord = (scalars: Scalar[], epoch: number, time: Date): Buffer =>
  record(scalarEvent(time, epoch - 1, scalars));

/**
 * Begins `dir`/train and `dir`/validation with the epochs there are. Files of an earlier part of the run are replaced: a killed process may
 * have written an epoch that its checkpoint does not know, and TensorBoard would draw it twice.
 */
export async function startEventFiles(
  dir: string,
  history: readonly EpochMetrics[],
  now: () => Date,
): Promise<EventFiles> {
  const files: { path: string; scalars: (epoch: EpochMetrics) => Scalar[] }[] = [];
  for (const { folder, scalars } of splits) {
    const place = join(dir, folder);
    await mkdir(place, { recursive: true });
    for (const name of await readdir(place)) if (name.endsWith(ending)) await rm(join(place, name));
    const time = now();
    const path = join(place, `events.out.tfevents.${Math.floor(time.getTime() / 1000)}${ending}`);
    const records = history.map((epoch) => epochRecord(scalars(epoch), epoch.epoch, time));
    await writeFile(path, Buffer.concat([record(versionEvent(time)), ...records]));
    files.push({ path, scalars });
  }
  return {
    add(epoch) {
      for (const { path, scalars } of files) appendFileSync(path, epochRecord(scalars(epoch), epoch.epoch, now()));
    },
  };
}
