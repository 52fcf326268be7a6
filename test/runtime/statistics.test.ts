import { describe, expect, it } from 'vitest';
import { dead, done } from '../../src/runtime/outcome.ts';
import { MeanDuration } from '../../src/runtime/statistics.ts';
import { createProcess, createWorld, definition, heldHandler, single, startProcess } from './harness.ts';

const QUEUE = { queue: 'test_queue' };

describe('statistics', () => {
  it('check 20: no mean before the first success; 2 events in 1 s and 8 in 4 s make 0.5 s', () => {
    const mean = new MeanDuration();
    expect(mean.seconds).toBeNull();
    mean.add(2, 1_000);
    mean.add(8, 4_000);
    expect(mean.seconds).toBe(0.5);
  });

  it('check 21: the 51st success pushes out the first', () => {
    const mean = new MeanDuration();
    mean.add(1, 100_000);
    for (let call = 0; call < 49; call += 1) mean.add(1, 1_000);
    expect(mean.seconds).toBeCloseTo(2.98);
    mean.add(1, 1_000);
    expect(mean.seconds).toBe(1);
  });

  it('check 21: a failed call does not enter the mean, so the backlog is lag times the successes', async () => {
    const world = createWorld();
    const queue = definition({ concurrency: 1 });
    world.createTopics(queue);
    const process = createProcess(world, {
      definition: queue,
      handler: single(async (event, context) => {
        await context.clock.sleep(event.name === 'bad' ? 60_000 : 2_000, context.signal);
        return event.name === 'bad' ? dead('bad') : done;
      }),
    });
    await startProcess(world, process);
    world.publish({ name: 'bad', key: 'k' });
    for (let number = 0; number < 11; number += 1) world.publish({ name: 'fine', key: 'k' });
    await world.clock.advance(63_500);
    // Bad and one of eleven are finished, ten are left at 2 s each.
    expect(process.recorder.gauge('worker_backlog_eta_seconds', QUEUE)).toBe(20);
    expect(
      process.recorder.gauge('worker_consumer_lag', { ...QUEUE, topic: 'test.test_queue', partition: '0' }),
    ).toBe(10);
    await world.clock.advance(60_000);
    expect(process.recorder.gauge('worker_backlog_eta_seconds', QUEUE)).toBe(0);
  });

  it('the age of an event is measured once, at its first start', async () => {
    const world = createWorld();
    world.createTopics(definition());
    world.publish({ name: 'x', key: 'k' });
    await world.clock.advance(7_000);
    let starts = 0;
    const process = createProcess(world, {
      handler: single(() => {
        starts += 1;
        return starts === 1 ? Promise.reject(new Error('once')) : Promise.resolve(done);
      }),
    });
    await startProcess(world, process);
    await world.clock.advance(10_000);
    expect(starts).toBe(2);
    const ages = process.recorder.observed('worker_event_age_seconds', QUEUE);
    expect(ages).toHaveLength(1);
    expect(ages[0]).toBeCloseTo(7, 1);
    expect(process.recorder.observed('worker_retry_lateness_seconds', { ...QUEUE, tier: '5s' })).toEqual([0]);
  });

  it('one stuck key shows as the age of the oldest record while the lag is small', async () => {
    const world = createWorld();
    world.createTopics(definition());
    const { handler, calls } = heldHandler();
    const process = createProcess(world, { handler });
    await startProcess(world, process);
    world.publish({ name: 'stuck', key: 'k' });
    await world.clock.advance(120_000);
    expect(process.recorder.gauge('worker_oldest_unprocessed_age_seconds', QUEUE)).toBeGreaterThan(118);
    expect(process.recorder.gauge('worker_handler_inflight', QUEUE)).toBe(1);
    calls[0]?.end();
    await world.clock.advance(2_000);
    expect(process.recorder.gauge('worker_oldest_unprocessed_age_seconds', QUEUE)).toBe(0);
  });

  it('lag of a partition that is lost is removed, and fresh watermarks of an idle one are taken', async () => {
    const world = createWorld();
    world.createTopics(definition(), 2);
    const process = createProcess(world, { handler: heldHandler().handler });
    await startProcess(world, process);
    const topic = 'test.test_queue';
    process.runner.noteWatermarks([
      { topic, partition: 0, logStart: 5n, highWatermark: 12n },
      { topic, partition: 1, logStart: 0n, highWatermark: 0n },
    ]);
    await world.clock.advance(1_000);
    expect(process.recorder.gauge('worker_consumer_lag', { ...QUEUE, topic, partition: '0' })).toBe(7);
    expect(process.recorder.gauge('worker_assigned_partitions', QUEUE)).toBe(2);
    const other = createProcess(world, { handler: heldHandler().handler }, { owner: 'two' });
    void other.runner.start();
    await world.clock.advance(3_000);
    expect(process.recorder.gauge('worker_assigned_partitions', QUEUE)).toBe(1);
    const series = [...process.recorder.gauges.keys()].filter(
      (key) => key.startsWith('worker_consumer_lag') && key.includes(`"${topic}"`),
    );
    expect(series.length).toBeLessThanOrEqual(1);
  });
});
