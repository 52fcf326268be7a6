import { afterEach, describe, expect, it } from 'vitest';
import { spawnWorker } from '../support/spawn-worker.ts';
import type { WorkerProcess } from '../support/spawn-worker.ts';
import { install } from './installation.ts';
import type { InstallOptions, Installation } from './installation.ts';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const installed = async (options: InstallOptions = {}): Promise<Installation> => {
  const installation = await install(options);
  cleanups.push(() => installation.close());
  return installation;
};

const started = async (
  installation: Installation,
  options: { args?: readonly string[]; env?: Readonly<Record<string, string>> } = {},
): Promise<WorkerProcess> => {
  const worker = await spawnWorker({
    env: { ...installation.env, ...options.env },
    ...(options.args && { args: options.args }),
  });
  cleanups.push(() => worker.kill('SIGKILL'));
  await worker.ready();
  return worker;
};

/** Two people of the seeded organization and a direct message from one to the other. */
const missedMessage = async ({ query }: Installation) => {
  const [message] = await query<{ id: number; user_id: number; address: string }>(
    `select m.id, um.user_profile_id as user_id, u.delivery_email as address
       from zerver_message m
       join zerver_usermessage um on um.message_id = m.id and um.user_profile_id <> m.sender_id
       join zerver_userprofile u on u.id = um.user_profile_id
      where not m.is_channel_message and u.is_active and not u.is_bot and (um.flags & 1) = 0
        and u.enable_offline_email_notifications
      order by m.id limit 1`,
  );
  if (message === undefined) throw new Error('the seed holds no unread direct message');
  await query('update zerver_userprofile set email_notifications_batching_period_seconds = 1 where id = $1', [
    message.user_id,
  ]);
  return message;
};

describe('a worker process', () => {
  it('turns a missed message into a mail in the inbox, from Kafka to SMTP', async () => {
    const installation = await installed({ people: 12 });
    const worker = await started(installation);
    const message = await missedMessage(installation);
    await installation.producer.send('missedmessage_emails', {
      user_profile_id: message.user_id,
      message_id: message.id,
      trigger: 'direct_message',
      mentioned_user_group_id: null,
    });
    await installation.inbox.waitForCount(1);
    const [mail] = installation.inbox.mails;
    expect(mail?.to).toEqual([message.address]);
    expect(await worker.kill('SIGTERM')).toMatchObject({ code: 0 });
  });
});
