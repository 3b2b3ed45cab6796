import { createDeferred } from '../deferred.ts';

/** Things that come one by one, handed on in groups: all that have come whenever the reader asks. */
export interface Arrivals<T> {
  push(item: T): void;
  /** Nothing comes any more: the reader is done when it has all, or gets the error. */
  end(error: unknown): void;
  groups(): AsyncGenerator<T[]>;
}

export function createArrivals<T>(): Arrivals<T> {
  let items: T[] = [];
  let ended: { error: unknown } | null = null;
  let wake = createDeferred();
  const tell = (): void => {
    wake.resolve();
    wake = createDeferred();
  };
  return {
    push(item) {
      items.push(item);
      tell();
    },
    end(error) {
      ended ??= { error };
      tell();
    },
    async *groups() {
      for (;;) {
        const group = items;
        items = [];
        if (group.length > 0) yield group;
        else if (ended === null) await wake.promise;
        else if (ended.error === null) return;
        else throw ended.error instanceof Error ? ended.error : new Error('the work was ended', { cause: ended.error });
      }
    },
  };
}
