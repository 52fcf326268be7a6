import { writeMessages } from '../dev/demo/load.ts';
import type { Organization, PlannedMessage } from '../dev/demo/plan.ts';
import type { WorkerProcess } from '../dev/worker-process.ts';
import { watch } from './installation.ts';
import type { Installation } from './installation.ts';

const DIRECT_TOPIC = '\u0007';

/** One direct message to each of these people. */
export const postToEach = async (
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

/** Due time of every person's window that ends soon, ms since the epoch, by key. */
export const readWindows = (
  { database }: Installation,
  worker: WorkerProcess,
  count: number,
): Promise<ReadonlyMap<string, number>> =>
  watch(worker, async () => {
    const { rows } = await database.pool.query<{ key: string; due_at: Date }>(
      `select key, due_at from workers.open_window where due_at < now() + interval '1 hour'`,
    );
    return rows.length >= count ? new Map(rows.map(({ key, due_at }) => [key, due_at.getTime()])) : null;
  });

/** When each window's first mail event was written, by the key of that event; null before there are `count`. */
export const readCloses = async (
  { database }: Installation,
  count: number,
): Promise<ReadonlyMap<string, number> | null> => {
  const { rows } = await database.pool.query<{ key: string; at: Date }>(
    `select key, min(created_at) as at from workers.event_outbox where topic like '%.email_senders' group by key`,
  );
  return rows.length >= count ? new Map(rows.map(({ key, at }) => [key, at.getTime()])) : null;
};
