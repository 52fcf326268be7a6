import type {
  BrokerConsumer,
  ConsumerListener,
  ConsumerOptions,
  OffsetCommit,
} from '../src/broker/broker.ts';
import type { MemoryBroker } from '../src/broker/memory-broker.ts';
import { MemoryConsumer } from '../src/broker/memory-consumer.ts';
import { toError } from '../src/runtime/classify-error.ts';
import type { Clock, Timer } from '../src/runtime/clock.ts';
import { partitionKey } from '../src/runtime/ports.ts';
import type { SimClock } from './sim-clock.ts';
import { sleepOn } from './sim-clock.ts';

/**
 * The walls of one simulated process: everything that comes in (timers, answers, calls of the broker) passes `enter`.
 * States:
 * - *running*: it comes in at once;
 * - *stalled*: it waits, in order, as behind a SIGSTOP or a long garbage collection;
 * - *dead*: it never comes in, as after a SIGKILL.
 */
export class SimProcess {
  readonly name: string;
  readonly clock: Clock;
  state: 'running' | 'stalled' | 'dead' = 'running';
  /** By how much its wall clock is ahead of the world's time, ms. */
  skewMs = 0;
  readonly #world: SimClock;
  readonly #backlog: (() => void)[] = [];
  readonly #timers = new Set<Timer>();
  readonly #paused = new Set<string>();
  #member: MemoryConsumer | null = null;
  #stalls = 0;
  #contactMs: number | null = null;

  constructor(name: string, world: SimClock) {
    this.name = name;
    this.#world = world;
    const after: Clock['after'] = (delayMs, action) => {
      // What the last turn of a dead process would still have armed.
      if (this.state === 'dead') return { cancel: () => undefined };
      let isCancelled = false;
      const timer = world.after(delayMs, () => {
        this.#timers.delete(timer);
        this.enter(() => {
          // Cancelled while it waited behind a stall.
          if (!isCancelled) action();
        });
      });
      this.#timers.add(timer);
      return {
        cancel: () => {
          isCancelled = true;
          this.#timers.delete(timer);
          timer.cancel();
        },
      };
    };
    this.clock = {
      now: () => world.now() + this.skewMs,
      after,
      sleep: (delayMs, signal) => sleepOn({ after }, delayMs, signal),
    };
  }

  /** Its member of the group; null before `consumer`. */
  get member(): MemoryConsumer | null {
    return this.#member;
  }

  /** Whether it has paused something. */
  get hasPaused(): boolean {
    return this.#paused.size > 0;
  }

  /** Lets something in. */
  enter(action: () => void): void {
    if (this.state === 'running') action();
    else if (this.state === 'stalled') this.#backlog.push(action);
  }

  /** An answer from outside, as this process gets it. */
  answer<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      promise.then(
        (value) => {
          this.enter(() => {
            resolve(value);
          });
        },
        (error: unknown) => {
          this.enter(() => {
            reject(toError(error));
          });
        },
      );
    });
  }

  /** Stands still for a time; its session ends meanwhile if that is long enough. */
  stall(durationMs: number, sessionTimeoutMs: number): void {
    if (this.state !== 'running') return;
    this.state = 'stalled';
    this.#contactMs = this.clock.now();
    this.#stalls += 1;
    const stall = this.#stalls;
    if (durationMs > sessionTimeoutMs) {
      this.#world.after(sessionTimeoutMs, () => {
        if (this.state === 'stalled' && this.#stalls === stall) this.#member?.lapse();
      });
    }
    this.#world.after(durationMs, () => {
      if (this.#stalls === stall) this.wake();
    });
  }

  /** Ends a stall. */
  wake(): void {
    if (this.state !== 'stalled') return;
    this.#stalls += 1;
    this.#contactMs = null;
    this.#drain();
  }

  /** One thing after the other, with everything that it wakes in between, as the event loop does. */
  #drain(): void {
    if (this.state !== 'stalled') return;
    const action = this.#backlog.shift();
    if (action === undefined) {
      this.state = 'running';
      return;
    }
    action();
    this.#world.after(0, () => {
      this.#drain();
    });
  }

  /** Ends as SIGKILL ends it. */
  kill(): void {
    if (this.state === 'dead') return;
    this.state = 'dead';
    this.#backlog.length = 0;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.#member?.kill();
  }

  /** The broker as this process reaches it; `listen` may add to what the listener is told, `onCommit` sees commits. */
  consumer(
    broker: MemoryBroker,
    options: ConsumerOptions,
    see: {
      listen(listener: ConsumerListener): ConsumerListener;
      onCommit(commits: readonly OffsetCommit[]): void;
      /** Something happened that a world wants to have met. */
      onEvent(what: string): void;
    },
  ): BrokerConsumer {
    const member = broker.consumer(options);
    if (!(member instanceof MemoryConsumer)) throw new Error('not a member of a memory broker');
    this.#member = member;
    return {
      start: (listener, signal) => this.answer(member.start(this.#gated(see.listen(listener)), signal)),
      commit: (epoch, commits) => {
        const result = member.commit(epoch, commits);
        void result.then((end) => {
          if (end.kind === 'stale') see.onEvent('commit: stale');
          if (end.kind === 'stored' && end.refused.length > 0) see.onEvent('commit: refused in part');
        });
        see.onCommit(commits);
        return this.answer(result);
      },
      pause: (partitions) => {
        for (const place of partitions) this.#paused.add(partitionKey(place));
        member.pause(partitions);
      },
      resume: (partitions) => {
        for (const place of partitions) this.#paused.delete(partitionKey(place));
        member.resume(partitions);
      },
      // The memory broker sends no heartbeats; a process that runs is in contact.
      lastContactMs: () => this.#contactMs ?? this.clock.now(),
      stop: () => this.answer(member.stop()),
    };
  }

  #gated(listener: ConsumerListener): ConsumerListener {
    return {
      assigned: (assignment) => {
        this.enter(() => {
          listener.assigned(assignment);
        });
      },
      loaded: (committed) => {
        this.enter(() => {
          listener.loaded(committed);
        });
      },
      rebalancing: () => {
        this.enter(() => {
          listener.rebalancing();
        });
      },
      batch: (batch) => {
        this.enter(() => {
          listener.batch(batch);
        });
      },
      truncated: (gap) => {
        this.enter(() => {
          listener.truncated?.(gap);
        });
      },
      crashed: (crash) => {
        this.enter(() => {
          listener.crashed(crash);
        });
      },
    };
  }
}
