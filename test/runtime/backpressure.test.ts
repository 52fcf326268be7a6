import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Backpressure } from '../../src/runtime/backpressure.ts';
import { done, retry } from '../../src/runtime/outcome.ts';
import { createProcess, createWorld, definition, heldHandler, single, startProcess } from './harness.ts';
import { collectLogs } from '../support/collect-logs.ts';
import { ManualConsumer } from './manual-consumer.ts';

const MAIN = 'test.test_queue';
const place = (partition: number) => ({ topic: MAIN, partition });

/** A process of one topic whose consumer the test plays by hand. */
async function manual(maxRecords: number, over: Parameters<typeof createProcess>[2] = {}) {
  const world = createWorld();
  const consumer = new ManualConsumer(world.clock);
  const { handler, calls } = heldHandler();
  const process = createProcess(
    world,
    { definition: definition({ retryPolicies: [{ delaysMs: [] }], concurrency: 1_000 }), handler },
    { broker: { consumer: () => consumer }, limits: { maxRecords, maxBytes: 10_000_000 }, ...over },
  );
  void process.runner.start();
  await world.clock.settle();
  return { world, consumer, calls, process };
}

const names = (count: number, prefix = 'r'): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

describe('back-pressure', () => {
  it('is full at a limit and open again at half of it, by records and by bytes', () => {
    const pressure = new Backpressure({ maxRecords: 4, maxBytes: 1_000 });
    for (let count = 0; count < 3; count += 1) pressure.add(10);
    expect(pressure.isFull).toBe(false);
    pressure.add(10);
    expect(pressure.isFull).toBe(true);
    pressure.remove(10);
    expect(pressure.isFull).toBe(true);
    pressure.remove(10);
    expect(pressure.isFull).toBe(false);
    pressure.add(990);
    expect(pressure.isFull).toBe(true);
    pressure.remove(990);
    expect(pressure.isFull).toBe(false);
  });

  it('property: an empty buffer is never full, and counts never drift', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 50 }), (sizes) => {
        const pressure = new Backpressure({ maxRecords: 10, maxBytes: 1_000 });
        for (const size of sizes) pressure.add(size);
        for (const size of sizes) pressure.remove(size);
        expect(pressure).toMatchObject({ records: 0, bytes: 0, isFull: false });
      }),
    );
  });

  it(
    'check 40: a backlog of 100,000 events never holds more than the limit and one fetch in memory',
    { timeout: 60_000 },
    async () => {
      const world = createWorld({ batchRecords: 500 });
      world.createTopics(definition());
      const value = Buffer.from(JSON.stringify({ name: 'x', key: 'k' }));
      for (let number = 0; number < 100_000; number += 1) {
        world.broker.control.append(MAIN, { key: `${number % 1_000}`, value, headers: {} });
      }
      let handled = 0;
      let most = 0;
      const process = createProcess(
        world,
        {
          definition: definition({ concurrency: 256 }),
          handler: single(() => {
            handled += 1;
            if (handled % 100 === 0) most = Math.max(most, process.runner.health().buffered);
            return Promise.resolve(done);
          }),
        },
        { limits: { maxRecords: 1_000, maxBytes: 100_000_000 }, logger: collectLogs('error').logger },
      );
      await startProcess(world, process);
      await world.clock.advance(10_000);
      expect(handled).toBe(100_000);
      expect(most).toBeLessThanOrEqual(1_500);
      expect(world.committed()).toBe(100_000n);
    },
  );

  it('a batch is never refused: what comes after the pause is kept, and pausing is said once', async () => {
    const { world, consumer, calls } = await manual(10);
    consumer.assign({ epoch: 1, kept: [], fresh: [place(0)] });
    await world.clock.advance(0);
    consumer.deliver(0, 0, names(10));
    expect([...consumer.paused]).toEqual([0]);
    consumer.deliver(0, 10, names(5, 'late'));
    await world.clock.advance(0);
    expect(calls).toHaveLength(15);
    expect(consumer.calls.filter((call) => call === 'pause')).toHaveLength(1);
  });

  it('pitfall P1: records of lost partitions leave the count, so what remains is resumed', async () => {
    const { world, consumer } = await manual(10);
    consumer.assign({ epoch: 1, kept: [], fresh: [place(0), place(1)] });
    await world.clock.advance(0);
    consumer.deliver(0, 0, names(10));
    await world.clock.advance(0);
    expect([...consumer.paused].sort()).toEqual([0, 1]);
    consumer.assign({ epoch: 2, kept: [place(1)], fresh: [] });
    expect(consumer.paused.has(1)).toBe(false);
  });

  it('pitfall P1: partitions that come while the queue is full are paused too, and resumed with the others', async () => {
    const { world, consumer, calls } = await manual(10);
    consumer.assign({ epoch: 1, kept: [], fresh: [place(0)] });
    await world.clock.advance(0);
    consumer.deliver(0, 0, names(10));
    await world.clock.advance(0);
    consumer.assign({ epoch: 2, kept: [place(0)], fresh: [place(1)] });
    expect([...consumer.paused].sort()).toEqual([0, 1]);
    for (const call of calls.slice(0, 5)) call.end();
    await world.clock.advance(0);
    expect([...consumer.paused]).toEqual([]);
  });

  it('pitfall P2: while paused nothing is asked for again, and the resume comes with the fall to half', async () => {
    const { world, consumer, calls } = await manual(10);
    consumer.assign({ epoch: 1, kept: [], fresh: [place(0)] });
    await world.clock.advance(0);
    consumer.deliver(0, 0, names(10));
    await world.clock.advance(0);
    const before = consumer.calls.length;
    for (const call of calls.slice(0, 4)) call.end();
    await world.clock.advance(60_000);
    expect(consumer.calls).toHaveLength(before);
    calls[4]?.end();
    await world.clock.advance(0);
    expect(consumer.calls.slice(before)).toEqual(['resume']);
  });

  it('pitfall P3: records that wait for the crash ledger count as held', async () => {
    const { world, consumer } = await manual(10, {
      crashLedger: {
        takeOver: () => new Promise(() => undefined),
        startsOf: () => Promise.resolve([]),
        recordStarts: () => Promise.resolve([]),
        forget: () => Promise.resolve(),
        handOver: () => Promise.resolve(),
      },
    });
    consumer.assign({ epoch: 1, kept: [], fresh: [place(0)] });
    await world.clock.advance(0);
    consumer.deliver(0, 0, names(10));
    expect([...consumer.paused]).toEqual([0]);
  });

  it('pitfall P4: after stop nothing is paused or resumed, whatever ends late', async () => {
    const { world, consumer, calls, process } = await manual(10);
    consumer.assign({ epoch: 1, kept: [], fresh: [place(0)] });
    await world.clock.advance(0);
    consumer.deliver(0, 0, names(10));
    await world.clock.advance(0);
    const stopped = process.runner.stop({ graceMs: 100 });
    await world.clock.advance(60_000);
    await stopped;
    const before = consumer.calls.length;
    for (const call of calls) call.end();
    await world.clock.advance(1_000);
    expect(consumer.calls).toHaveLength(before);
    expect(process.runner.health()).toMatchObject({ state: 'stopped', ailments: [] });
  });

  it('records that wait in a retry tier do not count against the limit of the queue', async () => {
    const world = createWorld();
    world.createTopics(definition());
    let handled = 0;
    const process = createProcess(
      world,
      {
        handler: single((event) => {
          handled += 1;
          return Promise.resolve(event.name === 'fails' ? retry('network') : done);
        }),
      },
      { limits: { maxRecords: 20, maxBytes: 10_000_000 } },
    );
    await startProcess(world, process);
    for (let number = 0; number < 200; number += 1) world.publish({ name: 'fails', key: `${number}` });
    await world.clock.advance(1_000);
    expect(handled).toBe(200);
    world.publish({ name: 'fine', key: 'k' });
    await world.clock.advance(100);
    expect(handled).toBe(201);
    expect(process.runner.health().buffered).toBe(0);
  });
});
