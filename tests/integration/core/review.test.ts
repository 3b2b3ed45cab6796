import { expect, test } from 'vitest';
import type { App } from '../../../electron/core/app.ts';
import type { Photo } from '../../../electron/shared/schemas/dataset.ts';
import { folderOf, importFrom, shot } from './importing.ts';
import { failureOf, openApp, type Told } from './support.ts';

const reviews = (told: readonly Told[]): number =>
  told.filter(({ event, payload }) => event === 'data.changed' && 'kind' in payload && payload.kind === 'review')
    .length;

/** train: 3 nevi and 2 melanomas, valid: 1 and 1; the last two of train are copies of one another. */
async function imported(app: App): Promise<{ id: string; photos: Photo[]; named: (path: string) => Photo }> {
  const source = folderOf({
    'train/nevus/1.jpg': await shot(1),
    'train/nevus/2.jpg': await shot(2),
    'train/nevus/3.jpg': await shot(3),
    'train/melanoma/4.jpg': await shot(4),
    'train/melanoma/3.jpg': await shot(3),
    'valid/nevus/5.jpg': await shot(5),
    'valid/melanoma/6.jpg': await shot(6),
  });
  const { detail, photos } = await importFrom(app, { source, name: 'Mine' });
  const named = (path: string): Photo => {
    const found = photos.find((photo) => photo.path.endsWith(path));
    if (found === undefined) throw new Error(`no photo ${path}`);
    return found;
  };
  return { id: detail.dataset.id, photos, named };
}

test('several photos are decided on in one act; undo takes the latest act back and what stood before stands again', async () => {
  const { app, told } = await openApp();
  const { id, named } = await imported(app);
  const [one, two, six] = [named('nevus/1.jpg'), named('nevus/2.jpg'), named('6.jpg')];

  const first = await app.call('review.decide', {
    photoIds: [one.id, two.id],
    verdict: { kind: 'relabel', label: 'malignant' },
    reason: ' second reader ',
  });
  expect(
    first.decisions.map(({ fileName, verdict, reason, split, label }) => [fileName, verdict, reason, split, label]),
  ).toEqual([
    ['1.jpg', { kind: 'relabel', label: 'malignant' }, 'second reader', 'train', 'benign'],
    ['2.jpg', { kind: 'relabel', label: 'malignant' }, 'second reader', 'train', 'benign'],
  ]);
  await app.call('review.decide', { photoIds: [one.id, six.id], verdict: { kind: 'exclude' }, reason: 'blurred' });
  const standing = async (): Promise<string[]> =>
    (await app.call('review.list', { datasetId: id })).decisions.map(
      ({ fileName, verdict }) => `${fileName} ${verdict.kind}`,
    );
  expect(await standing()).toEqual(['6.jpg exclude', '1.jpg exclude', '2.jpg relabel']);

  const { undone } = await app.call('review.undo', { datasetId: id });
  expect(undone.map(({ fileName }) => fileName)).toEqual(['1.jpg', '6.jpg']);
  expect(await standing()).toEqual(['2.jpg relabel', '1.jpg relabel']);
  expect((await app.call('review.undo', { datasetId: id })).undone).toHaveLength(2);
  expect(await standing()).toEqual([]);
  const heard = reviews(told);
  expect((await app.call('review.undo', { datasetId: id })).undone).toEqual([]);
  expect([heard, reviews(told)]).toEqual([4, 4]);
});

test('giving a photo the label that it has is agreeing; photos of nowhere or of two data sets are refused whole', async () => {
  const { app } = await openApp();
  const { id, named } = await imported(app);
  const { decisions } = await app.call('review.decide', {
    photoIds: [named('nevus/1.jpg').id, named('4.jpg').id, named('4.jpg').id],
    verdict: { kind: 'relabel', label: 'malignant' },
    reason: '',
  });
  expect(decisions.map(({ verdict }) => verdict.kind)).toEqual(['relabel', 'agree']);

  const other = await importFrom(app, { source: folderOf({ 'train/nevus/9.jpg': await shot(9) }), name: 'Other' });
  const mixed = [named('nevus/2.jpg').id, other.photos[0]?.id ?? ''];
  const refused = await failureOf(
    app.call('review.decide', { photoIds: mixed, verdict: { kind: 'exclude' }, reason: '' }),
  );
  expect([refused.code, refused.details['reason']]).toEqual(['BAD_INPUT', 'SEVERAL_DATASETS']);
  const gone = app.call('review.decide', {
    photoIds: [named('nevus/2.jpg').id, '99999'],
    verdict: { kind: 'agree' },
    reason: '',
  });
  expect((await failureOf(gone)).code).toBe('NOT_FOUND');
  expect((await app.call('review.list', { datasetId: id })).decisions).toHaveLength(2);
  expect((await failureOf(app.call('review.list', { datasetId: 'none' }))).code).toBe('NOT_FOUND');
});

test('copies of one content are listed by it', async () => {
  const { app } = await openApp();
  const { id, named } = await imported(app);
  const { sha256 } = named('nevus/3.jpg');
  const { photos } = await app.call('photo.list', { datasetId: id, sha256, offset: 0, limit: 10 });
  expect(photos.map(({ className }) => className).toSorted()).toEqual(['melanoma', 'nevus']);
});

test('a version carries decisions out: labels, exclusions, splits, counts, duplicates; the parent stays as it was', async () => {
  const { app, told } = await openApp();
  const { id, photos, named } = await imported(app);
  const before = await app.call('dataset.get', { id });
  expect(before.report.duplicates).toMatchObject([{ conflict: true }]);
  await app.call('review.decide', {
    photoIds: [named('nevus/1.jpg').id],
    verdict: { kind: 'relabel', label: 'malignant' },
    reason: 'histology',
  });
  await app.call('review.decide', {
    photoIds: [named('melanoma/3.jpg').id],
    verdict: { kind: 'exclude' },
    reason: 'copy',
  });
  await app.call('review.decide', { photoIds: [named('4.jpg').id], verdict: { kind: 'agree' }, reason: '' });

  const made = await app.call('dataset.createVersion', { id, name: 'Mine v2' });
  expect([made.version, made.photoCount, made.duplicateCount]).toEqual([2, 6, 0]);
  expect(made.counts).toEqual({ train: { benign: 2, malignant: 2 }, valid: { benign: 1, malignant: 1 } });
  const detail = await app.call('dataset.get', { id: made.id });
  expect(detail.changes).toMatchObject({
    parentId: id,
    parentName: 'Mine',
    relabelled: [{ path: named('nevus/1.jpg').path, from: 'benign', to: 'malignant', reason: 'histology' }],
    excluded: [{ path: named('melanoma/3.jpg').path, label: 'malignant', reason: 'copy' }],
  });
  expect(detail.report).toMatchObject({
    datasetId: made.id,
    name: 'Mine v2',
    excludedCount: 1,
    duplicates: [],
    counts: made.counts,
    classCounts: [
      { className: 'melanoma', label: 'malignant', count: 2 },
      { className: 'nevus', label: 'malignant', count: 1 },
      { className: 'nevus', label: 'benign', count: 3 },
    ],
  });
  const inVersion = (await app.call('photo.list', { datasetId: made.id, offset: 0, limit: 100 })).photos;
  const facts = ({ path, split, className, group, sha256, metadata }: Photo) => ({
    path,
    split,
    className,
    group,
    sha256,
    metadata,
  });
  const kept = photos.filter(({ path }) => !path.endsWith('melanoma/3.jpg'));
  expect(inVersion.map(facts)).toEqual(kept.map(facts));
  expect(inVersion.map(({ label }) => label)).toEqual(
    kept.map(({ path, label }) => (path.endsWith('nevus/1.jpg') ? 'malignant' : label)),
  );
  expect(inVersion.every(({ duplicate }) => !duplicate)).toBe(true);
  // Done is done: the version begins without decisions, the parent's are marked, and undo leaves them.
  expect((await app.call('review.list', { datasetId: made.id })).decisions).toEqual([]);
  const { decisions } = await app.call('review.list', { datasetId: id });
  expect(decisions.map(({ versionId }) => versionId)).toEqual([made.id, made.id, made.id]);
  expect((await app.call('review.undo', { datasetId: id })).undone).toEqual([]);
  expect(await app.call('dataset.get', { id })).toEqual(before);
  expect((await app.call('photo.list', { datasetId: id, offset: 0, limit: 100 })).photos).toEqual(photos);
  expect(told).toContainEqual({ event: 'data.changed', payload: { kind: 'dataset', id: made.id } });

  // A later decision is open, and a version that is removed makes its decisions open again.
  await app.call('review.decide', { photoIds: [named('5.jpg').id], verdict: { kind: 'exclude' }, reason: '' });
  const open = async (): Promise<number> =>
    (await app.call('review.list', { datasetId: id })).decisions.filter(({ versionId }) => versionId === null).length;
  expect(await open()).toBe(1);
  await app.call('dataset.remove', { id: made.id });
  expect(await open()).toBe(4);
});

test('a version needs a change, a free name, a photo; a split that loses a class is warned of', async () => {
  const { app } = await openApp();
  const { id, photos, named } = await imported(app);
  await app.call('review.decide', { photoIds: [named('5.jpg').id], verdict: { kind: 'agree' }, reason: '' });
  const unchanged = await failureOf(app.call('dataset.createVersion', { id, name: 'Next' }));
  expect([unchanged.code, unchanged.details['reason']]).toEqual(['BAD_INPUT', 'NO_CHANGES']);
  expect((await failureOf(app.call('dataset.createVersion', { id: 'none', name: 'Next' }))).code).toBe('NOT_FOUND');

  await app.call('review.decide', { photoIds: [named('5.jpg').id], verdict: { kind: 'exclude' }, reason: '' });
  expect((await failureOf(app.call('dataset.createVersion', { id, name: 'Mine' }))).code).toBe('ALREADY_EXISTS');
  const made = await app.call('dataset.createVersion', { id, name: 'Next' });
  const { report } = await app.call('dataset.get', { id: made.id });
  expect(report.warnings).toContainEqual({ code: 'ONE_CLASS_SPLIT', details: { split: 'valid', label: 'benign' } });

  const all = photos.map((photo) => photo.id);
  await app.call('review.decide', { photoIds: all, verdict: { kind: 'exclude' }, reason: '' });
  expect((await failureOf(app.call('dataset.createVersion', { id, name: 'Nothing' }))).code).toBe('NO_PHOTOS');
  expect((await app.call('dataset.list', {})).datasets.map(({ name }) => name).toSorted()).toEqual(['Mine', 'Next']);

  // A version of a version is the third.
  const [first] = (await app.call('photo.list', { datasetId: made.id, offset: 0, limit: 1 })).photos;
  await app.call('review.decide', { photoIds: [first?.id ?? ''], verdict: { kind: 'exclude' }, reason: '' });
  const third = await app.call('dataset.createVersion', { id: made.id, name: 'Third' });
  expect([third.version, (await app.call('dataset.get', { id: third.id })).report.excludedCount]).toEqual([3, 2]);
});
