import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '../../electron/core/app.ts';
import { createApp } from '../../electron/core/app.ts';
import { createHandlers } from '../../electron/core/handlers.ts';
import { createJobQueue } from '../../electron/core/jobs/queue.ts';
import type { Input, Output } from '../../electron/shared/contract.ts';
import { contract, isShellChannel } from '../../electron/shared/contract.ts';
import type { Channel, CoreChannel } from '../../electron/shared/contract.ts';
import { Reply } from '../../electron/shared/contract.ts';
import { bestPreset } from '../../electron/shared/presets.ts';
import { JobKind } from '../../electron/shared/schemas/job.ts';
import { folderOfShots, importFrom } from '../integration/core/importing.ts';
import { openApp } from '../integration/core/support.ts';

const isChannel = (name: string): name is Channel => Object.hasOwn(contract, name);
const isCore = (name: Channel): name is CoreChannel => !isShellChannel(name);
const coreChannels = Object.keys(contract).filter(isChannel).filter(isCore);

/** Asked of an id that no record has; the least input that the schema takes. */
const nowhere: { [C in CoreChannel]: Input<C> } = {
  'app.info': {},
  'app.doctor': {},
  'settings.get': {},
  'settings.set': {},
  'dataset.scan': { source: '/nowhere/at/all', labelsCsv: null },
  'dataset.import': {
    source: '/nowhere/at/all',
    labelsCsv: null,
    name: 'Set',
    mapping: {},
    split: { kind: 'folder' },
    groupColumn: null,
  },
  'dataset.list': {},
  'dataset.get': { id: 'none' },
  'dataset.rename': { id: 'none', name: 'Name' },
  'dataset.remove': { id: 'none' },
  'dataset.exportSplit': { id: 'none', split: 'train', path: '/nowhere/at/all.csv' },
  'photo.list': { datasetId: 'none', offset: 0, limit: 10 },
  'demo.start': { train: false },
  'backbone.list': {},
  'backbone.join': { parts: [{ id: 'none' }, { id: 'nor-this' }] },
  'run.estimate': { datasetId: 'none', config: trainConfig() },
  'run.plan': { datasetId: 'none', config: bestPreset, minutes: 30 },
  'run.reproduce': { path: '/nowhere/at/all.json', name: 'Run' },
  'run.start': { datasetId: 'none', name: 'Run', config: trainConfig() },
  'run.ensemble': { runIds: ['none', 'nor-this'], name: 'Average' },
  'run.list': {},
  'run.get': { id: 'none' },
  'run.rename': { id: 'none', name: 'Name' },
  'run.remove': { id: 'none' },
  'run.setThreshold': { id: 'none', value: 0.5, source: 'manual', target: null },
  'run.lockThreshold': { id: 'none', locked: true },
  'run.testOpenings': { id: 'none' },
  'run.export': { id: 'none', format: 'bundle', to: { kind: 'inside', folder: '/nowhere' } },
  'evaluation.start': { runId: 'none', source: { kind: 'split', split: 'valid' } },
  'evaluation.list': {},
  'evaluation.get': { id: 'none' },
  'evaluation.columns': { id: 'none' },
  'evaluation.provenance': { id: 'none' },
  'evaluation.remove': { id: 'none' },
  'evaluation.openTest': { id: 'none' },
  'evaluation.rename': { id: 'none', name: 'Name' },
  'evaluation.setThreshold': { id: 'none', value: 0.5, source: 'manual', target: null },
  'evaluation.previewScores': { path: '/nowhere/at/all.csv' },
  'evaluation.importScores': {
    path: '/nowhere/at/all.csv',
    idColumn: 'id',
    labelColumn: 'label',
    mapping: {},
    readers: [{ column: 'score', name: 'Reader', scale: 'probability' }],
    groupColumn: null,
  },
  'evaluation.savePackage': { id: 'none', path: '/nowhere/at/all.lesionlab' },
  'evaluation.openPackage': { path: '/nowhere/at/all.lesionlab' },
  'evaluation.errorCopies': { id: 'none' },
  'evaluation.exportErrors': { id: 'none', folder: '/nowhere/at/all', copyPhotos: false },
  'report.start': {
    evaluationId: 'none',
    path: '/nowhere/at/all.html',
    format: 'html',
    language: 'en',
    prevalence: null,
    author: '',
    compareWith: [],
  },
  'crossValidation.start': { datasetId: 'none', name: 'Recipe', config: trainConfig() },
  'crossValidation.ensemble': { ids: ['none', 'nor-this'], name: 'Average' },
  'crossValidation.list': {},
  'crossValidation.get': { id: 'none' },
  'crossValidation.remove': { id: 'none' },
  'crossValidation.compare': { datasetId: 'none' },
  'sweep.start': { datasetId: 'none', name: 'Sweep', minutes: 1, recipes: [{ name: 'Recipe', config: trainConfig() }] },
  'sweep.list': {},
  'sweep.get': { id: 'none' },
  'explanation.get': { kind: 'prediction', id: 'none' },
  'review.list': { datasetId: 'none' },
  'review.decide': { photoIds: ['none'], verdict: { kind: 'agree' }, reason: '' },
  'review.undo': { datasetId: 'none' },
  'dataset.createVersion': { id: 'none', name: 'Name' },
  'prediction.create': { runId: 'none', path: '/nowhere.jpg' },
  'prediction.list': {},
  'batch.start': { runId: 'none', inputs: ['/nowhere'], threshold: null, out: null, resume: false },
  'batch.list': {},
  'batch.get': { id: 'none' },
  'batch.summary': { id: 'none' },
  'batch.rows': { batchId: 'none', offset: 0, limit: 10 },
  'batch.export': { id: 'none', path: '/nowhere/at/all.csv', format: 'csv' },
  'batch.remove': { id: 'none' },
  'batch.rowIds': { query: { batchId: 'none' }, offset: 0, limit: 10 },
  'batch.mark': { batchId: 'none', selection: { kind: 'rows', ids: ['1'] }, mark: 'check' },
  'batch.undoMark': { id: 'none' },
  'batch.note': { batchId: 'none', rowId: '1', note: 'x' },
  'batch.transfer': { batchId: 'none', selection: { kind: 'rows', ids: ['1'] }, to: '/nowhere/at/all', move: false },
  'batch.transfers': { id: 'none' },
  'batch.undoTransfer': { id: 'none' },
  'batch.sheet': {
    batchId: 'none',
    selection: { kind: 'rows', ids: ['1'] },
    path: '/nowhere/at/all.pdf',
    language: 'en',
  },
  'job.list': {},
  'job.cancel': { id: 'none' },
  'job.resume': { id: 'none' },
  'job.dismiss': { id: 'none' },
  'augment.preview': {
    datasetId: 'none',
    augmentation: { turnsAndMirrors: true, smallestCrop: 1, gain: 0, channelGain: 0, offset: 0, cutOut: 0 },
    seed: 7,
  },
  'media.resolve': { kind: 'photo', id: 'none', sizePx: 256 },
};

function trainConfig(): Input<'run.start'>['config'] {
  return {
    preset: 'custom',
    backboneId: 'efficientNetLite0',
    views: 'one',
    featureScaling: 'none',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 16,
    epochs: 1,
    l2: 0,
    classWeights: 'none',
    seed: 1,
    earlyStoppingPatience: null,
    tensorBoard: false,
  };
}

/** Calls that need nothing to be there. */
const always: CoreChannel[] = [
  'settings.get',
  'settings.set',
  'dataset.list',
  'backbone.list',
  'run.list',
  'crossValidation.list',
  'sweep.list',
  'evaluation.list',
  'prediction.list',
  'batch.list',
  'job.list',
];
/** They load TensorFlow, or start work. */
const elsewhere: CoreChannel[] = ['app.info', 'app.doctor', 'demo.start'];

test("every call of the contract that is not the shell's has its handler, every job kind its work", async () => {
  const { app } = await openApp();
  const { database, now, newId } = app.context;
  const kinds = new Set<string>();
  const jobs = createJobQueue({ database, now, newId, emit: () => undefined });
  const register: typeof jobs.register = (kind, definition) => {
    kinds.add(kind);
    jobs.register(kind, definition);
  };
  const handlers = createHandlers({ ...app.context, jobs: { ...jobs, register } }, jobs);
  expect(Object.keys(handlers).sort()).toEqual([...coreChannels].sort());
  expect([...kinds].sort()).toEqual([...JobKind.options].sort());
});

/** One core for all that leaves nothing in it. */
let dataDir: string;
let empty: App;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'lesionlab-'));
  empty = await createApp({ dataDir, runtimeDir: dataDir, holder: 'command', emit: () => undefined });
});
afterAll(async () => {
  await empty.close();
  rmSync(dataDir, { recursive: true });
});

test.each(coreChannels.filter((channel) => !elsewhere.includes(channel)))(
  '%s answers as agreed when there is nothing yet',
  async (channel) => {
    const reply = Reply.parse(await empty.dispatch(channel, nowhere[channel]));
    if (always.includes(channel)) expect(reply.ok).toBe(true);
    else if (reply.ok) throw new Error(`${channel} made something of nothing: ${JSON.stringify(reply.value)}`);
    else expect(reply.error.code).toBe(channel === 'backbone.join' ? 'BACKBONE_MISSING' : 'NOT_FOUND');
  },
);

test.each(coreChannels.filter((channel) => !always.includes(channel) && !elsewhere.includes(channel)))(
  '%s refuses what breaks the contract',
  async (channel) => {
    for (const input of [null, {}, 'text', { id: 7 }]) {
      expect(await empty.dispatch(channel, input)).toMatchObject({ ok: false, error: { code: 'BAD_INPUT' } });
    }
  },
);

test('what the core answers about a data set parses, unchanged', async () => {
  const { app } = await openApp();
  const { detail } = await importFrom(app, {
    source: await folderOfShots(['train/nevus/1.jpg', 'train/melanoma/2.jpg', 'valid/nevus/3.jpg']),
  });
  const id = detail.dataset.id;
  async function check<C extends CoreChannel>(channel: C, input: Input<C>): Promise<Output<C>> {
    const value = await app.call(channel, input);
    expect(contract[channel].output.parse(structuredClone(value)), channel).toEqual(value);
    return value;
  }
  await check('dataset.list', {});
  await check('dataset.get', { id });
  await check('photo.list', { datasetId: id, offset: 0, limit: 2 });
  await check('dataset.rename', { id, name: ' Other ' });
  const { jobs } = await check('job.list', {});
  expect(await check('job.dismiss', { id: jobs[0]?.id ?? '' })).toEqual({});
  expect(await check('dataset.remove', { id })).toEqual({});
});
