import { assertNever } from '../../../../electron/shared/errors.ts';
import { formatNumber } from '../../i18n/format.svelte.ts';
import { t } from '../../i18n/index.svelte.ts';
import type { Problem } from './importDraft.svelte.ts';

const namesShown = 6;

/** Why the import sheet cannot go on, in words. */
export function problemText(problem: Problem): string {
  switch (problem.kind) {
    case 'needSource':
      return t('importing.needSource');
    case 'scanning':
      return t('importing.scanning');
    case 'scanFailed':
      return t('importing.scanFailed');
    case 'needPhotos':
      return t('importing.needPhotos');
    case 'needLabels':
      return t('importing.needLabels');
    case 'allExcluded':
      return t('importing.allExcluded');
    case 'unmapped': {
      const names = problem.names.slice(0, namesShown).join(', ');
      const more = problem.names.length - namesShown;
      return more > 0 ? t('importing.unmappedMore', { names, more }) : t('importing.unmapped', { names });
    }
    case 'shareSum':
      return t('importing.shareSum', { sum: formatNumber(problem.sum) });
    case 'needTrainValid':
      return t('importing.needTrainValid');
    case 'nameNeeded':
      return t('importing.nameNeeded');
    case 'nameTaken':
      return t('importing.nameTaken');
    default:
      return assertNever(problem);
  }
}
