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
  type DefaultDataPoint,
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

// nothing moves on its own: a threshold being dragged must be shown where it is, not on its way there
Object.assign(Chart.defaults, { animation: false, responsive: true, maintainAspectRatio: false });

/**
 * Draws on the canvas it is attached to, and again whenever the data that `configure` reads, the language or the theme
 * changes.
 */
export function attachChart<T extends ChartType, D = DefaultDataPoint<T>>(
  configure: (theme: ChartTheme) => ChartConfiguration<T, D>,
): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    let chart: Chart<T, D> | null = null;
    $effect(() => {
      dependOnLook();
      const configuration = configure(readTheme(canvas));
      if (chart === null) {
        chart = new Chart(canvas, configuration);
        return;
      }
      chart.data = configuration.data;
      if (configuration.options !== undefined) chart.options = configuration.options;
      chart.update('none');
    });
    return () => {
      chart?.destroy();
      chart = null;
    };
  };
}
