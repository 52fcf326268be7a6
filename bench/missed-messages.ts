import type { DatabaseHandle } from '../src/db/client.ts';
import type { StreamInputs } from '../src/schemas/generated/events.ts';

type Notice = StreamInputs['missedmessage_emails'];

/** `count` events, no two of the same person and message, spread over everybody. */
export const inventNotices = async (database: DatabaseHandle, count: number): Promise<readonly Notice[]> => {
  const ids = async (text: string): Promise<readonly number[]> =>
    (await database.pool.query<{ id: number }>(text)).rows.map(({ id }) => id);
  const people = await ids(`select id from zerver_userprofile where not is_bot and is_active order by id`);
  const messages = await ids('select id from zerver_message order by id');
  if (people.length * messages.length < count) throw new Error('too few people and messages');
  return Array.from({ length: count }, (_, index) => ({
    user_profile_id: people[index % people.length] ?? 0,
    message_id: messages[Math.floor(index / people.length)] ?? 0,
    trigger: 'mentioned',
  }));
};

/** No window closes while something else is measured. */
export const keepWindowsOpen = async (database: DatabaseHandle): Promise<void> => {
  await database.pool.query(
    'update zerver_userprofile set email_notifications_batching_period_seconds = 86400',
  );
};
