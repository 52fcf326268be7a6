// Above 300 lines: the life of a world from its first record to its end, and all that may happen to it.
import { createMemoryBroker } from '../src/broker/memory-broker.ts';
import type { MemoryBroker } from '../src/broker/memory-broker.ts';
import type { MemoryFaults } from '../src/broker/memory-faults.ts';
import { namesOf } from '../src/runtime/names.ts';
import type { QueueNames } from '../src/runtime/names.ts';
import { SimDatabase } from './database/sim-database.ts';
import { Tables } from './database/tables.ts';
import { eventOf, recordOf } from './events.ts';
import { startMember } from './member.ts';
import type { Member, Surroundings } from './member.ts';
import type { FaultKind, Mishap, WorldPlan } from './plan.ts';
import { Random } from './random.ts';
import { SimClock } from './sim-clock.ts';
import { definitionOf } from './sim-queue.ts';
import { SimWindows } from './sim-windows.ts';
import { Witness } from './witness.ts';

const PREFIX = 'sim';
const MOST_MEMBERS = 5;
/** How long a supervisor takes to start a process again. */
const RESTART_MS = 300;
/** After the rough part everything that waits for something to be well again must have noticed, ms. */
const CALM_DOWN_MS = 15_000;
/** A world that has not come to rest this long after the rough part never will. */
const LONGEST_REST_MS = 250_000;
/** Nothing more may happen in a world at rest; it is watched this long. */
const WATCH_MS = 3_000;
/** A stop may take its grace, the last waits and a stall. */
const LONGEST_STOP_MS = 60_000;

/** What a world came to. */
export interface WorldEnd {
  readonly plan: WorldPlan;
  readonly witness: Witness;
  /** Virtual time that passed, ms. */
  readonly elapsedMs: number;
  readonly timers: number;
  readonly starts: number;
}

/** One simulated world, from its first record to its end. */
export class World {
  readonly plan: WorldPlan;
  readonly clock: SimClock;
  readonly broker: MemoryBroker;
  readonly witness: Witness;
  readonly names: QueueNames;
  readonly tables = new Tables();
  readonly windows: SimWindows;
  readonly #database: SimDatabase;
  readonly #chance: Random;
  readonly #surroundings: Surroundings;
  readonly #members = new Set<Member>();
  #isRough = true;
  #isClosing = false;
  #starts = 0;
  #sendsRefusedUntilMs = 0;
  #commitsRefusedUntilMs = 0;

  constructor(plan: WorldPlan, isTraced: boolean) {
    this.plan = plan;
    const random = new Random(plan.seed ^ 0x5eed);
    this.#chance = random.fork();
    this.clock = new SimClock(random.fork());
    const chance = random.fork();
    const latencyMs = (): number => chance.between(0, plan.latencyMs);
    this.broker = createMemoryBroker({
      clock: this.clock,
      latencyMs,
      noticeMs: () => chance.between(0, plan.noticeMs),
      batchRecords: plan.batchRecords,
      faults: this.#brokerFaults(),
    });
    this.names = namesOf(PREFIX, definitionOf(plan));
    const { main, dlq, tiers } = this.names;
    for (const topic of [main, dlq, ...tiers.map((tier) => tier.topic)]) {
      this.broker.control.createTopic(topic, plan.partitions);
    }
    this.#database = new SimDatabase({
      travel: () => this.clock.sleep(chance.between(0, plan.latencyMs / 2)),
      coin: () => chance.chance(0.5),
      onEvent: (what) => {
        this.witness.count(`database: ${what}`);
      },
    });
    this.#databaseFaults();
    this.witness = new Witness({ clock: this.clock, plan, names: this.names, broker: this.broker, isTraced });
    this.windows = new SimWindows({ tables: this.tables, witness: this.witness, random: random.fork() });
    this.windows.spreadMs = 2 * plan.skewMs;
    this.windows.failures = plan.mishaps.length > 0 ? 0.2 : 0;
    this.#surroundings = {
      plan,
      clock: this.clock,
      broker: this.broker,
      database: this.#database,
      tables: this.tables,
      windows: this.windows,
      witness: this.witness,
      firstSeen: new Map(),
      skew: () => this.#skew(),
      prefix: PREFIX,
      topic: main,
    };
  }

  /** Lets the world run to its end and answers what it came to; the caller judges it. */
  async run(isAtRest: (world: World) => boolean): Promise<WorldEnd> {
    const { clock, plan } = this;
    for (const event of plan.events) {
      this.witness.count(`event: ${event.kind}`);
      clock.after(event.atMs, () => {
        for (let copy = 0; copy <= (event.isRepeated ? 1 : 0); copy += 1) {
          this.broker.control.append(this.names.main, recordOf(eventOf(event), clock.now()));
        }
      });
    }
    for (const mishap of plan.mishaps) {
      clock.after(mishap.atMs, () => {
        this.#happen(mishap);
      });
    }
    for (let count = 0; count < plan.members; count += 1) this.#start();
    const begin = clock.now();
    const isCalm = plan.mishaps.length === 0 && Object.keys(plan.faults).length === 0;
    if (isCalm && !plan.events.some(({ kind }) => kind === 'hang')) {
      this.windows.calmSinceMs = begin + CALM_DOWN_MS;
    }
    await clock.run(begin + plan.roughMs);
    await this.#calm();
    await this.#rest(isAtRest);
    await this.#close();
    return {
      plan,
      witness: this.witness,
      elapsedMs: clock.elapsedMs,
      timers: clock.fired,
      starts: this.#starts,
    };
  }

  /** Offsets of main and tier partitions that are not committed although the log goes on. */
  uncommitted(): readonly string[] {
    const { control } = this.broker;
    const { main, tiers, group } = this.names;
    const left: string[] = [];
    for (const topic of [main, ...tiers.map((tier) => tier.topic)]) {
      const ends = new Map<number, number>();
      for (const { partition, offset } of control.records(topic)) ends.set(partition, Number(offset) + 1);
      for (const [partition, end] of ends) {
        const { offset, metadata } = control.committed(group, { topic, partition });
        if (offset !== BigInt(end)) {
          left.push(`${topic}/${partition} at ${String(offset)} of ${end} with “${metadata}”`);
        }
      }
    }
    return left;
  }

  /** Outbox rows that wait. */
  unpublished(): number {
    return [...this.tables.outbox.rows.values()].filter((row) => row.publishedAtMs === null).length;
  }

  #start(): void {
    if (this.#isClosing) return;
    this.#starts += 1;
    const name = `worker-${this.#starts}`;
    this.witness.note(name, () => 'starts');
    const member: Member = startMember(name, this.#surroundings, {
      killed: () => {
        this.witness.note(name, () => 'is killed');
        this.#members.delete(member);
        this.#startSoon();
      },
      dead: () => {
        this.witness.note(name, () => 'has a dead consumer and leaves');
        this.#leave(member);
        this.#startSoon();
      },
    });
    this.#members.add(member);
  }

  #startSoon(): void {
    this.clock.after(RESTART_MS, () => {
      if (this.#members.size < this.plan.members) this.#start();
    });
  }

  #leave(member: Member): void {
    this.#members.delete(member);
    member.process.wake();
    void member.stop().then(() => {
      this.witness.note(member.process.name, () => 'has left');
    });
  }

  #skew(): number {
    const { skewMs } = this.plan;
    return skewMs === 0 ? 0 : this.#chance.between(-skewMs, skewMs);
  }

  #happen(mishap: Mishap): void {
    const { kind, durationMs } = mishap;
    const now = this.clock.now();
    this.witness.note('world', () => `${kind} (${durationMs} ms)`);
    const member = this.#members.size === 0 ? undefined : this.#chance.pick([...this.#members]);
    this.witness.count(`world: ${kind}`);
    switch (kind) {
      case 'join':
        if (this.#members.size < MOST_MEMBERS) this.#start();
        return;
      case 'stop':
        if (member === undefined) return;
        this.#leave(member);
        this.#startSoon();
        return;
      case 'kill':
        if (member === undefined) return;
        this.witness.randomDeaths += 1;
        member.kill();
        return;
      case 'crash':
        if (member?.process.hasPaused === true) this.witness.count('fetch: pauses lost by a crash');
        member?.process.member?.crash(true);
        return;
      case 'die':
        member?.process.member?.crash(false);
        return;
      case 'lapse':
        member?.process.member?.lapse();
        return;
      case 'stall':
        if (durationMs > this.plan.sessionTimeoutMs) {
          this.witness.count('world: stall beyond the session');
          // Its partitions go to others, who cannot tell it from a dead one.
          this.witness.randomDeaths += 1;
        }
        member?.process.stall(durationMs, this.plan.sessionTimeoutMs);
        return;
      case 'rebalance':
        this.broker.control.rebalance(this.names.group);
        return;
      case 'database_down':
        this.#database.goDown();
        this.clock.after(durationMs, () => {
          this.#database.comeBack();
        });
        return;
      case 'listeners_dropped':
        this.#database.dropListeners();
        return;
      case 'sends_refused':
        this.#sendsRefusedUntilMs = now + durationMs;
        return;
      case 'commits_refused':
        this.#commitsRefusedUntilMs = now + durationMs;
        return;
      case 'retention':
        this.#truncate();
        return;
      case 'clock_step':
        if (member !== undefined) member.process.skewMs = this.#skew();
        return;
    }
  }

  /** Retention removes the first half of a partition, read or not. */
  #truncate(): void {
    const { control } = this.broker;
    const { main, tiers } = this.names;
    const topic = this.#chance.pick([main, main, ...tiers.map((tier) => tier.topic)]);
    const partition = this.#chance.between(0, this.plan.partitions - 1);
    const records = control.records(topic).filter((record) => record.partition === partition);
    const removed = records.slice(0, Math.ceil(records.length / 2));
    const last = removed.at(-1);
    if (last === undefined) return;
    for (const record of removed) this.witness.removes(record);
    control.deleteBefore({ topic, partition }, last.offset + 1n);
    this.witness.look();
  }

  #meets(kind: FaultKind): boolean {
    const share = this.plan.faults[kind];
    const isMet = share !== undefined && this.#isRough && this.#chance.chance(share);
    if (isMet) this.witness.count(`fault: ${kind}`);
    return isMet;
  }

  #brokerFaults(): MemoryFaults {
    return {
      repeatBatch: () => this.#meets('repeatBatch'),
      deliverAfterPause: () => this.#meets('deliverAfterPause'),
      emptyBatch: () => this.#meets('emptyBatch'),
      loseAcknowledgement: () => this.#meets('loseAcknowledgement'),
      losePart: () => this.#meets('losePart'),
      refuseSend: () => this.clock.now() < this.#sendsRefusedUntilMs || this.#meets('refuseSend'),
      commitUnavailable: () =>
        this.clock.now() < this.#commitsRefusedUntilMs || this.#meets('commitUnavailable'),
      loseCommitAnswer: () => this.#meets('loseCommitAnswer'),
      refuseCommit: () => this.#meets('refuseCommit'),
      loadUnavailable: () => this.#meets('loadUnavailable'),
      rewindKept: () => this.#meets('rewindKept'),
      deliverAfterStop: () => this.#meets('deliverAfterStop'),
      metadataLimit: this.plan.metadataLimit,
      acceptForeignCommits: true,
    };
  }

  #databaseFaults(): void {
    Object.assign(this.#database.faults, {
      loseStatement: () => this.#meets('loseStatement'),
      loseBeforeCommit: () => this.#meets('loseBeforeCommit'),
      loseAfterCommit: () => this.#meets('loseAfterCommit'),
      contention: () => this.#meets('contention'),
    });
  }

  /** The rough part is over: what was broken is whole again, and somebody is there. */
  async #calm(): Promise<void> {
    this.witness.note('world', () => 'calms down');
    this.#isRough = false;
    this.windows.failures = 0;
    this.#sendsRefusedUntilMs = 0;
    this.#commitsRefusedUntilMs = 0;
    this.#database.comeBack();
    for (const { process } of this.#members) process.wake();
    // Often the last thing that happens is one more member: what it strands nothing later sets free.
    if (this.#members.size === 0 || (this.#members.size < MOST_MEMBERS && this.#chance.chance(0.5))) {
      this.#start();
    }
    // A killer goes on killing until it is found out; a handler that hangs may hold a window that it has joined.
    const isTroubled = this.plan.events.some(({ kind }) => kind === 'killer' || kind === 'hang');
    if (!isTroubled)
      this.windows.calmSinceMs ??= this.clock.now() + this.plan.sessionTimeoutMs + CALM_DOWN_MS;
    await Promise.resolve();
  }

  async #rest(isAtRest: (world: World) => boolean): Promise<void> {
    const { clock } = this;
    let lookedAtMs = 0;
    const isOver = await clock.run(clock.now() + LONGEST_REST_MS, () => {
      if (this.witness.violations.length > 0) return true;
      if (clock.now() - lookedAtMs < 100) return false;
      lookedAtMs = clock.now();
      return isAtRest(this);
    });
    if (!isOver) this.witness.broken('comes_to_rest', `not at rest after ${LONGEST_REST_MS} ms of calm`);
    if (this.witness.violations.length === 0) await clock.run(clock.now() + WATCH_MS);
    for (const { process, runner } of this.#members) {
      const { ailments, buffered, inFlight } = runner.health();
      if (process.state !== 'running' || this.witness.violations.length > 0) continue;
      if (ailments.length > 0) this.witness.broken('healthy', `${process.name}: ${ailments.join(', ')}`);
      if (buffered + inFlight > 0) {
        this.witness.broken('memory', `${process.name} still holds ${buffered + inFlight} records`);
      }
    }
  }

  /** Everybody leaves in order, and nothing of them stays behind. */
  async #close(): Promise<void> {
    this.#isClosing = true;
    const { clock } = this;
    if (this.witness.violations.length > 0) return;
    let leaving = this.#members.size;
    for (const member of this.#members) {
      void member.stop().then(() => {
        leaving -= 1;
      });
    }
    const isOver = await clock.run(clock.now() + LONGEST_STOP_MS, () => leaving === 0);
    if (!isOver) this.witness.broken('stops', `${leaving} workers did not stop`);
    await clock.run(clock.now() + LONGEST_STOP_MS);
    if (clock.armed > 0) this.witness.broken('stops', `${clock.armed} timers stayed behind`);
    if (this.#database.openTransactions > 0) this.witness.broken('stops', 'a transaction stayed open');
  }
}
