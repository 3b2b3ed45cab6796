import { dialog, type BrowserWindow } from 'electron';
import { contract } from '../shared/contract.ts';
import { aboutText } from './aboutText.ts';
import type { Core } from './core.ts';
import type { Words } from './words.ts';

/** The About box. */
export async function showAbout(window: BrowserWindow | null, words: Words, core: Core): Promise<void> {
  const [info, list] = await Promise.all([core.call('app.info', {}), core.call('backbone.list', {})]);
  const text = aboutText(
    words,
    info.ok ? contract['app.info'].output.parse(info.value) : null,
    list.ok ? contract['backbone.list'].output.parse(list.value).backbones : [],
  );
  const options = { type: 'info' as const, title: words.about, buttons: [words.close], noLink: true, ...text };
  await (window === null ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options));
}
