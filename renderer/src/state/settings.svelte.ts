import { Settings } from '../../../electron/shared/schemas/settings.ts';
import { call, on } from '../api.ts';
import { i18n, setLanguage } from '../i18n/index.svelte.ts';
import { remembered } from './remembered.ts';

export type ThemeSetting = Settings['theme'];
export type Theme = 'light' | 'dark' | 'contrast';

// The last settings are kept beside the window too, so that it opens in the right colours before the core answers.
const store = remembered('settings', Settings, Settings.parse({}));
const state = $state<{ settings: Settings; theme: Theme }>({ settings: store.read(), theme: 'light' });

export const settings = {
  get current(): Settings {
    return state.settings;
  },
  /** The theme as shown, after `system` is resolved. */
  get theme(): Theme {
    return state.theme;
  },
};

const dark = () => window.matchMedia('(prefers-color-scheme: dark)');
const contrast = () => window.matchMedia('(prefers-contrast: more)');

export function resolveTheme(setting: ThemeSetting, prefersDark: boolean, prefersContrast: boolean): Theme {
  if (setting !== 'system') return setting;
  if (prefersContrast) return 'contrast';
  return prefersDark ? 'dark' : 'light';
}

function apply(): void {
  state.theme = resolveTheme(state.settings.theme, dark().matches, contrast().matches);
  document.documentElement.dataset['theme'] = state.theme;
  setLanguage(state.settings.language);
}

function accept(next: Settings): void {
  state.settings = next;
  store.write(next);
  apply();
  tellShell();
}

function tellShell(): void {
  call('shell.setLook', { theme: state.settings.theme, language: i18n.language }).catch((error: unknown) =>
    console.error('the shell did not take the look', error),
  );
}

/** Shows the change at once, then has the core keep it; a refusal puts back what is kept. */
export async function changeSettings(change: Partial<Settings>): Promise<void> {
  const before = $state.snapshot(state.settings);
  accept({ ...before, ...change });
  try {
    const kept = await call('settings.set', change);
    accept(kept);
  } catch (error) {
    accept(before);
    throw error;
  }
}

export async function reloadSettings(): Promise<void> {
  accept(await call('settings.get', {}));
}

/** Applies what is remembered, then what the core has, and follows the system's look. */
export function startSettings(): () => void {
  apply();
  void reloadSettings().catch((error: unknown) => console.error('settings could not be read', error));
  const queries = [dark(), contrast()];
  for (const query of queries) query.addEventListener('change', apply);
  window.addEventListener('languagechange', apply);
  const stop = on('data.changed', ({ kind }) => {
    if (kind === 'settings') void reloadSettings().catch((error: unknown) => console.error(error));
  });
  return () => {
    for (const query of queries) query.removeEventListener('change', apply);
    window.removeEventListener('languagechange', apply);
    stop();
  };
}
