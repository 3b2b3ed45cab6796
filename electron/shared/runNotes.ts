import { viewCounts } from './presets.ts';
import type { RunNote, RunPlan, TrainConfig } from './schemas/run.ts';

/** Of an average of runs: of which, and what it makes of their choices where they differ. */
export function ensembleNotes(facts: {
  names: readonly string[];
  views: TrainConfig['views'];
  otherViews: boolean;
  sizePx: number;
  otherSize: boolean;
}): RunNote[] {
  const { names, views, otherViews, sizePx, otherSize } = facts;
  const of = { runs: names.length, names: names.join(', ') };
  return [
    { code: 'ENSEMBLE', values: of },
    { code: 'TEST_VIEWS', values: { views: viewCounts[views] } },
    ...(otherViews ? [{ code: 'ENSEMBLE_VIEWS', values: { views: viewCounts[views] } }] : []),
    ...(otherSize ? [{ code: 'ENSEMBLE_SIZE', values: { sizePx } }] : []),
  ];
}

/** Why a run is as it is: the preset, what is trained and on what, and how it was fitted to a time. Words: cli/noteText.ts and the window's. */
export function notesFor(
  config: TrainConfig,
  { train, valid, classes }: { train: number; valid: number; classes: number },
  plan: RunPlan | null,
): RunNote[] {
  const note = (code: string, values: RunNote['values'] = {}): RunNote => ({ code, values });
  const { preset, views, epochs, tuning } = config;
  const notes = [note(`PRESET_${preset.toUpperCase()}`)];
  if (tuning === null) {
    notes.push(note('FROZEN', { train }), note('HEAD_EPOCHS', { epochs, valid }));
  } else {
    notes.push(note(tuning.stages === 'upper' ? 'UPPER_STAGES' : 'ALL_STAGES', { train }));
    notes.push(tuning.target === 'classes' && classes > 1 ? note('CLASSES', { classes }) : note('MALIGNANCY'));
    notes.push(note('TUNED_EPOCHS', { epochs, members: tuning.members }));
    if (tuning.stages === 'upper') notes.push(note('KEPT_VIEWS', { views: tuning.cachedViews }));
    notes.push(note(tuning.keep === 'last' ? 'KEEP_LAST' : 'KEEP_BEST', { valid }));
  }
  notes.push(note('TEST_VIEWS', { views: viewCounts[views] }));
  if (plan !== null) {
    const { minutes, seconds } = plan;
    const tooLong = seconds > minutes * 60;
    if (tuning === null) notes.push(note('TOO_LITTLE_TIME', { minutes, seconds }));
    else
      notes.push(
        note(tooLong ? 'OVER_TIME' : 'PLANNED', {
          minutes,
          seconds,
          epochs,
          members: tuning.members,
          views: tuning.cachedViews,
        }),
      );
  }
  return notes;
}
