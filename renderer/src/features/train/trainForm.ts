import { presets, type PresetName } from '../../../../electron/shared/presets.ts';
import { TrainConfig } from '../../../../electron/shared/schemas/run.ts';

/** Settings that are numbers, typed by hand and so perhaps empty for a while. */
export type NumberSetting = 'learningRate' | 'batchSize' | 'epochs' | 'l2' | 'seed' | 'earlyStoppingPatience';

/** A TrainConfig being filled in: an emptied number is null. `stopsEarly` says whether the patience counts. */
export type TrainDraft = Omit<TrainConfig, NumberSetting | 'preset'> & {
  [Setting in NumberSetting]: number | null;
} & { stopsEarly: boolean };

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
} as const satisfies Record<NumberSetting, Limits>;

export type Problem = 'empty' | 'notWhole' | 'outOfRange';
export type Problems = Partial<Record<NumberSetting, Problem>>;

const numberSettings: readonly NumberSetting[] = [
  'learningRate',
  'batchSize',
  'epochs',
  'l2',
  'seed',
  'earlyStoppingPatience',
];

/** Patience that the field starts with when early stopping is switched on. */
const USUAL_PATIENCE = 10;

export function draftOf(config: TrainConfig): TrainDraft {
  const { preset: _, earlyStoppingPatience, ...rest } = config;
  return {
    ...rest,
    earlyStoppingPatience: earlyStoppingPatience ?? USUAL_PATIENCE,
    stopsEarly: earlyStoppingPatience !== null,
  };
}

/** What is wrong with which number; the words are the form's. */
export function problemsOf(draft: TrainDraft): Problems {
  const problems: Problems = {};
  for (const setting of numberSettings) {
    if (setting === 'earlyStoppingPatience' && !draft.stopsEarly) continue;
    const problem = problemOf(draft[setting], limits[setting]);
    if (problem !== null) problems[setting] = problem;
  }
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
  const names: PresetName[] = ['recommended', 'tutorial'];
  return names.find((name) => sameSettings(presets[name], config)) ?? 'custom';
}

function sameSettings(a: TrainConfig, b: TrainConfig): boolean {
  const { preset: _a, tensorBoard: _at, ...left } = a;
  const { preset: _b, tensorBoard: _bt, ...right } = b;
  return Object.entries(left).every(([key, value]) => Object.entries(right).some(([k, v]) => k === key && v === value));
}

/** "ISIC 2017, recommended", counted on while the name is taken. */
export function suggestName(base: string, taken: readonly string[]): string {
  if (!taken.includes(base)) return base;
  for (let number = 2; ; number++) {
    const name = `${base} ${number}`;
    if (!taken.includes(name)) return name;
  }
}
