import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { makeTestCertificate } from '../../dev/test-certificate.ts';
import { SmtpInbox } from '../../dev/smtp-inbox.ts';
import { adviceFor } from '../../src/cli/doctor-advice.ts';
import { readEventLines } from '../../src/cli/event-lines.ts';
import { EXIT_CODES } from '../../src/cli/exit-codes.ts';
import { nearest } from '../../src/cli/nearest.ts';
import { reachBrokers } from '../../src/cli/reach-brokers.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { QUEUE_NAMES } from '../../src/schemas/queues.ts';
import { runCommandLine } from './command-line.ts';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Ports at which nobody listens. */
const NOBODY = {
  KAFKA_BROKERS: '127.0.0.1:1',
  SCHEMA_REGISTRY_URL: 'http://127.0.0.1:1',
  DATABASE_URL: 'postgresql://zulip:s3cret@127.0.0.1:1/zulip',
  EXTERNAL_HOST: 'chat.example.com',
  ZULIP_ADMINISTRATOR: 'support@example.com',
  EMAIL_HOST: '127.0.0.1',
  EMAIL_PORT: '1',
};

describe('exit codes', () => {
  it('are distinct, and 0, 1 and 3 mean what supervisors expect', () => {
    const codes = Object.values(EXIT_CODES).map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect([EXIT_CODES.ok.code, EXIT_CODES.failed.code, EXIT_CODES.restart.code]).toEqual([0, 1, 3]);
  });
});

describe('arguments', () => {
  it.each([
    ['email_sender', 'email_senders'],
    ['emailsenders', 'email_senders'],
    ['missed', 'missedmessage_emails'],
    ['deferred-work', 'deferred_work'],
    ['xyz', null],
  ])('suggest for %s the queue %s', (word, queue) => {
    expect(nearest(word, QUEUE_NAMES)).toBe(queue);
  });

  it('of an unknown queue end with the nearest name and exit usage', async () => {
    const { err, exit } = await runCommandLine(['lag', 'email_sender'], { env: NOBODY });
    expect(err).toBe('Error: Unknown queue email_sender. Did you mean email_senders?');
    expect(exit).toBe('usage');
  });

  it('of an unknown command end with the nearest one and exit usage', async () => {
    const { err, exit } = await runCommandLine(['topic', 'plan']);
    expect(err).toContain('(Did you mean topics?)');
    expect(exit).toBe('usage');
  });

  it('that ask for help are answered on standard output', async () => {
    const { out, exit } = await runCommandLine(['produce', '--help']);
    expect(out).toContain('--skip-rejects');
    expect(exit).toBe('ok');
  });

  it('name a queue that cannot run yet', async () => {
    const { runWorker } = await import('../../src/main.ts');
    expect(runWorker).toBeTypeOf('function');
    const { chooseQueues } = await import('../../src/composition/choose-queues.ts');
    const { RUNNABLE_QUEUES } = await import('../../src/consumers/registry.ts');
    expect(() => chooseQueues(['email_senders', 'embed_links'])).toThrow(
      /^embed_links cannot run yet: .*Queues that can run: .*email_senders/,
    );
    expect(chooseQueues(null)).toEqual(RUNNABLE_QUEUES);
    expect(RUNNABLE_QUEUES).not.toContain('embed_links');
  });
});

describe('settings', () => {
  it('that are missing are listed, only those that the command needs', async () => {
    const { err, exit } = await runCommandLine(['topics', 'plan']);
    expect(err).toContain('KAFKA_BROKERS is not set');
    expect(err).not.toContain('DATABASE_URL');
    expect(exit).toBe('invalid_config');
  });

  it('that are missing are JSON with --json', async () => {
    const result = await runCommandLine(['topics', 'plan', '--json']);
    expect(result.json()).toMatchObject({ error: { code: 'invalid_config' } });
    expect(result.exit).toBe('invalid_config');
  });
});

describe('schemas check', () => {
  it('needs no setting and finds today’s schemas compatible', async () => {
    const result = await runCommandLine(['schemas', 'check', '--json']);
    expect(result.json()).toEqual({ faults: [] });
    expect(result.exit).toBe('ok');
  });
});

describe('event lines', () => {
  const read = (text: string) => readEventLines(Readable.from([text]));

  it('are numbered as an editor numbers them, empty ones passed over', async () => {
    const { events } = await read('{"a":1}\n\n{"a":2}\r\n');
    expect(events.map(({ line, json }) => [line, json])).toEqual([
      [1, { a: 1 }],
      [3, { a: 2 }],
    ]);
  });

  it('may be those of the original’s error files: a time, a tabulator and an array', async () => {
    const { events } = await read('Tue Nov 24 07:00:00 2026\t[{"a":1},{"a":2}]\n');
    expect(events).toEqual([
      { line: 1, place: 0, json: { a: 1 } },
      { line: 1, place: 1, json: { a: 2 } },
    ]);
  });

  it('that are not JSON are rejected by their number', async () => {
    const { events, rejects } = await read('{"a":1}\n{"a":\n');
    expect(events).toHaveLength(1);
    expect(rejects).toMatchObject([{ line: 2, reason: expect.stringMatching(/^is not JSON: /) as string }]);
  });
});

describe('doctor', () => {
  const diagnose = async (env: Readonly<Record<string, string>>) => {
    const result = await runCommandLine(['doctor'], { env });
    const lineOf = (name: string) =>
      result.out.split('\n').find((line) => line.slice(9).startsWith(name)) ?? '';
    return { ...result, lineOf };
  };

  it('says of each service at once that nobody listens there and which setting names it', async () => {
    const { lineOf, out, exit } = await diagnose(NOBODY);
    for (const [name, setting] of [
      ['Kafka', 'KAFKA_BROKERS'],
      ['registry', 'SCHEMA_REGISTRY_URL'],
      ['database', 'DATABASE_URL'],
      ['mail server', 'EMAIL_HOST and EMAIL_PORT'],
    ] as const) {
      expect(lineOf(name)).toMatch(/^WRONG .*ECONNREFUSED/);
      expect(lineOf(name)).toContain(`Nothing listens there: start it, or correct ${setting}.`);
    }
    expect(lineOf('topics')).toMatch(/^skipped .*waits for Kafka/);
    expect(out).not.toContain('s3cret');
    expect(exit).toBe('unavailable');
  });

  it('tells a refused login from a missing server, and looks on although settings are wrong', async () => {
    const inbox = await SmtpInbox.open({ credentials: { username: 'zulip', password: 'right' } });
    cleanups.push(() => inbox.close());
    const registry = createServer((_request, response) => {
      response
        .writeHead(401, { 'content-type': 'application/json' })
        .end('{"error_code":401,"message":"no"}');
    });
    await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => new Promise((resolve) => registry.close(resolve)));
    const { lineOf, exit } = await diagnose({
      SCHEMA_REGISTRY_URL: `http://127.0.0.1:${(registry.address() as AddressInfo).port}`,
      EXTERNAL_HOST: 'chat.example.com',
      ZULIP_ADMINISTRATOR: 'support@example.com',
      EMAIL_HOST: inbox.host,
      EMAIL_PORT: String(inbox.port),
      EMAIL_HOST_USER: 'zulip',
      EMAIL_HOST_PASSWORD: 'wrong',
    });
    expect(lineOf('mail server')).toMatch(
      /^WRONG .*535.* The login is refused: check EMAIL_HOST_USER and EMAIL_HOST_PASSWORD\.$/,
    );
    expect(lineOf('registry')).toMatch(
      /^WRONG .*check SCHEMA_REGISTRY_USERNAME and SCHEMA_REGISTRY_PASSWORD\.$/,
    );
    expect(lineOf('Kafka')).toMatch(/^skipped .*settings are not complete/);
    expect(exit).toBe('invalid_config');
  });

  it('says that a certificate is not trusted', async () => {
    const inbox = await SmtpInbox.open({ tls: makeTestCertificate() });
    cleanups.push(() => inbox.close());
    const { lineOf } = await diagnose({
      EXTERNAL_HOST: 'chat.example.com',
      ZULIP_ADMINISTRATOR: 'support@example.com',
      EMAIL_HOST: inbox.host,
      EMAIL_PORT: String(inbox.port),
      EMAIL_USE_TLS: 'true',
    });
    expect(lineOf('mail server')).toMatch(/^WRONG .*certificate.* NODE_EXTRA_CA_CERTS\.$/);
  });

  it.each([
    [
      'SASL PLAIN authentication failed: Authentication failed: Invalid username or password',
      /check SASL_USER/,
    ],
    [
      'Authentication failed during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-512',
      /check SASL_USER/,
    ],
    ['Connection error: self-signed certificate', /certificate is not trusted/],
    ['Closed connection', /TLS port spoken to without TLS/],
    ['getaddrinfo ENOTFOUND kafka', /host name is unknown: correct BROKERS/],
    ['no answer within 15 s', /does not answer/],
    ['Not authorized to access topics: [Topic authorization failed]', /lacks the right/],
    ['The server does not support SSL connections', /offers no TLS/],
    ['something new', /^Check BROKERS\.$/],
  ])('advises on: %s', (message, advice) => {
    expect(adviceFor(message, { address: 'BROKERS', login: 'SASL_USER' })).toMatch(advice);
  });
});

describe('commands that ask Kafka', () => {
  it.each([['lag'], ['topics', 'plan']])('%s says at once that nobody listens', async (...args) => {
    const { err, exit } = await runCommandLine(args, { env: NOBODY });
    expect(err).toMatch(/^Error: Could not connect to Kafka at 127\.0\.0\.1:1: connect ECONNREFUSED/);
    expect(exit).toBe('unavailable');
  });

  it('one broker that answers is enough, and one that hangs up is told as such', async () => {
    const clock = systemClock;
    const server = createNetServer((socket) => socket.destroy());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanups.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as AddressInfo;
    const brokers = ['127.0.0.1:1', `127.0.0.1:${String(port)}`];
    await reachBrokers(brokers, { tls: null, timeoutMs: 5_000, clock });
    await expect(reachBrokers(brokers.slice(1), { tls: {}, timeoutMs: 5_000, clock })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/Closed connection|socket disconnected|ECONNRESET/) as string,
    });
  });
});
