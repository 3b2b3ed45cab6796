/**
 * Evaluations without a run (files of scores, .lesionlab files), what is known of each evaluated row besides its score, locked
 * thresholds and the openings of test splits, reviews of labels and the versions of data sets made from them.
 */
export const migration002 = `
ALTER TABLE runs ADD COLUMN threshold_locked_at TEXT;
ALTER TABLE runs ADD COLUMN environment TEXT;

ALTER TABLE datasets ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE datasets ADD COLUMN changes TEXT;

CREATE TABLE evaluations_new (
  id TEXT PRIMARY KEY,
  run_id TEXT REFERENCES runs (id) ON DELETE CASCADE,
  name TEXT,
  origin TEXT NOT NULL,
  source TEXT NOT NULL,
  created_at TEXT NOT NULL,
  model_hash TEXT,
  threshold TEXT,
  group_column TEXT
) STRICT;
INSERT INTO evaluations_new (id, run_id, origin, source, created_at, model_hash, group_column)
  SELECT e.id, e.run_id, '{"kind":"run"}', e.source, e.created_at, e.model_hash,
    (SELECT d.group_column FROM runs AS r JOIN datasets AS d ON d.id = r.dataset_id
      WHERE r.id = e.run_id AND json_extract(e.source, '$.kind') = 'split')
  FROM evaluations AS e ORDER BY e.rowid;
DROP TABLE evaluations;
ALTER TABLE evaluations_new RENAME TO evaluations;
CREATE INDEX evaluations_by_run ON evaluations (run_id, created_at);

ALTER TABLE evaluation_rows ADD COLUMN group_name TEXT;
ALTER TABLE evaluation_rows ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}';
CREATE INDEX photos_by_path ON photos (dataset_id, path);
UPDATE evaluation_rows SET (group_name, metadata) = (p.group_name, p.metadata)
  FROM evaluations AS e JOIN runs AS r ON r.id = e.run_id JOIN photos AS p ON p.dataset_id = r.dataset_id
  WHERE e.id = evaluation_rows.evaluation_id AND json_extract(e.source, '$.kind') = 'split' AND p.path = evaluation_rows.path;

CREATE TABLE test_openings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT NOT NULL,
  run_name TEXT NOT NULL,
  dataset_id TEXT NOT NULL,
  evaluation_id TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  threshold REAL,
  locked_at TEXT,
  by TEXT NOT NULL
) STRICT;
CREATE INDEX test_openings_by_dataset ON test_openings (dataset_id, id);
INSERT INTO test_openings (run_id, run_name, dataset_id, evaluation_id, opened_at, by)
  SELECT r.id, r.name, r.dataset_id, e.id, e.created_at, 'earlier' FROM evaluations AS e JOIN runs AS r ON r.id = e.run_id
  WHERE json_extract(e.source, '$.split') = 'test' ORDER BY e.created_at;

CREATE TABLE review_decisions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  dataset_id TEXT NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
  photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
  act TEXT NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT NOT NULL,
  decided_at TEXT NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX review_decisions_by_photo ON review_decisions (dataset_id, photo_id, id);
`;
