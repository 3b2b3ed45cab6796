import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Evaluation, EvaluationScores } from '../../../electron/shared/schemas/evaluation.ts';
import { candidatesOf, distinctNames } from '../../../renderer/src/features/results/compare/candidates.ts';
import CompareView from '../../../renderer/src/features/results/compare/CompareView.svelte';
import {
  createComparer,
  type Answer,
  type Question,
} from '../../../renderer/src/features/results/compare/comparing.ts';
import { library, startLibrary } from '../../../renderer/src/state/library.svelte.ts';
import { aSAH } from '../../unit/metrics/vectors.ts';
import { scriptedCore, standInForLayout } from '../charts/standIns.ts';
import { anEvaluation, viewOf } from './viewProps.ts';

standInForLayout();
// other tests run beside these
configure({ asyncUtilTimeout: 10_000 });

/** jsdom has no workers: the same answers, a turn of the event loop later. */
const asked: Question['kind'][] = [];
class StandIn {
  onmessage: ((event: { data: Answer }) => void) | null = null;
  onerror: (() => void) | null = null;
  private answersTo = createComparer();
  postMessage(question: Question): void {
    asked.push(question.kind);
    setTimeout(() => {
      for (const data of this.answersTo(structuredClone(question))) this.onmessage?.({ data });
    });
  }
  terminate(): void {
    this.onmessage = null;
  }
}
beforeAll(() => void vi.stubGlobal('Worker', StandIn));
afterAll(() => void vi.unstubAllGlobals());

let stop: (() => void) | undefined;
let visit = 0;
beforeEach(() => {
  asked.length = 0;
  visit += 1;
});
afterEach(() => {
  cleanup();
  stop?.();
});

/** Outcomes of 113 patients with a marker as the score; `paths` as another program would write them. */
function marker(values: readonly number[], most: number, pathOf = (i: number) => `/photos/${i}.jpg`): EvaluationScores {
  return {
    rowIds: values.map((_, i) => `row${i}`),
    labels: aSAH.outcome.map((label) => (label === 1 ? 1 : 0)),
    scores: values.map((value) => value / most),
    paths: values.map((_, i) => pathOf(i)),
    classNames: values.map(() => ''),
  };
}
const wfns = marker(aSAH.wfns, 4);
const reader: Partial<Evaluation> = { runId: null, source: { kind: 'scores', path: '/post/s100b.csv' } };
const ofFile = (id: string, name: string, over: Partial<Evaluation> = {}): Evaluation =>
  anEvaluation({
    id,
    name,
    ...reader,
    n: 113,
    origin: { kind: 'scores', path: '/post/s100b.csv', sha256: 'a'.repeat(64), scoreColumn: 's', scale: 'probability' },
    ...over,
  });

async function open(others: { evaluation: Evaluation; scores: EvaluationScores }[]) {
  const view = viewOf(wfns, { id: `present${visit}`, name: 'WFNS' });
  const core = scriptedCore({
    'evaluation.list': () => ({ evaluations: [view.detail.evaluation, ...others.map(({ evaluation }) => evaluation)] }),
    'evaluation.get': ({ id }) => {
      const found = others.find(({ evaluation }) => evaluation.id === id);
      if (found === undefined) throw new Error(id);
      return found;
    },
  });
  stop = startLibrary();
  // the lists outlive a test
  await waitFor(() => expect(library.evaluations.items.map(({ id }) => id)).toContain(view.detail.evaluation.id));
  const rendered = render(CompareView, view);
  if (others.length > 0) await screen.findByRole('group', { name: 'Compare with' });
  return { core, view, ...rendered };
}
const tick = async (name: RegExp): Promise<void> =>
  void (await fireEvent.click(screen.getByRole('checkbox', { name })));
const cellsOf = (name: RegExp | string): string[][] =>
  within(screen.getByRole('table', { name }))
    .getAllByRole('row')
    .slice(1)
    .map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent.replaceAll(/\s+/g, ' ').trim()));

test('two markers of the same patients, matched by name: the figures of pROC', async () => {
  const s100b = marker(aSAH.s100b, 49, (i) => `elsewhere\\${i}.PNG`);
  await open([{ evaluation: ofFile('e2', 'S100B'), scores: s100b }]);
  expect(screen.getByText(/Tick one above/)).toBeTruthy();
  await tick(/^S100B/);
  expect(await screen.findByText(/113 photos are in all of them: 41 malignant, 72 benign/)).toBeTruthy();
  const readings = cellsOf('Each on the shared photos');
  expect(readings.map(([name, , leftOut]) => [name, leftOut])).toEqual([
    ['WFNS', '0'],
    ['S100B', '0'],
  ]);
  expect(readings[0]?.[3]).toMatch(/^0\.824 \(0\.749–0\.899\)$/);
  expect(readings[1]?.[3]).toMatch(/^0\.731 \(0\.630–0\.833\)$/);
  await screen.findByRole('table', { name: /paired DeLong/ });
  // pROC: roc.test(wfns, s100b), Z = 2.209, p = 0.02718, difference 0.0923
  const [pair] = cellsOf(/paired DeLong/);
  expect(pair?.[0]).toBe('WFNS against S100B');
  expect(pair?.[1]).toMatch(/^\+0\.092 \(\+0\.010 … \+0\.174\)$/);
  expect(pair?.slice(2)).toEqual([
    '+2.21',
    '0.027',
    '0.027',
    'WFNS ranks better than S100B, by more than chance explains.',
  ]);
});

test('McNemar counts who alone is right, each at its own threshold, and follows the present one', async () => {
  const threshold = { value: 0.2, source: 'manual' as const, target: null, setAt: null, lockedAt: null };
  const s100b = marker(aSAH.s100b, 49);
  const { view, rerender } = await open([{ evaluation: ofFile('e2', 'S100B', { threshold }), scores: s100b }]);
  await tick(/^S100B/);
  await screen.findByRole('table', { name: /McNemar/ });
  const expected = (own: number, label: 0 | 1): [string, string] => {
    let a = 0;
    let b = 0;
    for (const [i, outcome] of aSAH.outcome.entries()) {
      if (outcome !== label) continue;
      const rightA = (wfns.scores[i] ?? 0) >= own === (label === 1);
      const rightB = (s100b.scores[i] ?? 0) >= 0.2 === (label === 1);
      if (rightA && !rightB) a += 1;
      if (rightB && !rightA) b += 1;
    }
    return [String(a), String(b)];
  };
  const told = (): string[][] => cellsOf(/McNemar/).map((cells) => cells.filter((cell) => /^\d+$/.test(cell)));
  expect(told().slice(0, 2)).toEqual([expected(0.5, 1), expected(0.5, 0)]);
  await rerender({ ...view, threshold: { ...threshold, value: 0.9 } });
  await waitFor(() => expect(told().slice(0, 2)).toEqual([expected(0.9, 1), expected(0.9, 0)]), { timeout: 5000 });
  // the photos were matched once
  expect(asked).toEqual(['readings', 'thresholds']);
});

test('what does not match is counted, and whose labels differ is left out by name', async () => {
  const other = marker(aSAH.s100b, 49, (i) => (i < 3 ? `/other/x${i}.jpg` : `/photos/${i}.jpg`));
  const labels = other.labels.map((label, i): 0 | 1 => (i === 10 ? (label === 1 ? 0 : 1) : label));
  await open([{ evaluation: ofFile('e2', 'S100B'), scores: { ...other, labels } }]);
  await tick(/^S100B/);
  expect(await screen.findByText(/109 photos are in all of them/)).toBeTruthy();
  expect(screen.getByText('1 photo has different labels and is left out: /photos/10.jpg')).toBeTruthy();
  expect(cellsOf('Each on the shared photos').map((cells) => cells[2])).toEqual(['3', '3']);
});

test('too few shared photos are refused, with who lacks them', async () => {
  await open([{ evaluation: ofFile('e2', 'S100B'), scores: marker(aSAH.s100b, 49, (i) => `/other/x${i}.jpg`) }]);
  await tick(/^S100B/);
  expect((await screen.findByRole('alert')).textContent).toMatch(/At least 2 malignant and 2 benign/);
  expect(screen.getByText('S100B: 113 of 113 have no partner in all others')).toBeTruthy();
  expect(screen.queryByRole('table')).toBeNull();
});

test('a closed test split cannot be chosen, nor a sixth one', async () => {
  const scores = marker(aSAH.s100b, 49);
  const closed = anEvaluation({ id: 'closed', name: 'Shut', source: { kind: 'split', split: 'test' }, opened: false });
  const many = Array.from({ length: 6 }, (_, i) => ({ evaluation: ofFile(`m${i}`, `Reader ${i}`), scores }));
  const { core } = await open([{ evaluation: closed, scores }, ...many]);
  const shut = screen.getByRole('checkbox', { name: /^Shut.*closed: lock its threshold/s });
  expect(shut).toHaveProperty('disabled', true);
  for (let i = 0; i < 5; i++) await tick(new RegExp(`^Reader ${i}`));
  expect(screen.getByRole('checkbox', { name: /^Reader 5/ })).toHaveProperty('disabled', true);
  // 15 pairs, none different from its copy, and nothing is asked for twice
  await waitFor(() => expect(cellsOf(/paired DeLong/)).toHaveLength(15));
  expect(
    cellsOf(/paired DeLong/)
      .at(-1)
      ?.slice(1),
  ).toEqual([
    '0.000 (not estimable)',
    'not estimable',
    'not estimable',
    'not estimable',
    'It cannot be told from these photos.',
  ]);
  expect(core.inputsOf('evaluation.get')).toHaveLength(5);
  await tick(/^Reader 0/);
  await waitFor(() => expect(cellsOf(/paired DeLong/)).toHaveLength(10));
  expect(cellsOf('Each on the shared photos').map(([name]) => name)).toEqual([
    'WFNS',
    'Reader 1',
    'Reader 2',
    'Reader 3',
    'Reader 4',
  ]);
});

test('alone there is nothing to compare with', async () => {
  await open([]);
  expect(await screen.findByText('Nothing to compare with yet')).toBeTruthy();
});

test('equal names are told apart', () => {
  const [a, b] = candidatesOf(
    [anEvaluation({ id: 'a' }), anEvaluation({ id: 'b', source: { kind: 'split', split: 'test' } })],
    'c',
  );
  if (a === undefined || b === undefined) throw new Error('no candidates');
  expect(distinctNames([a, b])).toEqual(['ISIC 2017 – Recommended · Validation', 'ISIC 2017 – Recommended · Test']);
  expect(distinctNames([a, a])).toEqual([
    'ISIC 2017 – Recommended · Validation (1)',
    'ISIC 2017 – Recommended · Validation (2)',
  ]);
});
