import type { Clock, Timer } from './clock.ts';
import { toError } from './classify-error.ts';
import type { CrashGuard } from './crash-guard.ts';
import { decodeItem } from './decode-item.ts';
import type { QueueConsumer } from './definition.ts';
import { executeBatch, executeSingle } from './execute.ts';
import type { Ending, ExecuteDeps } from './execute.ts';
import type { FailureText } from './headers.ts';
import type { KeyLanes } from './key-lanes.ts';
import type { OrderedKeys } from './ordered-keys.ts';
import type { OutageGuard } from './outage-guard.ts';
import { dead } from './outcome.ts';
import type { Disposition, OutageService } from './outcome.ts';
import type { EventDecoder } from './ports.ts';
import type { EndedRecord, RecordLog } from './record-log.ts';
import type { FinalOutcome, Settler } from './settle.ts';
import { outcomeLabel } from './statistics.ts';
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
  readonly settler: Settler<Event>;
  readonly statistics: QueueStatistics;
  readonly log: RecordLog;
  readonly clock: Clock;
  /** Aborted when the process gives up waiting for writes. */
  readonly stopSignal: AbortSignal;
  /** The record is handled or durably moved: its offset is finished. */
  readonly onFinished: (item: WorkItem<Event>) => void;
  /** A fault of the runtime itself; nothing that a record or a service did. */
  readonly onFault: (error: Error) => void;
}

/**
 * Starts records and carries them to their end: lanes → admission → decode → handler → settle → finished.
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
    if (isAllowed) this.pump();
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

  /** A tier record that has waited long enough in its tier and is not due: it goes to a tier once more. */
  forward(item: WorkItem<Event>): void {
    void this.#forward(item);
  }

  /** Forgets what waits of lost partitions. */
  dropLost(): void {
    const { lanes, orderedKeys } = this.#deps;
    orderedKeys.dropLost();
    lanes.drop((item) => item.partition.lost);
    const lostAlone = this.#alone.filter((item) => item.partition.lost);
    this.#alone = this.#alone.filter((item) => !item.partition.lost);
    for (const item of lostAlone) this.#end(item);
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
    const { crashGuard } = this.#deps;
    let mayRun: boolean;
    try {
      mayRun = await crashGuard.admitAlone(item);
    } catch (thrown) {
      // Without the count it must not start.
      this.#outage(item, 'database', toError(thrown));
      return;
    }
    if (mayRun) await this.#handle([item]);
    else await this.#bury(item, 'crashed', CRASHED);
    // Before the next one may kill the process: what has ended must not be counted as if it had not.
    await crashGuard.flush();
  }

  async #run(items: readonly WorkItem<Event>[]): Promise<void> {
    const admitted = items.some((item) => item.probation) ? await this.#admit(items) : items;
    await this.#handle(admitted);
    if (admitted.length === 0) this.pump();
  }

  /** Counts the starts of records under probation; answers those that may run now. */
  async #admit(items: readonly WorkItem<Event>[]): Promise<readonly WorkItem<Event>[]> {
    try {
      const { run, alone, crashed } = await this.#deps.crashGuard.admit(items);
      this.#alone.push(...alone);
      for (const item of crashed) void this.#bury(item, 'crashed', CRASHED);
      return run;
    } catch (thrown) {
      // The crash ledger lives in the database: without the count nothing may start.
      for (const item of items) this.#outage(item, 'database', toError(thrown));
      return [];
    }
  }

  /** Decodes and runs records that are admitted; each one ends by itself. */
  async #handle(items: readonly WorkItem<Event>[]): Promise<void> {
    const { consumer, decoder, execute, statistics, clock } = this.#deps;
    const ready: ReadyItem<Event>[] = [];
    for (const item of items) {
      const answer = decodeItem(item, decoder, consumer.definition);
      const decoded = answer instanceof Promise ? await answer : answer;
      if (decoded.kind === 'ready') ready.push(decoded.item);
      else if (decoded.kind === 'malformed') void this.#bury(item, 'malformed', decoded.failure);
      else this.#outage(item, 'registry', decoded.error);
    }
    const nowMs = clock.now();
    for (const item of ready) statistics.starting(item, nowMs);
    const { handler } = consumer;
    if (handler.kind === 'single') {
      for (const item of ready) {
        const ending = await executeSingle(execute, handler, item);
        if (isSuccess(ending)) statistics.mean.add(1, ending.ms);
        this.#ended(item, ending);
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
        this.#ended(item, ending);
      });
      if (succeeded > 0) statistics.mean.add(succeeded, succeededMs);
    }
  }

  /** A handler has ended; settles its record. */
  #ended(item: ReadyItem<Event>, ending: Ending): void {
    if (ending.kind === 'interrupted' || item.partition.lost) {
      this.#end(item);
      return;
    }
    const { outcome, timedOut, ms } = ending;
    this.#deps.statistics.ended(item.eventType, outcomeLabel(outcome, timedOut !== null), ms);
    if (outcome.kind === 'outage') {
      this.#outage(item, outcome.service, outcome.error);
      return;
    }
    if (outcome.kind === 'done' || outcome.kind === 'skip') {
      this.#finish(item, { outcome, timedOut, ms });
      return;
    }
    this.#settle(item, { ...ending, outcome }).catch((thrown: unknown) => {
      this.#deps.onFault(toError(thrown));
    });
  }

  async #settle(
    item: ReadyItem<Event>,
    { outcome, timedOut, ms }: EndedRecord & { readonly outcome: FinalOutcome },
  ): Promise<void> {
    const { settler, orderedKeys, log } = this.#deps;
    const signal = this.#writeSignal(item);
    try {
      const settled = await settler.settle(item, outcome, signal);
      if (settled.kind === 'finished') {
        const tier = settled.tier?.label;
        this.#finish(item, {
          outcome: settled.outcome,
          timedOut,
          ms,
          ...(tier === undefined ? {} : { tier }),
        });
        return;
      }
      log(item, { outcome, timedOut, ms, tier: 'parked' });
      if (item.partition.lost) {
        this.#end(item);
        return;
      }
      item.attempt = settled.attempt;
      this.#taken -= 1;
      orderedKeys.park(item, settled.dueAtMs);
      this.#afterEnd();
    } catch (thrown) {
      // Given up because the partition is lost or the process stops: the record stays open for its next owner.
      if (!signal.aborted) throw thrown;
      this.#end(item);
    }
  }

  async #bury(item: WorkItem<Event>, disposition: Disposition, failure: FailureText): Promise<void> {
    const signal = this.#writeSignal(item);
    const error = new Error(failure.message);
    error.name = failure.errorClass;
    try {
      await this.#deps.settler.bury(item, disposition, failure, signal);
      const outcome = dead(failure.errorClass, { disposition, error });
      this.#deps.statistics.ended(item.eventType, 'dead', 0);
      this.#finish(item, { outcome, timedOut: null, ms: 0 });
    } catch (thrown) {
      // As in #settle.
      if (!signal.aborted) this.#deps.onFault(toError(thrown));
      this.#end(item);
    }
  }

  async #forward(item: WorkItem<Event>): Promise<void> {
    const signal = this.#writeSignal(item);
    try {
      await this.#deps.settler.postpone(item, item.dueAtMs, signal);
      if (!item.partition.lost) this.#deps.onFinished(item);
    } catch (thrown) {
      // As in #settle.
      if (!signal.aborted) this.#deps.onFault(toError(thrown));
    }
  }

  #writeSignal(item: WorkItem<Event>): AbortSignal {
    return AbortSignal.any([this.#deps.stopSignal, item.partition.lostSignal]);
  }

  #finish(item: WorkItem<Event>, ended: EndedRecord): void {
    this.#deps.log(item, ended);
    if (!item.partition.lost) this.#deps.onFinished(item);
    this.#end(item);
  }

  /** The service is down: the record goes back in front of its key and costs no attempt. */
  #outage(item: WorkItem<Event>, service: OutageService, error: Error): void {
    this.#deps.outages.report(service, error);
    if (item.partition.lost) {
      this.#end(item);
      return;
    }
    this.#taken -= 1;
    this.#deps.lanes.giveBack(item);
    this.#afterEnd();
  }

  /** The key's turn ends. */
  #end(item: WorkItem<Event>): void {
    this.#taken -= 1;
    this.#deps.lanes.release(item);
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
