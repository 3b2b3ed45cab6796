import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  ScatterController,
  Tooltip,
  type ChartConfiguration,
  type ChartType,
} from 'chart.js';
import annotation from 'chartjs-plugin-annotation';
import type { Attachment } from 'svelte/attachments';
import { endLabels } from './endLabels.ts';
import { dependOnLook, readTheme, type ChartTheme } from './theme.ts';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  ScatterController,
  Tooltip,
  annotation,
  endLabels,
);

/**
 * Draws on the canvas it is attached to, and again whenever the data that `configure` reads, the language or the theme
 * changes. Nothing moves on its own: a threshold being dragged must be shown where it is, not on its way there.
 */
export function attachChart<T extends ChartType>(
  configure: (theme: ChartTheme) => ChartConfiguration<T>,
): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    let chart: Chart<T> | null = null;
    $effect(() => {
      dependOnLook();
      const { data, options, ...rest } = configure(readTheme(canvas));
      const still = { ...options, animation: false, responsive: true, maintainAspectRatio: false };
      if (chart === null) {
        chart = new Chart<T>(canvas, Object.assign(rest, { data, options: still }));
        return;
      }
      chart.data = data;
      chart.options = Object.assign({}, still);
      chart.update('none');
    });
    return () => {
      chart?.destroy();
      chart = null;
    };
  };
}
