import type { RunNote } from '../../../../electron/shared/schemas/run.ts';
import { formatCount, formatDuration, formatNumber } from '../../i18n/format.svelte.ts';
import { t } from '../../i18n/index.svelte.ts';

/** Why a run is as it is, one sentence a note; '' for a note that this version has no words for. */
export function noteText({ code, values }: RunNote): string {
  const number = (key: string): number => Number(values[key] ?? 0);
  const count = (key: string): string => formatCount(number(key));
  const time = formatDuration(number('seconds'));
  const minutes = formatNumber(number('minutes'));
  switch (code) {
    case 'PRESET_TUTORIAL':
      return t('notes.presetTutorial');
    case 'PRESET_RECOMMENDED':
      return t('notes.presetRecommended');
    case 'PRESET_BEST':
      return t('notes.presetBest');
    case 'PRESET_CUSTOM':
      return t('notes.presetCustom');
    case 'FROZEN':
      return t('notes.frozen', { train: count('train') });
    case 'HEAD_EPOCHS':
      return t('notes.headEpochs', { count: number('epochs'), valid: count('valid') });
    case 'UPPER_STAGES':
      return t('notes.upperStages', { train: count('train') });
    case 'ALL_STAGES':
      return t('notes.allStages', { train: count('train') });
    case 'CLASSES':
      return t('notes.classes', { classes: count('classes') });
    case 'MALIGNANCY':
      return t('notes.malignancy');
    case 'TUNED_EPOCHS':
      return number('members') === 1
        ? t('notes.tunedEpochs', { count: number('epochs') })
        : t('notes.tunedEpochsMembers', { count: number('epochs'), members: count('members') });
    case 'KEPT_VIEWS':
      return t('notes.keptViews', { count: number('views') });
    case 'FEWER_VIEWS':
      return t('notes.fewerViews', { count: number('kept'), asked: count('asked') });
    case 'KEEP_LAST':
      return t('notes.keepLast', { valid: count('valid') });
    case 'KEEP_BEST':
      return t('notes.keepBest', { valid: count('valid') });
    case 'TEST_VIEWS':
      return number('views') === 1 ? t('notes.testViewsOne') : t('notes.testViews', { views: count('views') });
    case 'ENSEMBLE':
      return t('notes.ensemble', { runs: count('runs'), names: String(values['names'] ?? '') });
    case 'ENSEMBLE_VIEWS':
      return t('notes.ensembleViews', { views: count('views') });
    case 'ENSEMBLE_SIZE':
      return t('notes.ensembleSize', { size: count('sizePx') });
    case 'PLANNED':
      return t('notes.planned', {
        epochs: count('epochs'),
        members: count('members'),
        views: count('views'),
        minutes,
        time,
      });
    case 'OVER_TIME':
      return t('notes.overTime', { minutes, time });
    case 'TOO_LITTLE_TIME':
      return t('notes.tooLittleTime', { minutes, time });
    default:
      return '';
  }
}

/** How the choices were fitted to a time, of a plan's notes; '' where they were not. */
export const planText = (notes: readonly RunNote[]): string =>
  notes
    .filter(({ code }) => ['PLANNED', 'OVER_TIME', 'TOO_LITTLE_TIME'].includes(code))
    .map(noteText)
    .join(' ');
