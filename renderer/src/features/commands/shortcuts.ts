import type { PlainKey } from '../../i18n/index.svelte.ts';

export interface ShortcutGroup {
  title: PlainKey;
  shortcuts: readonly { keys: readonly string[]; words: PlainKey }[];
}

/** All keys of the window; each is bound where it works (frame, grids, results, batch, viewer). */
export const shortcutGroups: readonly ShortcutGroup[] = [
  {
    title: 'commands.sheetEverywhere',
    shortcuts: [
      { keys: ['Ctrl+K'], words: 'commands.palette' },
      { keys: ['Ctrl+O'], words: 'commands.import' },
      { keys: ['Ctrl+1', 'Ctrl+6'], words: 'commands.keyScreens' },
      { keys: ['Ctrl+J'], words: 'commands.jobs' },
      { keys: ['Ctrl+I'], words: 'commands.inspector' },
      { keys: ['F'], words: 'commands.fullscreen' },
      { keys: ['Alt+ArrowLeft', 'Alt+ArrowRight'], words: 'commands.keyBackForward' },
      { keys: ['Ctrl+Z'], words: 'common.undo' },
      { keys: ['?'], words: 'commands.shortcuts' },
      { keys: ['Escape'], words: 'commands.keyClose' },
    ],
  },
  {
    title: 'commands.sheetGrids',
    shortcuts: [
      { keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'], words: 'commands.keyMove' },
      { keys: ['Home', 'End'], words: 'commands.keyEnds' },
      { keys: ['PageUp', 'PageDown'], words: 'commands.keyPages' },
      { keys: ['Enter'], words: 'commands.keyOpen' },
    ],
  },
  {
    title: 'commands.sheetResults',
    shortcuts: [
      { keys: ['[', ']'], words: 'commands.keyThreshold' },
      { keys: ['Shift+[', 'Shift+]'], words: 'commands.keyThresholdFine' },
      { keys: ['Z'], words: 'commands.keyThresholdUndo' },
    ],
  },
  {
    title: 'review.group',
    shortcuts: [
      { keys: ['1'], words: 'review.labelBenign' },
      { keys: ['2'], words: 'review.labelMalignant' },
      { keys: ['A'], words: 'review.agreeLong' },
      { keys: ['X'], words: 'review.excludeLong' },
      { keys: ['R'], words: 'review.sameReason' },
      { keys: ['Z', 'Ctrl+Z'], words: 'review.undo' },
      { keys: ['Shift+ArrowLeft', 'Shift+ArrowRight'], words: 'review.selectMore' },
    ],
  },
  {
    title: 'commands.sheetViewer',
    shortcuts: [
      { keys: ['ArrowLeft', 'ArrowRight'], words: 'commands.keyNext' },
      { keys: ['+', '-'], words: 'commands.keyZoom' },
      { keys: ['0'], words: 'commands.keyFit' },
      { keys: ['9'], words: 'commands.keyActualSize' },
      { keys: ['Shift+ArrowLeft', 'Shift+ArrowRight'], words: 'commands.keyPan' },
      { keys: ['C'], words: 'commands.keyCompare' },
      { keys: ['S'], words: 'commands.keySides' },
      { keys: ['Space'], words: 'explain.overlay' },
      { keys: ['Escape'], words: 'commands.keyClose' },
    ],
  },
];
