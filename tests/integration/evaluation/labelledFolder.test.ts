import { join } from 'node:path';
import { expect, test } from 'vitest';
import { labelledFolder } from '../../../electron/core/evaluation/labelledFolder.ts';
import { folderOf, shot } from '../core/importing.ts';

test('what a CSV beside labelled photos says of groups and metadata is kept with them', async () => {
  const folder = folderOf({
    'a.jpg': await shot(1),
    'b.jpg': await shot(2),
    'labels.csv': 'image,diagnosis,patient_id,sex\na.jpg,melanoma,p1,female\nb.jpg,nevus,,male\n',
  });
  const { photos, groupColumn } = await labelledFolder(folder, { melanoma: 'malignant', nevus: 'benign' });
  expect(groupColumn).toBe('patient_id');
  expect(photos).toEqual([
    {
      path: join(folder, 'a.jpg'),
      sha256: null,
      label: 1,
      className: 'melanoma',
      group: 'p1',
      metadata: { sex: 'female' },
    },
    { path: join(folder, 'b.jpg'), sha256: null, label: 0, className: 'nevus', group: null, metadata: { sex: 'male' } },
  ]);
});

test('class folders alone have neither', async () => {
  const folder = folderOf({ 'melanoma/a.jpg': await shot(1) });
  const labelled = await labelledFolder(folder, { melanoma: 'malignant' });
  expect(labelled).toMatchObject({ groupColumn: null, photos: [{ group: null, metadata: {} }] });
});
