import { describe, expect, test } from 'vitest';
import type { EvaluationOrigin, JudgedSource } from '../../../electron/shared/schemas/evaluation.ts';
import type { TestOpening, Threshold } from '../../../electron/shared/schemas/run.ts';
import { flatters, standingOf, type Standing } from '../../../renderer/src/features/results/standing.ts';
import { aRun } from '../train/records.ts';

const at = (source: Threshold['source'], lockedAt: string | null = null): Threshold => ({
  value: 0.4,
  source,
  target: null,
  setAt: null,
  lockedAt,
});
const opening = (openedAt: string): TestOpening => ({
  id: openedAt,
  runId: 'run1',
  runName: 'x',
  datasetId: 'dataset1',
  evaluationId: 'evaluation1',
  openedAt,
  threshold: 0.4,
  by: 'window',
});
const split = (name: 'train' | 'valid' | 'test'): JudgedSource => ({ kind: 'split', split: name });
const folder: JudgedSource = { kind: 'folder', path: '/other', mapping: {} };
const run: EvaluationOrigin = { kind: 'run' };

describe('a run', () => {
  test.each<[JudgedSource, Threshold['source'], Standing]>([
    [split('train'), 'default', 'fitted'],
    [split('train'), 'manual', 'fitted'],
    [split('valid'), 'youden', 'chosen'],
    [split('valid'), 'targetSensitivity', 'chosen'],
    [split('valid'), 'cost', 'chosen'],
    [split('valid'), 'manual', 'byHand'],
    [split('valid'), 'default', 'epoch'],
    [split('valid'), 'tutorial', 'epoch'],
    [folder, 'youden', 'apart'],
    [folder, 'tutorial', 'apart'],
    [folder, 'manual', 'byHand'],
  ])('%o with a threshold from %s: %s', (source, origin, standing) => {
    expect(standingOf({ runId: 'run1', origin: run, source }, at(origin), [])).toBe(standing);
  });

  test('validation photos that chose no epoch flatter only a threshold that was chosen on them', () => {
    const valid = { runId: 'run1', origin: run, source: split('valid'), epochFixed: true as const };
    expect(standingOf(valid, at('default'), [])).toBe('apart');
    expect(standingOf(valid, at('youden'), [])).toBe('chosen');
    expect(standingOf(valid, at('manual'), [])).toBe('byHand');
  });

  test('a test split is honest when the decision is older than every look at it, whatever it came from', () => {
    const locked = '2026-03-01T00:00:00.000Z';
    const test1 = { runId: 'run1', origin: run, source: split('test') };
    expect(standingOf(test1, at('youden', locked), [opening('2026-03-01T00:00:01.000Z')])).toBe('locked');
    expect(standingOf(test1, at('manual', locked), [opening('2026-03-01T00:00:01.000Z')])).toBe('locked');
    expect(standingOf(test1, at('youden', locked), [opening('2026-02-01T00:00:00.000Z')])).toBe('reopened');
    expect(standingOf(test1, at('youden', null), [])).toBe('byHand');
    const ofAnother = { ...opening('2026-02-01T00:00:00.000Z'), runId: 'run2' };
    expect(standingOf(test1, at('youden', locked), [ofAnother])).toBe('locked');
    expect(flatters('locked')).toBe(false);
    expect(flatters('reopened')).toBe(true);
  });
});

describe('a folder', () => {
  const seenAt = '2026-03-02T00:00:00.000Z';
  const holding = (shared: { train?: number; valid?: number; test?: number }) => ({
    runId: 'run1',
    origin: run,
    source: folder,
    overlap: { train: 0, valid: 0, test: 0, seenAt, ...shared },
  });

  test.each<[{ train?: number; valid?: number; test?: number }, Threshold['source'], Standing]>([
    [{ train: 5, valid: 1 }, 'default', 'fitted'],
    [{ train: 1, valid: 1 }, 'default', 'fitted'],
    // one copy that strayed into the training photos
    [{ train: 1, valid: 150 }, 'default', 'epoch'],
    [{ valid: 1 }, 'youden', 'chosen'],
    [{ valid: 1 }, 'manual', 'byHand'],
    [{ valid: 1 }, 'default', 'epoch'],
    [{}, 'youden', 'apart'],
  ])('that holds %o of the run is judged as that split, under a threshold from %s: %s', (shared, from, standing) => {
    expect(standingOf(holding(shared), at(from), [])).toBe(standing);
  });

  test('with photos of the test split is a look at it', () => {
    const locked = '2026-03-03T00:00:00.000Z';
    const before = [opening('2026-03-01T00:00:00.000Z')];
    expect(standingOf(holding({ test: 2 }), at('youden', locked), before)).toBe('reopened');
    expect(standingOf(holding({ test: 2 }), at('youden', locked), [opening(locked)])).toBe('apart');
    expect(standingOf(holding({}), at('youden', locked), before)).toBe('apart');
  });

  test('whose figures were there before the threshold was set may have guided it, whatever rule it names', () => {
    const set = (source: Threshold['source'], setAt: string) => ({ ...at(source, setAt), setAt });
    for (const source of ['youden', 'manual'] as const) {
      expect(standingOf(holding({}), set(source, '2026-03-02T00:00:01.000Z'), [])).toBe('seen');
      expect(standingOf(holding({}), set(source, '2026-03-01T00:00:00.000Z'), [])).toBe('apart');
    }
    expect(standingOf(holding({}), set('tutorial', '2026-03-02T00:00:01.000Z'), [])).toBe('apart');
  });
});

describe('scores without a run', () => {
  const origin: EvaluationOrigin = {
    kind: 'scores',
    path: '/a.csv',
    sha256: 'a'.repeat(64),
    scoreColumn: 'p',
    scale: 'probability',
  };
  const source: JudgedSource = { kind: 'scores', path: '/a.csv' };
  test.each<[Threshold['source'], Standing]>([
    ['default', 'apart'],
    ['youden', 'chosen'],
    ['manual', 'byHand'],
  ])('a threshold from %s on the very rows: %s', (from, standing) => {
    expect(standingOf({ runId: null, origin, source }, at(from), [])).toBe(standing);
  });

  describe('a threshold that came along in a file', () => {
    const locked = '2026-03-02T00:00:00.000Z';
    const threshold = at('youden', locked);
    const along = (openings: TestOpening[]): EvaluationOrigin => ({
      kind: 'package',
      path: '/a.lesionlab',
      sha256: 'a'.repeat(64),
      provenance: {
        run: {
          run: aRun({ threshold, id: 'run1' }),
          epochs: [],
          unreadable: [],
          layers: [],
          tensorBoardDir: null,
          environment: null,
        },
        dataset: null,
        openings,
        recalibration: null,
        backbone: null,
      },
    });
    const judged = (name: 'train' | 'valid' | 'test', openings = [opening(locked)]) => ({
      runId: null,
      origin: along(openings),
      source: split(name),
    });

    test('was chosen there, before its test photos were opened or after', () => {
      expect(standingOf(judged('test'), threshold, [])).toBe('locked');
      expect(standingOf(judged('test', [opening('2026-03-01T00:00:00.000Z')]), threshold, [])).toBe('reopened');
      expect(standingOf(judged('valid'), threshold, [])).toBe('chosen');
    });

    test('is no longer it when it is moved here, where its photos are seen', () => {
      expect(standingOf(judged('test'), { ...threshold, value: 0.3 }, [])).toBe('chosen');
      expect(standingOf(judged('test'), { ...threshold, source: 'manual', value: 0.3 }, [])).toBe('byHand');
      expect(standingOf(judged('test'), at('tutorial'), [])).toBe('apart');
      expect(standingOf(judged('valid'), at('tutorial'), [])).toBe('epoch');
    });

    test('mends nothing where the model learned from the photos', () => {
      for (const source of ['youden', 'tutorial'] as const) {
        expect(standingOf(judged('train'), at(source), [])).toBe('fitted');
      }
    });
  });
});
