import type { Clock } from './clock.ts';
import { HandlerAborted, RunScope } from './deadline.ts';
import type { OwnedPartition } from './owned-partition.ts';
import type { WorkItem } from './work-item.ts';

/** What the set of running calls needs. */
export interface RunningCallsDeps {
  readonly clock: Clock;
  readonly queue: string;
  readonly timeLimitMs: number | null;
  /** How long a handler may take to end after its signal was aborted, ms. */
  readonly graceMs: number;
  readonly onIgnored: (scope: RunScope) => void;
}

/** The handler calls under way: opens their time boxes and aborts them from outside. */
export class RunningCalls<Event> {
  readonly #deps: RunningCallsDeps;
  readonly #calls = new Map<RunScope, readonly OwnedPartition<Event>[]>();
  readonly #ignoring = new Set<RunScope>();

  constructor(deps: RunningCallsDeps) {
    this.#deps = deps;
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
    const { clock, queue, timeLimitMs, graceMs, onIgnored } = this.#deps;
    const scope = new RunScope({
      clock,
      queue,
      events: items.length,
      limitMs: timeLimitMs,
      graceMs,
      onIgnored: (ignoring) => {
        this.#ignoring.add(ignoring);
        onIgnored(ignoring);
      },
    });
    this.#calls.set(
      scope,
      items.map((item) => item.partition),
    );
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
    for (const [scope, partitions] of this.#calls) {
      if (partitions.every((partition) => partition.lost)) scope.abort(reason);
    }
  }
}
