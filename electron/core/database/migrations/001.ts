/**
 * The first tables. Ids of data sets, runs, evaluations, predictions, batches and jobs are random text; rows that come by the
 * thousand have integers that are never used twice (AUTOINCREMENT), for addresses of their pictures are made of them.
 * Runs keep no key to their data set: what they were trained on is in run_photos, so that they outlive it.
 */
export const migration001 = `
CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE jobs (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  state TEXT NOT NULL,
  seq INTEGER NOT NULL,
  progress TEXT,
  params TEXT NOT NULL,
  dataset_id TEXT,
  run_id TEXT,
  evaluation_id TEXT,
  batch_id TEXT,
  created_at TEXT NOT NULL,
  finished_at TEXT,
  error TEXT,
  resumable INTEGER NOT NULL
) STRICT;
CREATE INDEX jobs_by_time ON jobs (created_at);

CREATE TABLE datasets (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  source TEXT NOT NULL,
  labels_csv TEXT,
  created_at TEXT NOT NULL,
  mapping TEXT NOT NULL,
  split_choice TEXT NOT NULL,
  group_column TEXT,
  metadata_columns TEXT NOT NULL,
  unreadable_count INTEGER NOT NULL,
  report TEXT NOT NULL
) STRICT;

CREATE TABLE photos (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  dataset_id TEXT NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  path TEXT NOT NULL,
  file_name TEXT NOT NULL,
  search_text TEXT NOT NULL,
  split TEXT NOT NULL,
  class_name TEXT NOT NULL,
  label TEXT NOT NULL,
  group_name TEXT,
  sha256 TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  mtime_ms REAL NOT NULL,
  width_px INTEGER NOT NULL,
  height_px INTEGER NOT NULL,
  format TEXT NOT NULL,
  duplicate INTEGER NOT NULL,
  metadata TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX photos_by_position ON photos (dataset_id, position);
CREATE INDEX photos_by_label ON photos (dataset_id, label, position);
CREATE INDEX photos_by_split ON photos (dataset_id, split, label, position);
CREATE INDEX photos_by_class ON photos (dataset_id, class_name, position);
CREATE INDEX photos_duplicate ON photos (dataset_id, sha256, position) WHERE duplicate = 1;
CREATE INDEX photos_by_content ON photos (sha256);

CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  dataset_id TEXT NOT NULL,
  dataset_name TEXT NOT NULL,
  state TEXT NOT NULL,
  config TEXT NOT NULL,
  created_at TEXT NOT NULL,
  finished_at TEXT,
  best_epoch INTEGER,
  threshold_value REAL NOT NULL,
  threshold_source TEXT NOT NULL,
  threshold_target REAL,
  threshold_set_at TEXT,
  model_hash TEXT,
  train_count INTEGER NOT NULL,
  valid_count INTEGER NOT NULL,
  trainable_parameters INTEGER NOT NULL,
  frozen_parameters INTEGER NOT NULL,
  seconds REAL,
  job_id TEXT,
  error TEXT,
  backbone_graph_sha256 TEXT NOT NULL,
  layers TEXT NOT NULL,
  tensor_board_dir TEXT,
  unreadable TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX runs_by_dataset ON runs (dataset_id, created_at);

CREATE TABLE run_photos (
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  split TEXT NOT NULL,
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  label INTEGER NOT NULL,
  class_name TEXT NOT NULL,
  PRIMARY KEY (run_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE epochs (
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  epoch INTEGER NOT NULL,
  loss REAL NOT NULL,
  accuracy REAL NOT NULL,
  auc REAL,
  val_loss REAL NOT NULL,
  val_accuracy REAL NOT NULL,
  val_auc REAL,
  seconds REAL NOT NULL,
  PRIMARY KEY (run_id, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE evaluations (
  id TEXT PRIMARY KEY,
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  source TEXT NOT NULL,
  created_at TEXT NOT NULL,
  model_hash TEXT NOT NULL
) STRICT;
CREATE INDEX evaluations_by_run ON evaluations (run_id, created_at);

CREATE TABLE evaluation_rows (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  evaluation_id TEXT NOT NULL REFERENCES evaluations (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  path TEXT NOT NULL,
  sha256 TEXT,
  label INTEGER NOT NULL,
  class_name TEXT NOT NULL,
  score REAL,
  status TEXT NOT NULL,
  error_code TEXT,
  error_message TEXT
) STRICT;
CREATE UNIQUE INDEX evaluation_rows_by_position ON evaluation_rows (evaluation_id, position);
CREATE INDEX evaluation_rows_by_status ON evaluation_rows (evaluation_id, status);
CREATE INDEX evaluation_rows_by_content ON evaluation_rows (sha256) WHERE sha256 IS NOT NULL;

CREATE TABLE predictions (
  id TEXT PRIMARY KEY,
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  path TEXT NOT NULL,
  sha256 TEXT,
  score REAL,
  threshold REAL NOT NULL,
  label TEXT,
  model_hash TEXT NOT NULL,
  status TEXT NOT NULL,
  error_code TEXT,
  error_message TEXT,
  width_px INTEGER,
  height_px INTEGER
) STRICT;
CREATE INDEX predictions_by_time ON predictions (created_at);

CREATE TABLE batches (
  id TEXT PRIMARY KEY,
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  inputs TEXT NOT NULL,
  threshold REAL NOT NULL,
  model_hash TEXT NOT NULL,
  out_path TEXT,
  state TEXT NOT NULL,
  created_at TEXT NOT NULL,
  finished_at TEXT,
  total INTEGER NOT NULL,
  skipped_junk INTEGER NOT NULL,
  job_id TEXT
) STRICT;

CREATE TABLE batch_rows (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  batch_id TEXT NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  path TEXT NOT NULL,
  search_text TEXT NOT NULL,
  score REAL,
  label TEXT,
  status TEXT NOT NULL,
  error_code TEXT,
  error_message TEXT,
  sha256 TEXT,
  size_bytes INTEGER,
  mtime_ms REAL
) STRICT;
CREATE UNIQUE INDEX batch_rows_by_position ON batch_rows (batch_id, position);
CREATE INDEX batch_rows_by_path ON batch_rows (batch_id, path, position);
CREATE INDEX batch_rows_by_score ON batch_rows (batch_id, score, position);
CREATE INDEX batch_rows_by_label ON batch_rows (batch_id, label, position);
CREATE INDEX batch_rows_by_status ON batch_rows (batch_id, status, position);
`;
