/**
 * What a listing of evaluations says of each and what never changes is stored with it: how many photos have a score, and what a folder shares with its run's own
 * photos (core/database/overlap.ts). overlap NULL: not counted yet, or no such evaluation.
 */
export const migration007 = `
ALTER TABLE evaluations ADD COLUMN scored INTEGER NOT NULL DEFAULT 0;
ALTER TABLE evaluations ADD COLUMN overlap TEXT;
UPDATE evaluations SET scored = (SELECT count(*) FROM evaluation_rows
  WHERE evaluation_id = evaluations.id AND status = 'ok');
`;
