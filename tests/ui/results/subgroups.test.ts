import { cleanup, configure, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import { AppError } from '../../../electron/shared/errors.ts';
import type { EvaluationColumns, EvaluationScores } from '../../../electron/shared/schemas/evaluation.ts';
import { groupColumns } from '../../../renderer/src/features/results/subgroups/subgroupRows.ts';
import SubgroupsView from '../../../renderer/src/features/results/subgroups/SubgroupsView.svelte';
import { scriptedCore, standInForLayout } from '../charts/standIns.ts';
import { referenceScores } from './referenceVector.ts';
import { viewOf } from './viewProps.ts';

standInForLayout();
// other tests run beside these
configure({ asyncUtilTimeout: 10_000 });
afterEach(cleanup);

const scores = referenceScores();
/** Odd rows are of women; the first 300 rows have 117 malignant ones among them; of 20 rows nothing is known. */
const sex = scores.labels.map((_, i) => (i < 10 || i >= 590 ? 'unknown' : i % 2 === 1 ? 'female' : 'male'));
const site = scores.labels.map((_, i) => (i < 9 ? 'scalp' : i < 300 ? 'trunk' : 'leg'));

function open(metadata: EvaluationColumns['metadata'], over: Partial<EvaluationScores> = {}, groupColumn?: string) {
  const nothing = scores.rowIds.map(() => null);
  const core = scriptedCore({
    'evaluation.columns': () => ({ photoIds: nothing, groups: nothing, groupColumn: groupColumn ?? null, metadata }),
  });
  const view = viewOf({ ...scores, ...over });
  return { core, view, ...render(SubgroupsView, view) };
}
const rowsOf = (table: HTMLElement): string[][] =>
  within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent.replaceAll(/\s+/g, ' ').trim()));
const pick = async (name: string): Promise<void> => {
  await fireEvent.keyDown(await screen.findByLabelText('Group by'), { key: 'Enter' });
  await fireEvent.pointerUp(await screen.findByRole('option', { name }));
};

/** Counted apart from the functions under test. */
function counted(values: readonly string[], value: string, label: 0 | 1, threshold: number): string {
  const rows = values.flatMap((own, i) => (own === value && scores.labels[i] === label ? [scores.scores[i] ?? 0] : []));
  const right = rows.filter((score) => score >= threshold === (label === 1)).length;
  return `${right} of ${rows.length}, ${((100 * right) / rows.length).toFixed(1)} %`;
}

test('each group with counts, rates and intervals; all photos first, unknown last', async () => {
  open([{ name: 'sex', values: sex }]);
  const rows = rowsOf(await screen.findByRole('table', { name: 'By sex' }));
  expect(rows.map(([name]) => name)).toEqual(['All photos', 'female', 'male', 'Unknown']);
  const everyone = sex.map(() => 'all');
  expect(rows[0]?.slice(1, 4)).toEqual(['600', '117', '483']);
  expect(rows[0]?.[4]).toContain(counted(everyone, 'all', 1, 0.5));
  expect(rows[0]?.[5]).toContain(counted(everyone, 'all', 0, 0.5));
  for (const [place, name] of ['female', 'male'].entries()) {
    expect(rows[place + 1]?.[4]).toContain(counted(sex, name, 1, 0.5));
    expect(rows[place + 1]?.[5]).toContain(counted(sex, name, 0, 0.5));
    expect(rows[place + 1]?.[6]).toMatch(/^0\.\d{3} \(0\.\d{3}–0\.\d{3}\)$/);
  }
  expect(rows[3]?.slice(1, 4)).toEqual(['20', '10', '10']);
  expect(screen.getByText(/With 3 groups looked at, one may stand out by chance/)).toBeTruthy();
});

test('a figure of too few photos is blank and says why', async () => {
  open([{ name: 'site', values: site }]);
  const rows = rowsOf(await screen.findByRole('table', { name: 'By site' }));
  // nine malignant photos of the scalp, and none at all of the leg
  expect(rows.find(([name]) => name === 'scalp')?.slice(1)).toEqual([
    '9',
    '9',
    '0',
    'under 10 malignant',
    'under 10 benign',
    'under 10 malignant',
  ]);
  expect(rows.find(([name]) => name === 'leg')?.[4]).toBe('under 10 malignant');
  expect(rows.find(([name]) => name === 'leg')?.[5]).toContain(counted(site, 'leg', 0, 0.5));
  // the most frequent first
  expect(rows.map(([name]) => name)).toEqual(['All photos', 'leg', 'trunk', 'scalp']);
});

test('the table follows the threshold', async () => {
  const { view, rerender } = open([{ name: 'sex', values: sex }]);
  await pick('sex');
  await rerender({ ...view, threshold: { ...view.threshold, value: 0.9 } });
  const rows = rowsOf(screen.getByRole('table', { name: 'By sex' }));
  expect(rows[1]?.[4]).toContain(counted(sex, 'female', 1, 0.9));
  expect(rows[1]?.[5]).toContain(counted(sex, 'female', 0, 0.9));
  expect(screen.getByText(/At the threshold 0.900/)).toBeTruthy();
});

test('another column is one choice away, and names of files are too many to be groups', async () => {
  open([
    { name: 'sex', values: sex },
    { name: 'file', values: scores.paths },
  ]);
  await pick('file');
  expect(screen.getByText(/“file” has 600 different values: too many/)).toBeTruthy();
  expect(screen.queryByRole('table')).toBeNull();
  await pick('sex');
  expect(screen.getByRole('table', { name: 'By sex' })).toBeTruthy();
});

test('without anything known, or without an answer, it says so', async () => {
  open([]);
  expect(await screen.findByText('Nothing is known that would group these photos')).toBeTruthy();
  cleanup();
  scriptedCore({
    'evaluation.columns': () => {
      throw new AppError('INTERNAL', 'no');
    },
  });
  render(SubgroupsView, viewOf(scores));
  expect(await screen.findByText('What is known of the photos could not be read')).toBeTruthy();
});

test('classes of the source are groups where there are more than two; patients never are', () => {
  const names = ['nevus', 'melanoma', 'keratosis', ''];
  const metadata = [
    { name: 'patient', values: ['1', '2', '3', '4'] },
    { name: 'sex', values: ['m', 'f', 'm', 'f'] },
  ];
  const keysOf = (classNames: string[]): string[] =>
    groupColumns({ classNames }, { metadata, groupColumn: 'patient' }).map(({ key }) => key);
  expect(keysOf(names)).toEqual(['column:sex', 'class']);
  expect(keysOf(['nevus', 'melanoma', 'nevus', ''])).toEqual(['column:sex']);
});
