import { describe, expect, it } from 'vitest';
import type { BrokerConsumer, ConsumerOptions, OutgoingRecord } from '../../src/broker/broker.ts';
import { createMemoryBroker } from '../../src/broker/memory-broker.ts';
import type { MemoryBroker, MemoryBrokerOptions } from '../../src/broker/memory-broker.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { RecordingListener } from './recording-listener.ts';

const topic = 'main';
const SESSION_MS = 10_000;

interface Bench {
  readonly clock: VirtualClock;
  readonly broker: MemoryBroker;
  readonly start: (
    options?: Partial<ConsumerOptions>,
  ) => Promise<{ member: BrokerConsumer; listener: RecordingListener }>;
}

function setUp(options: Partial<MemoryBrokerOptions> = {}, partitions = 2): Bench {
  const clock = new VirtualClock();
  const broker = createMemoryBroker({ clock, ...options });
  broker.control.createTopic(topic, partitions);
  return {
    clock,
    broker,
    async start(more = {}) {
      const listener = new RecordingListener();
      const member = broker.consumer({
        groupId: 'g',
        topics: [topic],
        sessionTimeoutMs: SESSION_MS,
        ...more,
      });
      const starting = member.start(listener);
      await clock.advance(1_000);
      await starting;
      return { member, listener };
    },
  };
}

const record = (value: string, partition = 0): OutgoingRecord => ({
  key: value,
  value: Buffer.from(value),
  headers: {},
  partition,
});

const texts = (listener: RecordingListener): string[] =>
  listener.records.map(({ value }) => String(value?.toString()));

describe('memory broker', () => {
  it('does nothing before its clock moves', async () => {
    const { clock, broker, start } = setUp();
    const { listener } = await start();
    broker.control.append(topic, record('a'));
    await clock.settle();
    expect(listener.records).toEqual([]);
    await clock.advance(0);
    expect(texts(listener)).toEqual(['a']);
  });

  it('does the same things in the same order every time', async () => {
    const run = async (): Promise<unknown> => {
      const { clock, broker, start } = setUp({ latencyMs: () => 3, noticeMs: () => 40, batchRecords: 2 }, 4);
      const first = await start();
      for (let index = 0; index < 20; index += 1)
        broker.control.append(topic, record(String(index), index % 4));
      await clock.advance(20);
      const second = await start();
      await clock.advance(1_000);
      return [first.listener.told, second.listener.told];
    };
    expect(await run()).toEqual(await run());
  });

  it('lets a killed member’s partitions stand still until its session ends', async () => {
    const { clock, broker, start } = setUp();
    const first = await start();
    const second = await start();
    expect(second.listener.held).toHaveLength(1);
    broker.control.consumers('g')[0]!.kill();
    const killedAt = clock.now();
    const toldBefore = first.listener.told.length;
    await clock.advance(SESSION_MS - 1);
    expect(second.listener.held).toHaveLength(1);
    await clock.advance(100);
    expect(second.listener.held).toHaveLength(2);
    expect(clock.now() - killedAt).toBeGreaterThanOrEqual(SESSION_MS);
    expect(first.listener.told).toHaveLength(toldBefore);
    expect(await first.member.commit(first.listener.epoch, [])).toEqual({ kind: 'stale' });
  });

  it('brings a crashed member back as a new one, with every partition fresh, after the old session', async () => {
    const { clock, broker, start } = setUp();
    const { listener } = await start();
    broker.control.append(topic, record('a'));
    await clock.advance(10);
    broker.control.consumers('g')[0]!.crash(true);
    await clock.advance(2 * SESSION_MS);
    expect(listener.crashes).toMatchObject([{ restarting: true }]);
    expect(listener.assignment).toMatchObject({ epoch: 2, kept: [] });
    expect(listener.assignment.fresh).toHaveLength(2);
    // Nothing was committed: the record comes again.
    expect(texts(listener)).toEqual(['a', 'a']);
  });

  it('says nothing more after a crash without a restart', async () => {
    const { clock, broker, start } = setUp();
    const { listener } = await start();
    broker.control.consumers('g')[0]!.crash(false);
    broker.control.append(topic, record('a'));
    await clock.advance(3 * SESSION_MS);
    expect(listener.crashes).toMatchObject([{ restarting: false }]);
    expect(listener.told.at(-1)?.kind).toBe('crashed');
    expect(broker.control.consumers('g')).toEqual([]);
  });

  it('lets a lapsed member come back without a rebalancing() and refuses its old commits', async () => {
    const { clock, broker, start } = setUp();
    const { member, listener } = await start();
    const oldEpoch = listener.epoch;
    broker.control.consumers('g')[0]!.lapse();
    const late = await member.commit(oldEpoch, [{ topic, partition: 0, offset: 1n, metadata: '' }]);
    await clock.advance(100);
    expect(late).toEqual({ kind: 'stale' });
    expect(listener.told.map(({ kind }) => kind)).not.toContain('rebalancing');
    expect(listener.assignment).toMatchObject({ epoch: oldEpoch + 1, kept: [] });
  });

  it('waits in a rebalance for the member that is slow to notice', async () => {
    const { clock, broker, start } = setUp({ noticeMs: () => 700 });
    const { listener } = await start();
    broker.control.rebalance('g');
    await clock.advance(699);
    expect(listener.assignments).toHaveLength(1);
    await clock.advance(1);
    expect(listener.told.map(({ kind }) => kind)).toContain('rebalancing');
    await clock.advance(1);
    expect(listener.assignments).toHaveLength(2);
  });

  it('delivers at most so many records at once', async () => {
    const { clock, broker, start } = setUp({ batchRecords: 3 });
    const { listener } = await start();
    for (let index = 0; index < 7; index += 1) broker.control.append(topic, record(String(index)));
    await clock.advance(10);
    expect(listener.batches.map(({ records }) => records.length)).toEqual([3, 3, 1]);
  });

  describe('faults', () => {
    it('refuses a send without storing it', async () => {
      const { broker } = setUp({ faults: { refuseSend: () => true } });
      const sending = broker.producer().send(topic, [record('a')]);
      await expect(sending).rejects.toMatchObject({ code: 'unavailable' });
      expect(broker.control.records(topic)).toEqual([]);
    });

    it('stores a send and loses the acknowledgement', async () => {
      const { broker } = setUp({ faults: { loseAcknowledgement: () => true } });
      const sending = broker.producer().send(topic, [record('a')]);
      await expect(sending).rejects.toMatchObject({ code: 'unavailable' });
      expect(broker.control.records(topic)).toHaveLength(1);
    });

    it('hands a batch over twice, and one without records', async () => {
      const { clock, broker, start } = setUp({ faults: { repeatBatch: () => true } });
      const { listener } = await start();
      broker.control.append(topic, record('a'));
      await clock.advance(10);
      expect(texts(listener)).toEqual(['a', 'a']);
      broker.control.faults.repeatBatch = () => false;
      broker.control.faults.emptyBatch = ({ partition }) => partition === 0;
      broker.control.append(topic, record('b'));
      await clock.advance(10);
      expect(texts(listener)).toEqual(['a', 'a', 'b']);
      expect(
        listener.batches.some(({ records, fetchedOffset }) => records.length === 0 && fetchedOffset === 1n),
      ).toBe(true);
    });

    it.each([
      [true, ['a', 'b']],
      [false, ['a']],
    ])('delivers what was fetched before a pause, if told so (%s)', async (fault, delivered) => {
      const { clock, broker, start } = setUp({ faults: { deliverAfterPause: () => fault } });
      const { member, listener } = await start();
      listener.onBatch = () => {
        member.pause([0, 1].map((partition) => ({ topic, partition })));
      };
      broker.control.append(topic, record('a', 0));
      broker.control.append(topic, record('b', 1));
      await clock.advance(10);
      expect(texts(listener)).toEqual(delivered);
    });

    it('answers a commit as unavailable while the coordinator loads', async () => {
      const { broker, start } = setUp({ faults: { commitUnavailable: () => true } });
      const { member, listener } = await start();
      const commit = { topic, partition: 0, offset: 1n, metadata: '' };
      expect(await member.commit(listener.epoch, [commit])).toMatchObject({ kind: 'unavailable' });
      broker.control.faults.commitUnavailable = () => false;
      expect(await member.commit(listener.epoch, [commit])).toEqual({ kind: 'stored', refused: [] });
    });

    it('takes a commit for a partition of another member only if told to be as careless as Kafka', async () => {
      const { broker, start } = setUp();
      const first = await start();
      const second = await start();
      const foreign = second.listener.assignment.fresh[0]!;
      const commit = { ...foreign, offset: 7n, metadata: '' };
      const { epoch } = first.listener;
      expect(await first.member.commit(epoch, [commit])).toMatchObject({ refused: [foreign] });
      broker.control.faults.acceptForeignCommits = true;
      expect(await first.member.commit(epoch, [commit])).toEqual({ kind: 'stored', refused: [] });
      expect(broker.control.committed('g', foreign).offset).toBe(7n);
    });
  });
});
