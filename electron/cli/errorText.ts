import { z } from 'zod';
import { assertNever } from '../shared/errors.ts';
import type { ErrorBody, PhotoErrorCode } from '../shared/errors.ts';
import type { DatasetWarning } from '../shared/schemas/dataset.ts';
import type { SummaryWarning } from '../shared/schemas/evaluationSummary.ts';
import { oneLine } from './table.ts';

/** What went wrong and what to do, in English: the command line's one table from codes to words. */
export interface ErrorText {
  message: string;
  remedy: string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const names = (value: unknown): string[] => z.array(z.string()).catch([]).parse(value);

export function errorText(error: ErrorBody): ErrorText {
  const words = wordsFor(error);
  const remedy = error.details['remedy'];
  return { message: words.message, remedy: typeof remedy === 'string' && remedy !== '' ? remedy : words.remedy };
}

function wordsFor(error: ErrorBody): ErrorText {
  const { details, message } = error;
  const at = 'path' in details ? `: ${oneLine(text(details['path']))}` : '';
  switch (error.code) {
    case 'BAD_INPUT':
      return {
        message: sentence(message),
        remedy: 'Correct the value; `lesionlab help COMMAND` lists what a command takes.',
      };
    case 'NOT_FOUND':
      return {
        message: message.startsWith('ENOENT') && at !== '' ? `There is nothing at ${at.slice(2)}.` : sentence(message),
        remedy: 'Check the name or path; `lesionlab datasets` and `lesionlab runs` list what there is.',
      };
    case 'ALREADY_EXISTS':
      return { message: sentence(message), remedy: 'Choose another name.' };
    case 'LOCKED':
      return {
        message: `Another LesionLab${holderText(details)} holds this data folder.`,
        remedy: 'Close that window or wait for that command to end, or give another folder with --data-dir.',
      };
    case 'UNMAPPED_CLASS': {
      const classes = names(details['classes']);
      // No label stands in the example: one that is copied as it is must not make a malignant class benign.
      const example = classes.map((name) => `${name}=LABEL`).join(',');
      return {
        message: `It is not known whether these classes are benign or malignant: ${classes.map(oneLine).join(', ')}.`,
        remedy: `Say so for each: --map '${oneLine(example)}', where LABEL is benign, malignant or exclude.`,
      };
    }
    case 'NO_PHOTOS':
      return { message: sentence(message), remedy: 'Choose a folder that holds photos (JPEG, PNG, ...).' };
    case 'ONE_CLASS':
      return {
        message: message === '' ? 'Training needs benign and malignant photos.' : sentence(message),
        remedy: 'Import a data set that has photos of both classes in every split that is used.',
      };
    case 'TOO_FEW_PHOTOS':
      return {
        message: sentence(message),
        remedy: 'Add photos of the rarer class, or split into fewer parts with --ratios.',
      };
    case 'BAD_CSV':
      return { message: csvMessage(error), remedy: 'Correct that line of the CSV file and try again.' };
    case 'BACKBONE_MISSING':
      return {
        message: `The pretrained network cannot be used. ${sentence(message)}`,
        remedy:
          'See the networks there are with `lesionlab backbones`; `npm run setup` puts back one that is missing or damaged.',
      };
    case 'CACHE_MISS':
      return { message: sentence(message), remedy: 'Run the same command again: the features are computed anew.' };
    case 'ENGINE_CRASHED':
      return {
        message: `The compute engine ended unexpectedly. ${sentence(message)}`.trim(),
        remedy:
          'Run the same command again: it goes on where it stood. If it ends again, `lesionlab doctor` may say why.',
      };
    case 'CANCELLED':
      return { message: 'Stopped before the end.', remedy: 'Run the same command again to go on where it stood.' };
    case 'NO_SPACE':
      if ('neededBytes' in details) {
        return {
          message: sentence(message),
          remedy: 'Give --kept-views a smaller number, make room on the disk, or raise the limit in the settings.',
        };
      }
      return {
        message: `The disk is full${at}.`,
        remedy: 'Free some space, then run the same command again: what was written is kept.',
      };
    case 'NO_PERMISSION':
      return {
        message: `LesionLab may not read or write there${at}.`,
        remedy: 'Change the permissions, or use another place.',
      };
    case 'NOT_RESUMABLE':
      return { message: sentence(message), remedy: 'Start it anew.' };
    case 'NAN_LOSS':
      return {
        message: 'Training diverged: the loss is no longer a number.',
        remedy:
          'Train again with a lower --learning-rate; when fine-tuning, a --clip-norm of 1 or a larger --batch-size helps too.',
      };
    case 'INTERNAL':
      return {
        message: `Something inside LesionLab failed: ${oneLine(message)}`,
        remedy: 'Run `lesionlab doctor`; then try again.',
      };
    default:
      return assertNever(error.code);
  }
}

const Holder = z.object({ kind: z.string(), pid: z.int(), since: z.string() });

/** Who holds the folder, where the holder left word. */
function holderText(details: ErrorBody['details']): string {
  const holder = Holder.safeParse(details);
  return holder.success ? ` (a ${holder.data.kind}, process ${holder.data.pid}, since ${holder.data.since})` : '';
}

/** Messages are made for logs; here they begin and end like what people read. */
function sentence(message: string): string {
  const text = oneLine(message.trim());
  if (text === '') return text;
  const start = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?)]$/.test(start) ? start : `${start}.`;
}

function csvMessage({ message, details }: ErrorBody): string {
  const where = [
    'line' in details && details['line'] !== null ? `line ${text(details['line'])}` : '',
    'column' in details && details['column'] !== null ? `column ${text(details['column'])}` : '',
  ].filter((part) => part !== '');
  return where.length === 0 ? sentence(message) : `${message} (${where.join(', ')})`;
}

/** Why one photo was not used. */
export function photoErrorText(code: PhotoErrorCode): string {
  switch (code) {
    case 'NOT_FOUND':
      return 'there is no such file';
    case 'NO_PERMISSION':
      return 'it may not be read';
    case 'NOT_A_FILE':
      return 'it is not a file';
    case 'EMPTY_FILE':
      return 'the file is empty';
    case 'NOT_AN_IMAGE':
      return 'its content is not a photo';
    case 'UNSUPPORTED_FORMAT':
      return 'this kind of photo is not supported';
    case 'TRUNCATED':
      return 'part of the file is missing';
    case 'TOO_LARGE':
      return 'it has too many pixels';
    case 'READ_FAILED':
      return 'the drive did not give its bytes';
    case 'CHANGED':
      return 'its content is not what was imported';
    case 'DECODE_FAILED':
      return 'it is damaged';
    case 'NO_SCORE':
      return 'it has no score';
    default:
      return assertNever(code);
  }
}

/** A hint about a data set, in one sentence. */
export function datasetWarningText({ code, details }: DatasetWarning): string {
  const of = (key: string): string => text(details[key] ?? '?');
  switch (code) {
    case 'ONE_CLASS_SPLIT':
      return `The split ${of('split')} has no ${of('label')} photo: it cannot tell how well the classes are kept apart.`;
    case 'ONE_CLASS':
      return `All photos are ${of('label')}: this data set cannot train a classifier.`;
    case 'SMALL_CLASS':
      return `The class ${of('className')} has only ${of('count')} photos.`;
    case 'GROUP_LEAK':
      return `Groups (lesions or patients) with photos in more than one split: ${of('count')}. The results would be too good.`;
    case 'DUPLICATE_LEAK':
      return `Exact copies stand in different splits (${of('count')}): the results would be too good.`;
    case 'UNLABELLED':
      return `${of('count')} photos have no label and were left out.`;
    case 'EMPTY_SPLIT':
      return `There is no photo in the split ${of('split')}: this data set cannot train a classifier as it is.`;
    case 'NO_SPLIT':
      return `${of('count')} photos are in no train, valid or test split and were left out.`;
    case 'GROUP_NOT_USED':
      return `The column ${of('column')} looks like a lesion or patient: --group ${of('column')} keeps its photos together.`;
    case 'AMBIGUOUS_ROWS':
      return `${of('count')} rows of the CSV fit more than one photo and were left out.`;
    case 'CONFLICTING_ROWS':
      return `${of('count')} photos have rows in the CSV that disagree; they were left out.`;
    case 'REPEATED_ROWS':
      return `${of('count')} rows of the CSV name a photo that an earlier row names; the first one counts.`;
    case 'UNREADABLE_FOLDER':
      return `${of('count')} folders could not be opened; their photos are missing.`;
    default:
      return `${code} ${JSON.stringify(details)}`;
  }
}

/** How far an evaluation's numbers can be trusted, in one sentence. */
export function summaryWarningText(warning: SummaryWarning): string {
  switch (warning) {
    case 'NO_ROWS':
      return 'There is no photo to evaluate.';
    case 'ONE_CLASS':
      return 'All photos are of one class: what compares the classes is undefined.';
    case 'FEW_POSITIVES':
      return 'Fewer than 10 malignant photos: the intervals are wide and may mislead.';
    case 'FEW_NEGATIVES':
      return 'Fewer than 10 benign photos: the intervals are wide and may mislead.';
    case 'LABELS_MAY_BE_SWAPPED':
      return 'The AUC is below 0.5: the labels may be swapped.';
    case 'CONSTANT_SCORES':
      return 'Every photo has the same score.';
    case 'LOG_LOSS_CLIPPED':
      return 'A certain score (0 or 1) was wrong: it was clipped to keep the loss finite.';
    case 'CALIBRATION_CLIPPED':
      return 'Scores of 0 or 1 were clipped for the calibration.';
    case 'CALIBRATION_NOT_ESTIMABLE':
      return 'The calibration cannot be estimated: scores separate the classes, or do not vary.';
    case 'ACCURACY_NOT_ABOVE_MAJORITY':
      return 'The accuracy is no better than naming the more common class every time.';
    default:
      return assertNever(warning);
  }
}
