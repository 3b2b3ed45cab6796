import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { App } from '../../../electron/core/app.ts';
import type { Input } from '../../../electron/shared/contract.ts';
import type { DatasetDetail, Photo } from '../../../electron/shared/schemas/dataset.ts';
import { jpeg, noise } from '../../support/photos.ts';
import { temporaryFolder } from './support.ts';

/** A small photo that no other seed gives. */
export const shot = (seed: number): Promise<Buffer> => jpeg(noise(40, 30, seed));

/** Files by their paths below a new folder. */
export function folderOf(files: Record<string, Uint8Array | string>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Photos at these paths, each of its own content. */
export async function folderOfShots(paths: string[]): Promise<string> {
  const files: Record<string, Buffer> = {};
  for (const [seed, path] of paths.entries()) files[path] = await shot(seed);
  return folderOf(files);
}

export const numbered = (folder: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${folder}/${n + 1}.jpg`);

export const byRandom = { kind: 'random', ratios: { train: 0.6, valid: 0.2, test: 0.2 }, seed: 7 } as const;

export type ImportInput = Partial<Input<'dataset.import'>> & { source: string };

export const importInput = (input: ImportInput): Input<'dataset.import'> => ({
  labelsCsv: null,
  name: 'Set',
  mapping: { nevus: 'benign', melanoma: 'malignant' },
  split: { kind: 'folder' },
  groupColumn: null,
  ...input,
});

/** Imports, waits, and gives what became of it; fails as the job does. */
export async function importFrom(app: App, input: ImportInput): Promise<{ detail: DatasetDetail; photos: Photo[] }> {
  const { jobId } = await app.call('dataset.import', importInput(input));
  await app.context.jobs.finished(jobId);
  const { jobs } = await app.call('job.list', {});
  const id = jobs.find((job) => job.id === jobId)?.datasetId;
  if (id == null) throw new Error('the job names no data set');
  const detail = await app.call('dataset.get', { id });
  const { photos } = await app.call('photo.list', { datasetId: id, offset: 0, limit: 1000 });
  return { detail, photos };
}

export const warningCodes = (detail: DatasetDetail): string[] => detail.report.warnings.map(({ code }) => code);
