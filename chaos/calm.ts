import { pino } from 'pino';
import { poll } from '../dev/stack/poll.ts';
import { unreadRecords } from '../dev/unread-records.ts';
import { createKafkaBroker } from '../src/broker/kafka-broker.ts';
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
  const queues = FAILING_QUEUES.map((queue) => namesUnder(scene.prefix, queue));
  await admin.connect();
  let left = '';
  let looks = 0;
  try {
    await poll({ timeoutMs: CALM_WITHIN_MS, intervalMs: 500, what: 'nothing waits' }, async () => {
      const rows = await waitingRows(database.db);
      const records = await unreadRecords(admin, queues);
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
