import { expect, test } from 'vitest';
import { createRandom } from '../../../electron/shared/random.ts';
import { bestPreset, recommendedPreset, tutorialPreset } from '../../../electron/shared/presets.ts';
import { pairedDelong } from '../../../electron/shared/metrics/delong.ts';
import { complexityOf, rankRecipes } from '../../../electron/shared/recipes.ts';
import type { RecipeScores } from '../../../electron/shared/recipes.ts';
import type { TrainConfig } from '../../../electron/shared/schemas/run.ts';

const { tuning } = bestPreset;
if (tuning === null) throw new Error('the best preset fine-tunes');

const labels = Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? 1 : 0));

/** Scores that rise with the label by `strength`, under noise of their own. */
function recipe(name: string, strength: number, config: TrainConfig, seed = 1): RecipeScores {
  const random = createRandom(seed, name);
  const scores = labels.map((label) => 1 / (1 + Math.exp(-(strength * label + random.normal()))));
  return { crossValidationId: name, name, config, scores, foldAucs: [], seconds: 1 };
}

test('recipes go from simple to elaborate', () => {
  const order: TrainConfig[] = [
    { ...tutorialPreset, views: 'one' },
    { ...recommendedPreset, views: 'flips' },
    { ...recommendedPreset, views: 'turns' },
    { ...bestPreset, views: 'one' },
    { ...bestPreset, views: 'turns' },
    { ...bestPreset, tuning: { ...tuning, stages: 'all' } },
    { ...bestPreset, tuning: { ...tuning, members: 2 } },
    { ...bestPreset, tuning: { ...tuning, members: 5 } },
  ];
  const ranks = order.map(complexityOf);
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  expect(new Set(ranks).size).toBe(order.length);
});

test('each is compared with the best by the paired test, and adjusted for all that were tried', () => {
  const given = [
    recipe('weak', 0.6, tutorialPreset),
    recipe('strong', 2, bestPreset),
    recipe('middle', 1.5, recommendedPreset),
  ];
  const ranked = rankRecipes(given, labels, 3);
  expect(ranked?.recipes.map(({ name }) => name)).toEqual(['strong', 'middle', 'weak']);
  const [best, second, last] = ranked?.recipes ?? [];
  expect(best?.behindBest).toBeNull();
  const own = pairedDelong({ labels, scoresA: given[1]?.scores ?? [], scoresB: given[0]?.scores ?? [] });
  expect(last?.behindBest).toMatchObject({ difference: own.difference, low: own.low, high: own.high, p: own.p });
  expect(last?.behindBest?.pHolm).toBeCloseTo(2 * (own.p ?? 0), 12);
  // Two more that are gone: four comparisons in all.
  const more = rankRecipes(given, labels, 5)?.recipes.at(-1);
  expect(more?.behindBest?.pHolm).toBeCloseTo(4 * (own.p ?? 0), 12);
  expect(more?.behindBest?.p).toBe(last?.behindBest?.p);
  expect(second?.behindBest?.pHolm ?? 0).toBeGreaterThanOrEqual(second?.behindBest?.p ?? 1);
});

test('chosen is the simplest within one standard error of the best, and no further', () => {
  const near = [recipe('simple', 1.98, tutorialPreset), recipe('elaborate', 2, bestPreset)];
  const nearly = rankRecipes(near, labels, 2);
  const gap = (nearly?.recipes[0]?.auc.value ?? 0) - (nearly?.recipes[1]?.auc.value ?? 0);
  expect(gap).toBeLessThan(nearly?.recipes[0]?.auc.standardError ?? 0);
  expect(nearly?.chosenId).toBe('simple');
  const far = rankRecipes([recipe('simple', 0.5, tutorialPreset), recipe('elaborate', 2, bestPreset)], labels, 2);
  expect(far?.recipes.map(({ withinOneError }) => withinOneError)).toEqual([true, false]);
  expect([far?.bestId, far?.chosenId]).toEqual(['elaborate', 'elaborate']);
});

test('of equally simple ones the one of the higher AUC is chosen; one class ranks nothing', () => {
  const equal = [recipe('a', 1.9, recommendedPreset, 2), recipe('b', 1.9, recommendedPreset, 3)];
  const ranked = rankRecipes(equal, labels, 1);
  expect(ranked?.chosenId).toBe(ranked?.bestId);
  expect(
    rankRecipes(
      equal,
      labels.map(() => 0),
      1,
    ),
  ).toBeNull();
});
