import { describe, expect, it } from 'vitest';
import type { OffsetCommit } from '../../src/broker/broker.ts';
import { clientError, interceptRequests } from './client-requests.ts';
import { benchOfEachTest, textsOf } from './trap-bench.ts';

describe('kafkajs’s traps around commits and membership', () => {
  const bench = benchOfEachTest();
  const upTo = (offset: bigint, partition = 0): OffsetCommit => ({
    topic: bench().topic,
    partition,
    offset,
    metadata: '',
  });

  it('G b: a commit that fails on its way is told to its owner and never repeated under a later generation', async () => {
    await bench().createTopic(1);
    const { member, listener } = await bench().started();
    await bench().send(['a']);
    await listener.until(() => listener.records.length === 1);
    let asked = 0;
    interceptRequests('offsetCommit', (_request, pass) => {
      asked += 1;
      return asked === 1 ? Promise.reject(clientError('KafkaJSConnectionError', true)) : pass();
    });
    const result = await member.commit(listener.epoch, [upTo(1n)]);
    expect(result).toMatchObject({ kind: 'unavailable' });
    expect(asked).toBe(1);
    // It is the owner who tries again, with what it holds by then.
    expect(await member.commit(listener.epoch, [upTo(1n)])).toEqual({ kind: 'stored', refused: [] });
  });

  it('G b: a member whose session lapsed hears of no rebalance, may commit nothing more, and starts as a new one', async () => {
    await bench().createTopic(1);
    const { member, listener } = await bench().started({ sessionTimeoutMs: 1_500, heartbeatIntervalMs: 200 });
    await bench().send(['a']);
    await listener.until(() => listener.records.length === 1);
    const { epoch } = listener;
    // The whole process stands still, as after SIGSTOP.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4_000);
    const late = member.commit(epoch, [upTo(1n)]);
    await listener.until(() => listener.assignments.length === 2);
    expect(await late).toEqual({ kind: 'stale' });
    expect(listener.assignment.kept).toEqual([]);
    expect(listener.told.map(({ kind }) => kind)).not.toContain('rebalancing');
    await listener.until(() => listener.records.length === 2);
    expect(textsOf(listener)).toEqual(['a', 'a']);
    expect(listener.crashes.filter(({ restarting }) => !restarting)).toEqual([]);
  });

  it('G b: a commit below what is committed or beyond the log is Kafka’s business for held partitions, for others it is refused', async () => {
    await bench().createTopic(2);
    const first = await bench().started();
    await bench().started();
    await first.listener.until(() => first.listener.held.length === 1);
    const mine = first.listener.assignment.kept[0]?.partition ?? -1;
    const result = await first.member.commit(first.listener.epoch, [
      upTo(99_999n, mine),
      upTo(99_999n, 1 - mine),
    ]);
    expect(result).toEqual({
      kind: 'stored',
      refused: [{ topic: bench().topic, partition: 1 - mine }],
    });
    const committed = await bench().fixture.broker.admin().committedOffsets(bench().group, [bench().topic]);
    expect(committed[mine]?.offset).toBe(99_999n);
    expect(committed[1 - mine]?.offset).toBeNull();
  });
});
