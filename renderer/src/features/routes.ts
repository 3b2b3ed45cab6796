import type { Component } from 'svelte';
import ChartSpline from '@lucide/svelte/icons/chart-spline';
import CircleHelp from '@lucide/svelte/icons/circle-question-mark';
import Images from '@lucide/svelte/icons/images';
import House from '@lucide/svelte/icons/house';
import ListChecks from '@lucide/svelte/icons/list-checks';
import ScanSearch from '@lucide/svelte/icons/scan-search';
import Settings from '@lucide/svelte/icons/settings';
import GraduationCap from '@lucide/svelte/icons/graduation-cap';
import type { PlainKey } from '../i18n/index.svelte.ts';
import type { Screen } from '../state/nav.svelte.ts';
import type { IconComponent } from '../ui/icon.ts';
import BatchScreen from './batch/BatchScreen.svelte';
import DataScreen from './data/DataScreen.svelte';
import HelpScreen from './help/HelpScreen.svelte';
import PredictScreen from './predict/PredictScreen.svelte';
import ResultsScreen from './results/ResultsScreen.svelte';
import SettingsScreen from './settings/SettingsScreen.svelte';
import StartScreen from './start/StartScreen.svelte';
import TrainScreen from './train/TrainScreen.svelte';

export interface ScreenRoute {
  title: PlainKey;
  icon: IconComponent;
  component: Component;
}

/** Every screen, in the order of the work; the last two stand apart at the foot of the rail. */
export const routes: Readonly<Record<Screen, ScreenRoute>> = {
  start: { title: 'frame.start', icon: House, component: StartScreen },
  data: { title: 'frame.data', icon: Images, component: DataScreen },
  train: { title: 'frame.train', icon: GraduationCap, component: TrainScreen },
  results: { title: 'frame.results', icon: ChartSpline, component: ResultsScreen },
  predict: { title: 'frame.predict', icon: ScanSearch, component: PredictScreen },
  batch: { title: 'frame.batch', icon: ListChecks, component: BatchScreen },
  help: { title: 'frame.help', icon: CircleHelp, component: HelpScreen },
  settings: { title: 'frame.settings', icon: Settings, component: SettingsScreen },
};
