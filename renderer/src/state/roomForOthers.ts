/** Under so many rows a piece of work is done before anybody could see a pause. */
const AT_ONCE = 5_000;

/** Between two pieces of work over many rows: keys are heard and frames drawn. */
export const roomForOthers = (rows: number): Promise<void> =>
  rows < AT_ONCE ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve));
