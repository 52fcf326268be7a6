// Above 300 lines: every promise that is held against a running world stands here, over one set of observations.
import type { Assignment, BrokerRecord, TopicPartition } from '../src/broker/broker.ts';
import type { MemoryBroker } from '../src/broker/memory-broker.ts';
import { decodeFinishedMap } from '../src/runtime/finished-map.ts';
import { HEADERS } from '../src/runtime/headers.ts';
import type { QueueNames } from '../src/runtime/names.ts';
import type { Outcome } from '../src/runtime/outcome.ts';
import type { SimEvent } from './events.ts';
import { numberOf } from './events.ts';
import type { WorldPlan } from './plan.ts';
import type { SimClock } from './sim-clock.ts';

/** A promise that was broken. */
export interface Violation {
  /** Short name of the promise, snake_case. */
  readonly promise: string;
  readonly text: string;
}

/** A handler call of one event. */
export interface Call {
  readonly event: SimEvent;
  readonly attempt: number;
  readonly process: string;
  readonly ownership: string;
  readonly partition: number;
}

interface Stored {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly atMs: number;
}

/** What a key has seen of its partition under one owner. */
interface KeyHistory {
  lastFirstStart: number;
  readonly started: Set<number>;
  /** Events started, and whether they wait for another attempt; ordered worlds only. */
  readonly waitingFor: Map<number, { readonly position: number; isWaiting: boolean }>;
}

/**
 * Sees everything that can be seen from outside the runtime (calls of handlers, commits in the database and in the
 * group, the logs of the broker) and holds it against the promises while the world runs:
 * - calls of one key never overlap within a process;
 * - under one owner the records of a key start in the order of the log, retries aside; of ordered queues also behind
 *   a failed one;
 * - nothing runs before the wait of its attempt is over; where the clocks of two members differ, not by more than that;
 * - an effect is committed once;
 * - no offset is committed, and none is noted as finished, whose record is neither handled nor moved;
 * - a committed offset never goes back.
 */
export class Witness {
  readonly violations: Violation[] = [];
  /** What happened, in words; only when traced. */
  readonly lines: string[] = [];
  /** Committed effects by event number. */
  readonly effects = new Map<number, number>();
  readonly skipped = new Set<number>();
  /** Events of which retention removed a record before they had ended: nothing is asked of them any more. */
  readonly gone = new Set<number>();
  /** How often what happened. */
  readonly counts = new Map<string, number>();
  /** Deaths, and stalls that look like one to everybody else. Those by a killer's doing do not count. */
  randomDeaths = 0;
  readonly isTraced: boolean;
  readonly #clock: SimClock;
  readonly #plan: WorldPlan;
  readonly #names: QueueNames;
  readonly #broker: MemoryBroker;
  readonly #running = new Map<string, number>();
  readonly #failedAt = new Map<string, { readonly atMs: number; readonly waitMs: number }>();
  readonly #deferred = new Map<string, number>();
  readonly #keys = new Map<string, KeyHistory>();
  readonly #ownerships = new Map<string, string>();
  readonly #stored = new Map<number, Stored[]>();
  readonly #mainPosition = new Map<number, number>();
  readonly #byPlace = new Map<string, number>();
  readonly #seenCounts = new Map<string, number>();
  /** Per topic: the next offset of each partition. */
  readonly #seenEnds = new Map<string, number[]>();
  readonly #commits = new Map<string, { offset: number; metadata: string }>();
  #assignments = 0;

  constructor(deps: {
    readonly clock: SimClock;
    readonly plan: WorldPlan;
    readonly names: QueueNames;
    readonly broker: MemoryBroker;
    readonly isTraced: boolean;
  }) {
    this.#clock = deps.clock;
    this.#plan = deps.plan;
    this.#names = deps.names;
    this.#broker = deps.broker;
    this.isTraced = deps.isTraced;
  }

  /** A line of the trace. */
  note(who: string, text: () => string): void {
    if (!this.isTraced) return;
    const at = (this.#clock.elapsedMs / 1_000).toFixed(3).padStart(8);
    this.lines.push(`${at} s  ${who.padEnd(8)} ${text()}`);
  }

  /** Notes that something happened that worlds are made to meet. */
  count(what: string, by = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + by);
  }

  broken(promise: string, text: string): void {
    this.violations.push({ promise, text });
    this.note('!', () => `BROKEN ${promise}: ${text}`);
  }

  /** A process was given partitions; those not among them are lost. */
  assigned(process: string, { kept, fresh }: Assignment): void {
    const keptNow = new Set(kept.filter(({ topic }) => topic === this.#names.main).map((it) => it.partition));
    for (const name of [...this.#ownerships.keys()]) {
      const [owner, partition] = name.split('/');
      if (owner === process && !keptNow.has(Number(partition))) this.#ownerships.delete(name);
    }
    for (const { topic, partition } of fresh) {
      if (topic !== this.#names.main) continue;
      this.#assignments += 1;
      this.#ownerships.set(`${process}/${partition}`, `${process}/${partition}/${this.#assignments}`);
    }
  }

  /** A process has lost everything. */
  lost(process: string): void {
    for (const name of [...this.#ownerships.keys()]) {
      if (name.startsWith(`${process}/`)) this.#ownerships.delete(name);
    }
  }

  /** A handler begins with an event. */
  starts(
    process: string,
    event: SimEvent,
    meta: { readonly attempt: number; readonly partition: number },
  ): Call {
    const { attempt, partition } = meta;
    const ownership = this.#ownerships.get(`${process}/${partition}`) ?? `${process}/${partition}/none`;
    const call = { event, attempt, process, ownership, partition };
    this.note(process, () => `runs ${nameOf(event)}, attempt ${attempt}, partition ${partition}`);
    this.#checkWait(call);
    this.#checkOrder(call);
    return call;
  }

  /** One handler call begins for these keys. */
  enters(process: string, keys: ReadonlySet<string>): void {
    for (const key of keys) {
      const id = `${process}/${key}`;
      const running = (this.#running.get(id) ?? 0) + 1;
      this.#running.set(id, running);
      if (running > 1) this.broken('one_at_a_time', `${process} runs two calls of ${key} at once`);
    }
  }

  leaves(process: string, keys: ReadonlySet<string>): void {
    for (const key of keys) {
      const id = `${process}/${key}`;
      this.#running.set(id, (this.#running.get(id) ?? 1) - 1);
    }
  }

  /** A handler has ended with an event: what it answered, or threw. */
  ends(call: Call, outcome: Outcome | null): void {
    const { event, attempt, process, ownership } = call;
    this.note(process, () => `ended ${nameOf(event)}: ${outcome === null ? 'it threw' : outcome.kind}`);
    if (outcome?.kind === 'skip') this.skipped.add(event.number);
    // What a batch answers counts for nothing when its transaction fails afterwards.
    const isBinding = this.#plan.handler === 'single';
    if (outcome?.kind === 'defer' && isBinding)
      this.#deferred.set(`${ownership} ${event.number}`, outcome.untilMs);
    const waitMs = this.#plan.delaysMs[attempt - 1];
    const isRetry = outcome === null || outcome.kind === 'retry';
    if (isRetry && waitMs !== undefined) {
      const asked = outcome?.kind === 'retry' ? (outcome.afterMs ?? 0) : 0;
      const key = `${event.number} ${attempt}`;
      if (!this.#failedAt.has(key)) {
        this.#failedAt.set(key, {
          atMs: this.#clock.now(),
          waitMs: outcome === null ? waitMs : Math.max(waitMs, asked),
        });
      }
    }
    const waiting = this.#keys.get(`${ownership} ${event.key}`)?.waitingFor.get(event.number);
    if (waiting !== undefined) waiting.isWaiting = outcome?.kind === 'retry' && waitMs !== undefined;
  }

  /** The effect of an event was committed. */
  effect(number: number): void {
    const times = (this.effects.get(number) ?? 0) + 1;
    this.effects.set(number, times);
    this.note('database', () => `commits the effect of event ${number}`);
    if (times > 1) this.broken('effect_once', `event ${number} had its effect ${times} times`);
  }

  /** Offsets were committed, perhaps: looks at what the group holds now. */
  committed(): void {
    this.look();
    for (const topic of [this.#names.main, ...this.#names.tiers.map((tier) => tier.topic)]) {
      for (let partition = 0; partition < this.#plan.partitions; partition += 1) {
        this.#checkCommit({ topic, partition });
      }
    }
  }

  /** Reads what is new in the logs. */
  look(): void {
    const { main, dlq, tiers } = this.#names;
    for (const topic of [main, dlq, ...tiers.map((tier) => tier.topic)]) {
      const records = this.#broker.control.records(topic);
      // Retention only takes records away that were looked at before.
      if (records.length === this.#seenCounts.get(topic)) continue;
      this.#seenCounts.set(topic, records.length);
      const ends = this.#seenEnds.get(topic) ?? [];
      this.#seenEnds.set(topic, ends);
      for (const record of records) {
        if (Number(record.offset) < (ends[record.partition] ?? 0)) continue;
        ends[record.partition] = Number(record.offset) + 1;
        this.#see(record);
      }
    }
  }

  /** Retention is about to remove a record. */
  removes(record: BrokerRecord): void {
    const number = numberOf(record.headers[HEADERS.eventId] ?? '');
    this.look();
    // Whether another record of it carries it on cannot be told from outside: workers' clocks differ, so no time orders them.
    if (this.effects.has(number) || this.skipped.has(number) || this.isIn(number, this.#names.dlq)) return;
    this.gone.add(number);
    this.note('broker', () => `retention removes a record of event ${number}, which has not ended`);
  }

  /** Whether an event has a copy in this topic. */
  isIn(number: number, topic: string): boolean {
    return this.copiesIn(number, topic) > 0;
  }

  /** How many records of this topic carry an event. */
  copiesIn(number: number, topic: string): number {
    return (this.#stored.get(number) ?? []).filter((stored) => stored.topic === topic).length;
  }

  #see(record: BrokerRecord): void {
    const number = numberOf(record.headers[HEADERS.eventId] ?? '');
    this.#byPlace.set(`${record.topic}/${record.partition}/${String(record.offset)}`, number);
    const { topic, partition, timestampMs: atMs } = record;
    const offset = Number(record.offset);
    const known = this.#stored.get(number);
    if (known === undefined) this.#stored.set(number, [{ topic, partition, offset, atMs }]);
    else known.push({ topic, partition, offset, atMs });
    if (topic !== this.#names.main) {
      this.note('broker', () => {
        const due = record.headers[HEADERS.notBefore];
        return `stored event ${number} in ${topic}, partition ${partition}${due === undefined || topic === this.#names.dlq ? ` (${record.headers[HEADERS.disposition] ?? ''})` : `, due in ${Number(due) - atMs} ms`}`;
      });
    } else if (!this.#mainPosition.has(number)) this.#mainPosition.set(number, offset);
    else this.#mainPosition.set(number, -1);
  }

  #isFinished(number: number, topic: string, partition: number, offset: number): boolean {
    if (this.effects.has(number) || this.skipped.has(number) || this.gone.has(number)) return true;
    const stored = this.#stored.get(number) ?? [];
    const own = stored.find((it) => it.topic === topic && it.partition === partition && it.offset === offset);
    return stored.some(
      (it) => it !== own && it.topic !== this.#names.main && (own === undefined || it.atMs >= own.atMs),
    );
  }

  #checkCommit(place: TopicPartition): void {
    const committed = this.#broker.control.committed(this.#names.group, place);
    if (committed.offset === null) return;
    const key = `${place.topic}/${place.partition}`;
    const offset = Number(committed.offset);
    const before = this.#commits.get(key);
    if (before?.offset === offset && before.metadata === committed.metadata) return;
    this.#commits.set(key, { offset, metadata: committed.metadata });
    this.note(
      'group',
      () => `holds ${key} at ${offset}${committed.metadata === '' ? '' : ` with ${committed.metadata}`}`,
    );
    if (before !== undefined && offset < before.offset) {
      this.broken('commit_forward', `${key} went back from ${before.offset} to ${offset}`);
    }
    for (let at = before?.offset ?? 0; at < offset; at += 1) this.#mustBeFinished(place, at, 'committed');
    for (const { from, to } of decodeFinishedMap(offset, committed.metadata)) {
      for (let at = from; at < to; at += 1) this.#mustBeFinished(place, at, 'noted as finished');
    }
  }

  #mustBeFinished({ topic, partition }: TopicPartition, offset: number, how: string): void {
    const number = this.#byPlace.get(`${topic}/${partition}/${offset}`);
    if (number === undefined || this.#isFinished(number, topic, partition, offset)) return;
    this.broken(
      'commit_finished',
      `event ${number} at ${topic}/${partition}/${offset} is ${how} and not finished`,
    );
  }

  /** By how much two wall clocks may differ, ms. */
  get #spreadMs(): number {
    return 2 * this.#plan.skewMs;
  }

  #checkWait({ event, attempt, ownership }: Call): void {
    const now = this.#clock.now();
    const deferredUntil = this.#deferred.get(`${ownership} ${event.number}`);
    const isRepeated = this.#mainPosition.get(event.number) === -1;
    if (deferredUntil !== undefined && now + this.#spreadMs < deferredUntil && !isRepeated) {
      this.broken('never_early', `${nameOf(event)} runs ${deferredUntil - now} ms before it was put off to`);
    }
    if (attempt === 1) return;
    // The claim of a batch may fail, or wait beyond the limit, before the handler is called: an attempt that nobody saw.
    const { handler, faults, timeLimitMs } = this.#plan;
    if (handler === 'batch' && (faults.contention !== undefined || timeLimitMs !== null)) return;
    const failed = this.#failedAt.get(`${event.number} ${attempt - 1}`);
    if (failed === undefined) {
      this.broken(
        'attempts',
        `${nameOf(event)} runs attempt ${attempt}, and attempt ${attempt - 1} did not fail`,
      );
    } else if (now + this.#spreadMs < failed.atMs + failed.waitMs) {
      const early = failed.atMs + failed.waitMs - now;
      this.broken('never_early', `attempt ${attempt} of ${nameOf(event)} runs ${early} ms early`);
    }
  }

  #checkOrder({ event, attempt, ownership }: Call): void {
    this.look();
    const position = this.#mainPosition.get(event.number) ?? -1;
    const history = this.#history(`${ownership} ${event.key}`);
    const isInTier = this.#names.tiers.some((tier) => this.isIn(event.number, tier.topic));
    if (position < 0 || ownership.endsWith('/none')) return;
    if (this.#plan.isOrdered && event.kind !== 'defer') {
      for (const [number, before] of history.waitingFor) {
        if (before.isWaiting && before.position < position && !this.#isElsewhere(number)) {
          this.broken(
            'order',
            `${nameOf(event)} overtakes event ${number}, which waits for its next attempt`,
          );
        }
      }
      history.waitingFor.set(event.number, { position, isWaiting: false });
    }
    if (attempt > 1 || isInTier) return;
    if (position < history.lastFirstStart && !history.started.has(event.number)) {
      this.broken('order', `${nameOf(event)} starts behind a later event of ${event.key}`);
    }
    history.lastFirstStart = Math.max(history.lastFirstStart, position);
    history.started.add(event.number);
  }

  /** Whether an event has ended as a dead letter, or is in a tier more than once: of copies no order is promised. */
  #isElsewhere(number: number): boolean {
    const { dlq, tiers } = this.#names;
    return this.isIn(number, dlq) || tiers.some((tier) => this.copiesIn(number, tier.topic) > 1);
  }

  #history(key: string): KeyHistory {
    const known = this.#keys.get(key);
    if (known !== undefined) return known;
    const history: KeyHistory = { lastFirstStart: -1, started: new Set(), waitingFor: new Map() };
    this.#keys.set(key, history);
    return history;
  }
}

/** An event in the trace. */
export function nameOf({ number, kind, key }: SimEvent): string {
  return `event ${number} (${kind}, ${key})`;
}
