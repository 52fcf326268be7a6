import type { BenchCase, BenchContext } from '../case.ts';
import { openInstallation, watch } from '../installation.ts';
import { inventNotices, keepWindowsOpen } from '../missed-messages.ts';
import { perSecond } from '../plain-kafkajs.ts';
import { cpuSeconds } from '../process-cost.ts';

const COUNT = 30_000;
/** Ten times the original's 633 on such a machine. */
const AIM = 6_330;

/** Events that become waiting rows in open windows. */
export const missedMessagesCase: BenchCase = {
  name: 'missed-messages',
  question: 'Events per second of missedmessage_emails that become waiting rows, one process of the worker',
  async run(context) {
    const values: number[] = [];
    const cpu: number[] = [];
    for (let run = 0; run < context.runs; run += 1) {
      const found = await measure({ ...context, prefix: `${context.prefix}m${run}` });
      values.push(found.perSecond);
      cpu.push(found.cpuMicros);
    }
    return {
      samples: [
        { name: 'missedmessage_emails', unit: 'events/s', values, aim: { sense: 'at least', value: AIM } },
        { name: 'processor time of the worker per event', unit: 'µs', values: cpu },
      ],
      ratios: [],
      notes: [
        'All events are in Kafka before the worker starts; timed is from the first rows in the database to the last, looked at from outside. The process starts cold: its first second compiles.',
        'Aim: ten times what a worker of the original does on such a machine (633 events/s).',
      ],
    };
  },
};

/** What one run found. */
interface Found {
  readonly perSecond: number;
  /** Processor time of the worker per event, its start not counted, µs. */
  readonly cpuMicros: number;
}

const measure = async (context: BenchContext): Promise<Found> => {
  const count = Math.round(COUNT * context.scale);
  const installation = await openInstallation(context);
  try {
    await keepWindowsOpen(installation.database);
    await installation.produce('missedmessage_emails', await inventNotices(installation.database, count));
    const worker = await installation.startWorker(['missedmessage_emails']);
    const cpuBefore = cpuSeconds(worker.pid);
    let first: { rows: number; atMs: number } | null = null;
    return await watch(worker, async () => {
      const { rows: found } = await installation.database.pool.query<{ rows: number }>(
        'select count(*)::int as rows from zerver_scheduledmessagenotificationemail',
      );
      const rows = found[0]?.rows ?? 0;
      const atMs = performance.now();
      if (rows > 0) first ??= { rows, atMs };
      if (rows < count || first === null) return null;
      return {
        perSecond: perSecond(rows - first.rows, atMs - first.atMs),
        cpuMicros: ((cpuSeconds(worker.pid) - cpuBefore) / count) * 1e6,
      };
    });
  } finally {
    await installation.close();
  }
};
