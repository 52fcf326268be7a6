import { toError } from './classify-error.ts';
import type { Ending } from './execute.ts';
import type { FailureText } from './headers.ts';
import type { OrderedKeys, Parking } from './ordered-keys.ts';
import type { OutageGuard } from './outage-guard.ts';
import { dead } from './outcome.ts';
import type { Disposition, OutageService } from './outcome.ts';
import type { EndedRecord, RecordLog } from './record-log.ts';
import type { FinalOutcome, Settler } from './settle.ts';
import { outcomeLabel } from './statistics.ts';
import type { QueueStatistics } from './statistics.ts';
import type { ReadyItem, WorkItem } from './work-item.ts';

/** Where taken records go back to. */
export interface TakenItems<Event> {
  release(item: WorkItem<Event>): void;
  giveBack(item: WorkItem<Event>): void;
  park(item: WorkItem<Event>, parking: Parking): void;
}

/** What the endings need. */
export interface EndingsDeps<Event> {
  readonly taken: TakenItems<Event>;
  readonly settler: Settler<Event>;
  readonly orderedKeys: OrderedKeys<Event>;
  readonly outages: OutageGuard;
  readonly statistics: QueueStatistics;
  readonly log: RecordLog;
  /** Aborted when the process gives up waiting for writes. */
  readonly stopSignal: AbortSignal;
  /** The record is handled or durably moved: its offset is finished. */
  readonly onFinished: (item: WorkItem<Event>) => void;
  /** A fault of the runtime itself; nothing that a record or a service did. */
  readonly onFault: (error: Error) => void;
}

/**
 * Ends records. A record whose write is given up, because its partition is lost or the process stops, is let go: its
 * offset stays open, and the next owner runs it again.
 */
export class Endings<Event> {
  readonly #deps: EndingsDeps<Event>;

  constructor(deps: EndingsDeps<Event>) {
    this.#deps = deps;
  }

  /** A handler has ended; settles its record. */
  ended(item: ReadyItem<Event>, ending: Ending): void {
    if (ending.kind === 'interrupted' || item.partition.lost) {
      this.#deps.taken.release(item);
      return;
    }
    const { outcome, timedOut, ms } = ending;
    this.#deps.statistics.ended(item.eventType, outcomeLabel(outcome, timedOut !== null), ms);
    if (outcome.kind === 'outage') {
      this.outage(item, outcome.service, outcome.error);
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
    const { settler, taken, log } = this.#deps;
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
        taken.release(item);
        return;
      }
      item.attempt = settled.attempt;
      taken.park(item, { dueAtMs: settled.dueAtMs, tier: settled.tier, failure: settled.failure });
    } catch (thrown) {
      // Given up because the partition is lost or the process stops: the record stays open for its next owner.
      if (!signal.aborted) throw thrown;
      this.#deps.taken.release(item);
    }
  }

  /** A record that no handler may see any more goes to the dead letters. Never rejects. */
  async bury(item: WorkItem<Event>, disposition: Disposition, failure: FailureText): Promise<void> {
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
      this.#deps.taken.release(item);
    }
  }

  /** A tier record that has waited as long as its tier waits and is not due goes to a tier once more. Never rejects. */
  async forward(item: WorkItem<Event>): Promise<void> {
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
    this.#deps.orderedKeys.ended(item);
    if (!item.partition.lost) this.#deps.onFinished(item);
    this.#deps.taken.release(item);
  }

  /** The service is down: the record goes back in front of its key and costs no attempt. */
  outage(item: WorkItem<Event>, service: OutageService, error: Error): void {
    const { outages, taken } = this.#deps;
    outages.report(service, error);
    if (item.partition.lost) taken.release(item);
    else taken.giveBack(item);
  }

  /** Writes records of one ordered key to the tier of that key, in order; each is finished once it is stored. */
  spill(key: string, items: readonly WorkItem<Event>[]): void {
    const spilled = this.#deps.orderedKeys.spilled(key, items);
    for (const { item, parking } of spilled) void this.#spillOne(item, parking);
  }

  async #spillOne(item: WorkItem<Event>, parking: Parking): Promise<void> {
    const signal = this.#writeSignal(item);
    try {
      await this.#deps.settler.follow(item, parking, signal);
      if (!item.partition.lost) this.#deps.onFinished(item);
    } catch (thrown) {
      // As in #settle.
      if (!signal.aborted) this.#deps.onFault(toError(thrown));
    }
  }
}
