import type pg from 'pg';
import { createDatabase } from '../../src/db/client.ts';
import type { DatabaseHandle, Tx } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { runHot } from '../../src/db/statement.ts';
import type { BatchHandler, SingleHandler } from '../../src/runtime/definition.ts';
import { done } from '../../src/runtime/outcome.ts';
import type { BenchCase, BenchContext } from '../case.ts';
import { consumePlainly, perSecond, Stopwatch } from '../plain-kafkajs.ts';
import { benchCodec, benchEventId, fillTopic, openBenchBroker, openQueue } from '../queue-under-test.ts';
import type { BenchEvent } from '../queue-under-test.ts';
import { pairwise } from '../samples.ts';
import type { Aim } from '../samples.ts';

const PARTITIONS = 12;
const KEYS = 1_000;
const COUNT = 20_000;
const MORE: Aim = { sense: 'more than', value: 1 };

const ADD_MANY = {
  name: 'bench_add_many',
  text: `update bench_effect e set n = e.n + u.times
         from (select k, count(*) as times from unnest($1::int[]) as k group by k order by k) u where e.user_key = u.k`,
};
const ADD_ONE = { name: 'bench_add_one', text: 'update bench_effect set n = n + 1 where user_key = $1' };
const CLAIM_ONE = {
  name: 'bench_claim_one',
  text: `insert into workers.processed_event (consumer_group, event_id) values ($1, $2) on conflict do nothing`,
};

/** Events per second with an effect in PostgreSQL that happens once, against kafkajs with the same guarantee. */
export const effectCase: BenchCase = {
  name: 'effect',
  question: 'Events per second, end to end, with an effect in PostgreSQL that happens exactly once',
  async run(context) {
    const count = Math.round(COUNT * context.scale);
    const batch: number[] = [];
    const single: number[] = [];
    const plain: number[] = [];
    for (let run = 0; run < context.runs; run += 1) {
      batch.push(await ours({ ...context, prefix: `${context.prefix}b${run}` }, count, batchHandler));
      single.push(await ours({ ...context, prefix: `${context.prefix}s${run}` }, count, singleHandler));
      plain.push(await theirs({ ...context, prefix: `${context.prefix}p${run}` }, count));
    }
    const unit = 'events/s';
    return {
      samples: [
        { name: 'ours, batch handler', unit, values: batch },
        { name: 'ours, single handler', unit, values: single },
        { name: 'kafkajs eachMessage, 12 partitions at once, same transaction', unit, values: plain },
      ],
      ratios: [
        { text: 'batch handler against kafkajs', values: pairwise(batch, plain), aim: MORE },
        { text: 'single handler against kafkajs', values: pairwise(single, plain), aim: MORE },
      ],
      notes: [
        'PostgreSQL commits reach the disk (fsync on). Each side claims every event id and adds 1 to a row of its key in one transaction; the sum of the rows is checked.',
        'A single handler has a transaction of its own for every event, in two round trips: BEGIN travels with the claim, and COMMIT with the next event of the connection. The other side makes four.',
      ],
    };
  },
};

const prepareDatabase = async (context: BenchContext): Promise<DatabaseHandle> => {
  const url = await context.stack.createDatabase(context.prefix);
  await migrate({ url });
  const database = createDatabase({ url, poolSize: 12 });
  await database.pool.query(`create table bench_effect (user_key int primary key, n int not null);
    insert into bench_effect select k, 0 from generate_series(0, ${KEYS - 1}) k`);
  return database;
};

const checkSum = async (pool: pg.Pool, expected: number): Promise<void> => {
  const { rows } = await pool.query<{ sum: number }>('select sum(n)::int as sum from bench_effect');
  if (rows[0]?.sum !== expected) throw new Error(`${String(rows[0]?.sum)} effects of ${expected} events`);
};

type Handler = (watch: Stopwatch) => SingleHandler<BenchEvent, Tx> | BatchHandler<BenchEvent, Tx>;

const batchHandler: Handler = (watch) => ({
  kind: 'batch',
  maxSize: 250,
  lingerMs: 0,
  handle: async (events, context) => {
    await runHot(context.tx, ADD_MANY, [events.map(({ event }) => event.user_profile_id)]);
    context.afterCommit(() => {
      watch.tick(events.length);
    });
    return events.map(() => done);
  },
});

const singleHandler: Handler = (watch) => ({
  kind: 'single',
  handle: async (event, context) => {
    await context.apply((tx) => runHot(tx, ADD_ONE, [event.user_profile_id]));
    watch.tick();
    return done;
  },
});

const ours = async (context: BenchContext, count: number, handler: Handler): Promise<number> => {
  const { brokers } = context.stack;
  await fillTopic(brokers, `${context.prefix}.effect`, { partitions: PARTITIONS, count, keys: KEYS });
  const database = await prepareDatabase(context);
  const producer = openBenchBroker(brokers).producer();
  const watch = new Stopwatch(count);
  const { queue, failed } = openQueue({
    brokers,
    prefix: context.prefix,
    queue: 'effect',
    database,
    producer,
    concurrency: KEYS,
    handler: handler(watch),
  });
  await queue.start();
  const ms = await Promise.race([watch.done, failed]);
  await queue.stop();
  await producer.disconnect();
  await checkSum(database.pool, count);
  await database.close();
  return perSecond(count, ms);
};

const theirs = async (context: BenchContext, count: number): Promise<number> => {
  const { brokers } = context.stack;
  const topic = `${context.prefix}.effect`;
  await fillTopic(brokers, topic, { partitions: PARTITIONS, count, keys: KEYS });
  const database = await prepareDatabase(context);
  const decoder = benchCodec.decoder('missedmessage_emails');
  const watch = new Stopwatch(count);
  const consumer = await consumePlainly({
    brokers,
    groupId: topic,
    topic,
    partitionsConsumedConcurrently: PARTITIONS,
    eachMessage: async ({ message }) => {
      const decoded = await decoder.decode(message.value);
      if (decoded.kind !== 'decoded') throw new Error('the event is not readable');
      const id = message.headers?.['x-event-id']?.toString() ?? benchEventId(0);
      const client = await database.pool.connect();
      try {
        await client.query('begin');
        const claimed = await client.query({ ...CLAIM_ONE, values: [topic, id] });
        if (claimed.rowCount === 1)
          await client.query({ ...ADD_ONE, values: [decoded.event.user_profile_id] });
        await client.query('commit');
      } finally {
        client.release();
      }
      watch.tick();
    },
  });
  const ms = await watch.done;
  await consumer.stop();
  await checkSum(database.pool, count);
  await database.close();
  return perSecond(count, ms);
};
