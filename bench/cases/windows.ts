import { prepareOrganization } from '../../dev/demo/organization.ts';
import type { Organization } from '../../dev/demo/plan.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import type { BenchCase, BenchContext } from '../case.ts';
import { openInstallation, watch } from '../installation.ts';
import type { Installation } from '../installation.ts';
import { postToEach, readCloses, readWindows } from '../person-windows.ts';
import { quantile } from '../samples.ts';

/** Events per second of the busy half, to the same people. */
const BUSY_PER_SECOND = 200;

interface Lateness {
  readonly close: readonly number[];
  readonly mail: readonly number[];
}

/** How late windows close: on partitions where nothing comes any more, and under traffic. */
export const windowsCase: BenchCase = {
  name: 'windows',
  question:
    'Milliseconds from the end of a batching window to its close, and to the mail in the reader’s mailbox',
  async run(context) {
    const silent = await measure({ ...context, prefix: `${context.prefix}q` }, 0);
    const busy = await measure({ ...context, prefix: `${context.prefix}t` }, BUSY_PER_SECOND);
    const rows = (name: string, values: readonly number[], isJudged: boolean) => [
      { name: `${name}, p50`, unit: 'ms', values: [quantile(values, 0.5)] },
      {
        name: `${name}, p99`,
        unit: 'ms',
        values: [quantile(values, 0.99)],
        ...(isJudged ? { aim: { sense: 'at most', value: 500 } as const } : {}),
      },
    ];
    return {
      samples: [
        ...rows('close, silent partitions', silent.close, true),
        ...rows('close, under traffic', busy.close, true),
        ...rows('mail taken by the mail server, silent partitions', silent.mail, false),
        ...rows('mail taken by the mail server, under traffic', busy.mail, false),
      ],
      ratios: [],
      notes: [
        `${silent.close.length} and ${busy.close.length} windows of 3 to 12 s, one per person, in one process of the worker with every runnable queue. The due time is read from the window’s row while it is open; the close is the time stamp of the transaction that closes it and puts the mail’s event into the outbox; the mail travels outbox → relay → Kafka → email_senders → SMTP after it.`,
        `Silent: no record follows those that open the windows. Traffic: ${BUSY_PER_SECOND} events/s to the same people.`,
      ],
    };
  },
};

const measure = async (context: BenchContext, perSecond: number): Promise<Lateness> => {
  const installation = await openInstallation(context);
  const { database, inbox } = installation;
  try {
    const organization = await prepareOrganization(database.pool);
    const worker = await installation.startWorker([]);
    await postToEach(installation, organization, organization.people);
    const windows = await readWindows(installation, worker, organization.people.length);
    const stopTraffic = startTraffic(installation, organization, perSecond);
    const closes = await watch(worker, () => readCloses(installation, windows.size), { everyMs: 250 });
    await watch(worker, async () => ((await inbox.counts()).accepted >= windows.size ? true : null), {
      everyMs: 100,
    });
    await stopTraffic();
    const mails = new Map<string, number>();
    for (const { to, receivedAtMs } of await inbox.mails()) {
      const address = to[0] ?? '';
      if (!mails.has(address)) mails.set(address, receivedAtMs);
    }
    const late = (
      times: ReadonlyMap<string, number>,
      key: (person: { id: number; address: string }) => string,
    ) => {
      const values = organization.people.flatMap((person) => {
        const at = times.get(key(person));
        const dueAt = windows.get(String(person.id));
        return at === undefined || dueAt === undefined ? [] : [at - dueAt];
      });
      if (values.length === 0) throw new Error('nothing was measured: no key of the two sides fits');
      return values;
    };
    return {
      close: late(closes, ({ id }) => `user:${id}`),
      mail: late(mails, ({ address }) => address),
    };
  } finally {
    await installation.close();
  }
};

/** Sends events to everybody in turn until the answer is called; it resolves when the last one is sent. */
const startTraffic = (
  installation: Installation,
  organization: Organization,
  perSecond: number,
): (() => Promise<void>) => {
  const everyMs = 100;
  const each = (perSecond * everyMs) / 1_000;
  let isOver = each === 0;
  const run = async (): Promise<void> => {
    for (let from = 0; !isOver; from = (from + each) % organization.people.length) {
      await postToEach(installation, organization, organization.people.slice(from, from + each));
      await systemClock.sleep(everyMs);
    }
  };
  const running = run();
  return () => {
    isOver = true;
    return running;
  };
};
