import { createSubscriber } from 'svelte/reactivity';

/** The colours and type a chart draws with, read from the tokens of the present theme. */
export interface ChartTheme {
  text: string;
  muted: string;
  line: string;
  surface: string;
  accent: string;
  warning: string;
  benign: string;
  benignSoft: string;
  malignant: string;
  malignantSoft: string;
  /** Lines of compared curves in their order; dashes tell them apart as well. */
  series: string[];
  /** Bands of intervals, under the lines. */
  band: string;
  fontFamily: string;
}

/** A canvas cannot use CSS variables: they are resolved where it stands. */
export function readTheme(element: Element): ChartTheme {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim() || '#777777';
  return {
    text: token('--text'),
    muted: token('--text-2'),
    line: token('--line'),
    surface: token('--surface'),
    accent: token('--accent'),
    warning: token('--warning'),
    benign: token('--benign'),
    benignSoft: token('--benign-soft'),
    malignant: token('--malignant'),
    malignantSoft: token('--malignant-soft'),
    series: ['--accent', '--malignant', '--ok', '--warning', '--text-2', '--benign'].map(token),
    band: token('--accent-soft'),
    fontFamily: style.fontFamily || 'sans-serif',
  };
}

/**
 * Call it in an effect that draws: the effect runs again when the look of the page may have changed. The page itself is
 * watched, and not the setting, so that the tokens are already the new ones by then.
 */
export const dependOnLook: () => void = createSubscriber((changed) => {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['class', 'data-theme', 'style', 'lang'],
  });
  const queries = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    for (const query of queries) query.removeEventListener('change', changed);
  };
});
