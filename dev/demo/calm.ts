import type { BrokerAdmin } from '../../src/broker/broker.ts';
import type { Database } from '../../src/db/client.ts';
import { runHot } from '../../src/db/statement.ts';
import { poll } from '../stack/poll.ts';
import { showProgress } from './play.ts';
import type { Play } from './play.ts';
import { DEMO_QUEUES, demoNames } from './stage.ts';

const CALM_LIMIT_MS = 60_000;
const LINE_EVERY_MS = 2_000;

/** Waits until nothing waits anywhere, read from the database and Kafka, not from the workers. Answers what is left. */
export const waitForCalm = async (play: Play, produced: number): Promise<string | null> => {
  const { admin } = play.server;
  let left = '';
  let lastLineAt = 0;
  try {
    await poll({ timeoutMs: CALM_LIMIT_MS, intervalMs: 250, what: 'nothing waits' }, async () => {
      if (performance.now() - lastLineAt > LINE_EVERY_MS) {
        lastLineAt = performance.now();
        await showProgress(play, produced);
      }
      const rows = await waitingRows(play.server.database.db);
      const records = await unreadRecords(play.stage.prefix, admin);
      left = `${rows} rows and ${records} records still wait`;
      return rows === 0 && records === 0;
    });
    return null;
  } catch {
    // The limit: the judge then names what is missing.
    return left;
  } finally {
    await showProgress(play, produced);
  }
};

const WAITING = {
  name: 'demo_waiting',
  text: `
    select ((select count(*) from workers.open_window)
          + (select count(*) from zerver_scheduledmessagenotificationemail)
          + (select count(*) from workers.event_outbox where published_at is null))::int as count`,
};

const waitingRows = async (db: Database): Promise<number> => {
  const [row] = await runHot<{ count: number }>(db, WAITING, []);
  return row?.count ?? 0;
};

/** Records of main topics and tiers beyond what the groups have committed. */
const unreadRecords = async (prefix: string, admin: BrokerAdmin): Promise<number> => {
  let unread = 0n;
  for (const queue of DEMO_QUEUES) {
    const names = demoNames(prefix, queue);
    const topics = [names.main, ...names.tiers.map(({ topic }) => topic)];
    const committed = await admin.committedOffsets(names.group, topics);
    for (const topic of topics) {
      for (const { partition, logStart, highWatermark } of await admin.topicOffsets(topic)) {
        const known = committed.find((entry) => entry.topic === topic && entry.partition === partition);
        unread += highWatermark - (known?.offset ?? logStart);
      }
    }
  }
  return Number(unread);
};
