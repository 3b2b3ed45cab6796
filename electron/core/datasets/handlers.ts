import { dirname, resolve } from 'node:path';
import { stat } from 'node:fs/promises';
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { CoreContext } from '../context.ts';
import {
  getDataset,
  getDatasetDetail,
  isNameTaken,
  listDatasets,
  refuseTakenName,
  renameDataset,
} from '../database/datasets.ts';
import { eachLabelOfSplit, listPhotos } from '../database/photos.ts';
import { writeFileAtomic } from '../files.ts';
import { importJob } from './importDataset.ts';
import { removeDataset } from './removeDataset.ts';
import { scanSource } from './scan.ts';
import { tutorialMetadataCsv } from './writeCsv.ts';

type DatasetChannels =
  | 'dataset.scan'
  | 'dataset.import'
  | 'dataset.list'
  | 'dataset.get'
  | 'dataset.rename'
  | 'dataset.remove'
  | 'dataset.exportSplit'
  | 'photo.list';

export function datasetHandlers(context: CoreContext): Pick<Handlers, DatasetChannels> {
  const { database, emit, jobs, newId } = context;
  jobs.register('import', importJob(context));
  return {
    'dataset.scan': (request) => scanSource(request, (name) => isNameTaken(database, name)),

    'dataset.import': async (request) => {
      // What can be said at once should not have to be read off a failed job.
      refuseTakenName(database, request.name, null);
      await stat(resolve(request.source));
      return { jobId: jobs.start('import', { ...request, datasetId: newId() }, { title: request.name }) };
    },

    'dataset.list': () => ({ datasets: listDatasets(database) }),
    'dataset.get': ({ id }) => getDatasetDetail(database, id),

    'dataset.rename': ({ id, name }) => {
      const renamed = renameDataset(database, id, name);
      emit('data.changed', { kind: 'dataset', id });
      // Runs show their data set's name.
      emit('data.changed', { kind: 'run', id: null });
      return renamed;
    },

    'dataset.remove': ({ id }) => {
      const { thumbnailsGone } = removeDataset(context, id);
      // A thumbnail that cannot be removed is a file too many in a cache, and no reason to refuse.
      thumbnailsGone.catch((thrown: unknown) => console.error('thumbnails were left:', thrown));
      emit('data.changed', { kind: 'dataset', id });
      return {};
    },

    'dataset.exportSplit': async ({ id, split, path }) => {
      const { counts } = getDataset(database, id);
      const rows = Object.values(counts[split] ?? {}).reduce((sum, n) => sum + n, 0);
      if (rows === 0) throw new AppError('NO_PHOTOS', `no photos in ${split}`, { details: { datasetId: id, split } });
      const target = resolve(path);
      await stat(dirname(target));
      // Read whole before it is written: between two writes another call could change the table.
      await writeFileAtomic(target, [...tutorialMetadataCsv(eachLabelOfSplit(database, id, split))]);
      return { rows };
    },

    'photo.list': (query) => {
      getDataset(database, query.datasetId);
      return listPhotos(database, query);
    },
  };
}
