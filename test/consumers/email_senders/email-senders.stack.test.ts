import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SmtpInbox } from '../../../dev/smtp-inbox.ts';
import { createSmtpMailer } from '../../../src/adapters/smtp-mailer.ts';
import { createEmailSenders } from '../../../src/consumers/email_senders/consumer.ts';
import type { Tx } from '../../../src/db/client.ts';
import { silentRecorder } from '../../../src/metrics/recorder.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import type { HandlerContext, SingleHandler } from '../../../src/runtime/definition.ts';
import type { Outcome } from '../../../src/runtime/outcome.ts';
import type { MailEvent } from '../../../src/shared/mail-delivery/mail-event.ts';
import type { Mailer } from '../../../src/shared/mail-delivery/mailer.ts';
import { createMailStore } from '../../../src/shared/mail-delivery/queries.ts';
import { openMailDatabase } from '../../shared/mail-delivery/mail-database.ts';
import type { MailDatabase } from '../../shared/mail-delivery/mail-database.ts';
import { mailEvent, mailSettings, renderer } from '../../shared/mail-message/mail-world.ts';
import { collectLogs } from '../../support/collect-logs.ts';

let world: MailDatabase;
let inbox: SmtpInbox;
let mailer: Mailer;
let handler: SingleHandler<MailEvent, Tx>;

beforeAll(async () => {
  world = await openMailDatabase();
});
afterAll(() => world.end());
beforeEach(async () => {
  inbox = await SmtpInbox.open();
  mailer = createSmtpMailer({
    server: { host: inbox.host, port: inbox.port, tls: 'none', credentials: null, timeoutMs: 5_000 },
    pool: { maxConnections: 5, maxMessagesPerConnection: 100, maxLifetimeMs: null, idleMs: 10_000 },
    clock: systemClock,
    random: () => 0,
  });
  const consumer = createEmailSenders<Tx>({
    settings: mailSettings(),
    renderer,
    randomBytes,
    store: createMailStore(world.database.db, 35_000),
    mailer,
    outbox: { enqueueAll: () => Promise.reject(new Error('nothing is caused here')) },
    recorder: silentRecorder,
    logger,
  });
  if (consumer.handler.kind !== 'single') throw new Error('a mail is handled alone');
  handler = consumer.handler;
});
afterEach(async () => {
  await mailer.close();
  await inbox.stop();
});

const { logger } = collectLogs();
const handle = (event: MailEvent, over: Partial<HandlerContext<Tx>> = {}): Promise<Outcome> =>
  handler.handle(event, {
    eventId: randomUUID(),
    eventType: 'email_senders.notify_new_login',
    key: 'k',
    partition: 0,
    attempt: 1,
    producedAtMs: systemClock.now(),
    traceparent: null,
    signal: new AbortController().signal,
    logger,
    clock: systemClock,
    apply: () => Promise.reject(new Error('no effect in the database')),
    ...over,
  });
const person = (index: number): { readonly id: number; readonly email: string } =>
  world.people[index] ?? { id: 0, email: '' };
const ledger = async (eventId: string): Promise<unknown> =>
  (
    await world.database.pool.query(
      'select status, attempts, message_id_header, smtp_response from workers.email_delivery where event_id = $1',
      [eventId],
    )
  ).rows[0];

describe('a mail on real parts', () => {
  it('arrives with its parts and headers, and the ledger knows it', async () => {
    const eventId = randomUUID();
    const { id, email } = person(0);
    expect(await handle(mailEvent({ to_user_ids: [id], language: 'ja' }), { eventId })).toEqual({
      kind: 'done',
    });
    const [received] = inbox.mails;
    const mail = await received?.parse();
    expect([received?.from, received?.to]).toEqual(['noreply@testserver', [email]]);
    expect(mail?.subject).toBe('Linux の Firefox からの新しいログイン');
    expect(mail?.text).toContain('次の Zulip アカウントへのログインがありました。');
    expect(mail?.html).toContain('127.0.0.1');
    expect(mail?.messageId).toBe(`<${eventId}@testserver>`);
    expect(received?.header('Auto-Submitted')).toBe('auto-generated');
    expect(await ledger(eventId)).toMatchObject({
      status: 'sent',
      attempts: 1,
      message_id_header: `${eventId}@testserver`,
    });
  });

  it('check 29: the same event from two consumers at once and again later is one SMTP transaction', async () => {
    const eventId = randomUUID();
    const event = mailEvent({ to_user_ids: [person(1).id] });
    const outcomes = await Promise.all([handle(event, { eventId }), handle(event, { eventId })]);
    expect(outcomes.map((outcome) => outcome.kind)).toContain('done');
    expect(await handle(event, { eventId })).toEqual({ kind: 'skip', reason: 'already_sent' });
    expect(inbox.counts.accepted).toBe(1);
  });

  it('check 28: one bad event among 100 costs only itself; the others are sent once', async () => {
    const events = Array.from({ length: 100 }, (_, index) =>
      mailEvent({
        to_user_ids: [person(index % 10).id],
        ...(index === 50 ? { template_prefix: 'zerver/emails/none' } : {}),
      }),
    );
    const outcomes = await Promise.all(events.map((event) => handle(event)));
    expect(outcomes.filter((outcome) => outcome.kind === 'done')).toHaveLength(99);
    expect(outcomes[50]).toMatchObject({ kind: 'dead', reason: 'unknown_template' });
    const ids = new Set(inbox.mails.map((mail) => mail.header('Message-ID')));
    expect([inbox.mails.length, ids.size]).toEqual([99, 99]);
  });

  it('check 27: an unknown mailbox is a dead letter and suppressed; 421 is tried again', async () => {
    const { id, email } = person(2);
    inbox.setRules({ recipient: () => ({ code: 550, message: '5.1.1 no such user' }) });
    expect(await handle(mailEvent({ to_user_ids: [id] }))).toMatchObject({
      kind: 'dead',
      disposition: 'rejected',
      reason: 'smtp_address_unknown',
    });
    inbox.setRules({});
    expect(await handle(mailEvent({ to_user_ids: [id] }))).toEqual({ kind: 'skip', reason: 'suppressed' });
    const { rows } = await world.database.pool.query('select address from workers.email_suppression');
    expect(rows).toEqual([{ address: email.toLowerCase() }]);
    inbox.setRules({ recipient: () => ({ code: 421 }) });
    expect(await handle(mailEvent({ to_user_ids: [person(3).id] }))).toMatchObject({ kind: 'retry' });
  });

  it('check 25: refused twice, then accepted: one mail, three attempts in the ledger', async () => {
    const eventId = randomUUID();
    const event = mailEvent({ to_user_ids: [person(4).id] });
    inbox.setRules({ recipient: () => ({ code: 451 }) });
    expect(await handle(event, { eventId, attempt: 1 })).toMatchObject({ kind: 'retry' });
    expect(await handle(event, { eventId, attempt: 2 })).toMatchObject({ kind: 'retry' });
    inbox.setRules({});
    expect(await handle(event, { eventId, attempt: 3 })).toEqual({ kind: 'done' });
    expect(inbox.counts.accepted).toBe(1);
    expect(await ledger(eventId)).toMatchObject({ status: 'sent', attempts: 3 });
  });

  it('an answer that never came is unknown in the ledger; the repeat has the same Message-ID', async () => {
    const eventId = randomUUID();
    const event = mailEvent({ to_user_ids: [person(5).id] });
    inbox.setRules({ data: () => ({ code: 451, drop: true }) });
    expect(await handle(event, { eventId })).toMatchObject({ kind: 'retry', reason: 'smtp_outcome_unknown' });
    expect(await ledger(eventId)).toMatchObject({ status: 'unknown', attempts: 1 });
    inbox.setRules({});
    expect(await handle(event, { eventId, attempt: 2 })).toEqual({ kind: 'done' });
    expect(inbox.mails[0]?.header('Message-ID')).toBe(`<${eventId}@testserver>`);
    expect(await ledger(eventId)).toMatchObject({
      status: 'sent',
      attempts: 2,
      smtp_response: expect.stringMatching(/^attempt 2 after an unknown outcome; 250/),
    });
  });

  it('a server that is down is an outage, and everything is sent when it is back', async () => {
    const events = Array.from({ length: 10 }, (_, index) => ({
      event: mailEvent({ to_user_ids: [person(6 + (index % 3)).id] }),
      eventId: randomUUID(),
    }));
    await inbox.stop();
    const down = await Promise.all(events.map(({ event, eventId }) => handle(event, { eventId })));
    expect(down.every((outcome) => outcome.kind === 'outage')).toBe(true);
    await inbox.start();
    const up = await Promise.all(events.map(({ event, eventId }) => handle(event, { eventId })));
    expect(up.every((outcome) => outcome.kind === 'done')).toBe(true);
    expect(inbox.counts.accepted).toBe(10);
  });
});
