import { describe, expect, it } from 'vitest';
import { mailEvent, LOGIN_CONTEXT } from '../mail-message/mail-world.ts';
import { createDeliveryWorld, mailUser, OTHER_REALM, REALM } from './delivery-world.ts';

const EVENT_ID = '00000000-0000-4000-8000-000000000001';
const RESET = {
  template_prefix: 'zerver/emails/password_reset',
  context: { email: 'hamlet@zulip.com', realm_name: 'Zulip Dev', realm_url: 'http://zulip.testserver' },
};
/** The recipient as it stands in logs. */
const TO = /\['address:[0-9a-f]{12}'\]/;

describe('who gets the mail', () => {
  it('check 3: mail to a user speaks for the organization, mail to an address only when told so', async () => {
    const world = createDeliveryWorld();
    await world.handle(mailEvent());
    await world.handle(mailEvent({ to_user_ids: null, to_emails: ['x@y.z'], language: 'en' }));
    await world.handle(mailEvent({ to_user_ids: null, to_emails: ['x@y.z'], language: 'en', realm_id: 2 }));
    const listIds = world.mailer.sent.map((mail) => /^List-Id: (.*)$/m.exec(mail.content)?.[1]?.trim());
    expect(listIds).toEqual(['Zulip Dev <zulip.testserver>', undefined, 'Zulip Dev <zulip.testserver>']);
  });

  it('check 7: the envelope is from the no-reply address whatever From says', async () => {
    const world = createDeliveryWorld();
    await world.handle(mailEvent({ from_address: 'SUPPORT' }));
    expect(world.mailer.sent[0]).toMatchObject({
      envelopeFrom: 'noreply@testserver',
      recipient: 'hamlet@zulip.com',
    });
    expect(world.mailer.sent[0]?.content).toContain('From: Zulip <desdemona+admin@zulip.com>');
  });

  it("check 9: the language is the event's, else the user's, else the default with a warning", async () => {
    const world = createDeliveryWorld();
    world.store.knownUsers.set(10, mailUser({ language: 'de' }));
    await world.handle(mailEvent());
    await world.handle(mailEvent({ language: 'fr' }));
    expect(world.logs.atLeast('warn')).toEqual([]);
    await world.handle(mailEvent({ to_user_ids: null, to_emails: ['x@y.z'] }));
    const subjects = world.mailer.sent.map((mail) => /^Subject: (.*)$/m.exec(mail.content)?.[1]?.trim());
    expect(subjects).toEqual([
      'Neue Anmeldung mit Firefox unter Linux',
      'Nouvelle connexion depuis Firefox sur Linux',
      'New login from Firefox on Linux',
    ]);
    expect(world.logs.atLeast('warn').map((line) => line.msg)).toEqual([
      "Missing language for email template 'zerver/emails/notify_new_login'",
    ]);
  });

  it.each([
    ['both kinds', { to_user_ids: [10], to_emails: ['a@b.c'] }],
    ['none', { to_user_ids: null, to_emails: null }],
    ['an empty list', { to_user_ids: [], to_emails: null }],
  ])('check 13: %s of recipients is refused', async (_, recipients) => {
    const world = createDeliveryWorld();
    expect(await world.handle(mailEvent(recipients))).toMatchObject({
      kind: 'dead',
      disposition: 'rejected',
      reason: 'invalid_recipients',
    });
    expect(world.mailer.sent).toEqual([]);
  });

  it('check 16: no organization is accepted, an unknown one fails this event only', async () => {
    const world = createDeliveryWorld();
    expect(await world.handle(mailEvent({ realm_id: null }))).toEqual({ kind: 'done' });
    expect(await world.handle(mailEvent({ realm_id: 99_999 }))).toMatchObject({
      kind: 'dead',
      reason: 'unknown_realm',
    });
    expect(await world.handle(mailEvent({ realm_id: 2 }))).toEqual({ kind: 'done' });
  });

  it.each([
    ['unknown user', { to_user_ids: [77] }, 'unknown_user'],
    ['unknown template', { template_prefix: 'zerver/emails/nothing' }, 'unknown_template'],
    ['bad address', { to_user_ids: null, to_emails: ['nobody'], language: 'en' }, 'bad_address'],
    ['missing variable', { context: { ...LOGIN_CONTEXT, device_ip: null } }, 'template_variable'],
  ])('an event with an %s is refused before anything is claimed', async (_, over, reason) => {
    const world = createDeliveryWorld();
    expect(await world.handle(mailEvent(over))).toMatchObject({
      kind: 'dead',
      disposition: 'rejected',
      reason,
    });
    expect(world.store.ledger.size).toBe(0);
  });

  it('a refusal names the template and the variable that is missing', async () => {
    const context = { ...LOGIN_CONTEXT, device_ip: null };
    expect(await createDeliveryWorld().handle(mailEvent({ context }))).toMatchObject({
      detail: 'notify_new_login: device_ip',
    });
  });

  it.each([
    ['deactivated', { isActive: false }, 'recipient_inactive'],
    ['a bot', { isBot: true }, 'recipient_inactive'],
    ['of a deactivated organization', { realm: { ...REALM, deactivated: true } }, 'recipient_inactive'],
    ['a demo owner without address', { deliveryEmail: '' }, 'no_address'],
  ])('a person who is %s gets no mail', async (_, over, reason) => {
    const world = createDeliveryWorld();
    world.store.knownUsers.set(10, mailUser(over));
    expect(await world.handle(mailEvent())).toEqual({ kind: 'skip', reason });
    expect(world.mailer.sent).toEqual([]);
  });

  it('mail meant for inactive people reaches them', async () => {
    const world = createDeliveryWorld();
    world.store.knownUsers.set(10, mailUser({ isActive: false }));
    expect(await world.handle(mailEvent(RESET))).toEqual({ kind: 'done' });
  });
});

describe('several recipients', () => {
  it('become one event each, with ids derived from this one, once', async () => {
    const world = createDeliveryWorld();
    world.store.knownUsers.set(11, mailUser({ id: 11, language: 'de' }));
    const event = mailEvent({ to_user_ids: [10, 11] });
    expect(await world.handle(event, { eventId: EVENT_ID })).toEqual({ kind: 'done' });
    expect(await world.handle(event, { eventId: EVENT_ID })).toMatchObject({ kind: 'skip' });
    expect(world.mailer.sent).toEqual([]);
    expect(world.enqueued).toEqual(
      [10, 11].map((id) => ({
        stream: 'email_senders',
        event: { ...event, language: 'en', to_user_ids: [id] },
        options: {
          cause: { eventId: EVENT_ID, purpose: `user:${id}` },
          traceparent: null,
          producedAtMs: world.clock.now(),
        },
      })),
    );
  });

  it('of different organizations are refused unless one is named', async () => {
    const world = createDeliveryWorld();
    world.store.knownUsers.set(11, mailUser({ id: 11, realm: OTHER_REALM }));
    const mixed = { to_user_ids: [10, 11] };
    expect(await world.handle(mailEvent(mixed))).toMatchObject({ kind: 'dead', reason: 'mixed_realms' });
    expect(await world.handle(mailEvent({ ...mixed, realm_id: 2 }))).toEqual({ kind: 'done' });
  });
});

describe('sending', () => {
  it('check 17: a hand-over of unknown ending is logged before and after, and tried again', async () => {
    const world = createDeliveryWorld();
    world.mailer.answer = () => ({ kind: 'unknown', response: 'Connection closed' });
    expect(await world.handle(mailEvent(RESET), { eventId: EVENT_ID })).toMatchObject({
      kind: 'retry',
      reason: 'smtp_outcome_unknown',
    });
    const [first, second] = world.logs.lines.map((line) => line.msg);
    expect(first).toMatch(new RegExp(`^Sending password_reset email to ${TO.source}$`));
    expect(second).toMatch(new RegExp(`^Unknown error sending password_reset email to ${TO.source}`));
    expect(world.store.ledger.get(EVENT_ID)).toMatchObject({ status: 'unknown', attempts: 1 });
  });

  it('check 18: a network error is logged without a code', async () => {
    const world = createDeliveryWorld();
    world.mailer.answer = () => ({ kind: 'transient', code: null, response: 'reset', retryAfterMs: null });
    expect(await world.handle(mailEvent(RESET))).toMatchObject({ kind: 'retry', reason: 'smtp_transient' });
    expect(world.logs.lines.at(-1)?.msg).toMatch(
      new RegExp(`^Error sending password_reset email to ${TO.source}: reset$`),
    );
  });

  it('check 19: a refused recipient is logged with the refusal', async () => {
    const world = createDeliveryWorld();
    world.mailer.answer = () => ({
      kind: 'permanent',
      code: 550,
      response: '550 5.7.1 <hamlet@zulip.com> refused',
      isAddressUnknown: false,
    });
    expect(await world.handle(mailEvent(RESET))).toMatchObject({
      kind: 'dead',
      reason: 'smtp_permanent',
      detail: '550 5.7.1 <address> refused',
    });
    expect(world.logs.lines.at(-1)?.msg).toMatch(/with error code 550: 5\.7\.1 <address> refused$/);
  });

  it('check 20: an answer to DATA is logged with its code and text', async () => {
    const world = createDeliveryWorld();
    const response = '242 From field too long.';
    world.mailer.answer = () => ({ kind: 'transient', code: 242, response, retryAfterMs: null });
    await world.handle(mailEvent(RESET));
    expect(world.logs.lines.at(-1)?.msg).toMatch(/with error code 242: From field too long\.$/);
  });

  it.each([
    [null, 1],
    ['', 0],
    ['secret', 0],
  ])('check 21: user set, password %j: %i error lines, and the mail is sent', async (password, lines) => {
    const world = createDeliveryWorld({ emailHostUser: 'zulip', emailHostPassword: password });
    expect(await world.handle(mailEvent())).toEqual({ kind: 'done' });
    const errors = world.logs.atLeast('error').map((line) => line.msg);
    expect(errors).toHaveLength(lines);
    for (const text of errors) {
      expect(text).toContain('An SMTP username was set (EMAIL_HOST_USER), but password is unset');
    }
    expect(world.mailer.sent).toHaveLength(1);
  });

  it('the organization is logged when the event names one, addresses only when the settings say so', async () => {
    const world = createDeliveryWorld({ logMailAddresses: true });
    await world.handle(mailEvent({ realm_id: 2 }));
    expect(world.logs.lines.at(-1)?.msg).toBe(
      "Sending notify_new_login email to ['King Hamlet <hamlet@zulip.com>'] in zulip",
    );
  });

  it('no line of a failed mail contains an address by default', async () => {
    const world = createDeliveryWorld();
    const error = new Error('down');
    for (const kind of ['outage', 'configuration', 'unknown'] as const) {
      world.mailer.answer = () => ({ kind, response: 'to hamlet@zulip.com', error });
      await world.handle(mailEvent());
    }
    expect(JSON.stringify(world.logs.lines)).not.toContain('hamlet@');
  });
});

describe('the same event again', () => {
  it('check 29: makes one SMTP transaction', async () => {
    const world = createDeliveryWorld();
    expect(await world.handle(mailEvent(), { eventId: EVENT_ID })).toEqual({ kind: 'done' });
    expect(await world.handle(mailEvent(), { eventId: EVENT_ID })).toEqual({
      kind: 'skip',
      reason: 'already_sent',
    });
    expect(world.mailer.sent).toHaveLength(1);
  });

  it('waits while another process may be in the middle of it', async () => {
    const world = createDeliveryWorld();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    world.mailer.answer = async () => {
      await promise;
      return { kind: 'accepted', response: '250 ok' };
    };
    const startedAtMs = world.clock.now();
    const first = world.handle(mailEvent(), { eventId: EVENT_ID });
    await expect.poll(() => world.mailer.sent.length).toBe(1);
    expect(await world.handle(mailEvent(), { eventId: EVENT_ID })).toEqual({
      kind: 'defer',
      reason: 'delivery_in_flight',
      untilMs: startedAtMs + 35_000,
    });
    resolve(undefined);
    expect(await first).toEqual({ kind: 'done' });
    expect(world.mailer.sent).toHaveLength(1);
  });

  it('after a crash it is sent again under the same Message-ID, and the ledger shows the doubt', async () => {
    const world = createDeliveryWorld();
    // A process claimed the delivery and died before it wrote down the server's answer.
    await world.store.claim([{ eventId: EVENT_ID, queue: 'email_senders', messageId: 'm' }]);
    await world.clock.advance(36_000);
    expect(await world.handle(mailEvent(), { eventId: EVENT_ID })).toEqual({ kind: 'done' });
    expect(world.mailer.sent[0]?.content).toContain(`Message-ID: <${EVENT_ID}@testserver>`);
    expect(world.store.ledger.get(EVENT_ID)).toMatchObject({
      status: 'sent',
      attempts: 2,
      response: 'attempt 2 after an unknown outcome; 250 2.0.0 queued',
    });
  });

  it('the ledger still shows the doubt after an attempt that was broken off', async () => {
    const world = createDeliveryWorld();
    await world.store.claim([{ eventId: EVENT_ID, queue: 'email_senders', messageId: 'm' }]);
    await world.clock.advance(36_000);
    world.mailer.answer = () => Promise.reject(new Error('shutdown'));
    await expect(world.handle(mailEvent(), { eventId: EVENT_ID })).rejects.toThrow('shutdown');
    world.mailer.answer = () => ({ kind: 'accepted', response: '250 ok' });
    expect(await world.handle(mailEvent(), { eventId: EVENT_ID })).toEqual({ kind: 'done' });
    expect(world.store.ledger.get(EVENT_ID)?.response).toBe('attempt 2 after an unknown outcome; 250 ok');
  });

  it('an attempt that was broken off before the mail was on its way can be repeated at once', async () => {
    const world = createDeliveryWorld();
    world.mailer.answer = () => Promise.reject(new Error('shutdown'));
    await expect(world.handle(mailEvent(), { eventId: EVENT_ID })).rejects.toThrow('shutdown');
    world.mailer.answer = () => ({ kind: 'accepted', response: '250 ok' });
    expect(await world.handle(mailEvent(), { eventId: EVENT_ID })).toEqual({ kind: 'done' });
  });
});

describe('refusals and outages', () => {
  it('check 25: fails twice, then works: one mail accepted, no last error line', async () => {
    const world = createDeliveryWorld();
    world.mailer.answer = (_mail, attempt) =>
      attempt < 3
        ? { kind: 'transient', code: 451, response: '451 later', retryAfterMs: null }
        : { kind: 'accepted', response: '250 ok' };
    const kinds: string[] = [];
    for (const attempt of [1, 2, 3]) {
      kinds.push((await world.handle(mailEvent(), { eventId: EVENT_ID, attempt })).kind);
    }
    expect(kinds).toEqual(['retry', 'retry', 'done']);
    expect(world.store.ledger.get(EVENT_ID)).toMatchObject({ status: 'sent', attempts: 3 });
    expect(world.logs.lines.filter((line) => line.msg.includes('failed due to exception'))).toEqual([]);
  });

  it('check 27: 5xx to RCPT is a dead letter with the code, 421 is tried again', async () => {
    const world = createDeliveryWorld();
    world.mailer.answer = () => ({
      kind: 'permanent',
      code: 550,
      response: '550 5.1.1 no such user',
      isAddressUnknown: true,
    });
    expect(await world.handle(mailEvent())).toMatchObject({
      kind: 'dead',
      disposition: 'rejected',
      reason: 'smtp_address_unknown',
      detail: '550 5.1.1 no such user',
    });
    const other = createDeliveryWorld();
    other.mailer.answer = () => ({ kind: 'transient', code: 421, response: '421 bye', retryAfterMs: 60_000 });
    expect(await other.handle(mailEvent())).toMatchObject({
      kind: 'retry',
      reason: 'smtp_transient',
      detail: '421 bye',
      afterMs: 60_000,
    });
  });

  it('an address that does not exist gets no more mail, until somebody asks to forget that', async () => {
    const world = createDeliveryWorld();
    world.mailer.answer = () => ({
      kind: 'permanent',
      code: 550,
      response: '550 5.1.1 <hamlet@zulip.com> unknown',
      isAddressUnknown: true,
    });
    await world.handle(mailEvent());
    expect([...world.store.suppressions]).toEqual([['hamlet@zulip.com', '550 5.1.1 <address> unknown']]);
    world.mailer.answer = () => ({ kind: 'accepted', response: '250 ok' });
    const suppressed = { kind: 'skip', reason: 'suppressed' };
    expect(await world.handle(mailEvent(), { eventId: EVENT_ID })).toEqual(suppressed);
    expect(world.store.ledger.get(EVENT_ID)?.status).toBe('suppressed');
    const toAddress = mailEvent({
      to_user_ids: null,
      to_emails: ['Hamlet <HAMLET@zulip.com>'],
      language: 'en',
    });
    expect(await world.handle(toAddress)).toEqual(suppressed);
    expect(await world.handle({ ...toAddress, remove_suppressed_destination: true })).toEqual({
      kind: 'done',
    });
    expect(await world.handle(mailEvent())).toEqual({ kind: 'done' });
  });

  it.each(['outage', 'configuration'] as const)('%s costs no attempt: the queue pauses', async (kind) => {
    const world = createDeliveryWorld();
    const error = new Error('connect ECONNREFUSED');
    world.mailer.answer = () => ({ kind, response: error.message, error });
    expect(await world.handle(mailEvent(), { eventId: EVENT_ID })).toEqual({
      kind: 'outage',
      service: 'smtp',
      error,
    });
    expect(world.logs.atLeast('error')).toHaveLength(kind === 'configuration' ? 1 : 0);
    world.mailer.answer = () => ({ kind: 'accepted', response: '250 ok' });
    expect(await world.handle(mailEvent(), { eventId: EVENT_ID })).toEqual({ kind: 'done' });
  });

  it('a login notice older than half an hour is not sent, a welcome mail is', async () => {
    const world = createDeliveryWorld();
    const producedAtMs = world.clock.now() - 30 * 60_000;
    expect(await world.handle(mailEvent(), { producedAtMs })).toEqual({ kind: 'done' });
    expect(await world.handle(mailEvent(), { producedAtMs: producedAtMs - 1 })).toMatchObject({
      kind: 'dead',
      disposition: 'exhausted',
      reason: 'too_old',
    });
    const welcome = mailEvent({
      template_prefix: 'zerver/emails/account_registered',
      context: { realm_name: 'Z', realm_url: 'http://z', realm_creation: false, email: 'a@b.c' },
    });
    expect(await world.handle(welcome, { producedAtMs: 0 })).toEqual({ kind: 'done' });
  });
});

it('check 28: a bad event among 100 costs only itself, and questions are asked together', async () => {
  const world = createDeliveryWorld();
  for (let id = 1; id <= 100; id += 1)
    world.store.knownUsers.set(id, mailUser({ id, deliveryEmail: `u${id}@x.com` }));
  const events = Array.from({ length: 100 }, (_, index) =>
    mailEvent({ to_user_ids: [index + 1], ...(index === 50 ? { context: {} } : {}) }),
  );
  const outcomes = await Promise.all(events.map((event) => world.handle(event)));
  expect(outcomes.map((outcome) => outcome.kind)).toEqual(
    events.map((_, index) => (index === 50 ? 'dead' : 'done')),
  );
  expect(new Set(world.mailer.sent.map((mail) => mail.recipient)).size).toBe(99);
  expect(world.mailer.sent).toHaveLength(99);
  expect(world.store.calls).toMatchObject({ users: 1, claim: 1 });
  expect(world.store.calls.record).toBeLessThanOrEqual(2);
});
