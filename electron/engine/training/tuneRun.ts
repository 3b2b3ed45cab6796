import { rm } from 'node:fs/promises';
import { at } from '../../shared/arrays.ts';
import { AppError } from '../../shared/errors.ts';
import { foldBatchNorm } from '../graph/fold.ts';
import { openFrozenLayers } from '../graph/frozenLayers.ts';
import { inputName, type Network } from '../graph/layers.ts';
import { countParameters } from '../graph/summary.ts';
import { totalLength } from '../graph/variables.ts';
import type { Result } from '../protocol.ts';
import type { Tuning } from './fineTune.ts';
import { headPath } from './headFile.ts';
import { requireMemory } from './memoryNeed.ts';
import { requirePhotos } from './refusals.ts';
import { networkDir, type TunedRun, writeTunedRun } from './tunedBackbone.ts';
import { augmentedInputs, type Inputs, keptInputs, plainInputs } from './tuneInputs.ts';
import { type KeptMaps, openKeptMaps } from './tuneMaps.ts';
import { bestSoFar, trainMember } from './tuneMember.ts';
import { modelOf, targetOf } from './tuneModel.ts';
import type { TunedPhoto } from './tunePhotos.ts';
import type { TuneRunDeps, TuneRunRequest } from './tuneRequest.ts';

/**
 * Trains the network's upper stages or all of it, as often as there are members, and freezes what comes of it for scoring. The same request gives the same
 * bytes on one machine, whether it ran through or was killed and resumed any number of times.
 *
 * Where it ends early (a loss that is no number, a cancel) what was best so far is frozen all the same: the members that are done, else the first one as its
 * kept epoch left it.
 *
 * @throws AppError NAN_LOSS, CANCELLED, NOT_RESUMABLE, CACHE_MISS, ONE_CLASS, NO_PHOTOS; BAD_INPUT for classes that fit no photos, or where memory is short.
 */
export async function tuneRun(request: TuneRunRequest, deps: TuneRunDeps): Promise<Result<'tune'>> {
  const startedAt = deps.clock();
  const { base, config, tuning, runDir, train, valid } = request;
  const target = targetOf(request.classes, tuning, [...train, ...valid]);
  requireTrainable(train, valid);
  const network = foldBatchNorm(request.network);
  const { augmentation, cachedViews } = tuning;
  const isUpper = tuning.stages === 'upper';
  const kept = isUpper
    ? openKeptMaps({ ...request, manifest: base }, { augmentation, cachedViews, seed: config.seed })
    : null;
  const cut = kept?.cut ?? inputName;
  // No step has more photos than there are.
  requireMemory(network, cut, Math.min(config.batchSize, train.length), deps.freeBytes());
  if (kept !== null) requireMaps(train, kept, deps.now());

  const model = modelOf(network, cut, config, tuning, target);
  const run = { runDir, base, network, model, malignant: target.malignant, views: config.views };
  if (!request.resume) await removeResults(runDir);
  const inputs = openInputs(request, network, kept, deps);
  const finished: Tuning[] = [];
  try {
    for (let member = 1; member <= tuning.members; member += 1) {
      finished.push(await trainMember(request, { member, model, target, inputs }, deps));
    }
  } catch (thrown) {
    await keepBest(request, run, finished).catch((other: unknown) =>
      console.error('engine: what was trained so far is not kept', other),
    );
    throw thrown;
  } finally {
    for (const own of Object.values(inputs)) own.dispose();
  }

  const modelHash = await writeTunedRun(
    run,
    finished.map(({ weights }) => weights),
  );
  const first = at(finished, 0);
  const trainedOnce = totalLength(model.variables);
  const ofHead = at(model.variables, -2 + model.variables.length).length + target.malignant.length;
  return {
    bestEpoch: first.bestEpoch,
    epochsRun: first.history.length,
    stoppedEarly: first.stoppedEarly,
    modelHash,
    trainableParameters: trainedOnce * tuning.members,
    frozenParameters: countParameters(network) - (trainedOnce - ofHead),
    seconds: (deps.clock() - startedAt) / 1000,
  };
}

function requireTrainable(train: readonly TunedPhoto[], valid: readonly TunedPhoto[]): void {
  const labels = (photos: readonly TunedPhoto[]) => ({ labels: Uint8Array.from(photos, ({ label }) => label) });
  requirePhotos({ train: labels(train), valid: labels(valid) });
  if (train.every(({ label }) => label === train[0]?.label)) {
    throw new AppError('ONE_CLASS', 'all training photos are of one class', { details: { split: 'train' } });
  }
}

function requireMaps(train: readonly TunedPhoto[], { cache }: KeptMaps, now: Date): void {
  const missing = train.filter(({ sha256 }) => !cache.has(sha256)).length;
  if (missing > 0) {
    throw new AppError('CACHE_MISS', `the maps of ${missing} of ${train.length} photos are not kept (any more)`, {
      details: { missing },
    });
  }
  cache.touch(now);
}

/** A run that is trained anew must not be scored by what an earlier training left. */
async function removeResults(runDir: string): Promise<void> {
  await rm(headPath(runDir), { force: true });
  await rm(networkDir(runDir), { recursive: true, force: true });
}

function openInputs(
  { base, train, valid, tuning }: TuneRunRequest,
  network: Network,
  kept: KeptMaps | null,
  { gate }: TuneRunDeps,
): Record<'train' | 'valid', Inputs> {
  const photos = { manifest: base, gate };
  const frozen = kept === null ? null : openFrozenLayers(network, kept.cut);
  return {
    train:
      kept === null
        ? augmentedInputs({ ...photos, photos: train }, network, tuning.augmentation)
        : keptInputs(train, kept),
    valid: plainInputs({ ...photos, photos: valid }, frozen),
  };
}

async function keepBest(request: TuneRunRequest, run: TunedRun, finished: readonly Tuning[]): Promise<void> {
  const first = finished.length > 0 ? null : await bestSoFar(request, 1, run.model.cutNode);
  const weights = [...finished.map((own) => own.weights), ...(first === null ? [] : [first])];
  if (weights.length > 0) await writeTunedRun(run, weights);
}
