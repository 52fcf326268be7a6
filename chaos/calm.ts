import { pino } from 'pino';
import { poll } from '../dev/stack/poll.ts';
import { createKafkaBroker } from '../src/broker/kafka-broker.ts';
import type { BrokerAdmin } from '../src/broker/broker.ts';
import { createDatabase } from '../src/db/client.ts';
import type { Database } from '../src/db/client.ts';
import { runHot } from '../src/db/statement.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { FAILING_QUEUES, namesUnder } from './queues.ts';
import type { Scene } from './scene.ts';

const CALM_WITHIN_MS = 300_000;

const WAITING = {
  name: 'chaos_waiting',
  text: `
    select (select count(*) from workers.open_window)::int as windows,
           (select count(*) from zerver_scheduledmessagenotificationemail)::int as notices,
           (select count(*) from zerver_scheduledemail)::int as scheduled,
           (select count(*) from workers.event_outbox where published_at is null)::int as outbox`,
};

/** Waits until nothing waits anywhere, by the database and Kafka alone. Answers what is left, or null. */
export const waitForCalm = async (scene: Scene, say: (line: string) => void): Promise<string | null> => {
  const database = createDatabase({ url: scene.databaseUrl, applicationName: 'chaos' });
  const logger = pino({ level: 'silent' });
  const broker = createKafkaBroker({
    ...{ brokers: scene.stack.brokers.split(','), clientId: 'chaos-calm', clock: systemClock, logger },
  });
  const admin = broker.admin();
  await admin.connect();
  let left = '';
  let looks = 0;
  try {
    await poll({ timeoutMs: CALM_WITHIN_MS, intervalMs: 500, what: 'nothing waits' }, async () => {
      const rows = await waitingRows(database.db);
      const records = await unreadRecords(scene.prefix, admin);
      const waiting = [...Object.entries(rows), ['records', records] as const].filter(
        ([, count]) => count > 0,
      );
      left = waiting.map(([what, count]) => `${count} ${what}`).join(', ');
      if (looks % 20 === 0 && left !== '') say(`still waiting: ${left}`);
      looks += 1;
      return left === '';
    });
    return null;
  } catch {
    // The time is over: the judge says what is missing.
    return left;
  } finally {
    await admin.disconnect();
    await database.close();
  }
};

const waitingRows = async (db: Database): Promise<Readonly<Record<string, number>>> => {
  const [row] = await runHot<Record<string, number>>(db, WAITING, []);
  return row ?? {};
};

/** Records of main topics and tiers beyond what the groups have committed. */
const unreadRecords = async (prefix: string, admin: BrokerAdmin): Promise<number> => {
  let unread = 0n;
  for (const queue of FAILING_QUEUES) {
    const { main, group, tiers } = namesUnder(prefix, queue);
    const topics = [main, ...tiers.map(({ topic }) => topic)];
    const committed = await admin.committedOffsets(group, topics);
    for (const topic of topics) {
      for (const { partition, logStart, highWatermark } of await admin.topicOffsets(topic)) {
        const known = committed.find((entry) => entry.topic === topic && entry.partition === partition);
        unread += highWatermark - (known?.offset ?? logStart);
      }
    }
  }
  return Number(unread);
};
