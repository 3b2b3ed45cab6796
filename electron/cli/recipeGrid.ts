import { InvalidArgumentError } from 'commander';
import { at } from '../shared/arrays.ts';
import { createRandom, shuffled } from '../shared/random.ts';
import { TrainConfig } from '../shared/schemas/run.ts';
import { UsageError } from './environment.ts';

/** A choice of a recipe, by its name in the configuration (`learningRate`, `tuning.target`), and what it is to be in turn. */
export interface Variation {
  key: string;
  values: unknown[];
}

/** `learningRate=0.0001,0.0003`; a value is JSON where it can be, else a word. Repeated options add up. */
export function parseVariation(text: string, previous: Variation[] = []): Variation[] {
  const cut = text.indexOf('=');
  const key = text.slice(0, Math.max(0, cut)).trim();
  const values = text
    .slice(cut + 1)
    .split(',')
    .map((value) => value.trim());
  if (cut < 1 || key === '' || values.includes('')) {
    throw new InvalidArgumentError('Give a choice and its values, as learningRate=0.0001,0.0003.');
  }
  if (previous.some((variation) => variation.key === key)) throw new InvalidArgumentError(`"${key}" is given twice.`);
  return [...previous, { key, values: values.map(valueOf) }];
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export interface Recipe {
  name: string;
  config: TrainConfig;
}

/**
 * Every combination of the variations over the base recipe, the first variation moving slowest; `random` takes so many of them, drawn without
 * repetition by the seed. Throws UsageError for a choice that a recipe does not have, or a value that it does not take.
 */
export function recipeGrid(
  base: TrainConfig,
  variations: readonly Variation[],
  { sweep, random, seed }: { sweep: string; random: number | null; seed: number },
): Recipe[] {
  const combinations = variations.reduce<[string, unknown][][]>(
    (all, { key, values }) =>
      all.flatMap((before) => values.map((value) => [...before, [key, value] as [string, unknown]])),
    [[]],
  );
  const drawn = random === null ? combinations : shuffled(combinations, createRandom(seed, 'sweep')).slice(0, random);
  return drawn.map((choices) => {
    const words = choices.map(([key, value]) => `${key.replace(/^tuning\./, '')} ${String(value)}`);
    return { name: [sweep, ...words].join(', ').slice(0, 200), config: withChoices(base, choices) };
  });
}

function withChoices(base: TrainConfig, choices: readonly [string, unknown][]): TrainConfig {
  let changed: unknown = { ...base, preset: choices.length === 0 ? base.preset : 'custom' };
  for (const [key, value] of choices) changed = withValue(changed, key.split('.'), value, key);
  const parsed = TrainConfig.safeParse(changed);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`--vary: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not valid'}`);
}

function withValue(target: unknown, path: readonly string[], value: unknown, key: string): unknown {
  const name = at(path, 0);
  if (typeof target !== 'object' || target === null || !Object.hasOwn(target, name)) {
    throw new UsageError(`--vary: the recipe has no choice "${key}".`, {
      remedy:
        'Choices are named as in the `config` of `lesionlab train --json`: learningRate, views, tuning.target ...',
    });
  }
  const entries = new Map<string, unknown>(Object.entries(target));
  const rest = path.slice(1);
  entries.set(name, rest.length === 0 ? value : withValue(entries.get(name), rest, value, key));
  return Object.fromEntries(entries);
}
