import { describe, expect, it } from 'vitest';
import { ConfigError, faultLine, loadConfig, loadWholeConfig, processSource } from '../../src/config.ts';
import { CONFIG_PARTS, OPTIONS, PART_TITLES } from '../../src/config/options.ts';
import type { ConfigOption } from '../../src/config/option.ts';
import type { ConfigFault } from '../../src/config/read.ts';

const COMPLETE = {
  KAFKA_BROKERS: 'kafka-1:9092, kafka-2:9092',
  SCHEMA_REGISTRY_URL: 'http://registry:8081/',
  DATABASE_URL: 'postgresql://zulip:s3cret@database:5432/zulip',
  EXTERNAL_HOST: 'chat.example.com',
  ZULIP_ADMINISTRATOR: 'admin@example.com',
  EMAIL_HOST: 'smtp.example.com',
};

const source = (variables: Record<string, string>, files: Record<string, string> = {}) => ({
  variables,
  readFile: (path: string): string => {
    const text = files[path];
    if (text === undefined) throw new Error('ENOENT: no such file');
    return text;
  },
});

const faultsOf = (
  variables: Record<string, string>,
  files?: Record<string, string>,
): readonly ConfigFault[] => {
  try {
    loadWholeConfig(source(variables, files));
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
};

describe('configuration', () => {
  it('reads the required settings and fills in every default', () => {
    const config = loadWholeConfig(source(COMPLETE));
    expect(config.kafka).toEqual({
      brokers: ['kafka-1:9092', 'kafka-2:9092'],
      clientId: 'zulip-workers',
      tls: null,
      sasl: null,
    });
    expect(config.registry.url).toBe('http://registry:8081');
    expect(config.topics).toMatchObject({ prefix: 'zulip', partitions: 12, replicationFactor: null });
    expect(config.mail).toMatchObject({
      installationName: 'chat.example.com',
      noreplyEmailAddress: 'noreply@chat.example.com',
      tokenizedNoreplyEmailAddress: 'noreply-{token}@chat.example.com',
      staticUrl: 'https://chat.example.com/static/',
      emailGatewayPattern: null,
      emailHost: 'smtp.example.com',
      emailPort: 25,
      emailTimeoutMs: 15_000,
      emailHostPassword: null,
      emailMaxConnectionLifetimeInMinutes: 10,
      welcomeEmailSender: null,
      realmHosts: {},
    });
    expect(config.worker).toMatchObject({ queues: null, shutdownGraceMs: 25_000, sessionTimeoutMs: 15_000 });
  });

  it('is frozen through and through', () => {
    const config = loadWholeConfig(source(COMPLETE));
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.kafka)).toBe(true);
    expect(Object.isFrozen(config.kafka.brokers)).toBe(true);
    expect(Object.isFrozen(config.mail.realmHosts)).toBe(true);
  });

  it('lists every fault at once, each with its name, its value and what to write', () => {
    const faults = faultsOf({
      ...COMPLETE,
      KAFKA_BROKERS: 'kafka',
      METRICS_PORT: 'http',
      SCHEMA_REGISTRY_URL: '',
      WORKER_QUEUES: 'email_sender',
    });
    expect(faults.map((fault) => fault.name)).toEqual([
      'KAFKA_BROKERS',
      'SCHEMA_REGISTRY_URL',
      'METRICS_PORT',
      'WORKER_QUEUES',
    ]);
    expect(faults.map(faultLine).slice(0, 3)).toEqual([
      'KAFKA_BROKERS (now "kafka") must be host:port, several separated by commas. Write for instance KAFKA_BROKERS=broker-1:9092,broker-2:9092',
      'SCHEMA_REGISTRY_URL is not set. Write for instance SCHEMA_REGISTRY_URL=http://registry:8081',
      'METRICS_PORT (now "http") must be a whole number from 0 to 65535. Write for instance METRICS_PORT=9464',
    ]);
  });

  it('reads addresses and ranges for requests to others, a single address as a range of its own', () => {
    const variables = {
      ...COMPLETE,
      OUTBOUND_ALLOW_ADDRESSES: '10.0.0.0/8, 192.168.7.5,fd00::/8,::1',
      OUTBOUND_DENY_ADDRESSES: '',
    };
    expect(loadWholeConfig(source(variables)).outbound).toEqual({
      addresses: { allowed: ['10.0.0.0/8', '192.168.7.5/32', 'fd00::/8', '::1/128'], denied: [] },
      proxyUrl: null,
    });
    for (const wrong of ['10.0.0.0/33', 'fd00::/129', '10.0.0', 'localhost', '10.0.0.1/', '10.0.0.1/8/8']) {
      expect(faultsOf({ ...COMPLETE, OUTBOUND_DENY_ADDRESSES: wrong })).toMatchObject([
        { name: 'OUTBOUND_DENY_ADDRESSES', shown: wrong },
      ]);
    }
  });

  it('reads what bots are called with, and how their messages look', () => {
    expect(loadWholeConfig(source(COMPLETE)).bots).toMatchObject({
      webhookTimeoutMs: 10_000,
      isGravatarEnabled: true,
      avatarSalt: null,
    });
    const proxied = { ...COMPLETE, CAMO_URI: 'https://p.example/x/', CAMO_KEY: 'k' };
    expect(loadWholeConfig(source(proxied)).posting.looks).toEqual({
      inlineImagePreview: true,
      inlineUrlEmbedPreview: true,
      imageProxy: { uri: 'https://p.example/x/', key: 'k' },
      preferDirectMessageGroup: false,
    });
    expect(faultsOf({ ...COMPLETE, CAMO_URI: 'https://p.example/x/' })).toMatchObject([{ name: 'CAMO_KEY' }]);
  });

  it('reads how messages are posted, as a rule and by queue', () => {
    expect(loadWholeConfig(source(COMPLETE)).posting).toMatchObject({
      usual: 'rows',
      byQueue: new Map(),
    });
    const variables = { ...COMPLETE, MESSAGE_POSTING_BY_QUEUE: 'outgoing_webhooks=rest, embedded_bots=rows' };
    expect(loadWholeConfig(source(variables)).posting.byQueue).toEqual(
      new Map([
        ['outgoing_webhooks', 'rest'],
        ['embedded_bots', 'rows'],
      ]),
    );
    for (const wrong of ['webhooks=rest', 'outgoing_webhooks', 'outgoing_webhooks=mail', 'a=rest=rows']) {
      expect(faultsOf({ ...COMPLETE, MESSAGE_POSTING_BY_QUEUE: wrong })).toHaveLength(1);
    }
  });

  it('asks only for what the chosen parts need', () => {
    const config = loadConfig(source({ KAFKA_BROKERS: 'kafka:9092' }), ['kafka', 'topics']);
    expect(Object.keys(config)).toEqual(['kafka', 'topics']);
  });

  it('never shows a secret in a fault', () => {
    const [fault] = faultsOf({ ...COMPLETE, DATABASE_URL: 'mysql://zulip:s3cret@database/zulip' });
    expect(fault?.shown).toBe('mysql://zulip:********@database/zulip');
    const [unparsable] = faultsOf({ ...COMPLETE, DATABASE_URL: 'zulip s3cret' });
    expect(unparsable?.shown).toBe('********');
    const [twice] = faultsOf(
      { ...COMPLETE, EMAIL_HOST_PASSWORD: 's3cret', EMAIL_HOST_PASSWORD_FILE: '/run/password' },
      { '/run/password': 'other' },
    );
    expect(twice).toMatchObject({ name: 'EMAIL_HOST_PASSWORD', shown: '********' });
  });

  it('takes a secret from the file that <NAME>_FILE names, without its last newline', () => {
    const variables = {
      ...COMPLETE,
      KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
      KAFKA_SASL_USERNAME: 'zulip',
      KAFKA_SASL_PASSWORD_FILE: '/run/kafka',
    };
    const config = loadWholeConfig(source(variables, { '/run/kafka': ' blanks count \n' }));
    expect(config.kafka.sasl).toEqual({
      mechanism: 'scram-sha-512',
      username: 'zulip',
      password: ' blanks count ',
    });
    expect(faultsOf(variables, {})).toMatchObject([
      { name: 'KAFKA_SASL_PASSWORD_FILE', problem: 'cannot be read: ENOENT: no such file' },
    ]);
  });

  it('reads certificates when the settings are read, so that a wrong path is a fault at start', () => {
    const variables = { ...COMPLETE, KAFKA_TLS: 'yes', KAFKA_TLS_CA_FILE: '/ca.pem' };
    expect(loadWholeConfig(source(variables, { '/ca.pem': 'PEM' })).kafka.tls).toEqual({
      ca: 'PEM',
      cert: null,
      key: null,
    });
    expect(faultsOf(variables)).toMatchObject([{ name: 'KAFKA_TLS_CA_FILE', shown: '/ca.pem' }]);
  });

  it.each([
    [{ KAFKA_SASL_USERNAME: 'zulip' }, ['KAFKA_SASL_MECHANISM']],
    [{ KAFKA_SASL_MECHANISM: 'plain' }, ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD']],
    [{ KAFKA_TLS_CERT_FILE: '/cert.pem' }, ['KAFKA_TLS_KEY_FILE']],
    [{ SCHEMA_REGISTRY_USERNAME: 'zulip' }, ['SCHEMA_REGISTRY_PASSWORD']],
    [{ EMAIL_USE_TLS: 'true', EMAIL_USE_SSL: 'true' }, ['EMAIL_USE_SSL']],
    [
      { OUTBOUND_PROXY_URL: 'http://smokescreen:4750', OUTBOUND_ALLOW_ADDRESSES: '10.0.0.0/8' },
      ['OUTBOUND_PROXY_URL'],
    ],
    [
      { DATABASE_URL: 'postgresql://zulip@database/zulip?sslmode=disable', DATABASE_TLS: 'verify-full' },
      ['DATABASE_URL'],
    ],
  ])('finds settings that do not make sense together: %j', (variables, names) => {
    expect(faultsOf({ ...COMPLETE, ...variables }).map((fault) => fault.name)).toEqual(names);
  });

  it('reads the mail settings that have a form of their own', () => {
    const { mail } = loadWholeConfig(
      source({
        ...COMPLETE,
        EMAIL_HOST: 'none',
        EMAIL_HOST_PASSWORD: '',
        EMAIL_MAX_CONNECTION_LIFETIME_IN_MINUTES: 'unlimited',
        REALM_HOSTS: 'acme=chat.acme.example,=www.example.com:8443',
        WELCOME_EMAIL_SENDER: 'Kim of Zulip <kim@example.com>',
      }),
    );
    expect(mail).toMatchObject({
      emailHost: null,
      emailHostPassword: '',
      emailMaxConnectionLifetimeInMinutes: null,
      realmHosts: { acme: 'chat.acme.example', '': 'www.example.com:8443' },
      welcomeEmailSender: { name: 'Kim of Zulip', email: 'kim@example.com' },
    });
  });

  it('reads other retry tiers for named queues, in rising order only', () => {
    const config = loadWholeConfig(
      source({ ...COMPLETE, RETRY_TIERS: 'email_senders=500ms,3s,5m; embed_links=1h' }),
    );
    expect([...config.topics.retryTiers]).toEqual([
      ['email_senders', [500, 3000, 300_000]],
      ['embed_links', [3_600_000]],
    ]);
    for (const wrong of [
      'email_senders=3s,1s',
      'mail=1s',
      'email_senders=',
      'email_senders=1s;email_senders=2s',
    ]) {
      expect(faultsOf({ ...COMPLETE, RETRY_TIERS: wrong })).toMatchObject([{ name: 'RETRY_TIERS' }]);
    }
  });

  it('reads the environment of the process', () => {
    expect(processSource().variables['PATH']).toBe(process.env['PATH']);
  });
});

describe('the table of options', () => {
  const all = CONFIG_PARTS.flatMap((part) =>
    Object.entries<ConfigOption<unknown>>(OPTIONS[part]).map(([name, option]) => ({ part, name, option })),
  );

  it('names each variable once and titles every part', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    expect(Object.keys(PART_TITLES)).toEqual(CONFIG_PARTS);
  });

  it.each(all)('accepts the example and the default of $name', ({ option }) => {
    expect(option.read.schema.safeParse(option.read.example).success).toBe(true);
    if (option.presence.kind !== 'default') return;
    expect(option.read.schema.safeParse(option.presence.text).success).toBe(true);
  });

  it.each(all)('explains $name in whole sentences', ({ option }) => {
    expect(option.help).toMatch(/^.{10,}[.]$/);
  });
});
