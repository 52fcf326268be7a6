import { prepareOrganization } from '../../dev/demo/organization.ts';
import type { WorkerProcess } from '../../dev/worker-process.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import type { BenchCase, BenchContext } from '../case.ts';
import { openInstallation, watch } from '../installation.ts';
import type { Installation } from '../installation.ts';
import { postToEach, readCloses, readWindows } from '../person-windows.ts';
import { peakMiB, residentMiB } from '../process-cost.ts';
import { quantile } from '../samples.ts';

const OPEN = 1_000_000;
const PARTITIONS = 12;

interface Found {
  readonly restoredMs: number;
  readonly residentMiB: number;
  readonly peakMiB: number;
  readonly late: readonly number[];
}

/** What a million open windows cost a worker. */
export const openWindowsCase: BenchCase = {
  name: 'open-windows',
  question: `One process of the compiled package with ${OPEN.toLocaleString('en-US')} open windows`,
  async run(context) {
    const found = await measure(context);
    const memory = { unit: 'MiB', aim: { sense: 'at most', value: 300 } } as const;
    return {
      samples: [
        {
          name: 'restart: from the start of the process until it knows its windows',
          unit: 'ms',
          values: [found.restoredMs],
          aim: { sense: 'at most', value: 10_000 },
        },
        { ...memory, name: 'resident memory at the end', values: [found.residentMiB] },
        { ...memory, name: 'highest resident memory', values: [found.peakMiB] },
        { name: 'close, silent partitions, p50', unit: 'ms late', values: [quantile(found.late, 0.5)] },
        {
          name: 'close, silent partitions, p99',
          unit: 'ms late',
          values: [quantile(found.late, 0.99)],
          aim: { sense: 'at most', value: 500 },
        },
      ],
      ratios: [],
      notes: [
        `The windows are rows that were written straight into the database, due a day later. After the restart ${found.late.length} people get a window of 3 to 12 s through Kafka, and no record follows. Every runnable queue runs.`,
      ],
    };
  },
};

const measure = async (context: BenchContext): Promise<Found> => {
  const count = Math.round(OPEN * context.scale);
  const installation = await openInstallation(context);
  try {
    const organization = await prepareOrganization(installation.database.pool);
    await openMany(installation, count);
    const before = await installation.startWorker([]);
    await untilKnown(before, count);
    await before.kill('SIGTERM');
    const begin = systemClock.now();
    const worker = await installation.launchWorker([]);
    await untilKnown(worker, count);
    const restoredMs = systemClock.now() - begin;
    await worker.ready();
    await postToEach(installation, organization, organization.people);
    const windows = await readWindows(installation, worker, organization.people.length);
    const closes = await watch(worker, () => readCloses(installation, windows.size), { everyMs: 250 });
    const late = [...windows].flatMap(([key, dueAtMs]) => {
      const at = closes.get(`user:${key}`);
      return at === undefined ? [] : [at - dueAtMs];
    });
    if (late.length === 0) throw new Error('nothing was measured: no key of the two sides fits');
    return { restoredMs, residentMiB: residentMiB(worker.pid), peakMiB: peakMiB(worker.pid), late };
  } finally {
    await installation.close();
  }
};

/** Windows of people that do not exist, spread over all partitions. */
const openMany = async ({ database }: Installation, count: number): Promise<void> => {
  await database.pool.query(
    `insert into workers.open_window (queue, key, partition, opened_at, due_at)
     select 'missedmessage_emails', (1000000 + n)::text, n % $2, now(), now() + interval '1 day'
     from generate_series(1, $1::int) as n`,
    [count, PARTITIONS],
  );
  await database.pool.query('analyze workers.open_window');
};

/** Resolves when the worker's metrics say that it knows so many windows. */
const untilKnown = async (worker: WorkerProcess, count: number): Promise<void> => {
  await watch(worker, async () => {
    const page = await fetch(`${worker.metricsUrl}/metrics`).catch(() => null);
    const open = /^worker_window_open\{.*\} (\S+)$/m.exec((await page?.text()) ?? '')?.[1];
    return Number(open) >= count ? true : null;
  });
};
