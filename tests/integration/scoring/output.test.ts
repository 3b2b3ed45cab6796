import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { App } from '../../../electron/core/app.ts';
import type { Input } from '../../../electron/shared/contract.ts';
import { recommendedPreset } from '../../../electron/shared/presets.ts';
import { blot, jpeg, solid } from '../../support/photos.ts';
import { writeTinyBackbone } from '../../support/tinyBackbone.ts';
import { importFrom } from '../core/importing.ts';
import { failureOf, openApp, temporaryFolder } from '../core/support.ts';

/** Blots, the malignant ones mostly bluish, so that scores overlap and recalibration has a fit. */
async function writeBlots(dir: string): Promise<void> {
  let seed = 1;
  for (const split of ['train', 'valid']) {
    for (const [className, blueness] of Object.entries({ nevus: [40, 0, 0, 0], melanoma: [0, 40, 40, 40] })) {
      mkdirSync(join(dir, split, className), { recursive: true });
      for (let i = 0; i < 12; i += 1, seed += 1) {
        const pixels = blot(80, 60, seed);
        for (let at = 2; at < pixels.rgb.length; at += 3)
          pixels.rgb[at] = Math.min(255, (pixels.rgb[at] ?? 0) + (blueness[i % 4] ?? 0));
        writeFileSync(join(dir, split, className, `${seed}.jpg`), await jpeg(pixels));
      }
    }
  }
}

async function openTrained(): Promise<{ app: App; runId: string; photos: string }> {
  const photos = temporaryFolder();
  await writeBlots(photos);
  const { app } = await openApp();
  writeTinyBackbone(join(app.context.paths.userBackbonesDir, 'tiny'));
  const { detail } = await importFrom(app, { source: photos });
  const config = {
    ...recommendedPreset,
    preset: 'custom' as const,
    backboneId: 'tiny',
    epochs: 15,
    learningRate: 0.02,
  };
  const { jobId, runId } = await app.call('run.start', { datasetId: detail.dataset.id, name: 'tiny', config });
  await app.context.jobs.finished(jobId);
  return { app, runId, photos };
}

/** A folder to score: two folders of classes, an odd name, one dated photo, one of no use. */
async function writeClinic(): Promise<string> {
  const dir = temporaryFolder();
  for (const [folder, first] of [
    ['nevus', 100],
    ['melanoma', 200],
  ] as const) {
    mkdirSync(join(dir, folder));
    for (let i = 0; i < 5; i += 1)
      writeFileSync(join(dir, folder, `P${first + i}.jpg`), await jpeg(blot(80, 60, first + i)));
  }
  const dated = { IFD2: { DateTimeOriginal: '2024:05:06 07:08:09' } };
  const bytes = await sharp(await jpeg(blot(80, 60, 300)))
    .withExif(dated)
    .toBuffer();
  writeFileSync(join(dir, 'nevus', '皮肤, "a".jpg'), bytes);
  writeFileSync(join(dir, 'melanoma', 'grey.jpg'), await jpeg(solid(90, 90, [128, 128, 128])));
  writeFileSync(join(dir, 'nevus', 'empty.jpg'), '');
  return dir;
}

type Request = Partial<Input<'batch.start'>> & Pick<Input<'batch.start'>, 'runId' | 'inputs'>;
async function score(app: App, request: Request): Promise<string> {
  const { jobId, batchId } = await app.call('batch.start', { threshold: null, out: null, resume: true, ...request });
  await app.context.jobs.finished(jobId);
  return batchId;
}

const linesOf = (path: string) => parse(readFileSync(path), { columns: true, bom: true }) as Record<string, string>[];
const tableCsv = [
  'image;diagnosis;patient;score',
  'P100;nevus;A;=1+1',
  'P101.jpg;nevus;A;-3',
  'nevus/P102.jpg;naevus;B;"two ; parts"',
  'P200;melanoma;C;',
  'P201;melanoma;C;4',
  'P202;melanoma;D;5',
  '皮肤, "a".jpg;nevus;E;6',
  'nobody.jpg;nevus;F;7',
  'P203;melanoma;G;8',
  'P203.jpg;nevus;G;8',
].join('\n');

test('a scored folder says of each photo what its card says, and carries the user’s own columns', async () => {
  const { app, runId } = await openTrained();
  const dir = await writeClinic();
  const table = join(temporaryFolder(), 'table.csv');
  writeFileSync(table, tableCsv.replace('皮肤, "a".jpg', '"皮肤, ""a"".jpg"'));
  const outs = temporaryFolder();
  const metadata = { path: table };
  const out = join(outs, 'a.csv');
  const id = await score(app, { runId, inputs: [dir], out, metadata });

  const lines = linesOf(out);
  expect(lines).toHaveLength(13);
  expect(Object.keys(lines[0] ?? {}).slice(8)).toEqual([
    'calibrated',
    'quality',
    'unlike',
    'takenAt',
    'diagnosis',
    'patient',
    'metadata.score',
    'notice',
  ]);
  const of = (name: string) => lines.find(({ path }) => path === join(dir, name));
  expect(of('nevus/P100.jpg')).toMatchObject({ diagnosis: 'nevus', patient: 'A', 'metadata.score': '=1+1' });
  expect(of('nevus/P102.jpg')).toMatchObject({ diagnosis: 'naevus', 'metadata.score': 'two ; parts' });
  expect(of('nevus/皮肤, "a".jpg')).toMatchObject({ patient: 'E', takenAt: '2024-05-06T07:08:09' });
  expect(of('melanoma/P203.jpg')).toMatchObject({ diagnosis: '', patient: '', 'metadata.score': '' });
  expect(of('nevus/empty.jpg')).toMatchObject({ status: 'error', score: '', calibrated: '', unlike: '', quality: '' });

  const { rows } = await app.call('batch.rows', { batchId: id, offset: 0, limit: 100 });
  for (const { row, calibrated, quality, unlike, takenAt } of rows) {
    const line = lines.find(({ path }) => path === row.path);
    expect(line).toMatchObject({
      calibrated: calibrated === null ? '' : String(calibrated),
      quality: quality.join(';'),
      unlike: unlike === null ? '' : String(unlike),
      takenAt: takenAt ?? '',
    });
    if (row.status === 'error') continue;
    const { id: predictionId } = await app.call('prediction.create', { runId, path: row.path });
    const card = await app.call('explanation.get', { kind: 'prediction', id: predictionId });
    expect(unlike).toBe(card.unlike?.isUnlike);
    expect(quality).toEqual(card.quality.map(({ code }) => code));
    expect(calibrated).toBeCloseTo(card.calibrated?.value ?? NaN, 5);
  }

  const summary = await app.call('batch.summary', { id });
  expect(summary.metadata).toMatchObject({
    nameColumn: 'image',
    matched: 7,
    unmatchedRows: { count: 1, first: ['nobody.jpg'] },
    ambiguous: { count: 1, first: [join(dir, 'melanoma/P203.jpg')] },
  });
  expect(summary.metadata?.unmatchedPhotos.count).toBe(6);
  expect(summary.errors).toEqual([{ code: 'EMPTY_FILE', n: 1 }]);
  const { malignant, benign, failed } = summary.byCall;
  expect([malignant + benign, failed]).toEqual([12, 1]);
  expect(summary.byFolder.map(({ folder, n }) => [folder, n])).toEqual([
    [join(dir, 'melanoma'), 6],
    [join(dir, 'nevus'), 7],
  ]);
  expect(summary.quality.find(({ code }) => code === 'LOW_CONTRAST')?.n).toBeGreaterThan(0);
  expect(summary.unlike).toBe(rows.filter(({ unlike }) => unlike === true).length);
  expect(summary.unlikeUnknown).toBe(0);
  expect(summary.evaluationId).toBeNull();

  const jsonl = join(outs, 'a.jsonl');
  await score(app, { runId, inputs: [dir], out: jsonl, metadata });
  const objects = readFileSync(jsonl, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(objects.map(({ path }) => path)).toEqual(lines.map(({ path }) => path));
  expect(objects.find(({ path }) => path === join(dir, 'nevus/P100.jpg'))).toMatchObject({
    metadata: { score: '=1+1' },
  });

  const excel = join(outs, 'excel.csv');
  await score(app, { runId, inputs: [dir], out: excel, metadata, format: 'excel' });
  const shown = linesOf(excel);
  expect(shown.find(({ path }) => path === join(dir, 'nevus/P100.jpg'))).toMatchObject({ 'metadata.score': "'=1+1" });
  expect(shown.find(({ path }) => path === join(dir, 'nevus/P101.jpg'))).toMatchObject({ 'metadata.score': '-3' });
  expect(shown.map(({ score: own }) => own)).toEqual(lines.map(({ score: own }) => own));
});

test('a batch goes on with its table only while that is the same, and joins anew when a photo makes a name ambiguous', async () => {
  const { app, runId } = await openTrained();
  const dir = await writeClinic();
  const table = join(temporaryFolder(), 'table.csv');
  writeFileSync(table, tableCsv.replace('皮肤, "a".jpg', 'other.jpg'));
  const out = join(temporaryFolder(), 'a.csv');
  const request = { runId, inputs: [dir], out, metadata: { path: table } };
  await score(app, request);
  const first = readFileSync(out);
  await score(app, request);
  expect(readFileSync(out).equals(first)).toBe(true);

  writeFileSync(table, tableCsv.replace('皮肤, "a".jpg', 'another.jpg'));
  const refused = await failureOf(score(app, request));
  expect(refused.code).toBe('NOT_RESUMABLE');
  expect(refused.message).toContain(table);
  expect(readFileSync(out).equals(first)).toBe(true);
  writeFileSync(table, tableCsv.replace('皮肤, "a".jpg', 'other.jpg'));

  mkdirSync(join(dir, 'zoo'));
  copyFileSync(join(dir, 'nevus', 'P103.jpg'), join(dir, 'zoo', 'P100.jpg'));
  await score(app, request);
  const again = join(temporaryFolder(), 'b.csv');
  await score(app, { ...request, out: again });
  expect(readFileSync(out, 'utf8')).toBe(readFileSync(again, 'utf8'));
  expect(linesOf(out).find(({ path }) => path === join(dir, 'nevus/P100.jpg'))).toMatchObject({ patient: '' });
});

test('a batch with labels is evaluated, by the table or by the folders, and opens like any other', async () => {
  const { app, runId } = await openTrained();
  const dir = await writeClinic();
  const table = join(temporaryFolder(), 'table.csv');
  writeFileSync(table, tableCsv.replace('皮肤, "a".jpg', 'other.jpg'));
  const labelled = { path: table, labelColumn: 'diagnosis' };
  const mapping = { nevus: 'benign', melanoma: 'malignant' } as const;
  const refused = await failureOf(score(app, { runId, inputs: [dir], metadata: { ...labelled, mapping } }));
  expect(refused).toMatchObject({ code: 'UNMAPPED_CLASS', details: { classes: ['naevus'] } });

  const byTable = await score(app, {
    runId,
    inputs: [dir],
    metadata: { ...labelled, mapping: { ...mapping, naevus: 'benign' } },
  });
  const { evaluationId } = await app.call('batch.summary', { id: byTable });
  if (evaluationId === null) throw new Error('the batch has labels');
  const { evaluation, scores } = await app.call('evaluation.get', { id: evaluationId });
  expect(evaluation).toMatchObject({ runId, opened: true, source: { kind: 'folder', path: dir }, n: 6 });
  expect(scores.labels.filter((label) => label === 1)).toHaveLength(3);
  const columns = await app.call('evaluation.columns', { id: evaluationId });
  expect(columns.groupColumn).toBe('patient');
  expect((await app.call('run.testOpenings', { id: runId })).openings).toEqual([]);

  const byFolder = await score(app, { runId, inputs: [dir], mapping, out: join(temporaryFolder(), 'f.csv') });
  const summary = await app.call('batch.summary', { id: byFolder });
  const detail = await app.call('evaluation.get', { id: summary.evaluationId ?? '' });
  expect(detail.evaluation).toMatchObject({ n: 12, unreadable: [{ path: join(dir, 'nevus/empty.jpg') }] });
  const { rows } = await app.call('batch.rows', { batchId: byFolder, offset: 0, limit: 100 });
  for (const [index, path] of detail.scores.paths.entries()) {
    expect(detail.scores.scores[index]).toBe(rows.find(({ row }) => row.path === path)?.row.score);
    expect(detail.scores.labels[index]).toBe(path.includes('melanoma') ? 1 : 0);
  }
  await app.call('evaluation.remove', { id: detail.evaluation.id });
  expect((await app.call('batch.summary', { id: byFolder })).evaluationId).toBeNull();
});
