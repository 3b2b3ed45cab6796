import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import { AppError } from '../../../electron/shared/errors.ts';
import RowCard from '../../../renderer/src/features/batch/RowCard.svelte';
import InspectorSlot from '../../../renderer/src/features/frame/InspectorSlot.svelte';
import { standInForLayout } from '../charts/standIns.ts';
import { aBatch, aRow, broken, rowsCore } from './records.ts';

standInForLayout();
afterEach(cleanup);

const told: unknown[] = [];
const props = {
  batch: aBatch(),
  row: aRow(4, {}, { quality: ['BLURRED'], unlike: true, takenAt: '2026-03-04T05:06:07', metadata: { site: 'back' } }),
  place: 4,
  count: 100,
  onmove: (place: number) => told.push(['move', place]),
  onenlarge: () => told.push('enlarge'),
  onmark: (mark: unknown) => told.push(['mark', mark]),
  onnote: (row: { id: string }, note: string) => told.push(['note', row.id, note]),
  onleave: () => told.push('leave'),
};

async function card(more: Partial<typeof props> = {}) {
  told.length = 0;
  const core = rowsCore({
    'explanation.get': () => {
      throw new AppError('NOT_FOUND', 'gone', { details: { reason: 'PHOTO_MISSING' } });
    },
  });
  render(InspectorSlot);
  const { rerender } = render(RowCard, { ...props, ...more });
  await screen.findByTestId('row-card');
  return { core, rerender: (next: Partial<typeof props>) => rerender({ ...props, ...next }) };
}

test('it shows score, probability, call, flags and the user’s own columns, and moves through the list', async () => {
  await card();
  const text = screen.getByTestId('row-card').textContent;
  for (const part of [
    'Malignant',
    'Score 0.900',
    '25.0 %',
    'Unlike the training photos · Blurred',
    '2026-03-04 05:06',
    'back',
  ])
    expect(text).toContain(part);
  await fireEvent.click(screen.getByRole('button', { name: 'Next photo' }));
  await fireEvent.click(screen.getByRole('button', { name: /^To check/ }));
  expect(told).toEqual([
    ['move', 5],
    ['mark', 'check'],
  ]);
});

test('it is explained once the eye rests on it; what fails says so, and never reads as an all-clear', async () => {
  const { core } = await card();
  expect(core.inputsOf('explanation.get')).toEqual([]);
  await waitFor(() => expect(core.inputsOf('explanation.get')).toEqual([{ kind: 'batchRow', id: '4' }]));
  expect(await screen.findByText(/whether its score can be relied on is not known/)).toBeTruthy();
  expect(screen.queryByText('No warnings')).toBeNull();
});

test('while the batch runs, the engine is asked only when somebody asks', async () => {
  const { core } = await card({ batch: aBatch({ state: 'running' }) });
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(core.inputsOf('explanation.get')).toEqual([]);
  await fireEvent.click(screen.getByRole('button', { name: 'Look at this photo' }));
  await waitFor(() => expect(core.inputsOf('explanation.get')).toHaveLength(1));
});

test('a photo without a score says why, and is not explained', async () => {
  const { core } = await card({ row: broken });
  expect(screen.getByTestId('row-card').textContent).toContain('empty');
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(core.inputsOf('explanation.get')).toEqual([]);
});

test('a note is kept with the row it was typed on, even when another row comes before it is left', async () => {
  const { rerender } = await card();
  await fireEvent.input(screen.getByLabelText(/^Note/), { target: { value: ' ask Dr Li ' } });
  await rerender({ row: aRow(5), place: 5 });
  expect(told).toEqual([['note', '4', 'ask Dr Li']]);
  const field = screen.getByLabelText<HTMLTextAreaElement>(/^Note/);
  expect(field.value).toBe('');
  await fireEvent.input(field, { target: { value: 'x' } });
  await fireEvent.keyDown(field, { key: 'Escape' });
  expect(told.slice(1)).toEqual(['leave']);
  await fireEvent.input(field, { target: { value: 'y' } });
  await fireEvent.keyDown(field, { key: 'Enter' });
  expect(told.slice(2)).toEqual([['note', '5', 'y'], 'leave']);
});
