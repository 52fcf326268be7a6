import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RegistryServer } from '../../dev/registry/server.ts';
import { SmtpInbox } from '../../dev/smtp-inbox.ts';
import { repositoryRoot } from '../../dev/stack/paths.ts';
import { Postgres } from '../../dev/stack/postgres.ts';
import { openRunFolder } from '../../dev/stack/run-folder.ts';
import { makeTestCertificate } from '../../dev/test-certificate.ts';
import { spawnWorker } from '../../dev/worker-process.ts';
import { EXIT_CODES } from '../../src/cli/exit-codes.ts';
import { startSecureKafka } from '../broker/secure-kafka.ts';

type Environment = Readonly<Record<string, string>>;

/** Services that all ask for TLS and a login, and the settings that satisfy them. */
interface SecureServices {
  readonly env: Environment;
  readonly inbox: SmtpInbox;
  readonly close: () => Promise<void>;
}

const openServices = async (): Promise<SecureServices> => {
  const tls = makeTestCertificate();
  const folder = await openRunFolder();
  const caFile = join(folder.path, 'ca.pem');
  await writeFile(caFile, tls.cert);
  const credentials = { username: 'zulip', password: 'right' };
  const [kafka, registry, postgres, inbox] = await Promise.all([
    startSecureKafka(tls),
    RegistryServer.open({ tls, credentials }),
    Postgres.open({ folder, tls, password: 'right' }),
    SmtpInbox.open({ tls, credentials }),
  ]);
  const env = {
    KAFKA_BROKERS: kafka.saslTls,
    KAFKA_TLS: 'true',
    KAFKA_TLS_CA_FILE: caFile,
    KAFKA_SASL_MECHANISM: 'scram-sha-512',
    KAFKA_SASL_USERNAME: 'bob',
    KAFKA_SASL_PASSWORD: 'bob-secret',
    TOPIC_PARTITIONS: '1',
    SCHEMA_REGISTRY_URL: registry.url,
    SCHEMA_REGISTRY_USERNAME: credentials.username,
    SCHEMA_REGISTRY_PASSWORD: credentials.password,
    DATABASE_URL: postgres.url,
    DATABASE_TLS: 'verify-full',
    DATABASE_TLS_CA_FILE: caFile,
    EXTERNAL_HOST: 'chat.example.com',
    ZULIP_ADMINISTRATOR: 'support@example.com',
    EMAIL_HOST: inbox.host,
    EMAIL_PORT: String(inbox.port),
    EMAIL_USE_TLS: 'true',
    EMAIL_HOST_USER: credentials.username,
    EMAIL_HOST_PASSWORD: credentials.password,
    // The registry's and the mail server's authority; Node reads it at its start.
    NODE_EXTRA_CA_CERTS: caFile,
  };
  return {
    env,
    inbox,
    close: async () => {
      await Promise.all([kafka.stop(), registry.close(), postgres.close(), inbox.close()]);
      await folder.close({ keepLogs: false });
    },
  };
};

describe('with TLS and logins everywhere', () => {
  let services: SecureServices;
  beforeAll(async () => {
    services = await openServices();
  }, 120_000);
  afterAll(() => services.close());

  /** A command as a process of its own. */
  const command = async (
    args: readonly string[],
    options: { readonly changes?: Environment; readonly stdin?: string } = {},
  ): Promise<{ readonly out: string; readonly code: number | null }> => {
    const child = spawn(process.execPath, [join(repositoryRoot, 'src/cli/zulip-workers.ts'), ...args], {
      env: { PATH: process.env['PATH'], ...services.env, ...options.changes },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    child.stdin.end(options.stdin ?? '');
    const out = await text(child.stdout);
    return { out, code: await ended };
  };

  /** What the doctor says of the four services, by name. */
  const diagnose = async (changes: Environment = {}) => {
    const { out, code } = await command(['doctor', '--json'], { changes });
    const { diagnoses } = JSON.parse(out) as {
      diagnoses: readonly { name: string; state: string; detail: string; advice: string | null }[];
    };
    const of = (name: string): string => {
      const found = diagnoses.find((diagnosis) => diagnosis.name === name);
      return `${found?.state ?? ''}: ${found?.detail ?? ''} ${found?.advice ?? ''}`;
    };
    return { out, code, of };
  };

  it('an event becomes a mail, from an empty database to the inbox, and the doctor is content', async () => {
    const prepared = await Promise.all([
      command(['topics', 'apply']),
      command(['schemas', 'register']),
      command(['db', 'migrate']),
    ]);
    expect(prepared.map(({ code }) => code)).toEqual([0, 0, 0]);
    const { of, code } = await diagnose();
    expect(code).toBe(EXIT_CODES.ok.code);
    expect(of('Kafka')).toContain('TLS, scram-sha-512');
    expect(of('database')).toContain('TLS: verify-full');
    expect(of('mail server')).toContain('STARTTLS, login');

    const worker = await spawnWorker({ env: services.env, args: ['email_senders'] });
    try {
      await worker.ready();
      const context = {
        referrer_full_name: 'Kim Nakamura',
        referrer_email: 'kim@example.com',
        referrer_realm_name: 'Lighthouse Works',
        activate_url: 'https://chat.example.com/accounts/do_confirm/abc',
        corporate_enabled: false,
      };
      const event = { template_prefix: 'zerver/emails/invitation', to_emails: ['a@example.com'], context };
      const sent = await command(['produce', 'email_senders'], { stdin: JSON.stringify(event) });
      expect(sent.code).toBe(EXIT_CODES.ok.code);
      const mail = await services.inbox.waitFor(({ to }) => to.includes('a@example.com'), {
        timeoutMs: 30_000,
      });
      expect(mail).toMatchObject({ tls: true, user: 'zulip' });
    } finally {
      await worker.kill('SIGTERM');
    }
  });

  it.each<readonly [string, Environment, RegExp]>([
    [
      'password for Kafka',
      { KAFKA_SASL_PASSWORD: 'wrong' },
      /^Error: Kafka cannot be used: .*Authentication failed/,
    ],
    [
      'authority for Kafka',
      { KAFKA_TLS_CA_FILE: '', NODE_EXTRA_CA_CERTS: '' },
      /^Error: Kafka cannot be used: .*certificate is not trusted/,
    ],
    [
      'authority for the database',
      { DATABASE_TLS_CA_FILE: '', NODE_EXTRA_CA_CERTS: '' },
      /^Error: The database cannot be used: .*self-signed certificate/,
    ],
  ])('a worker with a wrong %s says so in one line and exits 5', async (_, changes, line) => {
    const worker = await spawnWorker({ env: { ...services.env, ...changes }, args: ['email_senders'] });
    try {
      expect(await worker.exited).toMatchObject({ code: EXIT_CODES.unavailable.code });
    } finally {
      await worker.kill('SIGKILL');
    }
    const words = worker.logs.filter(({ level }) => level === 0).map(({ msg }) => msg);
    expect(words).toEqual([expect.stringMatching(line)]);
  });

  it('the doctor names each wrong password, and the setting that holds it', async () => {
    const { of, out, code } = await diagnose({
      KAFKA_SASL_PASSWORD: 'wrong',
      SCHEMA_REGISTRY_PASSWORD: 'wrong',
      DATABASE_URL: String(services.env['DATABASE_URL']).replace('right', 'wrong'),
      EMAIL_HOST_PASSWORD: 'wrong',
    });
    expect(code).toBe(EXIT_CODES.unavailable.code);
    for (const [name, setting] of [
      ['Kafka', 'KAFKA_SASL_PASSWORD'],
      ['registry', 'SCHEMA_REGISTRY_PASSWORD'],
      ['database', 'DATABASE_URL'],
      ['mail server', 'EMAIL_HOST_PASSWORD'],
    ] as const) {
      expect(of(name)).toMatch(/^wrong: .*The login is refused: check /);
      expect(of(name)).toContain(setting);
    }
    expect(out).not.toMatch(/:wrong@|bob-secret/);
  });

  it('the doctor names each certificate that is not trusted', async () => {
    const { of, code } = await diagnose({
      KAFKA_TLS_CA_FILE: '',
      DATABASE_TLS_CA_FILE: '',
      NODE_EXTRA_CA_CERTS: '',
    });
    expect(code).toBe(EXIT_CODES.unavailable.code);
    for (const name of ['Kafka', 'registry', 'database', 'mail server']) {
      expect(of(name)).toMatch(/^wrong: .*The certificate is not trusted: name its authority/);
    }
  });

  it('the doctor tells each service that is spoken to without the TLS it asks for', async () => {
    const { of, code } = await diagnose({
      KAFKA_TLS: 'false',
      KAFKA_TLS_CA_FILE: '',
      SCHEMA_REGISTRY_URL: String(services.env['SCHEMA_REGISTRY_URL']).replace('https', 'http'),
      DATABASE_TLS: 'off',
      DATABASE_TLS_CA_FILE: '',
      EMAIL_USE_TLS: 'false',
    });
    expect(code).toBe(EXIT_CODES.unavailable.code);
    expect(of('Kafka')).toMatch(/^wrong: .*hangs up/);
    expect(of('registry')).toMatch(/^wrong: .*hangs up/);
    expect(of('database')).toMatch(/^wrong: .*no encryption/);
    // The inbox takes a login in the clear too; the doctor says what it is.
    expect(of('mail server')).toContain('no TLS, login');
  });
});
