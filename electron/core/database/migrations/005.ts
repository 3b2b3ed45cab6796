/**
 * Pages of 100,000 rows in milliseconds: what rows are filtered by (facets: 1 benign, 2 malignant, 4 without a score, 8 flagged) stands in the indexes
 * that they are sorted by, so that a page deep down a list is found without looking at the rows before it; search reads names alone.
 *
 * Copying and moving a batch's photos to a folder: what was asked for, and of each photo where it was, where it went and how far that got, so that a
 * transfer goes on after a kill and a move is undone weeks later. The photo of a row is found where the latest move took it.
 */
export const migration005 = `
ALTER TABLE batch_rows ADD COLUMN facets INTEGER GENERATED ALWAYS AS (
  CASE label WHEN 'benign' THEN 1 WHEN 'malignant' THEN 2 ELSE 0 END
  + CASE status WHEN 'error' THEN 4 ELSE 0 END
  + CASE WHEN quality IS NOT NULL OR unlike = 1 THEN 8 ELSE 0 END) VIRTUAL;
DROP INDEX batch_rows_by_path;
DROP INDEX batch_rows_by_score;
DROP INDEX batch_rows_by_label;
DROP INDEX batch_rows_by_status;
DROP INDEX batch_rows_by_calibrated;
DROP INDEX batch_rows_by_taken_at;
DROP INDEX batch_rows_flagged;
CREATE INDEX batch_rows_by_path ON batch_rows (batch_id, path, position, facets);
CREATE INDEX batch_rows_by_score ON batch_rows (batch_id, score, position, facets);
CREATE INDEX batch_rows_by_label ON batch_rows (batch_id, label, position, facets);
CREATE INDEX batch_rows_by_status ON batch_rows (batch_id, status, position, facets);
CREATE INDEX batch_rows_by_calibrated ON batch_rows (batch_id, calibrated, position, facets);
CREATE INDEX batch_rows_by_taken_at ON batch_rows (batch_id, taken_at, position, facets);
CREATE INDEX batch_rows_in_order ON batch_rows (batch_id, position, facets);
CREATE INDEX batch_rows_search ON batch_rows (batch_id, search_text);

CREATE TABLE batch_transfers (
  id TEXT PRIMARY KEY,
  batch_id TEXT NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
  folder TEXT NOT NULL,
  is_move INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  index_path TEXT
) STRICT;
CREATE INDEX batch_transfers_by_batch ON batch_transfers (batch_id, created_at);

CREATE TABLE batch_transfer_files (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  transfer_id TEXT NOT NULL REFERENCES batch_transfers (id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  source TEXT NOT NULL,
  sha256 TEXT,
  score REAL,
  label TEXT,
  target TEXT,
  state TEXT NOT NULL,
  fault TEXT
) STRICT;
CREATE INDEX batch_transfer_files_by_state ON batch_transfer_files (transfer_id, state, id);
CREATE INDEX batch_transfer_files_moved ON batch_transfer_files (path, id) WHERE state = 'moved';
`;
