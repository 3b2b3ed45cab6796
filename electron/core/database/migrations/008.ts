/** Left free. */
export const migration008 = `
SELECT 1;
`;
