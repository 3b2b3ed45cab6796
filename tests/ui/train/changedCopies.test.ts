import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import { AppError } from '../../../electron/shared/errors.ts';
import ChangedCopies from '../../../renderer/src/features/train/ChangedCopies.svelte';
import { augmentations } from '../../../electron/shared/presets.ts';
import { scriptedCore, standInForLayout } from '../charts/standIns.ts';

standInForLayout();
afterEach(cleanup);

const props = { open: true, datasetId: 'dataset1', augmentation: { ...augmentations.full }, seed: 7 };
const answer = (seed: number) => ({
  photos: [
    { photoId: '1', className: 'melanoma', label: 'malignant' as const, copies: [`m${seed}-1`, `m${seed}-2`] },
    { photoId: '2', className: 'nevus', label: 'benign' as const, copies: [`n${seed}-1`, `n${seed}-2`] },
  ],
});

test('each photo stands beside its copies, and others can be asked for', async () => {
  const core = scriptedCore({ 'augment.preview': ({ seed }) => answer(seed) });
  render(ChangedCopies, props);
  expect(await screen.findByAltText('melanoma, copy 2')).toBeTruthy();
  expect([...document.querySelectorAll('img')].map((picture) => picture.getAttribute('src'))).toEqual([
    'app://photo/1?size=208',
    'app://changedCopy/m7-1?size=208',
    'app://changedCopy/m7-2?size=208',
    'app://photo/2?size=208',
    'app://changedCopy/n7-1?size=208',
    'app://changedCopy/n7-2?size=208',
  ]);
  expect(core.inputsOf('augment.preview')).toEqual([
    { datasetId: 'dataset1', augmentation: augmentations.full, seed: 7, count: 4 },
  ]);
  await fireEvent.click(screen.getByRole('button', { name: 'Other photos' }));
  await waitFor(() =>
    expect(document.querySelectorAll('img')[1]?.getAttribute('src')).toBe('app://changedCopy/m8-1?size=208'),
  );
});

test('closed it asks for nothing; a failure is told and can be tried again', async () => {
  let broken = true;
  const core = scriptedCore({
    'augment.preview': ({ seed }) => {
      if (broken) throw new AppError('NO_PHOTOS', 'none');
      return answer(seed);
    },
  });
  const { rerender } = render(ChangedCopies, { ...props, open: false });
  expect(core.inputsOf('augment.preview')).toEqual([]);
  await rerender({ open: true });
  expect(await screen.findByText('The copies could not be made')).toBeTruthy();
  broken = false;
  await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByAltText('nevus, copy 1')).toBeTruthy();
});
