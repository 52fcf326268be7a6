import type { Message } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { BrokerError } from '../../src/broker/broker.ts';
import type { OutgoingRecord } from '../../src/broker/broker.ts';
import { PartitionWriter } from '../../src/broker/partition-writer.ts';
import type { PartitionWriterDeps } from '../../src/broker/partition-writer.ts';
import type { PartitionRequest } from '../../src/broker/producer-pool.ts';
import { collectLogs } from '../support/collect-logs.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

type Answer = (request: PartitionRequest) => Promise<bigint | null>;

/** A partition of a broker that answers as told, and stores what it acknowledges otherwise. */
class FakePool {
  readonly requests: string[][] = [];
  readonly stored: string[] = [];
  /** Answers of the next requests; when there are none, the broker stores. */
  answers: Answer[] = [];

  async send(request: PartitionRequest): Promise<bigint | null> {
    this.requests.push(request.messages.map(keyOf));
    const answer = this.answers.shift() ?? this.store;
    return answer(request);
  }

  readonly store: Answer = (request) => {
    const base = BigInt(this.stored.length);
    this.stored.push(...request.messages.map(keyOf));
    return Promise.resolve(base);
  };
}

const keyOf = (message: Message): string => String(message.key);

const kafkaError = (type: string): Error => Object.assign(new Error(type), { type });

const record = (key: string, bytes = 10): OutgoingRecord => ({
  key,
  value: Buffer.alloc(bytes),
  headers: {},
});

function setUp(): {
  pool: FakePool;
  clock: VirtualClock;
  write: (record: OutgoingRecord) => Promise<bigint>;
} {
  const pool = new FakePool();
  const clock = new VirtualClock();
  const deps: PartitionWriterDeps = { pool, clock, logger: collectLogs().logger, deliveryTimeoutMs: 1_000 };
  const writer = new PartitionWriter({ topic: 't', partition: 2 }, deps);
  const write = (of: OutgoingRecord): Promise<bigint> =>
    new Promise((resolve, reject) => {
      writer.add(of, (result) => {
        if (result instanceof BrokerError) reject(result);
        else resolve(result);
      });
    });
  return { pool, clock, write };
}

const keys = (count: number): string[] => Array.from({ length: count }, (_, index) => `k${String(index)}`);

describe('PartitionWriter', () => {
  it('gathers what arrives while a request is under way, and keeps the order', async () => {
    const { pool, write } = setUp();
    const answered = Promise.withResolvers<undefined>();
    pool.answers.push(async (request) => {
      await answered.promise;
      return pool.store(request);
    });
    const first = write(record('first'));
    await Promise.resolve();
    const later = keys(5).map((key) => write(record(key)));
    answered.resolve(undefined);
    expect(await Promise.all([first, ...later])).toEqual([0n, 1n, 2n, 3n, 4n, 5n]);
    expect(pool.requests).toEqual([['first'], keys(5)]);
  });

  it('sends at most a thousand records in one request (V10)', async () => {
    const { pool, write } = setUp();
    await Promise.all(keys(2_500).map((key) => write(record(key))));
    expect(pool.requests.map(({ length }) => length)).toEqual([1_000, 1_000, 500]);
    expect(pool.stored).toEqual(keys(2_500));
  });

  it('sends no more bytes in one request than a topic takes by default', async () => {
    const { pool, write } = setUp();
    await Promise.all(keys(5).map((key) => write(record(key, 400_000))));
    expect(pool.requests.map(({ length }) => length)).toEqual([2, 2, 1]);
  });

  it('sends again what the answer leaves out, before anything later (V9)', async () => {
    const { pool, clock, write } = setUp();
    pool.answers.push(
      () => Promise.resolve(null),
      () => Promise.resolve(null),
    );
    const sends = Promise.all(keys(3).map((key) => write(record(key))));
    await clock.advance(1_000);
    expect(await sends).toEqual([0n, 1n, 2n]);
    expect(pool.requests).toEqual([keys(3), keys(3), keys(3)]);
    expect(pool.stored).toEqual(keys(3));
  });

  it('gives up on answers that never speak of the partition', async () => {
    const { pool, clock, write } = setUp();
    pool.answers = Array.from({ length: 20 }, () => () => Promise.resolve(null));
    const sending = expect(write(record('a'))).rejects.toMatchObject({ code: 'unavailable' });
    await clock.advance(60_000);
    await sending;
  });

  it('parts a request that is too large until only the record at fault fails', async () => {
    const { pool, write } = setUp();
    const refusing: Answer = (request) =>
      request.messages.map(keyOf).includes('k5')
        ? Promise.reject(kafkaError('MESSAGE_TOO_LARGE'))
        : pool.store(request);
    pool.answers = Array.from({ length: 50 }, () => refusing);
    const results = await Promise.allSettled(keys(8).map((key) => write(record(key))));
    expect(results.map(({ status }) => status === 'fulfilled')).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      true,
      true,
    ]);
    expect(pool.stored).toEqual(['k0', 'k1', 'k2', 'k3', 'k4', 'k6', 'k7']);
  });

  it('sends again when the broker finds the sequence out of order, and loses nothing', async () => {
    const { pool, write } = setUp();
    pool.answers.push(() => Promise.reject(kafkaError('OUT_OF_ORDER_SEQUENCE_NUMBER')));
    expect(await write(record('a'))).toBe(0n);
    expect(pool.stored).toEqual(['a']);
  });

  it('fails a request that the client gave up, and goes on with the next', async () => {
    const { pool, write } = setUp();
    pool.answers.push(() => Promise.reject(kafkaError('REQUEST_TIMED_OUT')));
    await expect(write(record('a'))).rejects.toMatchObject({ code: 'unavailable' });
    expect(await write(record('b'))).toBe(0n);
  });

  it('fails what has waited too long together with a request that failed', async () => {
    const { pool, clock, write } = setUp();
    const failing = Promise.withResolvers<bigint | null>();
    pool.answers.push(() => failing.promise);
    const first = write(record('first'));
    await Promise.resolve();
    const early = write(record('early'));
    await clock.advance(2_000);
    const late = write(record('late'));
    failing.reject(kafkaError('REQUEST_TIMED_OUT'));
    await expect(first).rejects.toMatchObject({ code: 'unavailable' });
    await expect(early).rejects.toMatchObject({ code: 'unavailable' });
    expect(await late).toBe(0n);
  });
});
