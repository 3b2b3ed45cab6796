/**
 * Cross-validations: a recipe, the folds that a data set's photos were divided into (kept, so that what changes in the data set changes nothing), and of
 * each photo the score by the model that saw neither it nor its group. Removed ones keep their row, without photos: how many recipes were tried on a data set is a
 * fact about every figure of it. A sweep is a list of recipes, each a cross-validation of its own.
 */
export const migration010 = `
CREATE TABLE sweeps (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  dataset_id TEXT NOT NULL,
  dataset_name TEXT NOT NULL,
  request TEXT NOT NULL,
  recipes TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at TEXT NOT NULL,
  finished_at TEXT,
  job_id TEXT,
  seconds REAL NOT NULL DEFAULT 0,
  error TEXT
) STRICT;
CREATE INDEX sweeps_by_dataset ON sweeps (dataset_id, created_at);

CREATE TABLE cross_validations (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  dataset_id TEXT NOT NULL,
  dataset_name TEXT NOT NULL,
  sweep_id TEXT REFERENCES sweeps (id) ON DELETE SET NULL,
  config TEXT NOT NULL,
  recipe TEXT NOT NULL,
  classes TEXT NOT NULL,
  folds INTEGER NOT NULL,
  seed INTEGER NOT NULL,
  group_column TEXT,
  division TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at TEXT NOT NULL,
  finished_at TEXT,
  job_id TEXT,
  evaluation_id TEXT REFERENCES evaluations (id) ON DELETE SET NULL,
  seconds REAL NOT NULL DEFAULT 0,
  error TEXT,
  environment TEXT,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX cross_validations_by_dataset ON cross_validations (dataset_id, created_at);

CREATE TABLE cross_validation_folds (
  cross_validation_id TEXT NOT NULL REFERENCES cross_validations (id) ON DELETE CASCADE,
  fold INTEGER NOT NULL,
  model_hash TEXT NOT NULL,
  best_epoch INTEGER NOT NULL,
  train_count INTEGER NOT NULL,
  valid_count INTEGER NOT NULL,
  unreadable TEXT NOT NULL,
  seconds REAL NOT NULL,
  PRIMARY KEY (cross_validation_id, fold)
) STRICT, WITHOUT ROWID;

CREATE TABLE cross_validation_photos (
  cross_validation_id TEXT NOT NULL REFERENCES cross_validations (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  fold INTEGER NOT NULL,
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  label INTEGER NOT NULL,
  class_name TEXT NOT NULL,
  group_name TEXT,
  metadata TEXT NOT NULL,
  score REAL,
  classes TEXT,
  error_code TEXT,
  error_message TEXT,
  PRIMARY KEY (cross_validation_id, position)
) STRICT, WITHOUT ROWID;
`;
