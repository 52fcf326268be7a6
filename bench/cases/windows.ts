import { writeMessages } from '../../dev/demo/load.ts';
import { prepareOrganization } from '../../dev/demo/organization.ts';
import type { Organization, PlannedMessage } from '../../dev/demo/plan.ts';
import type { WorkerProcess } from '../../dev/worker-process.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import type { BenchCase, BenchContext } from '../case.ts';
import { openInstallation, watch } from '../installation.ts';
import type { Installation } from '../installation.ts';
import { quantile } from '../samples.ts';

const DIRECT_TOPIC = '\u0007';
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
    await post(installation, organization, organization.people);
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

/** One direct message to each of these people. */
const post = async (
  installation: Installation,
  organization: Organization,
  people: Organization['people'],
): Promise<void> => {
  const messages = people.map((person, index): PlannedMessage => {
    const sender = organization.people.find(({ id }) => id !== person.id);
    return {
      token: String(index),
      conversation: String(person.id),
      kind: 'direct',
      senderId: sender?.id ?? 0,
      recipientId: person.recipientId,
      topic: DIRECT_TOPIC,
      isChannel: false,
      text: 'Could you look at the figures before noon?',
      notices: [{ personId: person.id, trigger: 'direct_message', fate: 'stays_unread' }],
    };
  });
  const written = await installation.database.transaction((tx) => writeMessages(tx, organization, messages));
  await installation.produce(
    'missedmessage_emails',
    written.flatMap(({ id, message }) =>
      message.notices.map(({ personId, trigger }) => ({
        user_profile_id: personId,
        message_id: id,
        trigger,
      })),
    ),
  );
};

/** Due time of every person's window, ms since the epoch, by key. */
const readWindows = (
  { database }: Installation,
  worker: WorkerProcess,
  count: number,
): Promise<ReadonlyMap<string, number>> =>
  watch(worker, async () => {
    const { rows } = await database.pool.query<{ key: string; due_at: Date }>(
      'select key, due_at from workers.open_window',
    );
    return rows.length >= count ? new Map(rows.map(({ key, due_at }) => [key, due_at.getTime()])) : null;
  });

/** When each window's first mail event was written, by the key of that event; null before there are `count`. */
const readCloses = async (
  { database }: Installation,
  count: number,
): Promise<ReadonlyMap<string, number> | null> => {
  const { rows } = await database.pool.query<{ key: string; at: Date }>(
    `select key, min(created_at) as at from workers.event_outbox where topic like '%.email_senders' group by key`,
  );
  return rows.length >= count ? new Map(rows.map(({ key, at }) => [key, at.getTime()])) : null;
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
      await post(installation, organization, organization.people.slice(from, from + each));
      await systemClock.sleep(everyMs);
    }
  };
  const running = run();
  return () => {
    isOver = true;
    return running;
  };
};
