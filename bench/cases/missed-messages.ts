import type { BenchCase, BenchContext } from '../case.ts';
import { openInstallation, watch } from '../installation.ts';
import { inventNotices, keepWindowsOpen } from '../missed-messages.ts';
import { perSecond } from '../plain-kafkajs.ts';

const COUNT = 30_000;
/** Ten times the original's 633 on such a machine. */
const AIM = 6_330;

/** Events that become waiting rows in open windows. */
export const missedMessagesCase: BenchCase = {
  name: 'missed-messages',
  question: 'Events per second of missedmessage_emails that become waiting rows, one process of the worker',
  async run(context) {
    const values: number[] = [];
    for (let run = 0; run < context.runs; run += 1) {
      values.push(await measure({ ...context, prefix: `${context.prefix}m${run}` }));
    }
    return {
      samples: [
        { name: 'missedmessage_emails', unit: 'events/s', values, aim: { sense: 'at least', value: AIM } },
      ],
      ratios: [],
      notes: [
        'All events are in Kafka before the worker starts; timed is from the first rows in the database to the last, looked at from outside. The process starts cold: its first second compiles.',
        'Aim: ten times what a worker of the original does on such a machine (633 events/s).',
      ],
    };
  },
};

const measure = async (context: BenchContext): Promise<number> => {
  const count = Math.round(COUNT * context.scale);
  const installation = await openInstallation(context);
  try {
    await keepWindowsOpen(installation.database);
    await installation.produce('missedmessage_emails', await inventNotices(installation.database, count));
    const worker = await installation.startWorker(['missedmessage_emails']);
    let first: { rows: number; atMs: number } | null = null;
    return await watch(worker, async () => {
      const { rows: found } = await installation.database.pool.query<{ rows: number }>(
        'select count(*)::int as rows from zerver_scheduledmessagenotificationemail',
      );
      const rows = found[0]?.rows ?? 0;
      const atMs = performance.now();
      if (rows > 0) first ??= { rows, atMs };
      if (rows < count || first === null) return null;
      return perSecond(rows - first.rows, atMs - first.atMs);
    });
  } finally {
    await installation.close();
  }
};
