/** One seed for every figure, so that the same photos give the same intervals on every screen, in every report, on every computer. */
export const RESAMPLE_SEED = 2017;

const RESAMPLES = 2000;
/** Beyond so many photos fewer resamples are drawn: minutes of work would change the third digit. */
const MANY = 10_000;
const RESAMPLES_OF_MANY = 400;

/** How many resamples a bootstrap interval of `n` photos rests on. */
export const resamplesFor = (n: number): number => (n > MANY ? RESAMPLES_OF_MANY : RESAMPLES);
