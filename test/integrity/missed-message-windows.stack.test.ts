import { describe, expect, it } from 'vitest';
import type { onTestFinished } from 'vitest';
import { waitUntil } from '../support/wait-until.ts';
import { Fleet, received } from './support/fleet.ts';

const PERIOD_SECONDS = 5;

/** A person and one message that this person has not read. */
interface Missed {
  readonly user_id: number;
  readonly message_id: number;
  readonly address: string;
  readonly is_direct: boolean;
}

/** An organization with a worker that sends the mails, and one missed message for each person who has one. */
const opened = async (
  onFinished: typeof onTestFinished,
): Promise<{ fleet: Fleet; missed: readonly Missed[] }> => {
  const fleet = await Fleet.open({ people: 60, env: { TOPIC_PARTITIONS: '4' } });
  onFinished(() => fleet.close());
  const { query } = fleet.installation;
  await query('update zerver_userprofile set email_notifications_batching_period_seconds = $1', [
    PERIOD_SECONDS,
  ]);
  const missed = await query<Missed>(
    `select distinct on (u.id) u.id as user_id, m.id as message_id, u.delivery_email as address,
            not m.is_channel_message as is_direct
       from zerver_message m
       join zerver_usermessage um on um.message_id = m.id and um.user_profile_id <> m.sender_id
       join zerver_userprofile u on u.id = um.user_profile_id
      where u.is_active and not u.is_bot and (um.flags & 1) = 0 and u.enable_offline_email_notifications
      order by u.id, m.id`,
  );
  await fleet.start(['email_senders']);
  return { fleet, missed };
};

const tell = async ({ installation }: Fleet, missed: readonly Missed[]): Promise<void> => {
  const { producer } = installation;
  await producer.sendPrepared(
    await Promise.all(
      missed.map((one) =>
        producer.prepare('missedmessage_emails', {
          user_profile_id: one.user_id,
          message_id: one.message_id,
          trigger: one.is_direct ? 'direct_message' : 'mentioned',
          mentioned_user_group_id: null,
        }),
      ),
    ),
  );
};

const openWindows = async ({ installation }: Fleet): Promise<number> =>
  (await installation.query('select from workers.open_window')).length;

/** One mail for each person, and none before its window was due. */
const expectOneMailEach = async (
  fleet: Fleet,
  missed: readonly Missed[],
  toldAtMs: number,
): Promise<void> => {
  await waitUntil(async () => (await openWindows(fleet)) === 0, {
    timeoutMs: 40_000,
    what: 'no window is open',
  });
  await waitUntil(
    async () =>
      (await fleet.installation.query('select from workers.event_outbox where published_at is null'))
        .length === 0,
    { timeoutMs: 20_000, what: 'every mail event is published' },
  );
  await fleet.settled('email_senders');
  await fleet.settled('missedmessage_emails');
  expect(fleet.inbox.mails.map(({ to }) => to.join()).sort()).toEqual(
    missed.map(({ address }) => address).sort(),
  );
  expect(new Set(received(fleet.inbox)).size).toBe(missed.length);
  const earliest = Math.min(...fleet.inbox.mails.map(({ receivedAtMs }) => receivedAtMs));
  expect(earliest).toBeGreaterThanOrEqual(toldAtMs + PERIOD_SECONDS * 1000);
};

// Side by side: each waits most of the time for a session to lapse and for windows to be due.
describe.concurrent('windows of missed messages', () => {
  it('survive SIGKILL of their owner while they are open: the next owner sends each person one mail, on a silent topic', async ({
    onTestFinished,
  }) => {
    const { fleet, missed } = await opened(onTestFinished);
    const owner = await fleet.start(['missedmessage_emails']);
    const toldAtMs = Date.now();
    await tell(fleet, missed);
    await waitUntil(async () => (await openWindows(fleet)) === missed.length, {
      timeoutMs: 20_000,
      what: 'every window is open',
    });
    await owner.kill('SIGKILL');
    await fleet.start(['missedmessage_emails']);
    await expectOneMailEach(fleet, missed, toldAtMs);
    expect(missed.length).toBeGreaterThan(20);
  });

  it('survive SIGKILL of one of two owners while they close: nobody gets two mails, nobody none', async ({
    onTestFinished,
  }) => {
    const { fleet, missed } = await opened(onTestFinished);
    const owners = [await fleet.start(['missedmessage_emails']), await fleet.start(['missedmessage_emails'])];
    const toldAtMs = Date.now();
    await tell(fleet, missed);
    await waitUntil(async () => (await openWindows(fleet)) === missed.length, {
      timeoutMs: 20_000,
      what: 'every window is open',
    });
    await waitUntil(async () => (await openWindows(fleet)) < missed.length, {
      timeoutMs: 20_000,
      intervalMs: 1,
      what: 'windows close',
    });
    await owners[0]!.kill('SIGKILL');
    await expectOneMailEach(fleet, missed, toldAtMs);
  });
});
