import { contract, type Channel, type EventName, type Events } from '../../../electron/shared/contract.ts';
import { AppError, toErrorBody } from '../../../electron/shared/errors.ts';
import type { JobSnapshot } from '../../../electron/shared/schemas/job.ts';
import { Settings } from '../../../electron/shared/schemas/settings.ts';
import type { Transport } from '../../../renderer/src/api.ts';
import { records, type Records } from './scriptedRecords.ts';

export interface ScriptedCore {
  transport: Transport;
  records: Records;
  /** Every call made, in order. */
  calls: { channel: string; input: unknown }[];
  /** Calls of one channel. */
  inputsOf(channel: Channel): unknown[];
  emit<E extends EventName>(event: E, payload: Events[E]): void;
  /** Puts a job on the list and tells the window. */
  job(job: JobSnapshot): void;
}

/**
 * A stand-in for shell and core behind the window's transport: records in memory, every input and output held to the
 * contract. Answers can be replaced by channel, to fail or to wait.
 */
export function createScriptedCore(
  start: Records = records(),
  answers: Record<string, (input: unknown) => unknown> = {},
): ScriptedCore {
  const calls: ScriptedCore['calls'] = [];
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  let settings = Settings.parse({ language: 'en', theme: 'light' });
  const emit = (event: string, payload: unknown): void => {
    for (const listener of listeners.get(event) ?? []) listener(payload);
  };
  const byId = <T extends { id: string }>(items: readonly T[], input: unknown): T => {
    const { id } = contract['dataset.get'].input.parse(input);
    const found = items.find((item) => item.id === id);
    if (found === undefined) throw new AppError('NOT_FOUND', id, { details: { id } });
    return found;
  };

  const defaults: Record<string, (input: unknown) => unknown> = {
    'app.info': () => ({
      version: '0.1.0',
      dataDir: '/home/ada/.local/share/LesionLab',
      platform: 'linux-x64',
      electron: '33.2.1',
      node: '24.21.0',
      tensorflow: '2.15.1',
    }),
    'app.doctor': () => ({ checks: start.checks }),
    'settings.get': () => settings,
    'settings.set': (input) => {
      settings = Settings.parse({ ...settings, ...contract['settings.set'].input.parse(input) });
      return settings;
    },
    'dataset.scan': () => start.scan,
    'dataset.import': () => ({ jobId: 'job-import' }),
    'dataset.list': () => ({ datasets: start.datasets.map((detail) => detail.dataset) }),
    'dataset.get': (input) => {
      const { id } = contract['dataset.get'].input.parse(input);
      const found = start.datasets.find((detail) => detail.dataset.id === id);
      if (found === undefined) throw new AppError('NOT_FOUND', `data set ${id}`);
      return found;
    },
    'dataset.rename': (input) => {
      const { id, name } = contract['dataset.rename'].input.parse(input);
      const detail = start.datasets.find((candidate) => candidate.dataset.id === id);
      if (detail === undefined) throw new AppError('NOT_FOUND', `data set ${id}`);
      detail.dataset = { ...detail.dataset, name };
      emit('data.changed', { kind: 'dataset', id });
      return detail.dataset;
    },
    'dataset.remove': (input) => {
      const { id } = contract['dataset.remove'].input.parse(input);
      start.datasets.splice(
        start.datasets.findIndex((detail) => detail.dataset.id === id),
        1,
      );
      emit('data.changed', { kind: 'dataset', id });
      return {};
    },
    'dataset.exportSplit': () => ({ rows: 2000 }),
    'photo.list': (input) => {
      const query = contract['photo.list'].input.parse(input);
      const found = start.photos.filter(
        (photo) =>
          photo.datasetId === query.datasetId &&
          (query.split === null || photo.split === query.split) &&
          (query.label === null || photo.label === query.label) &&
          (query.className === null || photo.className === query.className) &&
          (!query.duplicatesOnly || photo.duplicate) &&
          photo.fileName.toLowerCase().includes(query.search.toLowerCase()),
      );
      return { total: found.length, photos: found.slice(query.offset, query.offset + query.limit) };
    },
    'demo.start': () => ({ jobId: 'job-demo' }),
    'backbone.list': () => ({ backbones: start.backbones, damaged: [] }),
    'run.estimate': () => ({
      trainCount: 2000,
      validCount: 150,
      toExtract: 2150,
      secondsExtract: 96,
      secondsTrain: 4,
      diskBytes: 44_000_000,
    }),
    'run.plan': (input) => {
      const { config, minutes } = contract['run.plan'].input.parse(input);
      return { config, plan: { minutes, seconds: 500 }, notes: [] };
    },
    'run.start': () => ({ jobId: 'job-training', runId: 'run-2' }),
    'crossValidation.list': () => ({ crossValidations: [] }),
    'sweep.list': () => ({ sweeps: [] }),
    'run.list': (input) => {
      const { datasetId } = contract['run.list'].input.parse(input);
      return { runs: start.runs.filter((run) => datasetId === null || run.datasetId === datasetId) };
    },
    'run.get': (input) => ({
      run: byId(start.runs, input),
      epochs: start.epochs,
      layers: start.layers,
      tensorBoardDir: null,
      environment: null,
    }),
    'run.rename': (input) => byId(start.runs, input),
    'run.remove': () => ({}),
    'run.setThreshold': (input) => {
      const { id, value, source, target } = contract['run.setThreshold'].input.parse(input);
      const run = byId(start.runs, { id });
      return { ...run, threshold: { value, source, target, setAt: '2026-11-24T10:00:00Z', lockedAt: null } };
    },
    'run.lockThreshold': (input) => byId(start.runs, input),
    'run.testOpenings': () => ({ openings: [] }),
    'evaluation.columns': () => ({
      photoIds: start.scores.rowIds.map(() => null),
      groups: start.scores.rowIds.map(() => null),
      groupColumn: null,
      metadata: [],
    }),
    'evaluation.start': () => ({ jobId: 'job-evaluation', evaluationId: 'evaluation-1' }),
    'evaluation.list': (input) => {
      const { runId } = contract['evaluation.list'].input.parse(input);
      return { evaluations: start.evaluations.filter((item) => runId === null || item.runId === runId) };
    },
    'evaluation.get': (input) => ({ evaluation: byId(start.evaluations, input), scores: start.scores }),
    'evaluation.remove': () => ({}),
    'review.list': () => ({ decisions: [] }),
    'prediction.create': () => start.predictions[0],
    'prediction.list': () => ({ predictions: start.predictions }),
    'batch.start': () => ({ jobId: 'job-scoring', batchId: 'batch-1' }),
    'batch.list': () => ({ batches: start.batches }),
    'batch.get': (input) => byId(start.batches, input),
    'batch.rows': (input) => {
      const { offset, limit, filter, search } = contract['batch.rows'].input.parse(input);
      const found = start.batchRows.filter(
        ({ row }) =>
          (filter === 'all' || (filter === 'error' ? row.status === 'error' : row.label === filter)) &&
          row.path.includes(search),
      );
      return { total: found.length, rows: found.slice(offset, offset + limit) };
    },
    'batch.export': () => ({ rows: start.batchRows.length }),
    'batch.remove': () => ({}),
    'job.list': () => ({ jobs: start.jobs }),
    'job.cancel': () => ({}),
    'job.resume': () => ({ jobId: 'job-resumed' }),
    'job.dismiss': () => ({}),
    'media.resolve': () => {
      throw new AppError('BAD_INPUT', 'only the shell may ask');
    },
    'shell.chooseFolder': () => ({ path: start.scan.source }),
    'shell.chooseFile': () => ({ path: '/home/ada/isic2017/labels.csv' }),
    'shell.saveFile': () => ({ path: '/home/ada/train.csv' }),
    'shell.saveContent': () => ({ path: '/home/ada/figure.svg' }),
    'shell.showInFolder': () => ({}),
    'shell.pathKind': () => ({ kind: 'folder' }),
    'shell.setLook': () => ({}),
  };

  const isChannel = (channel: string): channel is Channel => Object.hasOwn(contract, channel);
  const transport: Transport = {
    async invoke(channel, input) {
      calls.push({ channel, input });
      try {
        if (!isChannel(channel)) throw new AppError('BAD_INPUT', `no channel ${channel}`);
        const parsed = contract[channel].input.parse(input);
        const answer = answers[channel] ?? defaults[channel];
        return { ok: true, value: contract[channel].output.parse(await answer?.(parsed)) };
      } catch (error) {
        return { ok: false, error: toErrorBody(error) };
      }
    },
    subscribe(event, listener) {
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all.add(listener));
      return () => all.delete(listener);
    },
    pathForFile: (file) => `/home/ada/${file.name}`,
  };

  return {
    transport,
    records: start,
    calls,
    inputsOf: (channel) => calls.filter((call) => call.channel === channel).map((call) => call.input),
    emit,
    job(job) {
      start.jobs = [job, ...start.jobs.filter(({ id }) => id !== job.id)];
      emit('job.changed', job);
    },
  };
}
