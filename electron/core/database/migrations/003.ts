/**
 * Batches: what was asked for besides inputs and threshold (globs, lists, metadata, format), what the rows were made with, what was skipped; of a
 * row its calibrated probability, flags, date and the user's own columns; and a person's marks and notes, which outlive a row that is scored again.
 */
export const migration003 = `
ALTER TABLE batches ADD COLUMN request TEXT NOT NULL DEFAULT '{}';
ALTER TABLE batches ADD COLUMN manifest TEXT;
ALTER TABLE batches ADD COLUMN skipped TEXT;
ALTER TABLE batches ADD COLUMN evaluation_id TEXT;

ALTER TABLE batch_rows ADD COLUMN calibrated REAL;
ALTER TABLE batch_rows ADD COLUMN quality TEXT;
ALTER TABLE batch_rows ADD COLUMN unlike INTEGER;
ALTER TABLE batch_rows ADD COLUMN taken_at TEXT;
ALTER TABLE batch_rows ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}';

CREATE TABLE batch_marks (
  batch_id TEXT NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  mark TEXT,
  note TEXT NOT NULL DEFAULT '',
  marked_at TEXT NOT NULL,
  PRIMARY KEY (batch_id, path)
) STRICT;
`;
