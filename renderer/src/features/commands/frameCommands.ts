import { call } from '../../api.ts';
import { errorText } from '../../errorText.ts';
import { t } from '../../i18n/index.svelte.ts';
import type { PlainKey } from '../../i18n/index.svelte.ts';
import type { Command } from '../../state/commands.svelte.ts';
import { frame } from '../../state/frame.svelte.ts';
import { openImport } from '../../state/importSheet.svelte.ts';
import { go, goBack, goForward, nav, type Screen } from '../../state/nav.svelte.ts';
import { changeSettings, settings, type ThemeSetting } from '../../state/settings.svelte.ts';
import { latestUndo, toast } from '../../state/toasts.svelte.ts';

const screens: readonly { screen: Screen; title: PlainKey; keys?: string[] }[] = [
  { screen: 'start', title: 'frame.start', keys: ['Ctrl+1'] },
  { screen: 'data', title: 'frame.data', keys: ['Ctrl+2'] },
  { screen: 'train', title: 'frame.train', keys: ['Ctrl+3'] },
  { screen: 'results', title: 'frame.results', keys: ['Ctrl+4'] },
  { screen: 'predict', title: 'frame.predict', keys: ['Ctrl+5'] },
  { screen: 'batch', title: 'frame.batch', keys: ['Ctrl+6'] },
  { screen: 'help', title: 'frame.help', keys: ['F1'] },
  { screen: 'settings', title: 'frame.settings', keys: ['Ctrl+,'] },
];
const themes: readonly { theme: ThemeSetting; title: PlainKey }[] = [
  { theme: 'system', title: 'commands.themeSystem' },
  { theme: 'light', title: 'commands.themeLight' },
  { theme: 'dark', title: 'commands.themeDark' },
  { theme: 'contrast', title: 'commands.themeContrast' },
];

const sayFailure = (error: unknown): void => {
  const words = errorText(error);
  toast({ text: `${words.title}. ${words.remedy}`, tone: 'error' });
};

/** Draws the sample set and trains on it: the quickest way to see everything. */
export async function startDemo(): Promise<void> {
  try {
    await call('demo.start', { train: true });
    frame.jobsOpen = true;
  } catch (error) {
    sayFailure(error);
  }
}

function toggleFullscreen(): void {
  const change =
    document.fullscreenElement === null ? document.documentElement.requestFullscreen() : document.exitFullscreen();
  change.catch(sayFailure);
}

/** What works on every screen. Screens offer their own beside these. */
export function frameCommands(): Command[] {
  return [
    ...screens.map(({ screen, title, keys }) => ({
      id: `screen.${screen}`,
      title: t(title),
      group: t('commands.groupGo'),
      ...(keys === undefined ? {} : { keys }),
      run: () => go(screen),
    })),
    {
      id: 'go.back',
      title: t('commands.back'),
      group: t('commands.groupGo'),
      keys: ['Alt+ArrowLeft'],
      run: goBack,
      enabled: nav.canGoBack,
    },
    {
      id: 'go.forward',
      title: t('commands.forward'),
      group: t('commands.groupGo'),
      keys: ['Alt+ArrowRight'],
      run: goForward,
      enabled: nav.canGoForward,
    },
    {
      id: 'import',
      title: t('commands.import'),
      group: t('commands.groupDo'),
      keys: ['Ctrl+O'],
      run: () => openImport(),
    },
    { id: 'demo.start', title: t('commands.demo'), group: t('commands.groupDo'), run: () => void startDemo() },
    {
      id: 'palette',
      title: t('commands.palette'),
      group: t('commands.groupDo'),
      keys: ['Ctrl+K'],
      hidden: true,
      run: () => (frame.paletteOpen = true),
    },
    {
      id: 'shortcuts',
      title: t('commands.shortcuts'),
      group: t('commands.groupDo'),
      keys: ['?'],
      run: () => (frame.shortcutsOpen = true),
    },
    {
      id: 'jobs.open',
      title: t('commands.jobs'),
      group: t('commands.groupDo'),
      keys: ['Ctrl+J'],
      run: () => (frame.jobsOpen = !frame.jobsOpen),
    },
    {
      id: 'inspector.toggle',
      title: t('commands.inspector'),
      group: t('commands.groupLook'),
      keys: ['Ctrl+I'],
      run: () => (frame.inspectorOpen = !frame.inspectorOpen),
    },
    {
      id: 'fullscreen.toggle',
      title: t('commands.fullscreen'),
      group: t('commands.groupLook'),
      keys: ['F'],
      run: toggleFullscreen,
    },
    {
      id: 'undo',
      title: t('common.undo'),
      group: t('commands.groupDo'),
      keys: ['Ctrl+Z'],
      enabled: latestUndo() !== undefined,
      run: () => latestUndo()?.run(),
    },
    ...themes.map(({ theme, title }) => ({
      id: `theme.${theme}`,
      title: t(title),
      group: t('commands.groupLook'),
      enabled: settings.current.theme !== theme,
      run: () => void changeSettings({ theme }).catch(sayFailure),
    })),
    {
      id: 'language.en',
      title: t('commands.english'),
      group: t('commands.groupLook'),
      run: () => void changeSettings({ language: 'en' }).catch(sayFailure),
    },
    {
      id: 'language.zh',
      title: t('commands.chinese'),
      group: t('commands.groupLook'),
      run: () => void changeSettings({ language: 'zh-CN' }).catch(sayFailure),
    },
  ];
}
