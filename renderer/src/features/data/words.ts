import { z } from 'zod';
import { Label, Split } from '../../../../electron/shared/schemas/common.ts';
import type { DatasetWarning, SplitChoice } from '../../../../electron/shared/schemas/dataset.ts';
import { formatPercent } from '../../i18n/format.svelte.ts';
import { t, type PlainKey } from '../../i18n/index.svelte.ts';

const splitKeys: Readonly<Record<Split, PlainKey>> = {
  train: 'common.train',
  valid: 'common.valid',
  test: 'common.test',
};
export const splitName = (split: Split): string => t(splitKeys[split]);
const shortKeys: Readonly<Record<Split, PlainKey>> = {
  train: 'data.trainShort',
  valid: 'data.validShort',
  test: 'data.testShort',
};
/** For the narrow captions of thumbnails. */
export const shortSplitName = (split: Split): string => t(shortKeys[split]);
export const labelName = (label: Label): string => t(label === 'benign' ? 'common.benign' : 'common.malignant');

export function splitChoiceText(choice: SplitChoice): string {
  if (choice.kind === 'folder') return t('data.splitFolder');
  const { train, valid, test } = choice.ratios;
  const share = (ratio: number): string => formatPercent(ratio, 0);
  return t('data.splitRandom', {
    train: share(train),
    valid: share(valid),
    test: share(test),
    seed: String(choice.seed),
  });
}

const Details = z.object({
  split: Split.optional().catch(undefined),
  label: Label.optional().catch(undefined),
  className: z.string().default('').catch(''),
  column: z.string().default('').catch(''),
  count: z.number().default(0).catch(0),
});

const First = z.object({ first: z.array(z.string()).catch([]) }).catch({ first: [] });
/** The files, rows or patients that a hint names, the first hundred of them. */
export const namedBy = ({ details }: DatasetWarning): string[] => First.parse(details).first;

/** A data set's coded hint in words. An unknown code is shown as it is: a hint must never be lost. */
export function warningText({ code, details }: DatasetWarning): string {
  const { split, label, className, column, count } = Details.parse(details);
  switch (code) {
    case 'ONE_CLASS':
      return t('data.warnOneClass', { label: label === undefined ? '' : labelName(label) });
    case 'ONE_CLASS_SPLIT':
      return t('data.warnOneClassSplit', { split: split === undefined ? '' : splitName(split) });
    case 'SMALL_CLASS':
      return t('data.warnSmallClass', { className, count });
    case 'GROUP_LEAK':
      return t('data.warnGroupLeak', { count });
    case 'DUPLICATE_LEAK':
      return t('data.warnDuplicateLeak', { count });
    case 'UNLABELLED':
      return t('data.warnUnlabelled', { count });
    case 'NO_SPLIT':
      return t('data.warnNoSplit', { count });
    case 'EMPTY_SPLIT':
      return t('data.warnEmptySplit', { split: split === undefined ? '' : splitName(split) });
    case 'GROUP_NOT_USED':
      return t('data.warnGroupNotUsed', { column });
    case 'AMBIGUOUS_ROWS':
      return t('data.warnAmbiguousRows', { count });
    case 'CONFLICTING_ROWS':
      return t('data.warnConflictingRows', { count });
    case 'REPEATED_ROWS':
      return t('data.warnRepeatedRows', { count });
    case 'UNREADABLE_FOLDER':
      return t('data.warnUnreadableFolders', { count });
    default:
      return t('data.warnOther', { code, details: JSON.stringify(details) });
  }
}
