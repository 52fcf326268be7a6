/** Options of `gather`. */
export interface GatherOptions {
  /** Most keys of one call. */
  readonly maxKeys: number;
  /** Calls under way at once; while they run, keys gather for the next one. */
  readonly maxCalls: number;
}

interface Waiting<K, V> {
  readonly key: K;
  readonly resolve: (value: V | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Turns questions about one thing into questions about many: what is asked in the same turn of the event loop, and what
 * is asked while earlier calls are under way, goes into one call of `ask`. A thing that `ask` does not answer is
 * undefined. A failed call fails all its askers; identities (`idOf`) within a call are distinct.
 */
export function gather<K, I, V>(
  ask: (keys: readonly K[]) => Promise<ReadonlyMap<I, V>>,
  idOf: (key: K) => I,
  options: GatherOptions,
): (key: K) => Promise<V | undefined> {
  let waiting: Waiting<K, V>[] = [];
  let calls = 0;
  let isScheduled = false;

  const take = (): readonly Waiting<K, V>[] => {
    const ids = new Set<I>();
    const taken: Waiting<K, V>[] = [];
    const left: Waiting<K, V>[] = [];
    for (const entry of waiting) {
      const id = idOf(entry.key);
      const fits = taken.length < options.maxKeys && !ids.has(id);
      ids.add(id);
      (fits ? taken : left).push(entry);
    }
    waiting = left;
    return taken;
  };

  const call = async (): Promise<void> => {
    isScheduled = false;
    if (calls >= options.maxCalls || waiting.length === 0) return;
    const taken = take();
    calls += 1;
    try {
      const answers = await ask(taken.map(({ key }) => key));
      for (const { key, resolve } of taken) resolve(answers.get(idOf(key)));
    } catch (error) {
      for (const { reject } of taken) reject(error);
    } finally {
      calls -= 1;
      schedule();
    }
  };

  const schedule = (): void => {
    if (isScheduled || waiting.length === 0 || calls >= options.maxCalls) return;
    isScheduled = true;
    // After what is ready in this turn has run, so that all of it goes into one call.
    setImmediate(() => {
      void call();
    });
  };

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      schedule();
    });
}
