import { afterEach, describe, expect, it } from 'vitest';
import { SmtpInbox } from '../../dev/smtp-inbox.ts';
import type { SmtpInboxOptions } from '../../dev/smtp-inbox.ts';
import { makeTestCertificate } from '../../dev/test-certificate.ts';
import { createSmtpMailer } from '../../src/adapters/smtp-mailer.ts';
import type { SmtpPoolOptions } from '../../src/adapters/smtp-mailer.ts';
import type { SmtpServerOptions } from '../../src/adapters/smtp-session.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import type { Clock } from '../../src/runtime/clock.ts';
import type { Mailer } from '../../src/shared/mail-delivery/mailer.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

interface World {
  readonly inbox: SmtpInbox;
  readonly mailer: Mailer;
  readonly send: (name: string, signal?: AbortSignal) => ReturnType<Mailer['send']>;
}

async function open(
  options: {
    readonly inbox?: SmtpInboxOptions;
    readonly server?: Partial<SmtpServerOptions>;
    readonly pool?: Partial<SmtpPoolOptions>;
    readonly clock?: Clock;
  } = {},
): Promise<World> {
  const inbox = await SmtpInbox.open(options.inbox);
  ends.push(() => inbox.stop());
  const mailer = createSmtpMailer({
    server: {
      host: inbox.host,
      port: inbox.port,
      tls: 'none',
      credentials: null,
      timeoutMs: 5_000,
      ...options.server,
    },
    pool: {
      maxConnections: 2,
      maxMessagesPerConnection: 100,
      maxLifetimeMs: null,
      idleMs: 60_000,
      ...options.pool,
    },
    clock: options.clock ?? systemClock,
    // No pause between attempts to connect: what is counted here are attempts.
    random: () => 0,
  });
  ends.push(() => mailer.close());
  return {
    inbox,
    mailer,
    send: (name, signal = new AbortController().signal) =>
      mailer.send(
        {
          envelopeFrom: 'noreply@testserver',
          recipient: `${name}@zulip.com`,
          content: `Subject: ${name}\r\n\r\n.dot\r\nbye\r\n`,
        },
        signal,
      ),
  };
}

describe('a session', () => {
  it('hands a mail over with its dots and envelope', async () => {
    const { inbox, send } = await open();
    expect(await send('hamlet')).toMatchObject({ kind: 'accepted' });
    const [mail] = inbox.mails;
    expect([mail?.from, mail?.to]).toEqual(['noreply@testserver', ['hamlet@zulip.com']]);
    expect(mail?.raw.toString()).toBe('Subject: hamlet\r\n\r\n.dot\r\nbye\r\n');
  });

  it('check 22: is opened for the first mail and used again for the next ones', async () => {
    const { inbox, send } = await open();
    for (const name of ['a', 'b', 'c']) await send(name);
    expect(inbox.counts).toMatchObject({ connections: 1, accepted: 3 });
  });

  it('check 22: that the server has closed is replaced by one new one, without a failure', async () => {
    const { inbox, send } = await open();
    await send('a');
    await inbox.stop();
    await inbox.start();
    expect(await send('b')).toMatchObject({ kind: 'accepted' });
    expect(inbox.counts.connections).toBe(2);
  });

  it('is closed after its number of mails', async () => {
    const { inbox, send } = await open({ pool: { maxMessagesPerConnection: 2 } });
    for (const name of ['a', 'b', 'c', 'd', 'e']) await send(name);
    expect(inbox.counts.connections).toBe(3);
  });

  it('is closed when it is old, and with a lifetime of 0 after each mail', async () => {
    let nowMs = 0;
    const clock: Clock = { ...systemClock, now: () => nowMs };
    const old = await open({ pool: { maxLifetimeMs: 1_000 }, clock });
    await old.send('a');
    nowMs = 999;
    await old.send('b');
    expect(old.inbox.counts.connections).toBe(1);
    nowMs = 1_000;
    await old.send('c');
    expect(old.inbox.counts.connections).toBe(2);
    const never = await open({ pool: { maxLifetimeMs: 0 } });
    for (const name of ['a', 'b', 'c']) await never.send(name);
    expect(never.inbox.counts.connections).toBe(3);
  });

  it('that has nothing to do is closed by us, before the limit for answers cuts it', async () => {
    const delays: number[] = [];
    const idle: (() => void)[] = [];
    const clock: Clock = {
      ...systemClock,
      after: (delayMs, action) => {
        delays.push(delayMs);
        idle.push(action);
        return { cancel: () => undefined };
      },
    };
    const { inbox, send } = await open({ clock });
    await send('a');
    expect(delays).toEqual([4_000]);
    idle[0]?.();
    await expect.poll(() => inbox.counts.openConnections).toBe(0);
    expect(await send('b')).toMatchObject({ kind: 'accepted' });
    expect(inbox.counts.connections).toBe(2);
  });

  it('that is refused a mail is reset and used again', async () => {
    const { inbox, send } = await open({
      inbox: { rules: { recipient: (_, address) => (address.startsWith('x') ? { code: 550 } : null) } },
    });
    expect(await send('x')).toMatchObject({ kind: 'permanent', code: 550 });
    expect(await send('a')).toMatchObject({ kind: 'accepted' });
    expect(inbox.counts.connections).toBe(1);
  });

  it('never more than the limit at once, and everybody gets a turn', async () => {
    const { inbox, send } = await open({ pool: { maxConnections: 3 } });
    const results = await Promise.all(Array.from({ length: 40 }, (_, index) => send(`u${index}`)));
    expect(results.every((result) => result.kind === 'accepted')).toBe(true);
    expect(inbox.counts.connections).toBeLessThanOrEqual(3);
    expect(new Set(inbox.mails.map((mail) => mail.to[0])).size).toBe(40);
  });
});

describe('refusals', () => {
  it.each([
    ['MAIL', { mail: () => ({ code: 451 }) }, 'transient', 451],
    ['RCPT', { recipient: () => ({ code: 450 }) }, 'transient', 450],
    ['RCPT', { recipient: () => ({ code: 550, message: '5.1.1 no such user' }) }, 'permanent', 550],
    ['DATA', { data: () => ({ code: 452 }) }, 'transient', 452],
    ['DATA', { data: () => ({ code: 554 }) }, 'permanent', 554],
    ['MAIL', { mail: () => ({ code: 421 }) }, 'transient', 421],
  ] as const)('after %s are told with their code: %#', async (_, rules, kind, code) => {
    const { send } = await open({ inbox: { rules } });
    expect(await send('a')).toMatchObject({ kind, code });
  });

  it('a connection lost after the mail was on its way leaves the outcome unknown', async () => {
    const { send } = await open({ inbox: { rules: { data: () => ({ code: 451, drop: true }) } } });
    expect(await send('a')).toMatchObject({ kind: 'unknown' });
  });

  it('a connection lost before is transient', async () => {
    const { send } = await open({ inbox: { rules: { mail: () => ({ code: 451, drop: true }) } } });
    expect(await send('a')).toMatchObject({ kind: 'transient', code: null });
  });

  it('421 on a session that was used before is tried once on a new one', async () => {
    const rules = {
      mail: (step: { connection: number }) => (step.connection === 1 && isTired ? { code: 421 } : null),
    };
    let isTired = false;
    const { inbox, send } = await open({ inbox: { rules } });
    await send('a');
    isTired = true;
    expect(await send('b')).toMatchObject({ kind: 'accepted' });
    expect(inbox.counts.connections).toBe(2);
  });
});

describe('a server that cannot be reached', () => {
  it('check 23: is tried three times, then it is an outage, for everybody who waits', async () => {
    const { inbox, mailer, send } = await open({ pool: { maxConnections: 1 } });
    await inbox.stop();
    const results = await Promise.all([send('a'), send('b'), send('c')]);
    expect(results.map((result) => result.kind)).toEqual(['outage', 'outage', 'outage']);
    await expect(mailer.verify(new AbortController().signal)).rejects.toThrow();
    await inbox.start();
    await mailer.verify(new AbortController().signal);
    expect(await send('a')).toMatchObject({ kind: 'accepted' });
  });

  it('check 23: pauses between the attempts, up to one and two seconds', async () => {
    const pauses: number[] = [];
    const clock: Clock = {
      ...systemClock,
      sleep: (delayMs) => {
        pauses.push(delayMs);
        return Promise.resolve();
      },
    };
    const mailer = createSmtpMailer({
      server: { host: '127.0.0.1', port: 1, tls: 'none', credentials: null, timeoutMs: 1_000 },
      pool: { maxConnections: 1, maxMessagesPerConnection: 1, maxLifetimeMs: null, idleMs: 1 },
      clock,
      random: () => 0.5,
    });
    const mail = { envelopeFrom: 'a@b', recipient: 'c@d', content: '' };
    expect(await mailer.send(mail, new AbortController().signal)).toMatchObject({ kind: 'outage' });
    expect(pauses).toEqual([500, 1_000]);
  });

  it('a server that refuses further sessions while some live is served with those', async () => {
    const { inbox, send } = await open({
      inbox: { rules: { connect: (step) => (step.connection > 1 ? { code: 421 } : null) } },
      pool: { maxConnections: 5 },
    });
    await send('first');
    const results = await Promise.all(Array.from({ length: 10 }, (_, index) => send(`u${index}`)));
    expect(results.map((result) => result.kind)).toEqual(Array.from({ length: 10 }, () => 'accepted'));
    expect(inbox.counts.accepted).toBe(11);
  });
});

describe('TLS and login', () => {
  const tls = makeTestCertificate();
  const credentials = { user: 'zulip', password: 'secret' };
  const asked = { username: 'zulip', password: 'secret' };

  it.each([
    ['starttls', false],
    ['implicit', true],
  ] as const)('%s with a trusted certificate and a login', async (kind, implicitTls) => {
    const { inbox, send } = await open({
      inbox: { tls, implicitTls, credentials: asked },
      server: { tls: kind, ca: tls.cert, host: 'localhost', credentials },
    });
    expect(await send('a')).toMatchObject({ kind: 'accepted' });
    expect(inbox.mails[0]).toMatchObject({ tls: true, user: 'zulip' });
  });

  it.each([
    ['a certificate that is not trusted', { tls: 'starttls', host: 'localhost' }],
    [
      'a wrong password',
      { tls: 'starttls', ca: tls.cert, host: 'localhost', credentials: { ...credentials, password: 'x' } },
    ],
  ] as const)('%s is a fault of the configuration', async (_, server) => {
    const { mailer, send } = await open({ inbox: { tls, credentials: asked }, server });
    expect(await send('a')).toMatchObject({ kind: 'configuration' });
    await expect(mailer.verify(new AbortController().signal)).rejects.toThrow();
  });

  it('STARTTLS that the server does not offer is a fault of the configuration', async () => {
    const { send } = await open({ server: { tls: 'starttls' } });
    expect(await send('a')).toMatchObject({ kind: 'configuration' });
  });

  it('a login that the server does not offer is a fault of the configuration', async () => {
    const { send } = await open({ server: { credentials } });
    expect(await send('a')).toMatchObject({ kind: 'configuration' });
  });
});

describe('an abort', () => {
  it('before the mail is on its way rejects with its reason', async () => {
    const { promise: never } = Promise.withResolvers<null>();
    const reached = Promise.withResolvers<undefined>();
    const { send } = await open({
      inbox: {
        rules: {
          mail: () => {
            reached.resolve(undefined);
            return never;
          },
        },
      },
    });
    const abort = new AbortController();
    const sending = send('a', abort.signal);
    await reached.promise;
    abort.abort(new Error('time limit'));
    await expect(sending).rejects.toThrow('time limit');
  });

  it('afterwards leaves the outcome unknown', async () => {
    const { promise: never } = Promise.withResolvers<null>();
    const reached = Promise.withResolvers<undefined>();
    const { send } = await open({
      inbox: {
        rules: {
          data: () => {
            reached.resolve(undefined);
            return never;
          },
        },
      },
    });
    const abort = new AbortController();
    const sending = send('a', abort.signal);
    await reached.promise;
    abort.abort(new Error('time limit'));
    expect(await sending).toMatchObject({ kind: 'unknown' });
  });
});

it('closing lets mails under way end and says goodbye', async () => {
  const gate = Promise.withResolvers<null>();
  const reached = Promise.withResolvers<undefined>();
  const { inbox, mailer, send } = await open({
    inbox: {
      rules: {
        data: () => {
          reached.resolve(undefined);
          return gate.promise;
        },
      },
    },
  });
  const sending = send('a');
  await reached.promise;
  const closing = mailer.close();
  gate.resolve(null);
  expect(await sending).toMatchObject({ kind: 'accepted' });
  await closing;
  await expect.poll(() => inbox.counts.openConnections).toBe(0);
});
