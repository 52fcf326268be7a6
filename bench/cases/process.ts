import { setTimeout as delay } from 'node:timers/promises';
import { spawnWorker } from '../../dev/worker-process.ts';
import type { WorkerProcess } from '../../dev/worker-process.ts';
import { QUEUE_NAMES } from '../../src/schemas/queues.ts';
import type { BenchCase, BenchContext } from '../case.ts';
import { openInstallation, watch } from '../installation.ts';
import type { Installation } from '../installation.ts';
import { inventNotices, keepWindowsOpen } from '../missed-messages.ts';
import { connectionsTo, cpuSeconds, residentMiB } from '../process-cost.ts';

const SETTLE_MS = 5_000;
const IDLE_MS = 15_000;
const COUNT = 20_000;
/** The comparison of the goal: nine consumers, one topic each. */
const PLAIN_CONSUMERS = 9;
/** `maxWaitTimeInMs` of the plain consumers: that of our queues, and kafkajs's own. */
const PLAIN_WAITS_MS = [250, 5_000];

interface Idle {
  readonly name: string;
  readonly mib: number;
  readonly cpu: number;
  readonly sockets: number;
}

interface Cost {
  readonly ours: Idle;
  readonly plain: readonly Idle[];
  readonly loadedMiB: number;
}

/** What one process of the worker costs. */
export const processCase: BenchCase = {
  name: 'process',
  question: 'Memory, idle CPU and sockets of one process of the compiled package with every runnable queue',
  async run(context) {
    const costs: Cost[] = [];
    // Idleness does not vary much and takes long: two processes are enough.
    for (let run = 0; run < Math.min(context.runs, 2); run += 1) {
      costs.push(await measure({ ...context, prefix: `${context.prefix}c${run}` }));
    }
    const sockets = { unit: 'to the broker' } as const;
    const plainRows = (costs[0]?.plain ?? []).flatMap(({ name }, index) => {
      const found = costs.flatMap(({ plain }) => plain[index] ?? []);
      return [
        { name: `${name}: resident memory`, unit: 'MiB', values: found.map(({ mib }) => mib) },
        { name: `${name}: CPU`, unit: '% of a core', values: found.map(({ cpu }) => cpu) },
        { ...sockets, name: `${name}: sockets`, values: found.map(({ sockets: count }) => count) },
      ];
    });
    return {
      samples: [
        {
          name: 'idle: resident memory',
          unit: 'MiB',
          values: costs.map(({ ours }) => ours.mib),
          aim: { sense: 'at most', value: 120 },
        },
        {
          name: 'idle: CPU',
          unit: '% of a core',
          values: costs.map(({ ours }) => ours.cpu),
          aim: { sense: 'at most', value: 1 },
        },
        { ...sockets, name: 'idle: sockets', values: costs.map(({ ours }) => ours.sockets) },
        {
          name: 'resident memory, highest while it works off a backlog',
          unit: 'MiB',
          values: costs.map(({ loadedMiB }) => loadedMiB),
        },
        ...plainRows,
      ],
      ratios: [],
      notes: [
        `Default settings, 12 partitions per topic. CPU is read from the kernel over ${IDLE_MS / 1_000} s, in the same seconds for all processes, ${SETTLE_MS / 1_000} s after they are ready. The backlog is ${COUNT.toLocaleString('en-US')} missed messages. A plain consumer reads one topic; a queue of ours reads its main topic and the topics of its tiers, and the process also answers for health, metrics, the database and the outbox.`,
      ],
    };
  },
};

const measure = async (context: BenchContext): Promise<Cost> => {
  const installation = await openInstallation(context);
  const plain: { readonly name: string; readonly worker: WorkerProcess }[] = [];
  try {
    await keepWindowsOpen(installation.database);
    const worker = await installation.startWorker([]);
    for (const maxWaitMs of PLAIN_WAITS_MS) plain.push(await startPlain(context, maxWaitMs));
    await delay(SETTLE_MS);
    const processes = [{ name: 'ours', worker }, ...plain];
    const before = processes.map(({ worker: { pid } }) => cpuSeconds(pid));
    await delay(IDLE_MS);
    const port = Number(context.stack.brokers.split(':').at(-1));
    const [ours, ...others] = processes.map(({ name, worker: { pid } }, index): Idle => ({
      name,
      mib: residentMiB(pid),
      cpu: ((cpuSeconds(pid) - (before[index] ?? Number.NaN)) / (IDLE_MS / 1_000)) * 100,
      sockets: connectionsTo(pid, port),
    }));
    if (ours === undefined) throw new Error('no process was measured');
    return { ours, plain: others, loadedMiB: await loadedMiB(installation, { context, worker }) };
  } finally {
    await Promise.all(plain.map(({ worker }) => worker.kill('SIGKILL')));
    await installation.close();
  }
};

/** The highest resident memory while the worker works off a backlog. */
const loadedMiB = async (
  installation: Installation,
  { context, worker }: { readonly context: BenchContext; readonly worker: WorkerProcess },
): Promise<number> => {
  const count = Math.round(COUNT * context.scale);
  let highest = 0;
  const { database } = installation;
  await installation.produce('missedmessage_emails', await inventNotices(database, count));
  await watch(worker, async () => {
    highest = Math.max(highest, residentMiB(worker.pid));
    const { rows } = await database.pool.query<{ rows: number }>(
      'select count(*)::int as rows from zerver_scheduledmessagenotificationemail',
    );
    return rows[0]?.rows === count ? true : null;
  });
  return highest;
};

/** Plain consumers of as many main topics, in one process. */
const startPlain = async (
  { stack, prefix }: BenchContext,
  maxWaitMs: number,
): Promise<{ readonly name: string; readonly worker: WorkerProcess }> => {
  const topics = QUEUE_NAMES.slice(0, PLAIN_CONSUMERS).map((queue) => `${prefix}.${queue}`);
  const worker = await spawnWorker({
    script: 'bench/idle-consumers-process.ts',
    env: { BENCH_IDLE: JSON.stringify({ brokers: stack.brokers, topics, maxWaitMs }) },
  });
  await worker.waitForLog(({ msg }) => msg === 'consumers run', { what: 'the plain consumers run' });
  return { name: `${topics.length} plain kafkajs consumers, longest wait ${maxWaitMs} ms`, worker };
};
