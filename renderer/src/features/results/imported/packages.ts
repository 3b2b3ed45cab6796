import type { Evaluation } from '../../../../../electron/shared/schemas/evaluation.ts';
import { call } from '../../../api.ts';
import { t } from '../../../i18n/index.svelte.ts';

const filters = [{ name: 'LesionLab', extensions: ['lesionlab'] }];

/** Asks for a .lesionlab file and opens it; null when nothing was chosen. */
export async function openPackage(): Promise<string | null> {
  const { path } = await call('shell.chooseFile', { title: t('results.title'), filters });
  return path === null ? null : (await call('evaluation.openPackage', { path })).evaluationId;
}

/** Asks for a place and saves the evaluation there; false when nothing was chosen. */
export async function savePackage({ id, name }: Evaluation): Promise<boolean> {
  const { path } = await call('shell.saveFile', {
    title: t('results.title'),
    defaultName: `${name}.lesionlab`,
    filters,
  });
  if (path === null) return false;
  await call('evaluation.savePackage', { id, path });
  return true;
}
