import { auc } from '../../shared/metrics/ranking.ts';
import { createScoreTable } from '../../shared/metrics/scoreTable.ts';
import { rankRecipes } from '../../shared/recipes.ts';
import type { CrossValidation, RecipeComparison, RecipeComparisons } from '../../shared/schemas/crossValidation.ts';
import type { CoreContext } from '../context.ts';
import { crossValidationPhotos } from '../database/crossValidationPhotos.ts';
import type { OutOfFoldPhoto } from '../database/crossValidationPhotos.ts';
import { countRecipes, listCrossValidations } from '../database/crossValidations.ts';
import { getDataset } from '../database/datasets.ts';
import { listTestOpenings } from '../database/testOpenings.ts';

/** The AUC among the photos of each fold that have a score; null where a class is missing. */
export function foldAucs(photos: readonly OutOfFoldPhoto[], folds: number): (number | null)[] {
  return Array.from({ length: folds }, (_, fold) => {
    const scored = photos.flatMap(({ fold: own, label, score }) =>
      own === fold && score !== null ? [{ label, score }] : [],
    );
    return auc(
      createScoreTable({ labels: scored.map(({ label }) => label), scores: scored.map(({ score }) => score) }),
    );
  });
}

/** All recipes whose scores are there for a data set, those of one division side by side. Throws NOT_FOUND. */
export function compareRecipes({ database }: Pick<CoreContext, 'database'>, datasetId: string): RecipeComparisons {
  getDataset(database, datasetId);
  const recipesTried = countRecipes(database, datasetId);
  const byDivision = new Map<string, CrossValidation[]>();
  for (const validation of listCrossValidations(database, datasetId)) {
    if (validation.state !== 'finished') continue;
    byDivision.set(validation.division, [...(byDivision.get(validation.division) ?? []), validation]);
  }
  const divisions = [...byDivision.values()].flatMap((validations): RecipeComparison[] => {
    const [first] = validations;
    const photos = validations.map(({ id }) => crossValidationPhotos(database, id));
    const [firstPhotos] = photos;
    if (first === undefined || firstPhotos === undefined) return [];
    // Equal divisions have equal photos in one order: a place is the same photo in all of them.
    const shared = firstPhotos.filter((_, place) => photos.every((own) => own[place]?.score != null));
    const places = new Set(shared.map(({ position }) => position));
    const labels = shared.map(({ label }) => label);
    const recipes = validations.map(({ id, name, config, folds, seconds }, index) => {
      const own = (photos[index] ?? []).filter(({ position }) => places.has(position));
      return {
        crossValidationId: id,
        name,
        config,
        scores: own.map(({ score }) => score ?? 0),
        foldAucs: foldAucs(own, folds),
        seconds,
      };
    });
    if (labels.length === 0) return [];
    const ranked = rankRecipes(recipes, labels, recipesTried);
    if (ranked === null) return [];
    return [
      {
        division: first.division,
        folds: first.folds,
        seed: first.seed,
        photoCount: labels.length,
        malignantCount: labels.filter((label) => label === 1).length,
        ...ranked,
      },
    ];
  });
  return {
    divisions: divisions.sort((a, b) => b.recipes.length - a.recipes.length),
    recipesTried,
    testOpenings: listTestOpenings(database, datasetId).length,
  };
}
