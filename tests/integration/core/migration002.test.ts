import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { getDatasetDetail } from '../../../electron/core/database/datasets.ts';
import { getEvaluationColumns } from '../../../electron/core/database/evaluationColumns.ts';
import { getEvaluation, getEvaluationDetail, listEvaluations } from '../../../electron/core/database/evaluations.ts';
import { migration001 } from '../../../electron/core/database/migrations/001.ts';
import { openDatabase } from '../../../electron/core/database/open.ts';
import { insert, one } from '../../../electron/core/database/rows.ts';
import { getRunDetail } from '../../../electron/core/database/runs.ts';
import { listTestOpenings } from '../../../electron/core/database/testOpenings.ts';
import { recommendedPreset } from '../../../electron/shared/presets.ts';
import { temporaryFolder } from './support.ts';
import { at, sha } from './tableRows.ts';

/** A file as version 1 left it: one data set with patients, one run, an evaluation of each split and of a folder. */
function versionOne(path: string): void {
  const db = openDatabase(path, [migration001]);
  insert(db, 'datasets', {
    id: 'd',
    name: 'Moles',
    source: '/photos',
    labels_csv: null,
    created_at: at,
    mapping: '{"nevus":"benign"}',
    split_choice: '{"kind":"folder"}',
    group_column: 'patient_id',
    metadata_columns: '["sex"]',
    unreadable_count: 0,
    report: JSON.stringify({
      datasetId: 'd',
      name: 'Moles',
      counts: {},
      classCounts: [],
      excludedCount: 0,
      junkCount: 0,
      otherCount: 0,
      unreadable: [],
      duplicates: [],
      unmatchedRows: { count: 0, first: [] },
      unlabelledPhotos: { count: 0, first: [] },
      warnings: [],
    }),
  });
  for (const [position, digit] of ['1', '2', '3'].entries()) {
    insert(db, 'photos', {
      dataset_id: 'd',
      position,
      path: `/photos/${digit}.jpg`,
      file_name: `${digit}.jpg`,
      search_text: digit,
      split: 'test',
      class_name: 'nevus',
      label: 'benign',
      group_name: `patient ${digit}`,
      sha256: sha(digit),
      size_bytes: 1,
      mtime_ms: 1.5,
      width_px: 1,
      height_px: 1,
      format: 'jpeg',
      duplicate: 0,
      metadata: `{"sex":"sex ${digit}"}`,
    });
  }
  insert(db, 'runs', {
    id: 'r',
    name: 'First',
    dataset_id: 'd',
    dataset_name: 'Moles',
    state: 'finished',
    config: JSON.stringify(recommendedPreset),
    created_at: at,
    threshold_value: 0.23,
    threshold_source: 'tutorial',
    train_count: 1,
    valid_count: 1,
    trainable_parameters: 1,
    frozen_parameters: 1,
    backbone_graph_sha256: sha('b'),
    layers: '[]',
    model_hash: sha('c'),
  });
  const sources = [
    ['v', '{"kind":"split","split":"valid"}'],
    ['t', '{"kind":"split","split":"test"}'],
    ['f', '{"kind":"folder","path":"/photos","mapping":{"nevus":"benign"}}'],
  ] as const;
  for (const [id, source] of sources) {
    insert(db, 'evaluations', { id, run_id: 'r', source, created_at: at, model_hash: sha('c') });
    for (const [position, digit] of ['3', '1', '9'].entries()) {
      insert(db, 'evaluation_rows', {
        evaluation_id: id,
        position,
        path: `/photos/${digit}.jpg`,
        sha256: sha(digit),
        label: 0,
        class_name: 'nevus',
        score: position / 10,
        status: 'ok',
      });
    }
  }
  db.close();
}

test('a version 1 file keeps its evaluations, learns patients and metadata of their photos, and counts old openings', () => {
  const path = join(temporaryFolder(), 'x.db');
  versionOne(path);
  const db = openDatabase(path);
  expect(listEvaluations(db).map(({ id }) => id)).toEqual(['f', 't', 'v']);
  expect(getEvaluation(db, 'v')).toMatchObject({
    name: 'First',
    origin: { kind: 'run' },
    n: 3,
    opened: true,
    threshold: { value: 0.23, source: 'tutorial', lockedAt: null },
  });
  expect(getEvaluationDetail(db, 'v').scores.scores).toEqual([0, 0.1, 0.2]);
  for (const id of ['v', 't']) {
    expect(getEvaluationColumns(db, id)).toMatchObject({
      groups: ['patient 3', 'patient 1', null],
      groupColumn: 'patient_id',
      metadata: [{ name: 'sex', values: ['sex 3', 'sex 1', ''] }],
    });
  }
  // what lay in a folder is no photo of the data set, even at the same path
  expect(getEvaluationColumns(db, 'f')).toMatchObject({ groups: [null, null, null], groupColumn: null, metadata: [] });
  expect(getEvaluation(db, 't').opened).toBe(false);
  expect(listTestOpenings(db, 'd')).toMatchObject([
    { evaluationId: 't', runName: 'First', openedAt: at, threshold: null, by: 'earlier' },
  ]);
  expect(getRunDetail(db, 'r').environment).toBeNull();
  expect(getDatasetDetail(db, 'd')).toMatchObject({ dataset: { version: 1 }, changes: null });
  expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
  // rows still go with their evaluation
  db.exec("DELETE FROM evaluations WHERE id = 't'");
  const left = 'SELECT count(*) AS n FROM evaluation_rows';
  expect(one(db, z.object({ n: z.int() }), left)).toEqual({ n: 6 });
  db.close();

  const copy = new DatabaseSync(`${path}.version-1.copy`);
  expect(one(copy, z.object({ n: z.int() }), 'SELECT count(*) AS n FROM evaluations')).toEqual({ n: 3 });
  copy.close();
});
