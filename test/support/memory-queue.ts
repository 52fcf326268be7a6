import type { Logger } from 'pino';
import { createMemoryBroker } from '../../src/broker/memory-broker.ts';
import { silentRecorder } from '../../src/metrics/recorder.ts';
import type { Recorder } from '../../src/metrics/recorder.ts';
import type { QueueConsumer } from '../../src/runtime/definition.ts';
import { HEADERS } from '../../src/runtime/headers.ts';
import { namesOf } from '../../src/runtime/names.ts';
import type { EffectStore } from '../../src/runtime/ports.ts';
import type { QueueRunnerOptions } from '../../src/runtime/queue-options.ts';
import { createQueueRunner } from '../../src/runtime/queue-runner.ts';
import { FakeCrashLedger } from '../runtime/harness.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** What a queue is opened with. */
export interface MemoryQueueOptions<Event> {
  readonly consumer: QueueConsumer<Event, 'tx'>;
  readonly clock: VirtualClock;
  readonly logger: Logger;
  readonly effects: EffectStore<'tx'>;
  readonly recorder?: Recorder;
  readonly probes?: QueueRunnerOptions<Event, 'tx'>['probes'];
}

/** Steps of a move of the clock, and turns of the event loop after each: what is gathered over turns is answered. */
const STEPS = 20;
const TURNS = 20;

/** A queue in the real runtime, on one partition of the broker in memory, with time that the test moves. Events are JSON. */
export async function openMemoryQueue<Event>(options: MemoryQueueOptions<Event>) {
  const { consumer, clock, logger } = options;
  const broker = createMemoryBroker({ clock });
  const names = namesOf('test', consumer.definition);
  for (const topic of [names.main, names.dlq, ...names.tiers.map((tier) => tier.topic)]) {
    broker.control.createTopic(topic, 1);
  }
  const runner = createQueueRunner<Event, 'tx'>({
    consumer,
    broker,
    producer: broker.producer(),
    decoder: {
      decode: (value) => ({ kind: 'decoded', event: JSON.parse(String(value)) as Event, failedTries: 0 }),
    },
    effects: options.effects,
    crashLedger: new FakeCrashLedger().as('process-1'),
    probes: options.probes ?? {},
    recorder: options.recorder ?? silentRecorder,
    logger,
    clock,
    prefix: 'test',
    limits: { maxRecords: 1_000, maxBytes: 10_000_000 },
    workerHost: 'host-1',
    producerName: 'test 1',
  });
  const advance = async (durationMs: number): Promise<void> => {
    for (let step = 0; step < STEPS; step += 1) {
      await clock.advance(durationMs / STEPS);
      for (let turn = 0; turn < TURNS; turn += 1) await clock.settle();
    }
  };
  const started = runner.start();
  await advance(200);
  await started;
  return {
    advance,
    /** Puts an event into the main topic. */
    append: (event: Event, { key, eventId }: { readonly key: string; readonly eventId: string }): void => {
      broker.control.append(names.main, {
        key,
        value: Buffer.from(JSON.stringify(event)),
        headers: { [HEADERS.eventId]: eventId, [HEADERS.producedAt]: String(clock.now()) },
      });
    },
    deadLetters: () => broker.control.records(names.dlq),
    retried: () => names.tiers.flatMap((tier) => broker.control.records(tier.topic)),
    stop: async (): Promise<void> => {
      const stopped = runner.stop({ graceMs: 0 });
      await advance(1_000);
      await stopped;
    },
  };
}
