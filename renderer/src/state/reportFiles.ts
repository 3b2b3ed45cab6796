/** Which file a report's job writes: the job says only what it is about, and its end comes when another screen may be shown. */
const pathOfJob = new Map<string, string>();

export const rememberReport = (jobId: string, path: string): void => void pathOfJob.set(jobId, path);

/** null: this window did not start it. */
export const reportPath = (jobId: string): string | null => pathOfJob.get(jobId) ?? null;
