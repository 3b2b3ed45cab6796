/**
 * Runs that tell the data set's own classes apart: which ones, and why the run is as it is; of an evaluation by such a run the classes as they were then,
 * and of each of its rows their probabilities in that order. NULL: malignancy alone.
 */
export const migration009 = `
ALTER TABLE runs ADD COLUMN classes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE runs ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE evaluations ADD COLUMN classes TEXT;
ALTER TABLE evaluation_rows ADD COLUMN classes TEXT;
`;
