import { rm } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import { ensembleNotes } from '../../shared/runNotes.ts';
import { Split } from '../../shared/schemas/common.ts';
import type { Run, RunClass, RunDetail, TrainConfig } from '../../shared/schemas/run.ts';
import { Views } from '../../shared/schemas/run.ts';
import { readBackbone } from '../backbones/findBackbone.ts';
import type { CoreContext, JobHandle } from '../context.ts';
import { transaction } from '../database/rows.ts';
import { getRunDetail, insertRun, runPhotos, updateRun } from '../database/runs.ts';
import type { RunPhoto } from '../database/runs.ts';
import { networkOf, notFinished, runDirOf, scoringModel, tunedNetworkDir } from '../scoring/model.ts';
import { refuseTakenRunName } from './createRun.ts';
import { runEnvironment } from './environment.ts';
import { layersOf } from './layers.ts';
import { scoreValidation } from './scoreValidation.ts';

export interface EnsembleRequest {
  runIds: readonly string[];
  name: string;
}

/**
 * Makes one run of finished ones: their networks in one graph, their heads side by side, its log-odds the mean of theirs. It keeps copies, so that runs that are
 * removed later change nothing. All of them must have been trained on the same photos: only then is its validation split none that one of them has learnt from.
 * What is left to do is to score the validation split. Returns the run's id. Throws BAD_INPUT (reason OTHER_PHOTOS, ENSEMBLE), ALREADY_EXISTS, NOT_FOUND, BACKBONE_MISSING.
 */
export async function createEnsemble(context: CoreContext, { runIds, name }: EnsembleRequest): Promise<string> {
  const { database, engines } = context;
  refuseTakenRunName(context, name, null);
  const parts = [...new Set(runIds)].map((id) => getRunDetail(database, id));
  const [first] = parts;
  if (first === undefined || parts.length < 2) {
    throw new AppError('BAD_INPUT', 'An average takes two different runs or more.', {
      details: { remedy: 'Name each run once.' },
    });
  }
  const photos = sharedPhotos(context, parts);
  const views = mostViews(parts.map(({ run }) => run.config.views));
  const networks = await Promise.all(parts.map(({ run }) => networkOf(context, run)));
  const models = await Promise.all(
    parts.map(async ({ run }) => {
      const { features, runDir, modelHash } = await scoringModel(context, run);
      return { backboneDir: features.backboneDir, views: run.config.views, runDir, modelHash };
    }),
  );
  const id = context.newId();
  const runDir = runDirOf(context, id);
  const { backboneId } = first.run.config;
  const names = parts.map(({ run }) => run.name);
  try {
    const { modelHash } = await engines.images.call('joinRuns', { models, views, backboneId, names, runDir });
    const { manifest } = await readBackbone(tunedNetworkDir(runDir), backboneId);
    const trainableParameters = parts.reduce((sum, { run }) => sum + run.trainableParameters, 0);
    const unreadable = unreadableOf(parts);
    const leftOut = new Set(unreadable.map(({ path }) => path));
    const count = (split: Split): number =>
      photos.filter((photo) => photo.split === split && !leftOut.has(photo.path)).length;
    const config: TrainConfig = {
      ...first.run.config,
      preset: 'custom',
      views,
      tuning: null,
      tensorBoard: false,
      ensemble: parts.map(({ run }) => ({ id: run.id, name: run.name })),
    };
    transaction(database, () => {
      insertRun(
        database,
        {
          id,
          name,
          datasetId: first.run.datasetId,
          datasetName: first.run.datasetName,
          config,
          createdAt: context.now().toISOString(),
          trainableParameters,
          frozenParameters: manifest.parameterCount,
          backboneGraphSha256: manifest.graphSha256,
          layers: layersOf(manifest),
          tensorBoardDir: null,
          jobId: null,
          classes: sharedClasses(parts),
          notes: ensembleNotes({
            names,
            views,
            otherViews: parts.some(({ run }) => run.config.views !== views),
            sizePx: manifest.imageSizePx,
            otherSize: networks.some((network) => network.manifest.imageSizePx !== manifest.imageSizePx),
          }),
        },
        photos,
      );
      updateRun(database, id, { modelHash, unreadable, trainCount: count('train'), validCount: count('valid') });
    });
  } catch (thrown) {
    await rm(runDir, { recursive: true, force: true });
    throw thrown;
  }
  return id;
}

/** The work of its job: what makes it a finished run. One that was stopped begins anew, for it takes moments. */
export async function finishEnsemble(context: CoreContext, run: Run, job: JobHandle): Promise<Run> {
  const { database, emit } = context;
  const startedMs = context.now().getTime();
  const environment = await runEnvironment(context.engines.compute, job.signal);
  updateRun(database, run.id, { environment });
  const model = await scoringModel(context, { ...run, state: 'finished' });
  const evaluationId = await scoreValidation(context, run, model, job);
  const finished = updateRun(database, run.id, {
    state: 'finished',
    finishedAt: context.now().toISOString(),
    seconds: (context.now().getTime() - startedMs) / 1000,
    error: null,
  });
  job.link({ evaluationId });
  emit('data.changed', { kind: 'run', id: run.id });
  return finished;
}

/** The photos of all of them. Throws BAD_INPUT when one is not finished, is an average itself, or was trained on others. */
function sharedPhotos({ database }: CoreContext, parts: readonly RunDetail[]): RunPhoto[] {
  let shared: RunPhoto[] | null = null;
  for (const { run } of parts) {
    if (run.state !== 'finished' || run.modelHash === null) throw notFinished(run);
    if (run.config.ensemble !== undefined) {
      const names = run.config.ensemble.map((part) => part.name);
      throw new AppError('BAD_INPUT', `The run "${run.name}" is an average itself.`, {
        details: {
          runId: run.id,
          reason: 'ENSEMBLE',
          remedy: `Name the runs that it is made of: ${names.join(', ')}.`,
        },
      });
    }
    const own: RunPhoto[] = Split.options.flatMap((split) => runPhotos(database, run.id, split));
    if (shared !== null && JSON.stringify(own) !== JSON.stringify(shared)) {
      throw new AppError(
        'BAD_INPUT',
        `The run "${run.name}" was trained on other photos than "${parts[0]?.run.name}".`,
        {
          details: {
            runId: run.id,
            reason: 'OTHER_PHOTOS',
            remedy:
              'Average runs of one data set as it was: one of them may have learnt from what another is checked with.',
          },
        },
      );
    }
    shared = own;
  }
  return shared ?? [];
}

const mostViews = (views: readonly Views[]): Views =>
  Views.options.findLast((candidate) => views.includes(candidate)) ?? 'one';

function unreadableOf(parts: readonly RunDetail[]): RunDetail['unreadable'] {
  const byPath = new Map(parts.flatMap(({ unreadable }) => unreadable.map((photo) => [photo.path, photo])));
  return [...byPath.values()];
}

/** The classes that all of them tell apart; none where they differ, and the average tells malignancy alone then. */
function sharedClasses(parts: readonly RunDetail[]): RunClass[] {
  const lists = parts.map(({ classes = [] }) => classes);
  const [first = []] = lists;
  if (lists.every((classes) => JSON.stringify(classes) === JSON.stringify(first))) return first;
  const kinds = lists.map((classes) => classes.map(({ malignant }) => malignant).join());
  if (new Set(kinds).size > 1) return [];
  // The heads cannot be told apart by their kinds of classes, but do not mean the same ones.
  throw new AppError('BAD_INPUT', 'These runs tell different classes apart.', {
    details: { reason: 'OTHER_CLASSES', remedy: 'Average runs that tell the same classes apart, or malignancy alone.' },
  });
}
