import type { LaunchedApp } from './startApp.ts';

/** Native dialogs cannot be driven: the next ones, for opening and for saving, answer with this path, or as closed without one. */
export const answerDialogs = ({ app }: Pick<LaunchedApp, 'app'>, path: string | null): Promise<void> =>
  app.evaluate(({ dialog }, chosen) => {
    const canceled = chosen === null;
    dialog.showOpenDialog = () => Promise.resolve({ canceled, filePaths: chosen === null ? [] : [chosen] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled, filePath: chosen ?? '' });
  }, path);
