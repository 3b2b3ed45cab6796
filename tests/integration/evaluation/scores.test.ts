import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import type { App } from '../../../electron/core/app.ts';
import type { Input } from '../../../electron/shared/contract.ts';
import { folderOf } from '../core/importing.ts';
import { failureOf, openApp } from '../core/support.ts';
import { coreWithRun } from './stored.ts';

const fileOf = (content: string | Uint8Array): string => join(folderOf({ 'reads.csv': content }), 'reads.csv');

const READS = `image_id;patient_id;diagnosis;sex;Model probability;Reader A;Reader B
a.jpg;p1;melanoma;female;12,5 %;1;0
b.jpg;p1;nevus;male;3 %;0;0
c.jpg;;akiec;;99,9 %;1;1
d.jpg;p2;Melanoma;female;100 %;;1
e.jpg;p3;;male;50 %;1;1
`;

const request = (path: string, changes: Partial<Input<'evaluation.importScores'>> = {}) => ({
  path,
  idColumn: 'image_id',
  labelColumn: 'diagnosis',
  mapping: { melanoma: 'malignant', Melanoma: 'malignant', nevus: 'benign', akiec: 'exclude', '': 'exclude' } as const,
  readers: [{ column: 'Model probability', name: 'Model', scale: 'percent' as const }],
  groupColumn: 'patient_id',
  ...changes,
});

async function importAll(app: App, input: Input<'evaluation.importScores'>) {
  const { evaluationIds } = await app.call('evaluation.importScores', input);
  return Promise.all(evaluationIds.map((id) => app.call('evaluation.get', { id })));
}

test('a look says what each column seems to be, and what labels seem to mean', async () => {
  const { app } = await openApp();
  const preview = await app.call('evaluation.previewScores', { path: fileOf(READS) });
  expect(preview.rowCount).toBe(5);
  expect(preview.columns.map(({ name, role, scale }) => [name, role, scale])).toEqual([
    ['image_id', 'id', null],
    ['patient_id', 'group', null],
    ['diagnosis', 'label', null],
    ['sex', 'metadata', null],
    ['Model probability', 'score', 'percent'],
    ['Reader A', 'score', 'probability'],
    ['Reader B', 'score', 'probability'],
  ]);
  expect(preview.columns[0]?.samples).toEqual(['a.jpg', 'b.jpg', 'c.jpg']);
  expect(preview.labelValues).toEqual([
    { value: '', count: 1, proposal: 'ask' },
    { value: 'Melanoma', count: 1, proposal: 'malignant' },
    { value: 'akiec', count: 1, proposal: 'ask' },
    { value: 'melanoma', count: 1, proposal: 'malignant' },
    { value: 'nevus', count: 1, proposal: 'benign' },
  ]);
  const other = await app.call('evaluation.previewScores', { path: fileOf(READS), labelColumn: 'Reader A' });
  expect(other.labelValues).toContainEqual({ value: '1', count: 3, proposal: 'malignant' });
});

test.each([
  ['id,label,score', 'a,1,0.5\nb,0,0.25', ['id', 'label', 'score'], 'probability'],
  ['filename,target,p_malignant', 'a,1,0.5\nb,0,0.25', ['id', 'label', 'score'], 'probability'],
  [
    'case,ground_truth,prediction,age',
    'a,benign,50,35\nb,malignant,7,60',
    ['id', 'label', 'score', 'metadata'],
    'percent',
  ],
  ['图片,诊断,概率', 'a,恶性,0.5\nb,良性,0.25', ['id', 'label', 'score'], 'probability'],
  ['image_id,melanoma,age_approx', 'a,1.0,35\nb,0.0,60', ['id', 'label', 'metadata'], null],
])('columns of "%s" are guessed', async (header, body, roles, scale) => {
  const { app } = await openApp();
  const { columns } = await app.call('evaluation.previewScores', { path: fileOf(`${header}\n${body}\n`) });
  expect(columns.map(({ role }) => role)).toEqual(roles);
  if (scale !== null) expect(columns[2]?.scale).toBe(scale);
});

test('one evaluation a reader, with exact scores, groups and every further column', async () => {
  const app = await coreWithRun();
  const path = fileOf(iconv.encode(READS, 'utf-16le', { addBOM: true }));
  const readers = [
    { column: 'Model probability', name: 'Model', scale: 'percent' as const },
    { column: 'Reader A', name: 'First', scale: 'probability' as const },
    { column: 'Reader B', name: 'Dr. Brown', scale: 'probability' as const },
  ];
  const [model, a, b] = await importAll(app, request(path, { readers }));
  expect(model?.scores).toMatchObject({
    paths: ['a.jpg', 'b.jpg', 'd.jpg'],
    labels: [1, 0, 1],
    scores: [0.125, 0.03, 1],
    classNames: ['melanoma', 'nevus', 'Melanoma'],
  });
  expect(model?.evaluation).toMatchObject({
    runId: null,
    name: 'Model',
    modelHash: null,
    opened: true,
    source: { kind: 'scores', path },
    origin: { kind: 'scores', path, scoreColumn: 'Model probability', scale: 'percent' },
    threshold: { value: 0.5, source: 'default', target: null, setAt: null, lockedAt: null },
  });
  // a run is named First
  expect(a?.evaluation.name).toBe('First 2');
  expect(a?.scores).toMatchObject({ paths: ['a.jpg', 'b.jpg'], scores: [1, 0] });
  expect(a?.evaluation).toMatchObject({ n: 2, unreadable: [{ path: 'd.jpg', code: 'NO_SCORE' }] });
  expect(a?.evaluation.unreadable[0]?.message).toContain('line 5');
  expect(b?.scores.scores).toEqual([0, 0, 1]);
  const columns = await app.call('evaluation.columns', { id: model?.evaluation.id ?? '' });
  expect(columns).toEqual({
    photoIds: [null, null, null],
    groups: ['p1', 'p1', 'p2'],
    groupColumn: 'patient_id',
    metadata: [{ name: 'sex', values: ['female', 'male', 'female'] }],
  });
});

test('its name and threshold are its own; those of a run are not changed here', async () => {
  const app = await coreWithRun();
  const path = fileOf(READS);
  const [first] = await importAll(app, request(path));
  const [again] = await importAll(app, request(path));
  expect(again?.evaluation.name).toBe('Model 2');
  const id = first?.evaluation.id ?? '';
  expect((await app.call('evaluation.rename', { id, name: 'CNN' })).name).toBe('CNN');
  expect(await failureOf(app.call('evaluation.rename', { id, name: 'Model 2' }))).toMatchObject({
    code: 'ALREADY_EXISTS',
  });
  const threshold = { value: 0.1, source: 'youden', target: null } as const;
  expect((await app.call('evaluation.setThreshold', { id, ...threshold })).threshold).toMatchObject(threshold);
  expect((await app.call('evaluation.get', { id })).evaluation.threshold).toMatchObject(threshold);
  const provenance = await app.call('evaluation.provenance', { id });
  expect(provenance).toEqual({ run: null, dataset: null, openings: [], recalibration: null, backbone: null });
});

test.each([
  ['an id twice', 'a,1,0.5\na,0,0.5', { reason: 'DUPLICATE_ID', line: 3, column: 'id' }],
  ['no id', ',1,0.5', { reason: 'BAD_VALUE', line: 2, column: 'id' }],
  ['out of range', 'a,1,1.5\nb,0,0.5', { reason: 'BAD_VALUE', line: 2, column: 'score' }],
  ['below zero', 'a,1,0.5\nb,0,-0.5', { reason: 'BAD_VALUE', line: 3, column: 'score' }],
  ['words', 'a,1,0.5\nb,0,high', { reason: 'BAD_VALUE', line: 3, column: 'score' }],
  ['mixed scales', 'a,1,0.5\nb,0,50 %', { reason: 'BAD_VALUE', line: 3, column: 'score' }],
  ['no score at all', 'a,1,\nb,0,NA', { reason: 'BAD_VALUE', column: 'score' }],
  ['a column that is not there', 'a,1,0.5', { reason: 'MISSING_COLUMN', column: 'prob' }],
])('%s is refused with file, line, column and remedy, and nothing is kept', async (what, body, details) => {
  const { app } = await openApp();
  const path = fileOf(`id,label,score\n${body}\n`);
  const column = what.startsWith('a column') ? 'prob' : 'score';
  const failure = await failureOf(
    app.call('evaluation.importScores', {
      path,
      idColumn: 'id',
      labelColumn: 'label',
      mapping: { '0': 'benign', '1': 'malignant' },
      readers: [{ column, name: 'R', scale: 'probability' }],
      groupColumn: null,
    }),
  );
  expect(failure).toMatchObject({ code: 'BAD_CSV', details: { ...details, path } });
  expect(failure.details['remedy']).toMatch(/\w/);
  expect(failure.message).toMatch(/^reads\.csv: /);
  expect((await app.call('evaluation.list', {})).evaluations).toEqual([]);
});

test('a per cent column is of one writing, and of 0 to 100', async () => {
  const { app } = await openApp();
  const reading = (body: string) =>
    app.call('evaluation.importScores', {
      ...request(fileOf(`image_id,diagnosis,p\n${body}\n`), { groupColumn: null }),
      readers: [{ column: 'p', name: 'R', scale: 'percent' }],
    });
  expect(await failureOf(reading('a,nevus,50 %\nb,melanoma,0.5'))).toMatchObject({ details: { line: 3, column: 'p' } });
  expect(await failureOf(reading('a,nevus,101'))).toMatchObject({ details: { line: 2, column: 'p' } });
  const { evaluationIds } = await reading('a,nevus,"7,5"\nb,melanoma,100');
  expect((await app.call('evaluation.get', { id: evaluationIds[0] ?? '' })).scores.scores).toEqual([0.075, 1]);
});

test('a label without a meaning, and a column in two roles, are refused', async () => {
  const { app } = await openApp();
  const path = fileOf(READS);
  const unmapped = request(path, { mapping: { melanoma: 'malignant', nevus: 'benign' } });
  expect(await failureOf(app.call('evaluation.importScores', unmapped))).toMatchObject({
    code: 'UNMAPPED_CLASS',
    details: { classes: ['', 'Melanoma', 'akiec'] },
  });
  const reader = { column: 'diagnosis', name: 'R', scale: 'probability' as const };
  expect(await failureOf(app.call('evaluation.importScores', request(path, { readers: [reader] })))).toMatchObject({
    code: 'BAD_INPUT',
    details: { reason: 'COLUMN_TWICE', column: 'diagnosis' },
  });
  expect(await failureOf(app.call('evaluation.importScores', request('/nowhere/at/all.csv')))).toMatchObject({
    code: 'NOT_FOUND',
  });
});

test('100,000 rows of three readers take a few seconds', async () => {
  const { app } = await openApp();
  const lines = Array.from(
    { length: 100_000 },
    (_, n) => `img${n},${n % 5 === 0 ? 1 : 0},p${n % 999},female,${(n % 1000) / 1000},${n % 2},${(n * 7) % 101}`,
  );
  const path = join(folderOf({}), 'large.csv');
  writeFileSync(path, `id,label,patient,sex,score,reader 1,reader 2\n${lines.join('\n')}\n`);
  const started = performance.now();
  const preview = await app.call('evaluation.previewScores', { path });
  const { evaluationIds } = await app.call('evaluation.importScores', {
    path,
    idColumn: 'id',
    labelColumn: 'label',
    mapping: { '0': 'benign', '1': 'malignant' },
    readers: [
      { column: 'score', name: 'Model', scale: 'probability' },
      { column: 'reader 1', name: 'Reader 1', scale: 'probability' },
      { column: 'reader 2', name: 'Reader 2', scale: 'percent' },
    ],
    groupColumn: 'patient',
  });
  expect(performance.now() - started).toBeLessThan(15_000);
  console.log(`100,000 rows x 3 readers: ${Math.round(performance.now() - started)} ms`);
  expect(preview.rowCount).toBe(100_000);
  const { scores } = await app.call('evaluation.get', { id: evaluationIds[2] ?? '' });
  expect(scores.scores[99_999]).toBe(((99_999 * 7) % 101) / 100);
}, 60_000);
