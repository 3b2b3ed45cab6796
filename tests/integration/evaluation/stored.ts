import type { App, AppOptions } from '../../../electron/core/app.ts';
import type { NewEvaluationRow } from '../../../electron/core/database/evaluations.ts';
import { insertEvaluation } from '../../../electron/core/database/evaluations.ts';
import { openTest } from '../../../electron/core/evaluation/openings.ts';
import { updateRun } from '../../../electron/core/database/runs.ts';
import type { Split } from '../../../electron/shared/schemas/common.ts';
import { addDataset, addRun, at, photo, sha } from '../core/tableRows.ts';
import { openApp } from '../core/support.ts';

/** A clock that a test moves: each look is a second later. */
export function clock(): () => Date {
  let seconds = 0;
  return () => new Date(Date.parse(at) + (seconds += 1) * 1000);
}

export const row = (path: string, label: 0 | 1, score: number | null, more: Partial<NewEvaluationRow> = {}) => ({
  path,
  sha256: null,
  label,
  className: label === 1 ? 'melanoma' : 'nevus',
  score,
  error: score === null ? { code: 'TRUNCATED' as const, message: `half: ${path}` } : null,
  group: null,
  metadata: {},
  ...more,
});

/** A core with a finished run "First" (id r) of data set "Moles" (id d), whose photos are 1.jpg to 4.jpg. */
export async function coreWithRun(options: Partial<AppOptions> = {}): Promise<App> {
  const { app } = await openApp({ now: clock(), ...options });
  const { database } = app.context;
  addDataset(
    database,
    'd',
    'Moles',
    ['1', '2', '3', '4'].map((digit) =>
      photo(`${digit}.jpg`, { sha256: sha(digit), group: `patient ${digit}`, metadata: { sex: 'female' } }),
    ),
  );
  addRun(database);
  updateRun(database, 'r', { state: 'finished', finishedAt: at, modelHash: sha('c') });
  return app;
}

/** Stores scores of a split as the evaluation job does, with the opening of a test split. */
export function store(app: App, id: string, split: Split, rows: NewEvaluationRow[]): void {
  const { context } = app;
  insertEvaluation(
    context.database,
    {
      id,
      runId: 'r',
      source: { kind: 'split', split },
      createdAt: context.now().toISOString(),
      modelHash: sha('c'),
      groupColumn: 'patient',
    },
    rows,
  );
  if (split === 'test') openTest(context, id);
}

export const fourRows = (): NewEvaluationRow[] => [
  row('/photos/1.jpg', 1, 0.9, { group: 'patient 1', metadata: { sex: 'female', 'age approx': '35' } }),
  row('/photos/2.jpg', 0, 0.7, { group: 'patient 2', metadata: { sex: 'male' } }),
  row('/photos/3.jpg', 1, 0.2, { group: 'patient 1', metadata: { sex: '', 'age approx': '60' } }),
  row('/photos/4.jpg', 0, null, { group: null }),
  row('/elsewhere/5.jpg', 0, 0.1, { group: null, metadata: { sex: 'female' } }),
];
