import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
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
import { untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import { endLabels } from './endLabels.ts';
import { grounds } from './grounds.ts';
import { dependOnLook, readTheme, type ChartTheme } from './theme.ts';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  ScatterController,
  Tooltip,
  annotation,
  endLabels,
  grounds,
);

// nothing moves on its own: a threshold being dragged must be shown where it is, not on its way there
Object.assign(Chart.defaults, { animation: false, responsive: true, maintainAspectRatio: false });

/**
 * Draws on the canvas it is attached to, and again whenever the data that `configure` reads, the language or the theme
 * changes. What changes many times a second (a threshold being dragged) is read by `move` alone: it shifts marks in the
 * configuration that is drawn already, and no line or scale is made anew.
 */
export function attachChart<T extends ChartType, D = DefaultDataPoint<T>>(
  configure: (theme: ChartTheme) => ChartConfiguration<T, D>,
  move: (configuration: ChartConfiguration<T, D>) => void = () => undefined,
): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    let drawn: { chart: Chart<T, D>; configuration: ChartConfiguration<T, D> } | null = null;
    /** Another one each time the whole is drawn: its marks are in place then, and need no second drawing. */
    let whole = $state.raw({});
    let marked: object | null = null;
    $effect(() => {
      dependOnLook();
      const configuration = configure(readTheme(canvas));
      untrack(() => move(configuration));
      whole = {};
      if (drawn === null) {
        drawn = { chart: new Chart(canvas, configuration), configuration };
        return;
      }
      const { chart } = drawn;
      chart.data = configuration.data;
      if (configuration.options !== undefined) chart.options = configuration.options;
      chart.update('none');
      drawn = { chart, configuration };
    });
    $effect(() => {
      const present = whole;
      if (drawn === null) return;
      move(drawn.configuration);
      if (marked === present) drawn.chart.update('none');
      marked = present;
    });
    return () => {
      drawn?.chart.destroy();
      drawn = null;
    };
  };
}
