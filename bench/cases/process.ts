import { systemClock } from '../../src/runtime/clock.ts';
import type { BenchCase, BenchContext } from '../case.ts';
import { openInstallation, watch } from '../installation.ts';
import { inventNotices, keepWindowsOpen } from '../missed-messages.ts';
import { cpuSeconds, residentMiB } from '../process-cost.ts';

const SETTLE_MS = 3_000;
const IDLE_SECONDS = 10;
const COUNT = 20_000;

interface Cost {
  readonly idleMiB: number;
  readonly idleCpu: number;
  readonly loadedMiB: number;
}

/** What one process of the worker costs. */
export const processCase: BenchCase = {
  name: 'process',
  question: 'Memory and idle CPU of one process of the compiled package with every runnable queue',
  async run(context) {
    const costs: Cost[] = [];
    // Idleness does not vary much and takes long: two processes are enough.
    for (let run = 0; run < Math.min(context.runs, 2); run += 1) {
      costs.push(await measure({ ...context, prefix: `${context.prefix}c${run}` }));
    }
    const memory = { unit: 'MiB', aim: { sense: 'below', value: 150 } } as const;
    return {
      samples: [
        { ...memory, name: 'resident memory, idle', values: costs.map(({ idleMiB }) => idleMiB) },
        {
          ...memory,
          name: 'resident memory, highest while it works off a backlog',
          values: costs.map(({ loadedMiB }) => loadedMiB),
        },
        {
          name: 'CPU while idle',
          unit: '% of a core',
          values: costs.map(({ idleCpu }) => idleCpu),
          aim: { sense: 'below', value: 1 },
        },
      ],
      ratios: [],
      notes: [
        `Default settings, 12 partitions per topic. CPU is read from the kernel over ${IDLE_SECONDS} s, ${SETTLE_MS / 1_000} s after the process is ready. The backlog is ${COUNT} missed messages.`,
      ],
    };
  },
};

const measure = async (context: BenchContext): Promise<Cost> => {
  const installation = await openInstallation(context);
  try {
    await keepWindowsOpen(installation.database);
    const { pid, ...worker } = await installation.startWorker([]);
    await systemClock.sleep(SETTLE_MS);
    const before = cpuSeconds(pid);
    await systemClock.sleep(IDLE_SECONDS * 1_000);
    const idleCpu = ((cpuSeconds(pid) - before) / IDLE_SECONDS) * 100;
    const idleMiB = residentMiB(pid);
    const count = Math.round(COUNT * context.scale);
    let loadedMiB = idleMiB;
    await installation.produce('missedmessage_emails', await inventNotices(installation.database, count));
    await watch({ ...worker, pid }, async () => {
      loadedMiB = Math.max(loadedMiB, residentMiB(pid));
      const { rows } = await installation.database.pool.query<{ rows: number }>(
        'select count(*)::int as rows from zerver_scheduledmessagenotificationemail',
      );
      return rows[0]?.rows === count ? true : null;
    });
    return { idleMiB, idleCpu, loadedMiB };
  } finally {
    await installation.close();
  }
};
