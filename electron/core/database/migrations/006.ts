/** What the rows of a batch hold besides scores, fixed when its first row is made (core/database/batchOutput.ts). NULL: a batch of an older version, whose rows hold scores alone. */
export const migration006 = `
ALTER TABLE batches ADD COLUMN output TEXT;
`;
