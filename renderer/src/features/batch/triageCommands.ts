import type { BatchMark } from '../../../../electron/shared/schemas/scoring.ts';
import { t } from '../../i18n/index.svelte.ts';
import type { Command } from '../../state/commands.svelte.ts';

export interface TriageActs {
  /** Whether rows are selected, and whether one is shown on the card. */
  any: boolean;
  one: boolean;
  canUndo: boolean;
  toggleMark: (mark: BatchMark) => void;
  unmark: () => void;
  note: () => void;
  undo: () => void;
  transfer: (move: boolean) => void;
}

/** What the keyboard does with selected rows, wherever the focus is on the screen. */
export function triageCommands(acts: TriageActs): Command[] {
  const group = t('triage.group');
  const { any } = acts;
  return [
    {
      id: 'triage.check',
      title: t('triage.checkLong'),
      group,
      keys: ['M'],
      enabled: any,
      run: () => acts.toggleMark('check'),
    },
    {
      id: 'triage.done',
      title: t('triage.doneLong'),
      group,
      keys: ['D'],
      enabled: any,
      run: () => acts.toggleMark('done'),
    },
    { id: 'triage.unmark', title: t('triage.unmarkLong'), group, keys: ['U'], enabled: any, run: acts.unmark },
    { id: 'triage.note', title: t('triage.noteLong'), group, keys: ['N'], enabled: acts.one, run: acts.note },
    { id: 'triage.undo', title: t('triage.undo'), group, keys: ['Z', 'Ctrl+Z'], enabled: acts.canUndo, run: acts.undo },
    { id: 'triage.copy', title: t('triage.copyTo'), group, enabled: any, run: () => acts.transfer(false) },
    { id: 'triage.move', title: t('triage.moveTo'), group, enabled: any, run: () => acts.transfer(true) },
  ];
}
