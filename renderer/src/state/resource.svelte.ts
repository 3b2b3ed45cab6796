/** Something that is fetched: at any moment it is on its way, here, or failed. A reload keeps the old value on screen. */
export interface Resource<T> {
  readonly status: 'working' | 'ready' | 'failed';
  readonly value: T | undefined;
  readonly error: unknown;
  reload(): void;
}

/**
 * Fetches for the present key and again whenever the key changes or `reload` is called; an answer that comes after a
 * newer question is dropped. Call during a component's initialisation. A null key fetches nothing.
 */
export function resource<K, T>(key: () => K | null, load: (key: K) => Promise<T>): Resource<T> {
  const state = $state<{ status: Resource<T>['status']; error: unknown; round: number }>({
    status: 'working',
    error: undefined,
    round: 0,
  });
  let value = $state.raw<T | undefined>(undefined);
  let shownKey: K | null = null;

  $effect(() => {
    void state.round;
    const present = key();
    if (!Object.is(present, shownKey)) {
      shownKey = present;
      value = undefined;
      state.status = 'working';
    }
    if (present === null) return;
    let stale = false;
    load(present).then(
      (loaded) => {
        if (stale) return;
        value = loaded;
        state.error = undefined;
        state.status = 'ready';
      },
      (error: unknown) => {
        if (stale) return;
        state.error = error;
        state.status = 'failed';
      },
    );
    return () => {
      stale = true;
    };
  });

  return {
    get status() {
      return state.status;
    },
    get value() {
      return value;
    },
    get error() {
      return state.error;
    },
    reload() {
      if (state.status === 'failed') state.status = 'working';
      state.round += 1;
    },
  };
}
