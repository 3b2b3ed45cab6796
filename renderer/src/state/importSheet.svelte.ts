import { AppError } from '../../../electron/shared/errors.ts';
import { call } from '../api.ts';
import type { DroppedPath } from './dropped.ts';

export interface ImportStart {
  source: string | null;
  labelsCsv: string | null;
}

const state = $state<{ open: boolean }>({ open: false });
let start = $state.raw<ImportStart>({ source: null, labelsCsv: null });

/** The import sheet can be opened from everywhere, with or without a dropped folder. */
export const importSheet = {
  get open(): boolean {
    return state.open;
  },
  set open(next: boolean) {
    state.open = next;
  },
  get start(): ImportStart {
    return start;
  },
};

export function openImport(from: ImportStart = { source: null, labelsCsv: null }): void {
  start = from;
  state.open = true;
}

/** Sorts dropped paths into the photos' folder and the table of labels. */
export function importStartOf(paths: readonly DroppedPath[]): ImportStart {
  const folder = paths.find((entry) => entry.kind === 'folder');
  const csv = paths.find((entry) => entry.kind === 'file' && /\.(csv|tsv|txt)$/i.test(entry.path));
  if (folder === undefined && csv === undefined) {
    throw new AppError('BAD_INPUT', 'neither a folder nor a table of labels was dropped', {
      details: { path: paths[0]?.path },
    });
  }
  // A table dropped alone most often lies beside its photos; the sheet lets another folder be chosen.
  const beside = csv?.path.replace(/[\\/][^\\/]*$/, '');
  return { source: folder?.path ?? beside ?? null, labelsCsv: csv?.path ?? null };
}

export async function pickFolder(title: string): Promise<string | null> {
  return (await call('shell.chooseFolder', { title })).path;
}
