import type { ConsumerConfig, EachBatchPayload, Kafka } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import type { CommittedOffset, PartitionOffsets } from '../../src/broker/broker.ts';
import { BrokerError } from '../../src/broker/broker.ts';
import type { KafkaAdmin } from '../../src/broker/kafka-admin.ts';
import { KafkaConsumer } from '../../src/broker/kafka-consumer.ts';
import { collectLogs } from '../support/collect-logs.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { RecordingListener } from './recording-listener.ts';

const topic = 'main';
const SESSION_MS = 10_000;

/** kafkajs's consumer as ours sees it; a test raises its events and hands it batches. */
class FakeClient {
  readonly events = {
    GROUP_JOIN: 'join',
    REBALANCING: 'rebalancing',
    CRASH: 'crash',
    HEARTBEAT: 'heartbeat',
    REQUEST: 'request',
    START_BATCH_PROCESS: 'start_batch',
  };
  readonly seeks: { readonly partition: number; readonly offset: string }[] = [];
  readonly commits: string[] = [];
  config: ConsumerConfig = { groupId: '' };
  running = false;
  closing: Promise<void> = Promise.resolve();
  disconnects = 0;
  readonly #listeners = new Map<string, (event: object) => void>();
  #eachBatch: (payload: EachBatchPayload) => Promise<void> = () => Promise.resolve();

  on(event: string, listener: (event: object) => void): void {
    this.#listeners.set(event, listener);
  }

  raise(event: string, payload: object = {}): void {
    this.#listeners.get(event)?.({ payload });
  }

  join(memberId: string, partitions: readonly number[]): void {
    this.running = true;
    this.raise('join', { memberId, memberAssignment: { [topic]: [...partitions] } });
  }

  async batch(partition: number, from: number, next: number, name = 'direct'): Promise<void> {
    const messages = Array.from({ length: next - from }, (_, index) => ({
      offset: String(from + index),
      timestamp: '1',
      key: null,
      value: Buffer.from(String(from + index)),
      headers: {},
    }));
    await this.#eachBatch({
      batch: {
        topic,
        partition,
        fetchedOffset: String(from),
        highWatermark: '100',
        messages,
        lastOffset: () => String(next - 1),
      },
      resolveOffset: () => undefined,
      commitOffsetsIfNecessary: () => {
        this.commits.push(name);
        return Promise.resolve();
      },
    } as unknown as EachBatchPayload);
  }

  connect(): Promise<void> {
    return Promise.resolve();
  }

  subscribe(): Promise<void> {
    return Promise.resolve();
  }

  run({ eachBatch }: { eachBatch: (payload: EachBatchPayload) => Promise<void> }): Promise<void> {
    this.#eachBatch = eachBatch;
    return Promise.resolve();
  }

  disconnect(): Promise<void> {
    this.running = false;
    this.disconnects += 1;
    return this.closing;
  }

  commitOffsets(): Promise<void> {
    this.commits.push('client');
    return Promise.resolve();
  }

  pause(): void {
    if (!this.running) throw new Error('Consumer group was not initialized');
  }

  resume(): void {
    this.pause();
  }

  seek(place: { partition: number; offset: string }): void {
    this.pause();
    this.seeks.push({ partition: place.partition, offset: place.offset });
  }
}

interface Bench {
  readonly clock: VirtualClock;
  readonly client: FakeClient;
  readonly consumer: KafkaConsumer;
  readonly listener: RecordingListener;
  /** What the broker answers about the log and the group; changed by a test at will. */
  readonly log: { start: bigint; end: bigint; committed: bigint | null };
  readonly started: () => Promise<void>;
}

function setUp(): Bench {
  const clock = new VirtualClock();
  const client = new FakeClient();
  const log: Bench['log'] = { start: 0n, end: 100n, committed: null };
  const numbers = [0, 1];
  const admin: Pick<KafkaAdmin, 'requireTopics' | 'committedOffsets' | 'topicOffsets'> = {
    requireTopics: () => Promise.resolve(),
    committedOffsets: () =>
      Promise.resolve(
        numbers.map((partition): CommittedOffset => ({
          topic,
          partition,
          offset: log.committed,
          metadata: '',
        })),
      ),
    topicOffsets: () =>
      Promise.resolve(
        numbers.map((partition): PartitionOffsets => ({
          topic,
          partition,
          logStart: log.start,
          highWatermark: log.end,
        })),
      ),
  };
  const kafka = {
    consumer: (config: ConsumerConfig) => {
      client.config = config;
      return client;
    },
  };
  const consumer = new KafkaConsumer(
    { groupId: 'g', topics: [topic], sessionTimeoutMs: SESSION_MS },
    { kafka: kafka as unknown as Kafka, admin: admin as KafkaAdmin, clock, logger: collectLogs().logger },
  );
  const listener = new RecordingListener();
  const started = async (): Promise<void> => {
    const starting = consumer.start(listener);
    await clock.settle();
    client.join('m1', numbers);
    await starting;
    await clock.settle();
  };
  return { clock, client, consumer, listener, log, started };
}

const crash = (restart: boolean): object => ({ error: new Error('lost'), restart });
const commit = { topic, partition: 0, offset: 1n, metadata: '' };

describe('KafkaConsumer', () => {
  it('is started by the first GROUP_JOIN, not by run()', async () => {
    const { clock, client, consumer, listener } = setUp();
    let ready = false;
    const starting = consumer.start(listener).then(() => {
      ready = true;
    });
    await clock.settle();
    expect(ready).toBe(false);
    client.raise('crash', crash(true));
    await clock.settle();
    expect(ready).toBe(false);
    expect(listener.told).toEqual([]);
    client.join('m1', [0]);
    await starting;
    expect(listener.assignments).toHaveLength(1);
  });

  it('fails to start when kafkajs gives up before the first assignment', async () => {
    const { clock, client, consumer, listener } = setUp();
    const starting = expect(consumer.start(listener)).rejects.toBeInstanceOf(BrokerError);
    await clock.settle();
    client.raise('crash', crash(false));
    await starting;
    expect(listener.told).toEqual([]);
    expect(client.disconnects).toBeGreaterThan(0);
  });

  it('reports a crash that kafkajs restarts, and treats every partition as fresh after it', async () => {
    const { clock, client, listener, started } = setUp();
    await started();
    client.raise('crash', crash(true));
    client.join('m1', [0, 1]);
    await clock.advance(3 * SESSION_MS);
    expect(listener.crashes).toMatchObject([{ restarting: true }]);
    expect(listener.assignment).toMatchObject({ epoch: 2, kept: [] });
    expect(listener.assignment.fresh).toHaveLength(2);
  });

  it('is dead when no assignment follows a crash within two sessions', async () => {
    const { clock, client, listener, started } = setUp();
    await started();
    client.raise('crash', crash(true));
    await clock.advance(2 * SESSION_MS - 1);
    expect(listener.crashes).toHaveLength(1);
    await clock.advance(1);
    expect(listener.crashes).toMatchObject([{ restarting: true }, { restarting: false }]);
    client.join('m2', [0]);
    expect(listener.assignments).toHaveLength(1);
  });

  it('forbids kafkajs the restart of a consumer that was stopped meanwhile', async () => {
    const { client, consumer, started } = setUp();
    await started();
    const mayRestart = client.config.retry?.restartOnFailure;
    expect(await mayRestart?.(new Error('x'))).toBe(true);
    await consumer.stop();
    expect(await mayRestart?.(new Error('x'))).toBe(false);
  });

  it('stops within its limit though kafkajs never does', async () => {
    const { clock, client, consumer, started } = setUp();
    await started();
    client.closing = new Promise(() => undefined);
    let stopped = false;
    const stopping = consumer.stop().then(() => {
      stopped = true;
    });
    await clock.advance(1_000);
    expect(stopped).toBe(false);
    await clock.advance(10_000);
    await stopping;
  });

  it('lets a join under way end before it stops, so that the group is left', async () => {
    const { clock, client, consumer, listener } = setUp();
    const abort = new AbortController();
    const starting = expect(consumer.start(listener, abort.signal)).rejects.toThrow('enough');
    await clock.settle();
    abort.abort(new Error('enough'));
    await clock.settle();
    expect(client.disconnects).toBe(0);
    client.join('m1', [0]);
    await starting;
    expect(client.disconnects).toBe(1);
    expect(listener.told).toEqual([]);
  });

  it('commits by the function of the last batch, and by the client only before the first', async () => {
    const { client, consumer, listener, started } = setUp();
    await started();
    await consumer.commit(listener.epoch, [commit]);
    await client.batch(0, 0, 2, 'first');
    await consumer.commit(listener.epoch, [commit]);
    await client.batch(0, 2, 4, 'second');
    await consumer.commit(listener.epoch, [commit]);
    expect(client.commits).toEqual(['client', 'first', 'second']);
  });

  it('sends no commit between a crash or a rebalance and the next assignment', async () => {
    const { client, consumer, listener, started } = setUp();
    await started();
    await client.batch(0, 0, 2);
    client.raise('rebalancing');
    expect(await consumer.commit(listener.epoch, [commit])).toEqual({ kind: 'stale' });
    client.join('m1', [0, 1]);
    client.raise('crash', crash(true));
    expect(await consumer.commit(listener.epoch, [commit])).toEqual({ kind: 'stale' });
    expect(client.commits).toEqual([]);
  });

  it('survives that pause, resume and seek throw while kafkajs is down', async () => {
    const { client, consumer, started } = setUp();
    await started();
    client.running = false;
    consumer.pause([{ topic, partition: 0 }]);
    consumer.resume([{ topic, partition: 0 }]);
  });

  it('goes back for records that are missing, and never steps over them', async () => {
    const { clock, client, listener, started } = setUp();
    await started();
    await client.batch(0, 0, 2);
    await client.batch(0, 5, 7);
    await clock.settle();
    expect(client.seeks).toEqual([{ partition: 0, offset: '2' }]);
    await client.batch(0, 2, 7);
    expect(listener.batches.map(({ fetchedOffset, nextOffset }) => [fetchedOffset, nextOffset])).toEqual([
      [0n, 2n],
      [2n, 7n],
    ]);
  });

  it('starts anew when the log ends before what it has read', async () => {
    const { clock, client, log, listener, started } = setUp();
    log.committed = 90n;
    await started();
    await client.batch(0, 90, 95);
    log.end = 3n;
    await client.batch(0, 96, 98);
    await clock.settle();
    expect(listener.crashes).toMatchObject([{ restarting: false }]);
  });

  it('ignores a late batch of a partition that went to another member', async () => {
    const { client, listener, started } = setUp();
    await started();
    client.join('m1', [1]);
    await client.batch(0, 0, 2);
    expect(listener.batches).toEqual([]);
  });

  it('goes on with what it holds when a rebalance was announced and a later heartbeat shows that there was none', async () => {
    const { clock, client, consumer, listener, started } = setUp();
    await started();
    client.raise('rebalancing');
    client.raise('heartbeat', { memberId: 'm1', groupGenerationId: 1 });
    // It may have been under way when the rebalance was announced.
    expect(listener.assignments).toHaveLength(1);
    expect(await consumer.commit(1, [commit])).toEqual({ kind: 'stale' });
    await clock.advance(1_000);
    client.raise('heartbeat', { memberId: 'm1', groupGenerationId: 1 });
    expect(listener.assignments.at(-1)).toEqual({
      epoch: 2,
      kept: [
        { topic, partition: 0 },
        { topic, partition: 1 },
      ],
      fresh: [],
    });
    expect(await consumer.commit(2, [commit])).toEqual({ kind: 'stored', refused: [] });
  });
});
