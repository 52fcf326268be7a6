import { createContext, Script } from 'node:vm';

/** Work that has come to its end, or was ended from outside. */
export type EndedWork<Value> =
  { readonly kind: 'ended'; readonly value: Value } | { readonly kind: 'cut_off' };

/** Runs synchronous work for at most so many milliseconds. Errors of the work are thrown on. */
export type EndAfter = <Value>(limitMs: number, work: () => Value) => EndedWork<Value>;

/**
 * Makes a runner that ends work from outside, whatever it is doing, a pattern that does not come back included: a process
 * has one thread for all its queues. It is no sandbox; the work runs as it would outside.
 */
export function createEndAfter(): EndAfter {
  const holder: { work: () => unknown } = { work: () => undefined };
  const context = createContext(holder);
  const script = new Script('work()');
  return <Value>(limitMs: number, work: () => Value) => {
    holder.work = work;
    try {
      return { kind: 'ended', value: script.runInContext(context, { timeout: limitMs }) as Value };
    } catch (error) {
      if (isTimeout(error)) return { kind: 'cut_off' };
      throw error;
    }
  };
}

/** The error belongs to the context and so is no instance of this one's `Error`. */
const isTimeout = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
