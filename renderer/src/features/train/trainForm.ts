import { augmentations, presets, type PresetName } from '../../../../electron/shared/presets.ts';
import { type AugmentationSettings, TrainConfig, type TuningConfig } from '../../../../electron/shared/schemas/run.ts';

/** Settings that are numbers, typed by hand and so perhaps empty for a while; those of fine-tuning stand in its own part of the draft. */
type HeadNumber = 'learningRate' | 'batchSize' | 'epochs' | 'l2' | 'seed' | 'earlyStoppingPatience';
type TuneNumber = 'members' | 'cachedViews' | 'labelSmoothing' | 'dropout' | 'weightDecay';
export type NumberSetting = HeadNumber | TuneNumber;

export type TuneDraft = Omit<TuningConfig, TuneNumber> & { [Setting in TuneNumber]: number | null };

/** A TrainConfig being filled in: an emptied number is null. `stopsEarly` says whether the patience counts. */
export type TrainDraft = Omit<TrainConfig, HeadNumber | 'preset' | 'tuning' | 'ensemble'> & {
  [Setting in HeadNumber]: number | null;
} & { stopsEarly: boolean; tuning: TuneDraft | null };

/** Ends of what the schema takes; `above` is itself refused. */
export interface Limits {
  min?: number;
  above?: number;
  max: number;
  integer: boolean;
}

export const limits = {
  learningRate: { above: 0, max: 10, integer: false },
  batchSize: { min: 1, max: 4096, integer: true },
  epochs: { min: 1, max: 10_000, integer: true },
  l2: { min: 0, max: 10, integer: false },
  seed: { min: 0, max: 0xffffffff, integer: true },
  earlyStoppingPatience: { min: 1, max: 10_000, integer: true },
  members: { min: 1, max: 8, integer: true },
  cachedViews: { min: 1, max: 64, integer: true },
  labelSmoothing: { min: 0, max: 0.5, integer: false },
  dropout: { min: 0, max: 0.9, integer: false },
  weightDecay: { min: 0, max: 1, integer: false },
} as const satisfies Record<NumberSetting, Limits>;

export type Problem = 'empty' | 'notWhole' | 'outOfRange';
export type Problems = Partial<Record<NumberSetting, Problem>>;

const headNumbers: readonly HeadNumber[] = [
  'learningRate',
  'batchSize',
  'epochs',
  'l2',
  'seed',
  'earlyStoppingPatience',
];
const tuneNumbers: readonly TuneNumber[] = ['members', 'cachedViews', 'labelSmoothing', 'dropout', 'weightDecay'];

/** Patience that the field starts with when early stopping is switched on. */
const USUAL_PATIENCE = 10;

export function draftOf(config: TrainConfig): TrainDraft {
  // an average is made of runs that are there, and nothing to train anew
  const { preset: _, ensemble: _average, earlyStoppingPatience, ...rest } = config;
  return {
    ...rest,
    earlyStoppingPatience: earlyStoppingPatience ?? USUAL_PATIENCE,
    stopsEarly: earlyStoppingPatience !== null,
  };
}

/** What is wrong with which number; the words are the form's. */
export function problemsOf(draft: TrainDraft): Problems {
  const problems: Problems = {};
  const judge = (setting: NumberSetting, value: number | null): void => {
    const problem = problemOf(value, limits[setting]);
    if (problem !== null) problems[setting] = problem;
  };
  for (const setting of headNumbers) {
    if (setting !== 'earlyStoppingPatience' || draft.stopsEarly) judge(setting, draft[setting]);
  }
  if (draft.tuning !== null) for (const setting of tuneNumbers) judge(setting, draft.tuning[setting]);
  return problems;
}

function problemOf(value: number | null, { min, above, max, integer }: Limits): Problem | null {
  if (value === null || Number.isNaN(value)) return 'empty';
  if (value > max || (min !== undefined && value < min) || (above !== undefined && value <= above)) return 'outOfRange';
  return integer && !Number.isInteger(value) ? 'notWhole' : null;
}

/** The draft as the core takes it, named after the preset whose settings it has; null while a number is wrong. */
export function configOf(draft: TrainDraft): TrainConfig | null {
  if (Object.keys(problemsOf(draft)).length > 0) return null;
  const { stopsEarly, ...rest } = draft;
  const settings = { ...rest, earlyStoppingPatience: stopsEarly ? rest.earlyStoppingPatience : null };
  const parsed = TrainConfig.safeParse({ ...settings, preset: 'custom' });
  return parsed.success ? { ...parsed.data, preset: presetOf(parsed.data) } : null;
}

/** The preset with just these settings. TensorBoard files change no number, so they leave a preset what it is. */
export function presetOf(config: TrainConfig): TrainConfig['preset'] {
  return presetNames.find((name) => sameSettings(presets[name], config)) ?? 'custom';
}

/** In the order in which they are offered. */
export const presetNames: readonly PresetName[] = ['recommended', 'best', 'tutorial'];

/** Whether they lead to the same numbers. */
export function sameSettings(a: TrainConfig, b: TrainConfig): boolean {
  const { preset: _a, tensorBoard: _at, ...left } = a;
  const { preset: _b, tensorBoard: _bt, ...right } = b;
  return sameValues(left, right);
}

/** Settings are numbers, words and lists of named ones: equal when all their leaves are. */
function sameValues(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return a === b;
  const [left, right] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))];
  return (
    left.length === right.size && left.every(([key, value]) => right.has(key) && sameValues(value, right.get(key)))
  );
}

/** Which layers learn. Other layers want other rates and epochs, so a change of it brings the rest that is known to work along; the network stays. */
export type Learning = 'head' | 'upper' | 'all';

export const learningOf = ({ tuning }: TrainDraft): Learning => tuning?.stages ?? 'head';

export function withLearning(draft: TrainDraft, learning: Learning): TrainDraft {
  const { backboneId, seed, tensorBoard, tuning } = draft;
  if (learning === 'head') return { ...draftOf(presets.recommended), backboneId, seed, tensorBoard };
  if (tuning !== null) return { ...draft, tuning: { ...tuning, stages: learning } };
  const tuned = draftOf(presets.best);
  const own = tuned.tuning === null ? null : { ...tuned.tuning, stages: learning };
  return { ...tuned, backboneId, seed, tensorBoard, tuning: own };
}

export type AugmentationName = keyof typeof augmentations | 'own';

export function augmentationName(settings: AugmentationSettings): AugmentationName {
  const names = ['none', 'light', 'full', 'strong'] as const;
  return names.find((name) => sameValues(augmentations[name], settings)) ?? 'own';
}

/** "ISIC 2017, recommended", counted on while the name is taken. */
export function suggestName(base: string, taken: readonly string[]): string {
  if (!taken.includes(base)) return base;
  for (let number = 2; ; number++) {
    const name = `${base} ${number}`;
    if (!taken.includes(name)) return name;
  }
}
