import { QUEUE_NAMES } from '../schemas/queues.ts';
import * as kinds from './kinds.ts';
import { optional, required, withDefault } from './option.ts';
import type { ConfigOption } from './option.ts';

/** Every option by part; a command validates only the parts that it needs. */
export const OPTIONS = {
  kafka: {
    KAFKA_BROKERS: required(kinds.brokerList, {
      help: 'Brokers to ask first; the others are learnt from them.',
    }),
    KAFKA_CLIENT_ID: withDefault(kinds.text('zulip-workers'), 'zulip-workers', {
      help: 'Name of this client in the broker’s logs and quotas.',
    }),
    KAFKA_TLS: withDefault(kinds.flag, 'false', {
      help: 'Talk to the brokers through TLS; the certificate is checked.',
    }),
    KAFKA_TLS_CA_FILE: optional(kinds.path('/run/secrets/kafka-ca.pem'), {
      help: 'PEM file of the authority that signed the brokers’ certificates; the system’s authorities when not set.',
    }),
    KAFKA_TLS_CERT_FILE: optional(kinds.path('/run/secrets/kafka-client.pem'), {
      help: 'PEM file of the client’s certificate, where the brokers ask for one.',
    }),
    KAFKA_TLS_KEY_FILE: optional(kinds.path('/run/secrets/kafka-client.key'), {
      help: 'PEM file of the client certificate’s key.',
    }),
    KAFKA_SASL_MECHANISM: optional(kinds.oneOf(['plain', 'scram-sha-256', 'scram-sha-512']), {
      help: 'How to log in to the brokers; no login when not set.',
    }),
    KAFKA_SASL_USERNAME: optional(kinds.text('zulip'), { help: 'User name for the brokers.' }),
    KAFKA_SASL_PASSWORD: optional(kinds.secret, { secret: true, help: 'Password for the brokers.' }),
  },
  topics: {
    TOPIC_PREFIX: withDefault(kinds.text('zulip'), 'zulip', {
      help: 'First part of every topic, consumer group and registry subject; two fleets on one cluster need two prefixes.',
    }),
    TOPIC_PARTITIONS: withDefault(kinds.integer(1, 1000, 12), '12', {
      unit: 'partitions',
      help: 'Partitions of every topic that `topics apply` creates; the upper bound of processes that share a queue. Growing it moves keys: drain first.',
    }),
    TOPIC_REPLICATION: optional(kinds.integer(1, 15, 3), {
      unit: 'copies',
      derived: 'the broker’s own default',
      help: 'Copies of every topic that `topics apply` creates. Use 3 in production, with min.insync.replicas=2.',
    }),
    TOPIC_RETENTION_HOURS: withDefault(kinds.integer(1, 87_600, 168), '168', {
      unit: 'hours',
      help: 'How long main and retry topics keep their records, and how long ids of handled events are remembered.',
    }),
    DEAD_LETTER_RETENTION_HOURS: withDefault(kinds.integer(1, 87_600, 720), '720', {
      unit: 'hours',
      help: 'How long dead letters are kept for inspection and replay.',
    }),
    RETRY_TIERS: optional(kinds.delaysByName(QUEUE_NAMES, 'email_senders=1s,3s,6s'), {
      derived: 'each queue’s own tiers',
      help: 'Other waiting times between attempts for named queues, for instance short ones in a test installation. Run `topics apply` after a change.',
    }),
  },
  registry: {
    SCHEMA_REGISTRY_URL: required(kinds.url(['http', 'https'], 'http://registry:8081'), {
      help: 'Schema registry with Confluent’s REST interface.',
    }),
    SCHEMA_REGISTRY_USERNAME: optional(kinds.text('zulip'), { help: 'User name for the registry.' }),
    SCHEMA_REGISTRY_PASSWORD: optional(kinds.secret, { secret: true, help: 'Password for the registry.' }),
  },
  database: {
    DATABASE_URL: required(
      kinds.url(['postgres', 'postgresql'], 'postgresql://zulip:password@database:5432/zulip'),
      { secret: true, help: 'The chat server’s PostgreSQL (15 to 18).' },
    ),
    DATABASE_TLS: withDefault(kinds.oneOf(['off', 'require', 'verify-full']), 'off', {
      help: '`require` encrypts without checking the certificate; `verify-full` checks it and the host name.',
    }),
    DATABASE_TLS_CA_FILE: optional(kinds.path('/run/secrets/database-ca.pem'), {
      help: 'PEM file of the authority that signed the database’s certificate; the system’s authorities when not set.',
    }),
    DATABASE_POOL_SIZE: withDefault(kinds.integer(2, 200, 10), '10', {
      unit: 'connections',
      help: 'Connections of one process at most. All processes together must stay below the server’s max_connections.',
    }),
  },
  mail: {
    EXTERNAL_HOST: required(kinds.hostWithPort('chat.example.com'), {
      help: 'Host of the chat server, as Zulip’s setting; organizations live at <name>.EXTERNAL_HOST.',
    }),
    EXTERNAL_URI_SCHEME: withDefault(kinds.oneOf(['https://', 'http://']), 'https://', {
      help: 'Scheme of links in mails.',
    }),
    ZULIP_ADMINISTRATOR: required(kinds.mailAddress('support@example.com'), {
      help: 'Support address; From of mails that ask for SUPPORT, and shown in mails.',
    }),
    INSTALLATION_NAME: optional(kinds.text('Example Chat'), {
      derived: 'EXTERNAL_HOST',
      help: 'Name of the installation in From names.',
    }),
    NOREPLY_EMAIL_ADDRESS: optional(kinds.mailAddress('noreply@chat.example.com'), {
      derived: 'noreply@EXTERNAL_HOST',
      help: 'From of automatic mails, and the envelope sender of every mail.',
    }),
    TOKENIZED_NOREPLY_EMAIL_ADDRESS: optional(kinds.pattern('{token}', 'noreply-{token}@chat.example.com'), {
      derived: 'noreply-{token}@EXTERNAL_HOST',
      help: 'No-reply address that differs from mail to mail.',
    }),
    ADD_TOKENS_TO_NOREPLY_ADDRESS: withDefault(kinds.flag, 'true', {
      help: 'Use the tokenized no-reply address where a mail asks for it.',
    }),
    PHYSICAL_ADDRESS: withDefault(kinds.anyText('1 Example Street'), '', {
      help: 'Postal address at the foot of mails.',
    }),
    STATIC_URL: optional(kinds.url(['http', 'https'], 'https://chat.example.com/static/'), {
      derived: '<EXTERNAL_URI_SCHEME>EXTERNAL_HOST/static/',
      help: 'Base of images in mails.',
    }),
    EMAIL_GATEWAY_PATTERN: optional(kinds.pattern('%s', '%s@mail.example.com'), {
      derived: 'no replies by mail',
      help: 'Address to which people answer notification mails; %s stands for the token.',
    }),
    REALM_HOSTS: optional(kinds.hostByName('acme=chat.acme.example,other=chat.other.example'), {
      derived: '<name>.EXTERNAL_HOST for every organization',
      help: 'Hosts of organizations that do not live below EXTERNAL_HOST.',
    }),
    CORPORATE_ENABLED: withDefault(kinds.flag, 'false', {
      help: 'Whether this is the hosted service, whose mails speak differently of support and billing.',
    }),
    WELCOME_EMAIL_SENDER: optional(kinds.namedAddress, {
      derived: 'the no-reply address',
      help: 'Sender of the welcome series.',
    }),
    EMAIL_HOST: required(kinds.host('smtp.example.com'), {
      help: 'SMTP server that takes the mails; `none` only pretends to send them.',
    }),
    EMAIL_PORT: withDefault(kinds.integer(1, 65_535, 587), '25', { help: 'Port of the SMTP server.' }),
    EMAIL_USE_TLS: withDefault(kinds.flag, 'false', {
      help: 'Require STARTTLS. Never together with EMAIL_USE_SSL. A private authority is named by NODE_EXTRA_CA_CERTS.',
    }),
    EMAIL_USE_SSL: withDefault(kinds.flag, 'false', {
      help: 'TLS from the first byte (usually port 465). Never together with EMAIL_USE_TLS.',
    }),
    EMAIL_HOST_USER: withDefault(kinds.anyText('zulip'), '', {
      help: 'User name for the SMTP server; no login when not set.',
    }),
    EMAIL_HOST_PASSWORD: optional(kinds.secret, {
      secret: true,
      emptyIsValue: true,
      derived: 'no login',
      help: 'Password for the SMTP server; set it to nothing to go without a login on purpose.',
    }),
    EMAIL_TIMEOUT: withDefault(kinds.integer(1, 600, 15), '15', {
      unit: 'seconds',
      help: 'Limit for connecting to the SMTP server and for each of its answers.',
    }),
    EMAIL_MAX_CONNECTIONS: withDefault(kinds.integer(1, 200, 10), '10', {
      unit: 'connections',
      help: 'SMTP connections of one process at once.',
    }),
    EMAIL_MAX_MESSAGES_PER_CONNECTION: withDefault(kinds.integer(1, 100_000, 100), '100', {
      unit: 'mails',
      help: 'An SMTP connection is replaced after this many mails.',
    }),
    EMAIL_MAX_CONNECTION_LIFETIME_IN_MINUTES: withDefault(
      kinds.integerOrWord('unlimited', 0, 1440, 10),
      '10',
      {
        unit: 'minutes',
        help: 'Age at which an SMTP connection is replaced: 0 opens one for each mail, `unlimited` never replaces it. Some servers cut old connections in the middle of a mail.',
      },
    ),
    EMAIL_IDLE_CONNECTION_SECONDS: withDefault(kinds.integer(1, 3600, 60), '60', {
      unit: 'seconds',
      help: 'An idle SMTP connection is closed after this time; keep it below the server’s own limit.',
    }),
  },
  outbound: {
    OUTBOUND_ALLOW_ADDRESSES: withDefault(kinds.addressRanges, '', {
      help: 'Addresses that bots and link previews may reach although they are not public, such as a bot’s server in the own network.',
    }),
    OUTBOUND_DENY_ADDRESSES: withDefault(kinds.addressRanges, '', {
      help: 'Addresses that they may not reach although they are public or allowed, such as a provider’s 168.63.129.16.',
    }),
    OUTBOUND_PROXY_URL: optional(kinds.url(['http'], 'http://smokescreen:4750'), {
      secret: true,
      derived: 'no proxy',
      help: 'Egress proxy (Smokescreen or one like it) for requests to addresses that users name. It resolves the names and checks the addresses then, by its own rules.',
    }),
  },
  posting: {
    MESSAGE_POSTING: withDefault(kinds.oneOf(['rows', 'rest']), 'rows', {
      help: 'How queues post messages: `rows` writes them into the database, `rest` asks the chat server, which cannot do everything.',
    }),
    MESSAGE_POSTING_BY_QUEUE: optional(
      kinds.wordsByName(QUEUE_NAMES, ['rows', 'rest'], 'outgoing_webhooks=rest,embedded_bots=rows'),
      { derived: 'MESSAGE_POSTING for every queue', help: 'Another way of posting for named queues.' },
    ),
    INLINE_IMAGE_PREVIEW: withDefault(kinds.flag, 'true', {
      help: 'Whether messages that queues write as rows show the pictures they link to, as Zulip’s setting; an organization may switch it off for itself.',
    }),
    INLINE_URL_EMBED_PREVIEW: withDefault(kinds.flag, 'true', {
      help: 'Whether they ask for previews of the pages they link to, as Zulip’s setting; an organization has to switch it on for itself.',
    }),
    CAMO_URI: optional(kinds.text('https://chat.example.com/external_content/'), {
      derived: 'pictures of other hosts are loaded from there',
      help: 'Proxy through which pictures of other hosts are shown, as Zulip’s setting.',
    }),
    CAMO_KEY: optional(kinds.secret, {
      secret: true,
      help: 'Key of that proxy, as the chat server’s secret camo_key.',
    }),
    PREFER_DIRECT_MESSAGE_GROUP: withDefault(kinds.flag, 'false', {
      help: 'Whether one or two people write into their direct message group, if there is one, as Zulip’s setting.',
    }),
  },
  bots: {
    OUTGOING_WEBHOOK_TIMEOUT_SECONDS: withDefault(kinds.integer(1, 20, 10), '10', {
      unit: 'seconds',
      help: 'Limit for connecting to the server of an outgoing webhook bot, and for each gap of its answer; a whole call may take twice as long, and 22 seconds at most.',
    }),
    ENABLE_GRAVATAR: withDefault(kinds.flag, 'true', {
      help: 'Whether bots are told Gravatar’s address of a sender’s picture, which holds a hash of the mail address, as Zulip’s setting.',
    }),
    AVATAR_SALT: optional(kinds.secret, {
      secret: true,
      derived: 'bots are told an address that the chat server redirects',
      help: 'Secret avatar_salt of the chat server, which names the files of uploaded pictures.',
    }),
    USER_STATE_SIZE_LIMIT: withDefault(kinds.integer(1, 1_000_000_000, 10_000_000), '10000000', {
      unit: 'characters',
      help: 'Keys and values that one embedded bot may store, together, as Zulip’s setting.',
    }),
  },
  metrics: {
    METRICS_HOST: withDefault(kinds.text('0.0.0.0'), '127.0.0.1', {
      help: 'Address on which /metrics, /livez and /readyz are served.',
    }),
    METRICS_PORT: withDefault(kinds.port(9464), '9464', {
      help: 'Port of the same; 0 takes a free one and logs it.',
    }),
    METRICS_LAG_INTERVAL_SECONDS: withDefault(kinds.integer(1, 3600, 15), '15', {
      unit: 'seconds',
      help: 'How often the process asks Kafka for lag and depth; a scrape itself never asks Kafka.',
    }),
  },
  log: {
    LOG_LEVEL: withDefault(kinds.oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal']), 'info', {
      help: 'Least level that is written.',
    }),
    LOG_ADDRESSES: withDefault(kinds.oneOf(['hashed', 'plain']), 'hashed', {
      help: 'Whether mail addresses stand in the log as they are or as a short hash.',
    }),
  },
  worker: {
    WORKER_QUEUES: optional(kinds.listOf(QUEUE_NAMES, 'missedmessage_emails,email_senders'), {
      derived: 'every queue that can run',
      help: 'Queues of this process; the arguments of `run` come before it.',
    }),
    WORKER_MAX_BUFFERED_RECORDS: withDefault(kinds.integer(100, 1_000_000, 2000), '2000', {
      unit: 'records',
      help: 'Records that one queue holds in memory at most; fetching pauses above it.',
    }),
    WORKER_MAX_BUFFERED_MIB: withDefault(kinds.integer(1, 16_384, 32), '32', {
      unit: 'MiB',
      help: 'Size of the records that one queue holds in memory at most.',
    }),
    KAFKA_SESSION_TIMEOUT_MS: withDefault(kinds.integer(6000, 300_000, 15_000), '15000', {
      unit: 'ms',
      help: 'How long the partitions of a killed process stand still. Lower than 10,000 expels members that are only slow.',
    }),
    SHUTDOWN_GRACE_SECONDS: withDefault(kinds.integer(1, 600, 25), '25', {
      unit: 'seconds',
      help: 'How long running handlers may go on after SIGTERM; keep it 5 below the time after which the supervisor kills.',
    }),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, ConfigOption<unknown>>>>>;

/** A part of the configuration, validated as a whole. */
export type ConfigPart = keyof typeof OPTIONS;

/** Every part, in the order of the documentation. */
export const CONFIG_PARTS = Object.keys(OPTIONS) as ConfigPart[];

/** What the parts are called in the documentation. */
export const PART_TITLES = {
  kafka: 'Kafka',
  topics: 'Topics',
  registry: 'Schema registry',
  database: 'Database',
  mail: 'Mail',
  outbound: 'Requests to addresses that users name',
  posting: 'Posting messages',
  bots: 'Bots',
  metrics: 'Metrics and health',
  log: 'Log',
  worker: 'Worker',
} as const satisfies Record<ConfigPart, string>;
