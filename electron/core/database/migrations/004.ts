/** Orders and filters of a batch's rows that 100,000 of them need an index for. quality is NULL where there is no warning. */
export const migration004 = `
CREATE INDEX batch_rows_by_calibrated ON batch_rows (batch_id, calibrated, position);
CREATE INDEX batch_rows_by_taken_at ON batch_rows (batch_id, taken_at, position);
CREATE INDEX batch_rows_flagged ON batch_rows (batch_id, position) WHERE quality IS NOT NULL OR unlike = 1;
`;
