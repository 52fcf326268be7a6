// Above 300 lines: every way in which a taken record may end stands here, and each must release its lane once.
import type { Clock, Timer } from './clock.ts';
import { toError } from './classify-error.ts';
import type { CrashGuard } from './crash-guard.ts';
import { decodeItem } from './decode-item.ts';
import type { QueueConsumer } from './definition.ts';
import type { Endings } from './endings.ts';
import { executeBatch, executeSingle } from './execute.ts';
import type { Ending, ExecuteDeps } from './execute.ts';
import type { FailureText } from './headers.ts';
import type { KeyLanes } from './key-lanes.ts';
import type { OrderedKeys, Parking } from './ordered-keys.ts';
import type { OutageGuard } from './outage-guard.ts';
import type { EventDecoder } from './ports.ts';
import type { QueueStatistics } from './statistics.ts';
import type { ReadyItem, WorkItem } from './work-item.ts';

/** What the dispatcher needs. */
export interface DispatcherDeps<Event, Tx> {
  readonly consumer: QueueConsumer<Event, Tx>;
  readonly decoder: EventDecoder<Event>;
  readonly execute: ExecuteDeps<Event, Tx>;
  readonly lanes: KeyLanes<WorkItem<Event>>;
  readonly orderedKeys: OrderedKeys<Event>;
  readonly crashGuard: CrashGuard<Event>;
  readonly outages: OutageGuard;
  readonly endings: Endings<Event>;
  readonly statistics: QueueStatistics;
  readonly clock: Clock;
  /** Stores what is finished so far; resolves when the broker has answered, whatever it has answered. */
  readonly commit: () => Promise<void>;
  /** A fault of the runtime itself; nothing that a record or a service did. */
  readonly onFault: (error: Error) => void;
}

/**
 * Starts records and carries them to their end: lanes → admission → decode → handler → ending (`Endings`).
 *
 * A record starts when its key has its turn and the dispatcher is *open* (`allowStarts`), no shared service is down,
 * and no record has to run alone. A record that was taken ends in exactly one way: finished; given back (outage);
 * parked (ordered types); or let go because its partition was lost or the process stops, in which case its offset
 * stays open and the next owner runs it again.
 */
export class Dispatcher<Event, Tx> {
  readonly #deps: DispatcherDeps<Event, Tx>;
  readonly #allowOneKey: boolean;
  #isOpen = false;
  /** Taken records that have not ended; those in `#alone` have not started. */
  #taken = 0;
  #alone: WorkItem<Event>[] = [];
  #isAloneRunning = false;
  #linger: Timer | null = null;
  #hasLingered = false;
  #onIdle: (() => void)[] = [];

  constructor(deps: DispatcherDeps<Event, Tx>) {
    this.#deps = deps;
    // A failed record must be able to hold back the next one of its key.
    this.#allowOneKey = !deps.consumer.definition.retryPolicies.some((policy) => policy.ordered === true);
  }

  /** Records that are running or settling. */
  get inFlight(): number {
    return this.#taken - this.#alone.length;
  }

  /** Opens or closes the start of records; what runs is not touched. */
  allowStarts(isAllowed: boolean): void {
    this.#isOpen = isAllowed;
    if (isAllowed) {
      this.pump();
      return;
    }
    this.#linger?.cancel();
    this.#linger = null;
  }

  /** Resolves when nothing runs or settles. */
  idle(): Promise<void> {
    if (this.inFlight === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onIdle.push(resolve));
  }

  /** Starts whatever may start now. */
  pump(): void {
    const { lanes, consumer } = this.#deps;
    if (!this.#mayStart()) return;
    if (this.#alone.length > 0) {
      this.#startAlone();
      return;
    }
    const { handler } = consumer;
    while (lanes.canTake && this.#mayStart() && this.#alone.length === 0) {
      if (handler.kind === 'single') {
        const item = lanes.take();
        if (item === null) break;
        this.#start([item]);
      } else {
        if (this.#shouldLinger(handler.maxSize, handler.lingerMs)) return;
        const items = lanes.takeBatch(handler.maxSize, this.#allowOneKey);
        this.#start(items);
      }
    }
    this.#hasLingered = false;
  }

  /** A record may enter its lane. */
  enqueue(item: WorkItem<Event>): void {
    const { lanes, orderedKeys, endings } = this.#deps;
    if (orderedKeys.isSpilled(item)) {
      endings.spill(item.laneKey, [item]);
      return;
    }
    lanes.push(item);
    const overflow = orderedKeys.overflow(item);
    if (overflow.length > 0) endings.spill(item.laneKey, overflow);
  }

  /** Forgets what waits of lost partitions. */
  dropLost(): void {
    const { lanes, orderedKeys } = this.#deps;
    orderedKeys.dropLost();
    lanes.drop((item) => item.partition.lost);
    const lostAlone = this.#alone.filter((item) => item.partition.lost);
    this.#alone = this.#alone.filter((item) => !item.partition.lost);
    for (const item of lostAlone) this.#letGo(item);
  }

  #mayStart(): boolean {
    return this.#isOpen && this.#deps.outages.down.size === 0 && !this.#isAloneRunning;
  }

  /** A batch that is not full waits for more, once per `lingerMs`. */
  #shouldLinger(maxSize: number, lingerMs: number): boolean {
    if (lingerMs === 0 || this.#hasLingered || this.#deps.lanes.waiting >= maxSize) {
      this.#linger?.cancel();
      this.#linger = null;
      return false;
    }
    this.#linger ??= this.#deps.clock.after(lingerMs, () => {
      this.#linger = null;
      this.#hasLingered = true;
      this.pump();
    });
    return true;
  }

  #start(items: readonly WorkItem<Event>[]): void {
    this.#taken += items.length;
    this.#run(items).catch((thrown: unknown) => {
      // Only a fault of our own code comes here: its records stay open, and the process says that it is not well.
      this.#deps.onFault(toError(thrown));
    });
  }

  /** The records that must not have neighbours wait until nothing else runs. */
  #startAlone(): void {
    if (this.inFlight > 0) return;
    const item = this.#alone.shift();
    if (item === undefined) return;
    this.#isAloneRunning = true;
    this.#runAlone(item)
      .catch((thrown: unknown) => {
        this.#deps.onFault(toError(thrown));
      })
      .finally(() => {
        this.#isAloneRunning = false;
        this.pump();
      });
  }

  async #runAlone(item: WorkItem<Event>): Promise<void> {
    const { crashGuard, endings, commit } = this.#deps;
    let mayRun: boolean;
    try {
      // Before this one may kill the process: what was finished, and forgotten for it, must not come back.
      await commit();
      mayRun = await crashGuard.admitAlone(item);
    } catch (thrown) {
      // Without the count it must not start.
      endings.outage(item, 'database', toError(thrown));
      return;
    }
    if (mayRun) await this.#handle([item]);
    else await endings.bury(item, 'crashed', CRASHED);
    // It may still be settling: until it has ended it counts as started, and must have no neighbour.
    await this.idle();
  }

  async #run(items: readonly WorkItem<Event>[]): Promise<void> {
    const { owes } = this.#deps.crashGuard;
    const admitted = owes || items.some((item) => item.probation) ? await this.#admit(items) : items;
    await this.#handle(admitted);
    if (admitted.length === 0) this.pump();
  }

  /** Counts the starts of records under probation; answers those that may run now. */
  async #admit(items: readonly WorkItem<Event>[]): Promise<readonly WorkItem<Event>[]> {
    try {
      const { run, alone, crashed } = await this.#deps.crashGuard.admit(items);
      this.#alone.push(...alone);
      for (const item of crashed) void this.#deps.endings.bury(item, 'crashed', CRASHED);
      return run;
    } catch (thrown) {
      // The crash ledger lives in the database: without the count nothing may start.
      for (const item of items) this.#deps.endings.outage(item, 'database', toError(thrown));
      return [];
    }
  }

  /** Decodes and runs records that are admitted; each one ends by itself. */
  async #handle(items: readonly WorkItem<Event>[]): Promise<void> {
    const { consumer, decoder, execute, statistics, clock, endings } = this.#deps;
    const ready: ReadyItem<Event>[] = [];
    for (const item of items) {
      const answer = decodeItem(item, decoder, consumer.definition);
      const decoded = answer instanceof Promise ? await answer : answer;
      // Counting and decoding take time: what was lost meanwhile is its next owner's.
      if (item.partition.lost) this.release(item);
      else if (decoded.kind === 'ready') ready.push(decoded.item);
      else if (decoded.kind === 'malformed') void endings.bury(item, 'malformed', decoded.failure);
      else endings.outage(item, 'registry', decoded.error);
    }
    const nowMs = clock.now();
    for (const item of ready) statistics.starting(item, nowMs);
    const { handler } = consumer;
    if (handler.kind === 'single') {
      for (const item of ready) {
        const ending = await executeSingle(execute, handler, item);
        if (isSuccess(ending)) statistics.mean.add(1, ending.ms);
        endings.ended(item, ending);
      }
    } else if (ready.length > 0) {
      statistics.batch(ready.length);
      let succeeded = 0;
      let succeededMs = 0;
      await executeBatch(execute, handler, ready, (item, ending) => {
        if (isSuccess(ending)) {
          succeeded += 1;
          succeededMs += ending.ms;
        }
        endings.ended(item, ending);
      });
      if (succeeded > 0) statistics.mean.add(succeeded, succeededMs);
    }
  }

  /** A taken record goes back in front of its key and costs no attempt; so do those of its key that wait to run alone
   *  behind it. */
  giveBack(item: WorkItem<Event>): void {
    const behind = this.#alone.filter((waiting) => waiting.laneKey === item.laneKey);
    if (behind.length > 0) this.#alone = this.#alone.filter((waiting) => waiting.laneKey !== item.laneKey);
    for (const returned of [item, ...behind]) {
      this.#taken -= 1;
      this.#deps.crashGuard.survived(returned);
      this.#deps.lanes.giveBack(returned);
    }
    this.#afterEnd();
  }

  /** The turn of a taken record ends. */
  release(item: WorkItem<Event>): void {
    // Whether it is finished, interrupted or lost: it has not killed the process.
    this.#deps.crashGuard.survived(item);
    this.#letGo(item);
  }

  #letGo(item: WorkItem<Event>): void {
    this.#taken -= 1;
    this.#deps.lanes.release(item);
    this.#afterEnd();
  }

  /** A taken record of an ordered type waits in front of its key. */
  park(item: WorkItem<Event>, parking: Parking): void {
    this.#taken -= 1;
    this.#deps.crashGuard.survived(item);
    const overflow = this.#deps.orderedKeys.park(item, parking);
    if (overflow.length > 0) this.#deps.endings.spill(item.laneKey, overflow);
    this.#afterEnd();
  }

  #afterEnd(): void {
    if (this.inFlight === 0) {
      const waiting = this.#onIdle;
      this.#onIdle = [];
      for (const resolve of waiting) resolve();
    }
    this.pump();
  }
}

/** Calls that enter the mean duration. */
function isSuccess(ending: Ending): ending is Extract<Ending, { kind: 'outcome' }> {
  return (
    ending.kind === 'outcome' &&
    ending.timedOut === null &&
    (ending.outcome.kind === 'done' || ending.outcome.kind === 'skip')
  );
}

/** The dead letter of a record that was started three times and never ended. */
const CRASHED: FailureText = {
  errorClass: 'ProcessCrashed',
  message: 'the process ended three times while it handled this record',
};
