import { HandlerAborted, RunScope } from './deadline.ts';
import type { ScopeRules } from './deadline.ts';
import type { WorkItem } from './work-item.ts';

/** The handler calls under way: opens their time boxes and aborts them from outside. */
export class RunningCalls<Event> {
  readonly #rules: ScopeRules;
  readonly #calls = new Map<RunScope, readonly WorkItem<Event>[]>();
  readonly #ignoring = new Set<RunScope>();

  constructor(rules: ScopeRules) {
    this.#rules = {
      ...rules,
      onIgnored: (scope) => {
        this.#ignoring.add(scope);
        rules.onIgnored(scope);
      },
    };
  }

  get size(): number {
    return this.#calls.size;
  }

  /** Calls that ignore their signal. */
  get ignoring(): number {
    return this.#ignoring.size;
  }

  /** Opens the time box of one call. */
  open(items: readonly WorkItem<Event>[]): RunScope {
    const scope = new RunScope(this.#rules, items.length);
    this.#calls.set(scope, items);
    return scope;
  }

  /** The call has ended. */
  close(scope: RunScope): void {
    scope.end();
    this.#calls.delete(scope);
    this.#ignoring.delete(scope);
  }

  /** Tells every call to stop. */
  abortAll(): void {
    const reason = new HandlerAborted('shutdown', 'the worker shuts down');
    for (const scope of this.#calls.keys()) scope.abort(reason);
  }

  /** Tells the calls to stop whose events all belong to lost partitions. */
  abortLost(): void {
    const reason = new HandlerAborted('partition_lost', 'the partition belongs to another worker now');
    for (const [scope, items] of this.#calls) {
      if (items.every((item) => item.partition.lost)) scope.abort(reason);
    }
  }
}
