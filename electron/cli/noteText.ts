import type { RunNote } from '../shared/schemas/run.ts';
import { formatSeconds } from './summaryText.ts';

/** Why a run is as it is, one sentence a note; '' for a note that this version has no words for. */
export function noteText({ code, values }: RunNote): string {
  const of = (key: string): string => String(values[key] ?? '?');
  const count = (key: string, one: string, many = `${one}s`): string => `${of(key)} ${values[key] === 1 ? one : many}`;
  const time = (key: string): string => formatSeconds(Number(values[key] ?? 0));
  switch (code) {
    case 'PRESET_TUTORIAL':
      return 'The recipe of the tutorial, so that its figures can be compared; it is not the best one here.';
    case 'PRESET_RECOMMENDED':
      return 'The recommended recipe: the best of those that train in moments once the photos were looked at.';
    case 'PRESET_BEST':
      return 'The recipe of the highest out-of-fold AUC on the 2,000 ISIC 2017 training photos; it takes minutes.';
    case 'PRESET_CUSTOM':
      return 'A recipe of your own.';
    case 'FROZEN':
      return `Trains the head alone, on a frozen network: each of the ${of('train')} photos is looked at once, and few weights cannot learn them by heart.`;
    case 'HEAD_EPOCHS':
      return `Up to ${count('epochs', 'epoch')}; the one of the lowest loss on the ${of('valid')} validation photos is kept.`;
    case 'UPPER_STAGES':
      return `Fine-tunes the last stages: they hold what is special to the photos that the network knew before, and ${of('train')} photos are too few to teach the early ones, which see edges and colours, anything new.`;
    case 'ALL_STAGES':
      return `Fine-tunes every layer on ${of('train')} photos: the slowest choice.`;
    case 'CLASSES':
      return `Tells the ${of('classes')} classes of the data set apart; the probabilities of the malignant ones are added up.`;
    case 'MALIGNANCY':
      return 'Tells malignant from benign, and no classes within them.';
    case 'TUNED_EPOCHS':
      return `${count('epochs', 'epoch')}, ${values['members'] === 1 ? 'one network' : `${of('members')} networks whose log-odds are averaged`}.`;
    case 'KEPT_VIEWS':
      return `Each photo is kept in ${count('views', 'view')}, so that the early stages look at it so often and never again.`;
    case 'FEWER_VIEWS':
      return `There was room for ${of('kept')} views of each photo, not ${of('asked')}.`;
    case 'KEEP_LAST':
      return `The last epoch is kept: the ${of('valid')} validation photos choose nothing, so that their figures do not flatter.`;
    case 'KEEP_BEST':
      return `The best epoch on the ${of('valid')} validation photos is kept: their figures flatter a little.`;
    case 'TEST_VIEWS':
      return values['views'] === 1
        ? 'A photo is scored as it is.'
        : `A photo is scored in ${of('views')} views (turned, mirrored), which are averaged: a lesion has no up and no left.`;
    case 'ENSEMBLE':
      return `The average of ${of('runs')} runs (${of('names')}): its log-odds are the mean of theirs, each counting the same.`;
    case 'ENSEMBLE_VIEWS':
      return `All of them score a photo in ${of('views')} views here, also those that were trained for fewer.`;
    case 'ENSEMBLE_SIZE':
      return `A photo is brought to ${of('sizePx')} pixels once and made smaller in the graph for networks that take smaller ones: their scores differ a little from those that they give alone.`;
    case 'PLANNED':
      return `${count('epochs', 'epoch')}, ${count('members', 'network')} and ${count('views', 'view')} of each photo, because ${count('minutes', 'minute')} allow that on this computer: about ${time('seconds')} are expected.`;
    case 'OVER_TIME':
      return `What was fixed takes about ${time('seconds')}, more than the ${count('minutes', 'minute')} asked for.`;
    case 'TOO_LITTLE_TIME':
      return `${count('minutes', 'minute')} are too few to fine-tune: the smallest would take about ${time('seconds')} on this computer. The head on the frozen network is trained instead.`;
    default:
      return '';
  }
}
