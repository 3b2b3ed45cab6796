import type { BatchMark, BatchRow, RowSelection } from '../../../../electron/shared/schemas/scoring.ts';
import { call } from '../../api.ts';
import { errorText } from '../../errorText.ts';
import { t } from '../../i18n/index.svelte.ts';
import { toast } from '../../state/toasts.svelte.ts';

export interface RowActs {
  readonly canUndo: boolean;
  /** Gives rows a mark, or none; the number that it changed. */
  mark(batchId: string, selection: RowSelection, mark: BatchMark | null): Promise<void>;
  note(batchId: string, row: BatchRow, note: string): Promise<void>;
  /** Takes the latest act back. */
  undo(): Promise<void>;
}

type Undo = () => Promise<void>;
const MOST_KEPT = 100;

export const sayFailure = (error: unknown): void => {
  const { title, where, remedy } = errorText(error);
  toast({ text: [title, where, remedy].filter((part) => part !== null && part !== '').join('. '), tone: 'error' });
};

/** Marks and notes on rows, each of which can be taken back, the latest first. `changed` is told after each. */
export function createRowActs(changed: () => void): RowActs {
  let done = $state.raw<readonly Undo[]>([]);

  const keep = (undo: Undo): void => void (done = [...done, undo].slice(-MOST_KEPT));

  async function takeBack(act: Undo | undefined): Promise<void> {
    if (act === undefined || !done.includes(act)) return;
    done = done.filter((other) => other !== act);
    try {
      await act();
      changed();
    } catch (error) {
      sayFailure(error);
    }
  }

  return {
    get canUndo() {
      return done.length > 0;
    },
    async mark(batchId, selection, mark) {
      try {
        const { changed: count, undoId } = await call('batch.mark', { batchId, selection, mark });
        if (undoId === null) return;
        const undo: Undo = async () => void (await call('batch.undoMark', { id: undoId }));
        keep(undo);
        changed();
        // one row shows its mark itself
        if (count === 1) return;
        const said =
          mark === 'check' ? 'triage.markedCheck' : mark === 'done' ? 'triage.markedDone' : 'triage.unmarked';
        toast({
          text: t(said, { count }),
          tone: 'ok',
          action: { label: t('common.undo'), undoes: true, run: () => void takeBack(undo) },
        });
      } catch (error) {
        sayFailure(error);
      }
    },
    async note(batchId, row, note) {
      try {
        const { before } = await call('batch.note', { batchId, rowId: row.id, note });
        keep(async () => void (await call('batch.note', { batchId, rowId: row.id, note: before })));
        changed();
      } catch (error) {
        sayFailure(error);
      }
    },
    undo: () => takeBack(done.at(-1)),
  };
}
