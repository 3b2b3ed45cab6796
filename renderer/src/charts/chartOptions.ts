import type { ChartTheme } from './theme.ts';

/** A thin axis with its name; grid lines are barely there. */
export function scaleOptions(theme: ChartTheme, title: string) {
  const font = { size: 11, family: theme.fontFamily };
  return {
    title: { display: title !== '', text: title, color: theme.muted, font, padding: 2 },
    grid: { color: theme.line, lineWidth: 0.5, tickLength: 4 },
    border: { color: theme.line },
    ticks: { color: theme.muted, font, maxTicksLimit: 6 },
  };
}

/** The exact numbers on hover, in the page's own colours. */
export function tooltipOptions(theme: ChartTheme) {
  const font = { size: 12, family: theme.fontFamily };
  return {
    backgroundColor: theme.surface,
    titleColor: theme.text,
    bodyColor: theme.text,
    borderColor: theme.line,
    borderWidth: 1,
    cornerRadius: 6,
    padding: 8,
    titleFont: { ...font, weight: 'normal' as const },
    bodyFont: font,
    boxWidth: 8,
    boxHeight: 8,
    animation: false as const,
  };
}
