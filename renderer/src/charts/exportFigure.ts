import type { FigureModel } from '../../../electron/shared/figures/figureModel.ts';
import { figureCsv } from '../../../electron/shared/figures/figureTable.ts';
import { call } from '../api.ts';
import { errorText } from '../errorText.ts';
import { t } from '../i18n/index.svelte.ts';
import { toast } from '../state/toasts.svelte.ts';
import { rasterise } from './rasterise.ts';

export type FigureFormat = 'png' | 'svg' | 'csv';

async function contentOf(
  model: FigureModel,
  format: FigureFormat,
): Promise<{ content: string; encoding: 'utf8' | 'base64' }> {
  switch (format) {
    case 'csv':
      return { content: figureCsv(model.table()), encoding: 'utf8' };
    case 'svg':
      return { content: model.svg(), encoding: 'utf8' };
    case 'png':
      return { content: await rasterise(model.svg()), encoding: 'base64' };
  }
}

/** Makes the file, asks where to, writes it, and says so. A failure is said too; nothing is thrown. */
export async function exportFigure(model: FigureModel, format: FigureFormat): Promise<void> {
  try {
    const { path } = await call('shell.saveContent', {
      title: t('charts.exportTitle', { figure: model.title }),
      defaultName: `${model.name}.${format}`,
      format,
      ...(await contentOf(model, format)),
    });
    if (path === null) return;
    toast({
      text: t('charts.exported', { figure: model.title }),
      tone: 'ok',
      action: { label: t('common.showInFolder'), run: () => void call('shell.showInFolder', { path }) },
    });
  } catch (error) {
    const words = errorText(error);
    toast({ text: `${words.title}. ${words.remedy}`, tone: 'error' });
  }
}
