import { createDatabase } from '../../src/db/client.ts';
import { runHot } from '../../src/db/statement.ts';
import { done } from '../../src/runtime/outcome.ts';
import { ADD_MANY, ADD_ONE, applyOne, POOL_SIZE } from '../effect-database.ts';
import { consumePlainly } from '../plain-kafkajs.ts';
import { benchCodec, benchEventId, openBenchBroker, openQueue } from '../queue-under-test.ts';
import type { BenchHandler } from '../queue-under-test.ts';
import { Tally } from '../side.ts';
import type { Side, SideResult } from '../side.ts';

/** Where the events and the effects are. */
export interface EffectOptions {
  readonly brokers: string;
  /** The events of the Kafka sides are in `<prefix>.effect`; it also names groups. */
  readonly prefix: string;
  readonly databaseUrl: string;
  readonly partitions: number;
  readonly count: number;
  readonly keys: number;
}

const ours = async (options: EffectOptions, handler: (tally: Tally) => BenchHandler): Promise<SideResult> => {
  const database = createDatabase({ url: options.databaseUrl, poolSize: POOL_SIZE });
  const producer = openBenchBroker(options.brokers).producer();
  const tally = new Tally(options.count);
  const { queue, failed } = openQueue({
    ...options,
    queue: 'effect',
    database,
    producer,
    concurrency: options.keys,
    handler: handler(tally),
  });
  await queue.start();
  const result = await Promise.race([tally.done, failed]);
  await queue.stop();
  await producer.disconnect();
  await database.close();
  return result;
};

/** A batch handler: one claim, one statement and one commit for up to 250 events. */
export const oursEffectBatch: Side<EffectOptions> = (options) =>
  ours(options, (tally) => ({
    kind: 'batch',
    maxSize: 250,
    lingerMs: 0,
    handle: async (events, context) => {
      await runHot(context.tx, ADD_MANY, [events.map(({ event }) => event.user_profile_id)]);
      context.afterCommit(() => {
        for (const { event } of events) tally.note(event.message_id);
      });
      return events.map(() => done);
    },
  }));

/** A single handler: a transaction of its own for every event. */
export const oursEffectSingle: Side<EffectOptions> = (options) =>
  ours(options, (tally) => ({
    kind: 'single',
    handle: async (event, context) => {
      await context.apply((tx) => runHot(tx, ADD_ONE, [event.user_profile_id]));
      tally.note(event.message_id);
      return done;
    },
  }));

/** kafkajs with a claim written by hand. */
export const kafkajsEffect: Side<EffectOptions> = async (options) => {
  const database = createDatabase({ url: options.databaseUrl, poolSize: POOL_SIZE });
  const decoder = benchCodec.decoder('missedmessage_emails');
  const tally = new Tally(options.count);
  const topic = `${options.prefix}.effect`;
  const consumer = await consumePlainly({
    brokers: options.brokers,
    groupId: topic,
    topic,
    partitionsConsumedConcurrently: options.partitions,
    eachMessage: async ({ message }) => {
      const decoded = await decoder.decode(message.value);
      if (decoded.kind !== 'decoded') throw new Error('the event is not readable');
      const eventId = message.headers?.['x-event-id']?.toString() ?? benchEventId(0);
      const client = await database.pool.connect();
      try {
        await applyOne(client, topic, { eventId, userKey: decoded.event.user_profile_id });
      } finally {
        client.release();
      }
      tally.note(decoded.event.message_id);
    },
  });
  const result = await tally.done;
  await consumer.stop();
  await database.close();
  return result;
};
