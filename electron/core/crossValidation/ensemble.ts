import { createHash } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import { logit, sigmoid } from '../../shared/metrics/logisticFit.ts';
import type { CrossValidation } from '../../shared/schemas/crossValidation.ts';
import type { CoreContext } from '../context.ts';
import { crossValidationPhotos, storedFolds, storeFold } from '../database/crossValidationPhotos.ts';
import type { HeldOutScore, OutOfFoldPhoto, StoredFold } from '../database/crossValidationPhotos.ts';
import {
  crossValidationFacts,
  getCrossValidation,
  insertCrossValidation,
  updateCrossValidation,
} from '../database/crossValidations.ts';
import { transaction } from '../database/rows.ts';
import { refuseTakenCrossValidationName } from './createCrossValidation.ts';
import { storeEvaluation } from './runFolds.ts';

export interface EnsembleRequest {
  ids: readonly string[];
  name: string;
}

/**
 * The average of recipes as a recipe of its own: of each photo the mean of the log-odds that the recipes' models gave it, all of which saw neither it nor its
 * group, since all have one division into folds. Nothing is trained. A photo that one of them could not score has none. It took as long as its parts together.
 * Returns its id. Throws BAD_INPUT (reason OTHER_DIVISION, ENSEMBLE), ALREADY_EXISTS, NOT_FOUND.
 */
export function averageCrossValidations(context: CoreContext, { ids, name }: EnsembleRequest): string {
  const { database } = context;
  refuseTakenCrossValidationName(context, name);
  const parts = [...new Set(ids)].map((id) => getCrossValidation(database, id));
  const first = requireSameDivision(parts);
  const photos = parts.map(({ id }) => crossValidationPhotos(database, id));
  const rows = (photos[0] ?? []).map((_, place) => averageOf(photos.map((own) => own[place])));
  const folds = parts.map(({ id }) => storedFolds(database, id));
  const { environment } = crossValidationFacts(database, first.id);
  const id = context.newId();
  transaction(database, () => {
    insertCrossValidation(
      database,
      {
        id,
        name,
        datasetId: first.datasetId,
        datasetName: first.datasetName,
        sweepId: null,
        config: {
          ...first.config,
          preset: 'custom',
          tuning: null,
          ensemble: parts.map((part) => ({ id: part.id, name: part.name })),
        },
        recipe: hashOf(parts.map(({ recipe }) => recipe).sort()),
        classes: [],
        folds: first.folds,
        seed: first.seed,
        groupColumn: first.groupColumn,
        division: first.division,
        createdAt: context.now().toISOString(),
      },
      photos[0] ?? [],
    );
    for (let fold = 0; fold < first.folds; fold += 1) {
      const own = folds.flatMap((list) => list.filter((one) => one.fold === fold));
      const inFold = (photos[0] ?? []).flatMap((photo, place) => {
        const row = rows[place];
        return photo.fold === fold && row !== undefined ? [row] : [];
      });
      storeFold(database, id, foldOf(fold, own), inFold);
    }
    if (environment !== null) updateCrossValidation(database, id, { environment });
    storeEvaluation(context, id);
  });
  return id;
}

/** Those of one division, all finished and none an average itself; returns the first. */
function requireSameDivision(parts: readonly CrossValidation[]): CrossValidation {
  const [first, ...others] = parts;
  if (first === undefined || others.length === 0) {
    throw new AppError('BAD_INPUT', 'An average takes two different recipes or more.', {
      details: { remedy: 'Name each recipe once.' },
    });
  }
  for (const { id, name, state, config, division } of parts) {
    const refuse = (message: string, reason: string, remedy: string): AppError =>
      new AppError('BAD_INPUT', message, { details: { crossValidationId: id, reason, remedy } });
    if (state !== 'finished')
      throw refuse(`"${name}" is not finished (${state}).`, 'NOT_FINISHED', 'Give its cross-validate command again.');
    if (config.ensemble !== undefined) {
      const names = config.ensemble.map((part) => part.name).join(', ');
      throw refuse(`"${name}" is an average itself.`, 'ENSEMBLE', `Name the recipes that it is made of: ${names}.`);
    }
    if (division !== first.division) {
      throw refuse(
        `"${name}" has other photos or folds than "${first.name}".`,
        'OTHER_DIVISION',
        'Cross-validate both on one data set with the same --folds and --fold-seed.',
      );
    }
  }
  return first;
}

function averageOf(photos: readonly (OutOfFoldPhoto | undefined)[]): HeldOutScore {
  const [first] = photos;
  if (first === undefined) throw new AppError('INTERNAL', 'equal divisions have different photos');
  const { position } = first;
  const scores = photos.map((photo) => photo?.score ?? null);
  const odds = scores.flatMap((score) => (score === null ? [] : [logit(score)]));
  if (odds.length === scores.length) {
    const mean = odds.reduce((sum, value) => sum + value, 0) / odds.length;
    return { position, score: sigmoid(mean), classes: null, error: null };
  }
  return { position, score: null, classes: null, error: photos.find((photo) => photo?.error)?.error ?? null };
}

/** What is told of its fold: numbers of photos and the epoch are the largest of the parts'. */
function foldOf(fold: number, parts: readonly StoredFold[]): StoredFold {
  const most = (value: (part: StoredFold) => number): number => Math.max(...parts.map(value));
  const unreadable = new Map(parts.flatMap((part) => part.unreadable.map((photo) => [photo.path, photo])));
  return {
    fold,
    modelHash: hashOf(parts.map(({ modelHash }) => modelHash)),
    bestEpoch: most(({ bestEpoch }) => bestEpoch),
    trainCount: most(({ trainCount }) => trainCount),
    validCount: most(({ validCount }) => validCount),
    unreadable: [...unreadable.values()],
    seconds: parts.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

const hashOf = (hashes: readonly string[]): string => createHash('sha256').update(hashes.join(' ')).digest('hex');
