let paths = $state.raw<readonly string[]>([]);

/** Folders and photos on their way to the batch screen, from wherever they were dropped. */
export const batchInputs = {
  get waiting(): boolean {
    return paths.length > 0;
  },
  hand(next: readonly string[]): void {
    paths = next;
  },
  /** Hands them over once. */
  take(): readonly string[] {
    const taken = paths;
    paths = [];
    return taken;
  },
};
