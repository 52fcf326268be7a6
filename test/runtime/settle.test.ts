import { describe, expect, it } from 'vitest';
import type { OutgoingRecord } from '../../src/broker/broker.ts';
import type { DurableWriter } from '../../src/runtime/durable-writer.ts';
import { HEADERS } from '../../src/runtime/headers.ts';
import { namesOf } from '../../src/runtime/names.ts';
import { dead, defer, done, retry, skip } from '../../src/runtime/outcome.ts';
import { OwnedPartition } from '../../src/runtime/owned-partition.ts';
import { createSettler } from '../../src/runtime/settle.ts';
import type { SettlerDeps } from '../../src/runtime/settle.ts';
import { WorkItem } from '../../src/runtime/work-item.ts';
import type { ReadyItem } from '../../src/runtime/work-item.ts';
import { collectLogs } from '../support/collect-logs.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { definition, FakeRecorder, single } from './harness.ts';
import type { TestEvent, TestTx } from './harness.ts';

const EVENT: TestEvent = { name: 'one', key: 'k' };
const MOVER = { group: 't.test_queue', workerHost: 'host', producerName: 'workers' };

/** A settler whose writer notes what it is given and has it stored at once. */
function settlerOf(
  over: Partial<Parameters<typeof definition>[0]> = {},
  more: Partial<SettlerDeps<TestEvent, TestTx>> & {
    readonly giveUp?: (event: TestEvent, reason: string) => Promise<void>;
  } = {},
) {
  const clock = new VirtualClock();
  const recorder = new FakeRecorder();
  const logs = collectLogs();
  const written: { topic: string; record: OutgoingRecord; smaller: OutgoingRecord | undefined }[] = [];
  const writer: DurableWriter = {
    write: (topic, record, { shrink }) => {
      written.push({ topic, record, smaller: shrink?.(record) });
      return Promise.resolve();
    },
  };
  const own = definition(over);
  const { giveUp, ...rest } = more;
  const settler = createSettler<TestEvent, TestTx>({
    consumer: {
      definition: own,
      handler: single(() => Promise.resolve(done)),
      loops: [],
      parts: [],
      ...(giveUp === undefined
        ? {}
        : {
            giveUp: (event: TestEvent, _meta: unknown, outcome: { readonly kind: string }) =>
              giveUp(event, 'reason' in outcome ? String(outcome.reason) : ''),
          }),
    },
    names: namesOf('t', own),
    writer,
    mover: MOVER,
    clock,
    recorder,
    logger: logs.logger,
    ...rest,
  });
  const { signal } = new AbortController();
  return { clock, logs, recorder, settler, signal, written };
}

/** A record of partition 3, as it is before decoding. */
function recordItem(key: string | null = 'k'): WorkItem<TestEvent> {
  const partition = new OwnedPartition<TestEvent>({ topic: 't.test_queue', partition: 3 }, null);
  const value = Buffer.from('bytes');
  const record = { topic: 't.test_queue', partition: 3, offset: 7n, timestampMs: 0, key, value, headers: {} };
  return new WorkItem(record, partition);
}

/** The same, decoded. */
function readyItem(attempt: number, producedAtMs: number): ReadyItem<TestEvent> {
  return Object.assign(recordItem(), {
    event: EVENT,
    eventType: 'test_queue',
    attempt,
    envelope: {
      eventId: '00000000-0000-4000-8000-000000000001',
      eventType: null,
      producedAtMs,
      attempt: null,
      notBeforeMs: null,
      traceparent: null,
    },
  });
}

describe('the settler', () => {
  it.each([done, skip('nothing_to_do')])('%j is finished without a write', async (outcome) => {
    const { clock, settler, signal, written } = settlerOf();
    if (outcome.kind === 'outage') return;
    expect(await settler.settle(readyItem(1, clock.now()), outcome, signal)).toEqual({
      kind: 'finished',
      outcome,
    });
    expect(written).toEqual([]);
  });

  it('a retry goes to its tier: same partition, key and bytes, with its attempt, time and reason', async () => {
    const { clock, settler, signal, written } = settlerOf();
    const outcome = retry('not_yet', { detail: 'try later' });
    if (outcome.kind !== 'retry') return;
    const settled = await settler.settle(readyItem(2, clock.now()), outcome, signal);
    expect(settled).toMatchObject({ kind: 'finished', outcome, tier: { label: '30s' } });
    expect(written).toMatchObject([
      { topic: 't.test_queue.retry.30s', record: { key: 'k', partition: 3, value: Buffer.from('bytes') } },
    ]);
    expect(written[0]?.record.headers).toMatchObject({
      [HEADERS.attempt]: '3',
      [HEADERS.notBefore]: String(clock.now() + 30_000),
      [HEADERS.eventType]: 'test_queue',
      [HEADERS.errorClass]: 'not_yet',
      [HEADERS.errorMessage]: 'try later',
      [HEADERS.firstFailedAt]: String(clock.now()),
    });
    expect(written[0]?.smaller?.headers[HEADERS.errorMessage]).toBeUndefined();
    expect(written[0]?.smaller?.headers[HEADERS.attempt]).toBe('3');
  });

  it('a retry of an ordered type is parked and not written', async () => {
    const { clock, settler, signal, written } = settlerOf({
      retryPolicies: [{ delaysMs: [5_000], ordered: true }],
    });
    const outcome = retry('not_yet');
    if (outcome.kind !== 'retry') return;
    expect(await settler.settle(readyItem(1, clock.now()), outcome, signal)).toMatchObject({
      kind: 'parked',
      outcome,
      dueAtMs: clock.now() + 5_000,
      attempt: 2,
      tier: { label: '5s' },
      failure: { errorClass: 'not_yet' },
    });
    expect(written).toEqual([]);
  });

  it('the last retry is given up, then becomes a dead letter that says why', async () => {
    const order: string[] = [];
    const { clock, recorder, settler, signal, written } = settlerOf(
      {},
      {
        giveUp: (event, reason) => {
          order.push(`${event.name} ${reason} with ${written.length} written`);
          return Promise.resolve();
        },
      },
    );
    const error = new TypeError('broken');
    const outcome = retry('not_yet', { detail: 'four times', error });
    if (outcome.kind !== 'retry') return;
    const settled = await settler.settle(readyItem(4, clock.now()), outcome, signal);
    expect(settled).toEqual({
      kind: 'finished',
      outcome: dead('not_yet', { disposition: 'exhausted', detail: 'four times', error }),
    });
    expect(order).toEqual(['one not_yet with 0 written']);
    expect(written.map(({ topic }) => topic)).toEqual(['t.test_queue.dlq']);
    expect(written[0]?.record.headers).toMatchObject({
      [HEADERS.disposition]: 'exhausted',
      [HEADERS.attempt]: '4',
      [HEADERS.errorClass]: 'TypeError',
      [HEADERS.errorMessage]: 'four times: broken',
    });
    expect([...recorder.counters]).toEqual([
      ['worker_dead_letters_total {"queue":"test_queue","disposition":"exhausted"}', 1],
    ]);
  });

  it('a last retry that says nothing more makes a dead letter that says nothing more', async () => {
    const { clock, settler, signal } = settlerOf();
    const settled = await settler.settle(
      readyItem(4, clock.now()),
      { kind: 'retry', reason: 'not_yet' },
      signal,
    );
    expect(Object.keys(settled.outcome).sort()).toEqual(['disposition', 'kind', 'reason']);
  });

  it('a give-up action that throws is counted and logged, and the dead letter is written all the same', async () => {
    const { clock, logs, recorder, settler, signal, written } = settlerOf(
      {},
      { giveUp: () => Promise.reject(new Error('no')) },
    );
    const outcome = dead('too_often', { disposition: 'exhausted' });
    if (outcome.kind !== 'dead') return;
    await settler.settle(readyItem(1, clock.now()), outcome, signal);
    expect(recorder.counter('worker_give_up_failures_total', { queue: 'test_queue' })).toBe(1);
    expect(logs.lines).toHaveLength(1);
    expect(written).toHaveLength(1);
  });

  it('a queue without a give-up action has none that could fail', async () => {
    const { clock, recorder, settler, signal, written } = settlerOf();
    const outcome = dead('too_often', { disposition: 'exhausted' });
    if (outcome.kind !== 'dead') return;
    await settler.settle(readyItem(1, clock.now()), outcome, signal);
    expect(recorder.counter('worker_give_up_failures_total', { queue: 'test_queue' })).toBe(0);
    expect(written).toHaveLength(1);
  });

  it('a dead letter that is too large for the broker leaves out its long texts and keeps the rest', async () => {
    const { settler, signal, written } = settlerOf();
    await settler.bury(recordItem(), 'malformed', { errorClass: 'SchemaError', message: 'no' }, signal);
    const [letter] = written;
    const {
      [HEADERS.errorMessage]: message,
      [HEADERS.errorStack]: stack,
      ...short
    } = letter?.record.headers ?? {};
    expect([message, stack]).toEqual(['no', '']);
    expect(letter?.smaller).toEqual({ ...letter?.record, headers: short });
  });

  it('only what is exhausted is given up; whatever else is dead is only buried', async () => {
    const given: string[] = [];
    const giveUp = (_event: TestEvent, reason: string): Promise<void> => {
      given.push(reason);
      return Promise.resolve();
    };
    const { clock, settler, signal, written } = settlerOf({}, { giveUp });
    for (const disposition of ['rejected', 'timed_out', 'exhausted'] as const) {
      const outcome = dead(disposition, { disposition });
      if (outcome.kind === 'dead') {
        expect(await settler.settle(readyItem(1, clock.now()), outcome, signal)).toEqual({
          kind: 'finished',
          outcome,
        });
      }
    }
    expect(given).toEqual(['exhausted']);
    expect(written.map(({ record }) => record.headers[HEADERS.disposition])).toEqual([
      'rejected',
      'timed_out',
      'exhausted',
    ]);
  });

  it('a deferred event goes to the tier that waits long enough, keeps its attempt and has not failed', async () => {
    const { clock, settler, signal, written } = settlerOf();
    const outcome = defer('later', clock.now() + 20_000.5);
    if (outcome.kind !== 'defer') return;
    const settled = await settler.settle(readyItem(3, clock.now()), outcome, signal);
    expect(settled).toMatchObject({ kind: 'finished', outcome, tier: { label: '30s' } });
    expect(written[0]?.record.headers).toMatchObject({
      [HEADERS.attempt]: '3',
      [HEADERS.notBefore]: String(clock.now() + 20_001),
    });
    expect(written[0]?.record.headers[HEADERS.errorClass]).toBeUndefined();
    expect(written[0]?.smaller).toBeDefined();
  });

  it('a deferred event of a queue without tiers has nowhere to wait and is rejected', async () => {
    const { clock, settler, signal, written } = settlerOf({ retryPolicies: [{ delaysMs: [] }] });
    const outcome = defer('later', clock.now() + 1);
    if (outcome.kind !== 'defer') return;
    const settled = await settler.settle(readyItem(1, clock.now()), outcome, signal);
    expect(settled).toEqual({ kind: 'finished', outcome: dead('no_tier') });
    expect(written[0]?.record.headers).toMatchObject({
      [HEADERS.disposition]: 'rejected',
      [HEADERS.errorClass]: 'no_tier',
      [HEADERS.errorMessage]: 'later',
    });
  });

  it('a record that was never decoded is buried without an attempt, and an empty key stands for none', async () => {
    const { settler, signal, written } = settlerOf();
    await settler.bury(recordItem(null), 'malformed', { errorClass: 'SchemaError', message: 'no' }, signal);
    expect(written[0]?.record.key).toBe('');
    expect(written[0]?.record.headers[HEADERS.attempt]).toBeUndefined();
    expect(written[0]?.record.headers[HEADERS.disposition]).toBe('malformed');
  });

  it('a record that comes out of its tier too early goes to the one that waits for the rest', async () => {
    const { clock, settler, signal, written } = settlerOf();
    await settler.postpone(recordItem(), clock.now() + 20_000, signal);
    await settler.postpone(recordItem(), clock.now() + 40_000, signal);
    expect(written.map(({ topic }) => topic)).toEqual(['t.test_queue.retry.30s', 't.test_queue.retry.5m']);
    expect(written[1]?.record.headers[HEADERS.notBefore]).toBe(String(clock.now() + 40_000));
  });

  it('a follower waits like the failed record of its key; that record alone says why', async () => {
    const { clock, settler, signal, written } = settlerOf();
    const tier = namesOf('t', definition()).tiers[0]!;
    const dueAtMs = clock.now() + 5_000;
    const failure = { errorClass: 'not_yet', message: 'not yet' };
    await settler.follow(readyItem(2, clock.now()), { tier, dueAtMs, failure }, signal);
    await settler.follow(readyItem(1, clock.now()), { tier, dueAtMs, failure: null }, signal);
    await settler.follow(recordItem(), { tier, dueAtMs, failure }, signal);
    expect(written.map(({ topic }) => topic)).toEqual([tier.topic, tier.topic, tier.topic]);
    expect(written.map(({ record }) => record.headers[HEADERS.attempt])).toEqual(['2', undefined, undefined]);
    expect(written.map(({ record }) => record.headers[HEADERS.errorClass])).toEqual([
      'not_yet',
      undefined,
      undefined,
    ]);
    for (const { record } of written) expect(record.headers[HEADERS.notBefore]).toBe(String(dueAtMs));
  });
});
