import { NOTICE } from '../../../electron/shared/notice.ts';
import type { Batch, BatchRow } from '../../../electron/shared/schemas/scoring.ts';
import { BatchOptions } from '../../../electron/shared/schemas/scoring.ts';
import type { Output, ParsedInput } from '../../../electron/shared/contract.ts';
import { scriptedCore } from '../charts/standIns.ts';

export const COUNT = 100_000;

export const aBatch = (over: Partial<Batch> = {}): Batch => ({
  id: 'batch1',
  runId: 'run1',
  runName: 'ISIC 2017 – Recommended',
  inputs: ['/photos/clinic'],
  request: BatchOptions.parse({}),
  threshold: 0.5,
  out: null,
  state: 'finished',
  createdAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:01:00.000Z',
  total: COUNT,
  scored: COUNT - 1,
  failed: 1,
  malignant: 20_000,
  skippedJunk: 3,
  skipped: null,
  evaluationId: null,
  jobId: null,
  ...over,
});

export const aRow = (
  position: number,
  over: Partial<BatchRow['row']> = {},
  extras: Partial<Omit<BatchRow, 'row'>> = {},
): BatchRow => ({
  id: String(position),
  position,
  row: {
    path: `/photos/clinic/lesion ${position}.jpg`,
    score: 0.9 - position / 200_000,
    threshold: 0.5,
    label: 'malignant',
    runId: 'run1',
    modelHash: 'a'.repeat(64),
    status: 'ok',
    error: '',
    notice: NOTICE,
    ...over,
  },
  calibrated: 0.25,
  quality: [],
  unlike: false,
  takenAt: null,
  metadata: {},
  mark: null,
  note: '',
  ...extras,
});

export const broken = aRow(3, { score: null, label: null, status: 'error', error: 'EMPTY_FILE: 0 bytes' });

/** A batch of 100,000 rows: the fourth is broken, the fifth has all that a row can have. Marks and notes are kept as the core keeps them. */
export function rowsCore(more: Parameters<typeof scriptedCore>[0] = {}) {
  const marks = new Map<string, BatchRow['mark']>();
  const notes = new Map<string, string>();
  const rowAt = (position: number): BatchRow => {
    const row =
      position === 3
        ? broken
        : position === 4
          ? aRow(
              4,
              {},
              { quality: ['BLURRED'], unlike: true, takenAt: '2026-03-04T05:06:07', metadata: { site: 'back' } },
            )
          : aRow(position);
    return { ...row, mark: marks.get(row.id) ?? null, note: notes.get(row.id) ?? '' };
  };
  const list = ({ offset, limit }: { offset: number; limit?: number }) =>
    Array.from({ length: Math.min(limit ?? 200, COUNT - offset) }, (_, i) => offset + i);
  return scriptedCore({
    'batch.rows': (input: ParsedInput<'batch.rows'>): Output<'batch.rows'> => ({
      total: COUNT,
      rows: list(input).map(rowAt),
    }),
    'batch.rowIds': (input) => ({ ids: list(input).map(String) }),
    'batch.transfers': () => ({ transfers: [] }),
    'batch.mark': ({ selection, mark }) => {
      const ids = selection.kind === 'rows' ? selection.ids : list({ offset: 0, limit: COUNT }).map(String);
      for (const id of ids) marks.set(id, mark);
      return { changed: ids.length, undoId: `undo ${ids.length}` };
    },
    'batch.undoMark': () => {
      marks.clear();
      return { changed: 1 };
    },
    'batch.note': ({ rowId, note }) => {
      const before = notes.get(rowId) ?? '';
      notes.set(rowId, note);
      return { before };
    },
    ...more,
  });
}
