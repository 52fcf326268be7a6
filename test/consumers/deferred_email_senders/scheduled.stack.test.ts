import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createScheduledMailLoop } from '../../../src/consumers/deferred_email_senders/deliver-scheduled.ts';
import {
  clearInvitationReminders,
  clearScheduledMails,
  scheduleMail,
} from '../../../src/consumers/deferred_email_senders/schedule-mail.ts';
import type { FutureMail } from '../../../src/consumers/deferred_email_senders/schedule-mail.ts';
import { SCHEDULED_MAIL_TYPES } from '../../../src/consumers/deferred_email_senders/scheduled-mail.ts';
import {
  enqueueWelcomeMails,
  scheduleInvitationReminder,
} from '../../../src/consumers/deferred_email_senders/welcome-mails.ts';
import type { Tx } from '../../../src/db/client.ts';
import type { MailOutbox } from '../../../src/shared/mail-delivery/ports.ts';
import { mailSettings } from '../../shared/mail-message/mail-world.ts';
import { openMailDatabase } from '../../shared/mail-delivery/mail-database.ts';
import type { MailDatabase } from '../../shared/mail-delivery/mail-database.ts';
import { collectLogs } from '../../support/collect-logs.ts';
import type { LogCollector } from '../../support/collect-logs.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
type Enqueued = Parameters<MailOutbox<Tx>['enqueueAll']>[1][number];

let world: MailDatabase;
let clock: VirtualClock;
let logs: LogCollector;
let enqueued: Enqueued[];
let outbox: MailOutbox<Tx>;

beforeAll(async () => {
  world = await openMailDatabase();
});
afterAll(() => world.end());
beforeEach(async () => {
  clock = new VirtualClock(Date.UTC(2025, 11, 15, 12));
  logs = collectLogs();
  enqueued = [];
  outbox = {
    enqueueAll: (_tx, requests) => {
      enqueued.push(...requests);
      return Promise.resolve(requests.map(() => randomUUID()));
    },
  };
  await world.database.pool.query('delete from zerver_scheduledemail');
});

const inTransaction = <T>(run: (tx: Tx) => Promise<T>): Promise<T> => world.database.transaction(run);
const person = (index: number): number => world.people[index]?.id ?? 0;
const mail = (to: FutureMail['to'], template = 'onboarding_zulip_topics'): FutureMail => ({
  template_prefix: `zerver/emails/${template}`,
  realmId: world.realmId,
  to,
  from_address: 'SUPPORT',
  context: { secret: 'hamlet@zulip.com' },
});
const schedule = (what: FutureMail, delayMs = HOUR_MS): Promise<void> =>
  inTransaction((tx) => scheduleMail(tx, what, delayMs, { outbox, clock }));
const loop = () =>
  createScheduledMailLoop({
    outbox,
    clock,
    logger: logs.logger,
    transaction: (run, signal) => world.database.transaction(run, signal),
  });
const round = (): Promise<number> => loop().round(new AbortController().signal);
const rows = async (): Promise<
  readonly { id: string; type: number; address: string | null; users: number[] }[]
> =>
  (
    await world.database.pool.query<{ id: string; type: number; address: string | null; users: number[] }>(
      `select id, type, address,
              array(select userprofile_id from zerver_scheduledemail_users u
                     where u.scheduledemail_id = e.id order by 1) as users
         from zerver_scheduledemail e order by id`,
    )
  ).rows;

describe('scheduling', () => {
  it('check 30: two users and an hour make one row, and when it is due one event for both', async () => {
    const userIds = [person(0), person(1)];
    await schedule(mail({ userIds }));
    expect(await rows()).toMatchObject([{ type: 1, address: null, users: userIds }]);
    expect(await round()).toBe(10_000);
    await clock.advance(HOUR_MS - 3_000);
    expect(await round()).toBe(3_000);
    await clock.advance(3_000);
    expect(await round()).toBe(0);
    expect(enqueued).toMatchObject([
      {
        stream: 'deferred_email_senders',
        event: {
          template_prefix: 'zerver/emails/onboarding_zulip_topics',
          to_user_ids: userIds,
          to_emails: null,
          from_address: 'SUPPORT',
          context: { secret: 'hamlet@zulip.com' },
        },
      },
    ]);
    expect(await rows()).toEqual([]);
  });

  it('check 31: without users left there is a warning, no mail, and no row', async () => {
    await schedule(mail({ userIds: [person(0)] }));
    await world.database.pool.query('delete from zerver_scheduledemail_users');
    const [row] = await rows();
    await clock.advance(HOUR_MS);
    expect(await round()).toBe(0);
    expect(logs.atLeast('warn').map((line) => line.msg)).toEqual([
      `ScheduledEmail ${row?.id ?? ''} at 2025-12-15 13:00:00+00:00 had empty users and address attributes: ` +
        '{"template_prefix":"zerver/emails/onboarding_zulip_topics","from_name":null,"from_address":"SUPPORT",' +
        '"language":null,"context":["secret"]}',
    ]);
    expect([enqueued, await rows()]).toEqual([[], []]);
  });

  it('check 32: clearing takes a user off a row of two, and removes a row of one', async () => {
    await schedule(mail({ userIds: [person(0), person(1)] }));
    await schedule(mail({ userIds: [person(0)] }));
    await inTransaction((tx) => clearScheduledMails(tx, [person(0)]));
    expect(await rows()).toMatchObject([{ users: [person(1)] }]);
  });

  it('check 33: without a delay there is no row, but an event on the deferred queue', async () => {
    await schedule(mail({ userIds: [person(0)] }), 0);
    expect(await rows()).toEqual([]);
    expect(enqueued).toMatchObject([
      { stream: 'deferred_email_senders', event: { to_user_ids: [person(0)], to_emails: null } },
    ]);
  });

  it('check 34: turning digests off clears digests only', async () => {
    await schedule(mail({ userIds: [person(0)] }, 'digest'));
    await schedule(mail({ userIds: [person(0)] }));
    await inTransaction((tx) => clearScheduledMails(tx, [person(0)], SCHEDULED_MAIL_TYPES.digest));
    expect((await rows()).map((row) => row.type)).toEqual([SCHEDULED_MAIL_TYPES.welcome]);
  });

  it('an address is kept bare, and its reminders go whatever their case', async () => {
    await schedule(mail({ address: 'New <New@Example.com>' }, 'invitation_reminder'));
    expect(await rows()).toMatchObject([{ type: 3, address: 'New@Example.com', users: [] }]);
    await inTransaction((tx) => clearInvitationReminders(tx, 'other@example.com'));
    expect(await rows()).toHaveLength(1);
    await inTransaction((tx) => clearInvitationReminders(tx, 'new@example.COM'));
    expect(await rows()).toEqual([]);
  });

  it('a due mail to an address becomes an event to it', async () => {
    await schedule(mail({ address: 'new@example.com' }, 'invitation_reminder'));
    await clock.advance(HOUR_MS);
    await round();
    expect(enqueued).toMatchObject([{ event: { to_user_ids: null, to_emails: ['new@example.com'] } }]);
  });

  it.each([
    ['a template that is never sent later', { userIds: [1] }, 'password_reset'],
    ['no recipient', { userIds: [] }, 'digest'],
  ])('%s is refused', async (_, to, template) => {
    await expect(schedule(mail(to, template))).rejects.toMatchObject({ code: 'schedule_mail' });
    expect(await rows()).toEqual([]);
  });
});

describe('delivering', () => {
  it('check 39: two deliverers at once queue each row once', async () => {
    for (let index = 0; index < 20; index += 1) await schedule(mail({ userIds: [person(index % 5)] }));
    await clock.advance(HOUR_MS);
    const drain = async (): Promise<void> => {
      while ((await round()) === 0);
    };
    await Promise.all([drain(), drain(), drain()]);
    expect(enqueued).toHaveLength(20);
    expect(await rows()).toEqual([]);
  });

  it('a row goes only with its event: when the outbox refuses, it stays', async () => {
    await schedule(mail({ userIds: [person(0)] }));
    await clock.advance(HOUR_MS);
    outbox = { enqueueAll: () => Promise.reject(new Error('refused')) };
    await expect(round()).rejects.toThrow('refused');
    expect(await rows()).toHaveLength(1);
  });

  it('a row that cannot be read holds up nobody', async () => {
    await schedule(mail({ userIds: [person(0)] }), 1_000);
    await world.database.pool.query("update zerver_scheduledemail set data = 'nonsense'");
    await schedule(mail({ userIds: [person(1)] }), 2_000);
    await clock.advance(2_000);
    expect([await round(), await round()]).toEqual([0, 0]);
    expect(enqueued).toMatchObject([{ event: { to_user_ids: [person(1)] } }]);
    expect(logs.atLeast('error')).toHaveLength(1);
    expect(await rows()).toHaveLength(1);
    expect(await round()).toBe(10_000);
  });

  it('the earliest row goes first', async () => {
    await schedule(mail({ userIds: [person(0)] }), 2_000);
    await schedule(mail({ userIds: [person(1)] }), 1_000);
    await clock.advance(5_000);
    await round();
    expect(enqueued).toMatchObject([{ event: { to_user_ids: [person(1)] } }]);
  });
});

describe('the welcome series', () => {
  const settings = mailSettings();
  const welcome = (userId: number, isCreator = false): Promise<void> =>
    inTransaction((tx) =>
      enqueueWelcomeMails(
        tx,
        { userId, isCreator },
        { outbox, clock, settings, randomBytes, logger: logs.logger },
      ),
    );
  const setRealm = (assignment: string): Promise<unknown> =>
    world.database.pool.query(`update zerver_realm set ${assignment} where id = $1`, [world.realmId]);
  const setUser = (id: number, assignment: string): Promise<unknown> =>
    world.database.pool.query(`update zerver_userprofile set ${assignment} where id = $1`, [id]);

  it('check 35: a new account gets one mail at once and two rows, a creator three', async () => {
    await setRealm('org_type = 10');
    await welcome(person(2));
    expect(enqueued).toMatchObject([
      { event: { template_prefix: 'zerver/emails/account_registered', to_user_ids: [person(2)] } },
    ]);
    expect(await rows()).toHaveLength(2);
    await welcome(person(3), true);
    expect((await rows()).filter((row) => row.users.includes(person(3)))).toHaveLength(3);
  });

  it('check 35: a second account with the same address gets no mail about topics', async () => {
    await setRealm('org_type = 10');
    const { rows: others } = await world.database.pool.query<{ id: number }>(
      'select id from zerver_userprofile where realm_id <> $1 order by id limit 1',
      [world.realmId],
    );
    const otherId = others[0]?.id ?? 0;
    const email = world.people[4]?.email ?? '';
    await setUser(otherId, `delivery_email = upper('${email}')`);
    await welcome(person(4));
    expect(await rows()).toHaveLength(1);
  });

  it('check 37: a demo owner without an address gets nothing', async () => {
    await setUser(person(5), "delivery_email = ''");
    await welcome(person(5), true);
    expect([enqueued, await rows()]).toEqual([[], []]);
  });

  it('an unknown type of organization is an error line, and no guide', async () => {
    await setRealm('org_type = 42');
    await welcome(person(6));
    expect(logs.atLeast('error').map((line) => line.msg)).toEqual(["Unknown organization type '42'"]);
    expect(await rows()).toHaveLength(1);
  });

  it.each([
    [10, 8],
    [3, null],
  ])('check 38: an invitation valid for %i days is reminded of after %s days', async (valid, after) => {
    await inTransaction((tx) =>
      scheduleInvitationReminder(
        tx,
        {
          realmId: world.realmId,
          address: 'new@example.com',
          language: 'en',
          validForMs: valid * DAY_MS,
          context: {},
        },
        { outbox, clock },
      ),
    );
    const { rows: due } = await world.database.pool.query<{ at: Date }>(
      'select scheduled_timestamp as at from zerver_scheduledemail',
    );
    expect(due.map((row) => row.at.getTime())).toEqual(after === null ? [] : [clock.now() + after * DAY_MS]);
  });
});
