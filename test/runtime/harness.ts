import type { Logger } from 'pino';
import type { BrokerConsumer, BrokerRecord, OutgoingRecord } from '../../src/broker/broker.ts';
import { createMemoryBroker } from '../../src/broker/memory-broker.ts';
import type { MemoryBroker, MemoryBrokerOptions } from '../../src/broker/memory-broker.ts';
import type { MemoryConsumer } from '../../src/broker/memory-consumer.ts';
import type { MetricName } from '../../src/metrics/catalogue.ts';
import type { Recorder } from '../../src/metrics/recorder.ts';
import type { Clock } from '../../src/runtime/clock.ts';
import type {
  BatchHandler,
  QueueConsumer,
  QueueDefinition,
  SingleHandler,
} from '../../src/runtime/definition.ts';
import { HEADERS } from '../../src/runtime/headers.ts';
import { done } from '../../src/runtime/outcome.ts';
import { partitionKey } from '../../src/runtime/ports.ts';
import type { CrashLedger, EffectStore, EventDecoder, RecordPlace } from '../../src/runtime/ports.ts';
import { createQueueRunner } from '../../src/runtime/queue-runner.ts';
import type { QueueRunner } from '../../src/runtime/queue-runner.ts';
import type { QueueRunnerOptions } from '../../src/runtime/queue-options.ts';
import { namesOf } from '../../src/runtime/names.ts';
import { collectLogs } from '../support/collect-logs.ts';
import type { LogCollector } from '../support/collect-logs.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

/** The event of these tests. */
export interface TestEvent {
  readonly name: string;
  readonly key: string;
}

/** What a transaction of the fake store collects before it commits. */
export interface TestTx {
  readonly claimed: Set<string>;
  readonly effects: string[];
}

/** The event in a record's value. */
export function eventIn(record: BrokerRecord | undefined): TestEvent {
  return JSON.parse(record?.value?.toString() ?? '') as TestEvent;
}

/** The error that a driver throws when the server is gone. */
export function databaseGone(): Error {
  return Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', query: 'select 1' });
}

/** Effects in memory, with a switch for an outage. */
export class FakeEffects implements EffectStore<TestTx> {
  readonly claims = new Set<string>();
  readonly committed: string[] = [];
  isDown = false;

  async transaction<T>(run: (tx: TestTx) => Promise<T>): Promise<T> {
    this.#check();
    const tx: TestTx = { claimed: new Set(), effects: [] };
    const value = await run(tx);
    this.#check();
    // PostgreSQL would have let the second claim wait; here the later commit fails and is tried again.
    if ([...tx.claimed].some((claim) => this.claims.has(claim))) {
      throw Object.assign(new Error('claimed at the same time'), { code: '40001', severity: 'ERROR' });
    }
    for (const claim of tx.claimed) this.claims.add(claim);
    this.committed.push(...tx.effects);
    return value;
  }

  #check(): void {
    if (this.isDown) throw databaseGone();
  }

  claim(tx: TestTx, group: string, eventIds: readonly string[]): Promise<ReadonlySet<string>> {
    const fresh = eventIds.filter((id) => !this.claims.has(`${group} ${id}`));
    for (const id of fresh) tx.claimed.add(`${group} ${id}`);
    return Promise.resolve(new Set(fresh));
  }

  release(tx: TestTx, group: string, eventIds: readonly string[]): Promise<void> {
    for (const id of eventIds) tx.claimed.delete(`${group} ${id}`);
    return Promise.resolve();
  }
}

/** A crash ledger in memory that outlives the processes of a test. */
export class FakeCrashLedger {
  readonly starts = new Map<string, number>();
  readonly owners = new Map<string, string>();
  isDown = false;

  /** The ledger as one process sees it. */
  as(owner: string): CrashLedger {
    const at = (group: string, place: RecordPlace): string =>
      `${group} ${partitionKey(place)} ${place.offset.toString()}`;
    const check = (): void => {
      if (this.isDown) throw databaseGone();
    };
    return {
      takeOver: async (group, partitions) => {
        await Promise.resolve();
        check();
        const orphaned = new Set<string>();
        for (const partition of partitions) {
          const key = partitionKey(partition);
          const before = this.owners.get(`${group} ${key}`);
          if (before !== undefined && before !== owner) orphaned.add(key);
          this.owners.set(`${group} ${key}`, owner);
        }
        return orphaned;
      },
      startsOf: async (group, places) => {
        await Promise.resolve();
        check();
        return places.map((place) => this.starts.get(at(group, place)) ?? 0);
      },
      recordStarts: async (group, places, firstStarts) => {
        await Promise.resolve();
        check();
        return places.map((place) => {
          const before = this.starts.get(at(group, place));
          const starts = before === undefined ? firstStarts : before + 1;
          this.starts.set(at(group, place), starts);
          return starts;
        });
      },
      forget: async (group, places) => {
        await Promise.resolve();
        check();
        for (const place of places) this.starts.delete(at(group, place));
      },
      handOver: async (group, partitions) => {
        await Promise.resolve();
        check();
        for (const partition of partitions) {
          const key = `${group} ${partitionKey(partition)}`;
          if (this.owners.get(key) === owner) this.owners.delete(key);
        }
      },
    };
  }
}

/** A recorder that a test can read. */
export class FakeRecorder implements Recorder {
  readonly counters = new Map<string, number>();
  readonly gauges = new Map<string, number>();
  readonly observations = new Map<string, number[]>();

  static at(metric: MetricName, labels: Readonly<Record<string, string>>): string {
    return `${metric} ${JSON.stringify(labels)}`;
  }

  count(metric: MetricName, labels: Readonly<Record<string, string>>, by = 1): void {
    const key = FakeRecorder.at(metric, labels);
    this.counters.set(key, (this.counters.get(key) ?? 0) + by);
  }

  set(metric: MetricName, labels: Readonly<Record<string, string>>, value: number): void {
    this.gauges.set(FakeRecorder.at(metric, labels), value);
  }

  remove(metric: MetricName, labels: Readonly<Record<string, string>>): void {
    this.gauges.delete(FakeRecorder.at(metric, labels));
  }

  observe(metric: MetricName, labels: Readonly<Record<string, string>>, value: number): void {
    const key = FakeRecorder.at(metric, labels);
    const known = this.observations.get(key);
    if (known === undefined) this.observations.set(key, [value]);
    else known.push(value);
  }

  counter(metric: MetricName, labels: Readonly<Record<string, string>>): number {
    return this.counters.get(FakeRecorder.at(metric, labels)) ?? 0;
  }

  gauge(metric: MetricName, labels: Readonly<Record<string, string>>): number | undefined {
    return this.gauges.get(FakeRecorder.at(metric, labels));
  }

  observed(metric: MetricName, labels: Readonly<Record<string, string>>): readonly number[] {
    return this.observations.get(FakeRecorder.at(metric, labels)) ?? [];
  }
}

/** Values are JSON of a test event; `failed_tries` in the body is the legacy counter. */
export const jsonDecoder: EventDecoder<TestEvent> = {
  decode(value) {
    const text = value?.toString() ?? '';
    if (!text.startsWith('{')) {
      return { kind: 'malformed', errorClass: 'SchemaError', message: 'the value is not an object' };
    }
    const { failed_tries: failedTries = 0, ...event } = JSON.parse(text) as TestEvent & {
      failed_tries?: number;
    };
    return { kind: 'decoded', event, failedTries };
  },
};

/** Retry delays of the fleet's default policy, ms. */
export const DEFAULT_DELAYS_MS = [5_000, 30_000, 300_000];

/** A definition with the fleet's defaults; override what a test is about. */
export function definition(over: Partial<QueueDefinition<TestEvent>> = {}): QueueDefinition<TestEvent> {
  const policies = over.retryPolicies ?? [{ delaysMs: DEFAULT_DELAYS_MS }];
  return {
    queue: 'test_queue',
    keyOf: (event) => event.key,
    eventTypeOf: () => 'test_queue',
    concurrency: 8,
    timeLimitMs: null,
    onTimeout: 'dead',
    idempotency: 'guarded',
    retryPolicy: () => policies[0] ?? { delaysMs: [] },
    retryPolicies: policies,
    ...over,
  };
}

/** A single handler from a function. */
export function single(handle: SingleHandler<TestEvent, TestTx>['handle']): SingleHandler<TestEvent, TestTx> {
  return { kind: 'single', handle };
}

/** A batch handler from a function. */
export function batch(
  handle: BatchHandler<TestEvent, TestTx>['handle'],
  over: Partial<Pick<BatchHandler<TestEvent, TestTx>, 'maxSize' | 'lingerMs'>> = {},
): BatchHandler<TestEvent, TestTx> {
  return { kind: 'batch', maxSize: 100, lingerMs: 0, handle, ...over };
}

/** A handler call that the test ends. */
export interface HeldCall {
  readonly event: TestEvent;
  readonly signal: AbortSignal;
  readonly end: (outcome?: typeof done) => void;
  readonly fail: (error: Error) => void;
}

/** A single handler whose calls wait for the test. */
export function heldHandler(): { handler: SingleHandler<TestEvent, TestTx>; calls: HeldCall[] } {
  const calls: HeldCall[] = [];
  const handler = single((event, context) => {
    const { promise, resolve, reject } = Promise.withResolvers<typeof done>();
    calls.push({
      event,
      signal: context.signal,
      end: (outcome = done) => {
        resolve(outcome);
      },
      fail: reject,
    });
    return promise;
  });
  return { handler, calls };
}

/** Everything outside the processes of a test: broker, time, database. */
export interface World {
  readonly clock: VirtualClock;
  readonly broker: MemoryBroker;
  readonly effects: FakeEffects;
  readonly crashLedger: FakeCrashLedger;
  /** Creates the topics of a queue. */
  createTopics(queue: QueueDefinition<TestEvent>, partitions?: number): void;
  /** Publishes an event to the main topic. */
  publish(event: TestEvent, over?: PublishOptions): void;
  /** Publishes a raw value. */
  publishRaw(value: string, record?: Partial<OutgoingRecord>): void;
  dlq(): readonly BrokerRecord[];
  tier(label: string): readonly BrokerRecord[];
  committed(partition?: number): bigint | null;
}

/** How an event is published. */
export interface PublishOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly partition?: number;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** An id that is easy to recognize: the number at its end. */
export function eventId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** A new world with one queue, `test.test_queue`. */
export function createWorld(brokerOptions: Partial<MemoryBrokerOptions> = {}): World {
  const clock = new VirtualClock();
  const broker = createMemoryBroker({ clock, ...brokerOptions });
  const main = 'test.test_queue';
  let published = 0;
  return {
    clock,
    broker,
    effects: new FakeEffects(),
    crashLedger: new FakeCrashLedger(),
    createTopics(queue, partitions = 1) {
      const names = namesOf('test', queue);
      for (const topic of [names.main, names.dlq, ...names.tiers.map((tier) => tier.topic)]) {
        broker.control.createTopic(topic, partitions);
      }
    },
    publish(event, { headers = {}, partition, body = {} } = {}) {
      published += 1;
      broker.control.append(main, {
        key: event.key,
        value: Buffer.from(JSON.stringify({ ...event, ...body })),
        headers: {
          [HEADERS.eventId]: eventId(published),
          [HEADERS.producedAt]: String(clock.now()),
          ...headers,
        },
        ...(partition === undefined ? {} : { partition }),
      });
    },
    publishRaw(value, record = {}) {
      broker.control.append(main, { key: 'raw', value: Buffer.from(value), headers: {}, ...record });
    },
    dlq: () => broker.control.records(`${main}.dlq`),
    tier: (label) => broker.control.records(`${main}.retry.${label}`),
    committed: (partition = 0) => broker.control.committed(main, { topic: main, partition }).offset,
  };
}

/** One process of a test. */
export interface Process {
  readonly runner: QueueRunner;
  readonly recorder: FakeRecorder;
  readonly logs: LogCollector;
  /** Its member of the group in the memory broker. */
  readonly member: Pick<MemoryConsumer, 'crash' | 'lapse'>;
  /** From now on no heartbeat is answered. */
  loseContact(): void;
  /** Ends the process as SIGKILL does: no timer of it fires and no answer reaches it any more. */
  kill(): void;
}

/** What a test may do to a member of the memory broker. */
type Member = Pick<MemoryConsumer, 'kill' | 'crash' | 'lapse'>;

/** The world's clock as one process sees it, until it is killed. */
function mortal(clock: Clock, isDead: () => boolean): Clock {
  const never = new Promise<never>(() => undefined);
  return {
    now: () => clock.now(),
    after: (delayMs, action) =>
      clock.after(delayMs, () => {
        if (!isDead()) action();
      }),
    sleep: (delayMs, signal) => clock.sleep(delayMs, signal).then(() => (isDead() ? never : undefined)),
  };
}

/** Makes a process of the test queue; `start` it. */
export function createProcess(
  world: World,
  consumer: Partial<QueueConsumer<TestEvent, TestTx>> & Pick<QueueConsumer<TestEvent, TestTx>, 'handler'>,
  over: Partial<QueueRunnerOptions<TestEvent, TestTx>> & {
    readonly owner?: string;
    readonly logger?: Logger;
  } = {},
): Process {
  const logs = collectLogs();
  const recorder = new FakeRecorder();
  let isDead = false;
  let contactMs: number | null = null;
  const members: Member[] = [];
  const producer = world.broker.producer();
  const runner = createQueueRunner<TestEvent, TestTx>({
    consumer: { definition: definition(), loops: [], parts: [], ...consumer },
    broker: {
      consumer(options) {
        const member = world.broker.consumer(options) as BrokerConsumer & Member;
        members.push(member);
        return {
          start: (listener, signal) => member.start(listener, signal),
          commit: (epoch, commits) => member.commit(epoch, commits),
          pause: (partitions) => {
            member.pause(partitions);
          },
          resume: (partitions) => {
            member.resume(partitions);
          },
          // The memory broker sends no heartbeats; a member that lives is in contact.
          lastContactMs: () => contactMs ?? world.clock.now(),
          stop: () => member.stop(),
        };
      },
    },
    producer: {
      send: (topic, records) => (isDead ? new Promise(() => undefined) : producer.send(topic, records)),
    },
    decoder: jsonDecoder,
    effects: world.effects,
    crashLedger: world.crashLedger.as(over.owner ?? 'process-1'),
    probes: {
      database: () => (world.effects.isDown ? Promise.reject(databaseGone()) : Promise.resolve()),
    },
    recorder,
    logger: logs.logger,
    clock: mortal(world.clock, () => isDead),
    prefix: 'test',
    limits: { maxRecords: 1_000, maxBytes: 10_000_000 },
    workerHost: 'host-1',
    producerName: 'test 1',
    commitIntervalMs: 100,
    ...over,
  });
  return {
    runner,
    recorder,
    logs,
    member: members[0]!,
    loseContact() {
      contactMs = world.clock.now();
    },
    kill() {
      isDead = true;
      members[0]!.kill();
    },
  };
}

/** Starts a process and lets it join. */
export async function startProcess(world: World, process: Process): Promise<void> {
  const started = process.runner.start();
  await world.clock.advance(10);
  await started;
  await world.clock.advance(10);
}
