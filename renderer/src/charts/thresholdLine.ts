import type { ChartTheme } from './theme.ts';

export interface ThresholdMark {
  value: number;
  label: string;
}

/** A vertical line with words over the axes, as an annotation of a chart: made once, moved afterwards; not shown before. */
export function thresholdLine(theme: ChartTheme) {
  const label = {
    display: true,
    content: '',
    position: 'start' as const,
    yAdjust: -16,
    color: theme.text,
    backgroundColor: theme.surface,
    font: { size: 11, weight: 'normal' as const, family: theme.fontFamily },
    padding: 2,
  };
  return {
    type: 'line' as const,
    display: false,
    scaleID: 'x',
    value: 0,
    borderColor: theme.text,
    borderWidth: 1.25,
    label,
  };
}

export function moveThreshold(line: ReturnType<typeof thresholdLine>, mark: ThresholdMark | null): void {
  line.display = mark !== null;
  line.value = mark?.value ?? 0;
  line.label.content = mark?.label ?? '';
}
