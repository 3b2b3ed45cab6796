import type { Evaluation } from '../../../../electron/shared/schemas/evaluation.ts';
import { t } from '../../i18n/index.svelte.ts';
import type { Judged } from './judged.ts';

const splitNames = { train: 'common.train', valid: 'common.valid', test: 'common.test' } as const;
const lastPart = (path: string): string => path.split(/[\\/]/).at(-1) || path;

/** What is judged, as the list of choices names it. */
export function judgedName(choice: Judged): string {
  if (choice.kind === 'split') {
    const split = t(splitNames[choice.split]);
    return choice.evaluation === undefined ? t('results.notScored', { split }) : split;
  }
  const { source, name } = choice.evaluation;
  return source.kind === 'folder' ? t('results.folderOption', { name: lastPart(source.path) }) : name;
}

/** Where the scores of an evaluation without a run come from. */
export function originText({ origin, name }: Evaluation): string {
  if (origin.kind === 'scores') return t('workbench.fromFile', { name: lastPart(origin.path) });
  if (origin.kind === 'package') return t('workbench.fromPackage', { name: lastPart(origin.path) });
  return name;
}
