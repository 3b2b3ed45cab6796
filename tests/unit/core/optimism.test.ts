import { expect, test } from 'vitest';
import { optimismOf } from '../../../electron/core/evaluation/optimism.ts';
import type { Evaluation } from '../../../electron/shared/schemas/evaluation.ts';
import type { TestOpening, Threshold } from '../../../electron/shared/schemas/run.ts';

const day = (number: number): string => `2026-03-0${number}T00:00:00.000Z`;
const hash = 'a'.repeat(64);

const threshold = (source: Threshold['source'], setAt: string | null = day(5)): Threshold => ({
  value: 0.3,
  source,
  target: null,
  setAt: source === 'default' ? null : setAt,
  lockedAt: null,
});

const evaluation = (changes: Partial<Evaluation>): Evaluation => ({
  id: 'e',
  runId: 'r',
  name: 'First',
  origin: { kind: 'run' },
  source: { kind: 'split', split: 'valid' },
  createdAt: day(4),
  modelHash: hash,
  n: 10,
  unreadable: [],
  threshold: threshold('default'),
  opened: true,
  ...changes,
});

const opening = (runId: string, openedAt: string): TestOpening => ({
  id: '1',
  runId,
  runName: 'First',
  datasetId: 'd',
  evaluationId: 'e',
  openedAt,
  threshold: 0.5,
  by: 'window',
});

const onSplit = (split: 'train' | 'valid' | 'test', source: Threshold['source']) =>
  evaluation({ source: { kind: 'split', split }, threshold: threshold(source) });

test('validation photos that chose no epoch flatter nothing but a threshold that was chosen on them', () => {
  const of = (source: Threshold['source']) => optimismOf({ ...onSplit('valid', source), epochFixed: true }, []);
  expect(of('default')).toBeNull();
  expect(of('youden')).toBe('CHOSEN_HERE');
  expect(of('manual')).toBe('BY_HAND');
});

test.each([
  ['train', 'default', 'FITTED'],
  ['train', 'youden', 'FITTED'],
  ['valid', 'default', 'EPOCH'],
  ['valid', 'tutorial', 'EPOCH'],
  ['valid', 'targetSensitivity', 'CHOSEN_HERE'],
  ['valid', 'cost', 'CHOSEN_HERE'],
  ['valid', 'manual', 'BY_HAND'],
  ['test', 'default', null],
  ['test', 'targetSpecificity', null],
  ['test', 'manual', null],
] as const)('a %s split under a %s threshold: %s', (split, source, expected) => {
  expect(optimismOf(onSplit(split, source), [])).toBe(expected);
});

test('a threshold set after the run opened its test split may rest on what was seen; before it, or by another run, it does not', () => {
  for (const source of ['manual', 'targetSensitivity'] as const) {
    expect(optimismOf(onSplit('test', source), [opening('r', day(4))])).toBe('BY_HAND');
    expect(optimismOf(onSplit('test', source), [opening('r', day(6))])).toBeNull();
    expect(optimismOf(onSplit('test', source), [opening('other', day(4))])).toBeNull();
  }
  expect(optimismOf(onSplit('test', 'default'), [opening('r', day(4))])).toBeNull();
});

test('a folder is judged by the figures that were there when the threshold was set', () => {
  const source = { kind: 'folder', path: '/photos', mapping: {} } as const;
  const set = (setAt: string) => evaluation({ source, threshold: threshold('manual', setAt) });
  expect(optimismOf(set(day(3)), [])).toBeNull();
  expect(optimismOf(set(day(5)), [])).toBe('BY_HAND');
});

test('a folder that was seen before the threshold was set may have guided it, though it was scored again since', () => {
  const again = { train: 0, valid: 0, test: 0, seenAt: day(4) };
  const set = (source: Threshold['source']) =>
    evaluation({
      source: { kind: 'folder', path: '/photos', mapping: {} },
      threshold: threshold(source, day(5)),
      createdAt: day(6),
      overlap: again,
    });
  for (const source of ['manual', 'youden'] as const) expect(optimismOf(set(source), [])).toBe('BY_HAND');
  expect(optimismOf(set('default'), [])).toBeNull();
});

test.each([
  ['train', 'default', 'FITTED'],
  ['valid', 'youden', 'CHOSEN_HERE'],
  ['valid', 'default', 'EPOCH'],
  ['test', 'youden', null],
] as const)('a folder with photos of the %s split is judged as that split, %s: %s', (split, source, expected) => {
  const folder = evaluation({
    source: { kind: 'folder', path: '/photos', mapping: {} },
    threshold: threshold(source, day(3)),
    overlap: { train: 0, valid: 0, test: 0, seenAt: day(4), [split]: 1 },
  });
  expect(optimismOf(folder, [])).toBe(expected);
  if (split === 'test') expect(optimismOf(folder, [opening('r', day(2))])).toBe('BY_HAND');
  const strayed = { train: split === 'train' ? 9 : 1, valid: 2, test: 2, seenAt: day(4), [split]: 9 };
  expect(optimismOf({ ...folder, overlap: strayed }, [])).toBe(expected);
});

test('a threshold that was unlocked and locked anew after an opening may rest on it, though it was not moved', () => {
  const relocked = { ...threshold('default'), lockedAt: day(6) };
  const test = evaluation({ source: { kind: 'split', split: 'test' }, threshold: relocked });
  expect(optimismOf(test, [opening('r', day(5))])).toBe('BY_HAND');
  expect(optimismOf(test, [opening('r', day(6))])).toBeNull();
});

test('a rule on a file of scores looked at the very rows that it judges', () => {
  const file = {
    runId: null,
    origin: { kind: 'scores', path: 's.csv', sha256: hash, scoreColumn: 'p', scale: 'probability' },
    source: { kind: 'scores', path: 's.csv' },
  } as const;
  expect(optimismOf(evaluation(file), [])).toBeNull();
  expect(optimismOf(evaluation({ ...file, threshold: threshold('youden') }), [])).toBe('CHOSEN_HERE');
  expect(optimismOf(evaluation({ ...file, threshold: threshold('manual') }), [])).toBe('BY_HAND');
});

test('what came in a file stays fitted, whatever threshold is taken here', () => {
  const origin: Evaluation['origin'] = {
    kind: 'package',
    path: 'x.lesionlab',
    sha256: hash,
    provenance: { run: null, dataset: null, openings: [], recalibration: null, backbone: null },
  };
  const along = (split: 'train' | 'valid' | 'test', source: Threshold['source']) =>
    optimismOf({ ...onSplit(split, source), runId: null, origin }, []);
  expect(along('train', 'tutorial')).toBe('FITTED');
  expect(along('train', 'youden')).toBe('FITTED');
  expect(along('valid', 'tutorial')).toBe('EPOCH');
  expect(along('test', 'tutorial')).toBeNull();
  expect(along('test', 'youden')).toBe('CHOSEN_HERE');
});
