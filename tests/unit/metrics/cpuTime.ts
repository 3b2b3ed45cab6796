/** Milliseconds of processor time that work takes: a busy machine does not lengthen it as it does the clock's. */
export function cpuMs(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
