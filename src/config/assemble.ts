import type { OPTIONS, ConfigPart } from './options.ts';
import { readNamedFile } from './read.ts';
import type { ConfigFault, ConfigSource, FaultList, ValuesOf } from './read.ts';
import type {
  BotsConfig,
  Config,
  DatabaseConfig,
  KafkaConfig,
  LogConfig,
  MailConfig,
  MetricsConfig,
  OutboundConfig,
  PostingConfig,
  RegistryConfig,
  TopicsConfig,
  WorkerConfig,
} from './types.ts';

const HOUR_MS = 3_600_000;
const MIB = 1024 * 1024;

/** What an assembler may use. */
export interface Reading {
  readonly source: ConfigSource;
  readonly faults: FaultList;
}

const pem = (name: string, path: string | null, { source, faults }: Reading): string | null =>
  path === null ? null : readNamedFile(name, path, source, faults);

const missing = (name: string, because: string): ConfigFault => ({
  name,
  shown: null,
  problem: `is not set, but ${because}`,
  advice: `Set ${name}, or remove the other.`,
});

/** Checked values of a part. */
const BOTH_KINDS_OF_TLS: ConfigFault = {
  name: 'EMAIL_USE_SSL',
  shown: 'true',
  problem: 'cannot be true together with EMAIL_USE_TLS',
  advice: 'Keep EMAIL_USE_TLS for STARTTLS (port 587), or EMAIL_USE_SSL for TLS from the start (port 465).',
};

/** What stands in the URL would win over DATABASE_TLS without a word. */
const TLS_SAID_TWICE: ConfigFault = {
  name: 'DATABASE_URL',
  shown: null,
  problem: 'says how to use TLS, and so does DATABASE_TLS',
  advice: 'Take sslmode and the like out of the URL.',
};

/** The proxy checks by its own rules; an operator who sets both believes in a protection that is not there. */
const ADDRESSES_BESIDE_PROXY: ConfigFault = {
  name: 'OUTBOUND_PROXY_URL',
  shown: null,
  problem: 'is set, and so are OUTBOUND_ALLOW_ADDRESSES or OUTBOUND_DENY_ADDRESSES, which do nothing then',
  advice: 'Allow and deny addresses in the settings of the proxy.',
};

type Values<P extends ConfigPart> = ValuesOf<(typeof OPTIONS)[P]>;

const saslOf = (values: Values<'kafka'>, faults: FaultList): KafkaConfig['sasl'] => {
  const { KAFKA_SASL_MECHANISM: mechanism } = values;
  const { KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = values;
  if (mechanism === null) {
    if (username !== null) faults.push(missing('KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME is'));
    return null;
  }
  if (username === null) faults.push(missing('KAFKA_SASL_USERNAME', 'KAFKA_SASL_MECHANISM is'));
  if (password === null) faults.push(missing('KAFKA_SASL_PASSWORD', 'KAFKA_SASL_MECHANISM is'));
  return { mechanism, username: username ?? '', password: password ?? '' };
};

const kafkaOf = (values: Values<'kafka'>, reading: Reading): KafkaConfig => {
  const { KAFKA_TLS_CERT_FILE: certFile, KAFKA_TLS_KEY_FILE: keyFile } = values;
  if (certFile !== null && keyFile === null) {
    reading.faults.push(missing('KAFKA_TLS_KEY_FILE', 'KAFKA_TLS_CERT_FILE is'));
  }
  if (keyFile !== null && certFile === null) {
    reading.faults.push(missing('KAFKA_TLS_CERT_FILE', 'KAFKA_TLS_KEY_FILE is'));
  }
  return {
    brokers: values.KAFKA_BROKERS,
    clientId: values.KAFKA_CLIENT_ID,
    tls: values.KAFKA_TLS
      ? {
          ca: pem('KAFKA_TLS_CA_FILE', values.KAFKA_TLS_CA_FILE, reading),
          cert: pem('KAFKA_TLS_CERT_FILE', certFile, reading),
          key: pem('KAFKA_TLS_KEY_FILE', keyFile, reading),
        }
      : null,
    sasl: saslOf(values, reading.faults),
  };
};

const topicsOf = (values: Values<'topics'>): TopicsConfig => ({
  prefix: values.TOPIC_PREFIX,
  partitions: values.TOPIC_PARTITIONS,
  replicationFactor: values.TOPIC_REPLICATION,
  retentionMs: values.TOPIC_RETENTION_HOURS * HOUR_MS,
  deadLetterRetentionMs: values.DEAD_LETTER_RETENTION_HOURS * HOUR_MS,
  retryTiers: values.RETRY_TIERS ?? new Map(),
});

const registryOf = (values: Values<'registry'>, { faults }: Reading): RegistryConfig => {
  const { SCHEMA_REGISTRY_USERNAME: username, SCHEMA_REGISTRY_PASSWORD: password } = values;
  if (username !== null && password === null) {
    faults.push(missing('SCHEMA_REGISTRY_PASSWORD', 'SCHEMA_REGISTRY_USERNAME is'));
  }
  return { url: values.SCHEMA_REGISTRY_URL.href.replace(/\/$/, ''), username, password };
};

const databaseOf = (values: Values<'database'>, reading: Reading): DatabaseConfig => {
  const { DATABASE_URL: url, DATABASE_TLS: mode } = values;
  const isSaidInUrl = [...url.searchParams.keys()].some((name) => name.startsWith('ssl'));
  if (mode !== 'off' && isSaidInUrl) reading.faults.push(TLS_SAID_TWICE);
  return {
    url: url.href,
    tls:
      mode === 'off' ? null : { mode, ca: pem('DATABASE_TLS_CA_FILE', values.DATABASE_TLS_CA_FILE, reading) },
    poolSize: values.DATABASE_POOL_SIZE,
  };
};

const mailOf = (values: Values<'mail'>, { faults }: Reading): MailConfig => {
  const { EXTERNAL_HOST: externalHost, EXTERNAL_URI_SCHEME: scheme, EMAIL_HOST: emailHost } = values;
  const mailDomain = externalHost.replace(/:\d+$/, '');
  const lifetime = values.EMAIL_MAX_CONNECTION_LIFETIME_IN_MINUTES;
  if (values.EMAIL_USE_TLS && values.EMAIL_USE_SSL) faults.push(BOTH_KINDS_OF_TLS);
  return {
    externalHost,
    externalUriScheme: scheme,
    emailGatewayPattern: values.EMAIL_GATEWAY_PATTERN,
    zulipAdministrator: values.ZULIP_ADMINISTRATOR,
    installationName: values.INSTALLATION_NAME ?? externalHost,
    noreplyEmailAddress: values.NOREPLY_EMAIL_ADDRESS ?? `noreply@${mailDomain}`,
    tokenizedNoreplyEmailAddress: values.TOKENIZED_NOREPLY_EMAIL_ADDRESS ?? `noreply-{token}@${mailDomain}`,
    addTokensToNoreplyAddress: values.ADD_TOKENS_TO_NOREPLY_ADDRESS,
    physicalAddress: values.PHYSICAL_ADDRESS,
    staticUrl: values.STATIC_URL?.href ?? `${scheme}${externalHost}/static/`,
    realmHosts: values.REALM_HOSTS ?? {},
    corporateEnabled: values.CORPORATE_ENABLED,
    welcomeEmailSender: values.WELCOME_EMAIL_SENDER,
    emailHost: emailHost === 'none' ? null : emailHost,
    emailPort: values.EMAIL_PORT,
    emailUseTls: values.EMAIL_USE_TLS,
    emailUseSsl: values.EMAIL_USE_SSL,
    emailHostUser: values.EMAIL_HOST_USER,
    emailHostPassword: values.EMAIL_HOST_PASSWORD,
    emailTimeoutMs: values.EMAIL_TIMEOUT * 1000,
    emailMaxConnections: values.EMAIL_MAX_CONNECTIONS,
    emailMaxMessagesPerConnection: values.EMAIL_MAX_MESSAGES_PER_CONNECTION,
    emailMaxConnectionLifetimeInMinutes: lifetime === 'unlimited' ? null : lifetime,
    emailIdleConnectionMs: values.EMAIL_IDLE_CONNECTION_SECONDS * 1000,
  };
};

const outboundOf = (values: Values<'outbound'>, { faults }: Reading): OutboundConfig => {
  const { OUTBOUND_ALLOW_ADDRESSES: allowed, OUTBOUND_DENY_ADDRESSES: denied } = values;
  const proxy = values.OUTBOUND_PROXY_URL;
  if (proxy !== null && allowed.length + denied.length > 0) faults.push(ADDRESSES_BESIDE_PROXY);
  return { addresses: { allowed, denied }, proxyUrl: proxy === null ? null : proxy.href };
};

const postingOf = (values: Values<'posting'>, { faults }: Reading): PostingConfig => {
  const { CAMO_URI: uri, CAMO_KEY: key } = values;
  if (uri !== null && key === null) faults.push(missing('CAMO_KEY', 'CAMO_URI is'));
  return {
    usual: values.MESSAGE_POSTING,
    byQueue: values.MESSAGE_POSTING_BY_QUEUE ?? new Map(),
    looks: {
      inlineImagePreview: values.INLINE_IMAGE_PREVIEW,
      inlineUrlEmbedPreview: values.INLINE_URL_EMBED_PREVIEW,
      imageProxy: uri === null ? null : { uri, key: key ?? '' },
      preferDirectMessageGroup: values.PREFER_DIRECT_MESSAGE_GROUP,
    },
  };
};

const botsOf = (values: Values<'bots'>): BotsConfig => ({
  webhookTimeoutMs: values.OUTGOING_WEBHOOK_TIMEOUT_SECONDS * 1000,
  isGravatarEnabled: values.ENABLE_GRAVATAR,
  avatarSalt: values.AVATAR_SALT,
  storageLimit: values.USER_STATE_SIZE_LIMIT,
});

const metricsOf = (values: Values<'metrics'>): MetricsConfig => ({
  host: values.METRICS_HOST,
  port: values.METRICS_PORT,
  lagIntervalMs: values.METRICS_LAG_INTERVAL_SECONDS * 1000,
});

const logOf = (values: Values<'log'>): LogConfig => ({
  level: values.LOG_LEVEL,
  addresses: values.LOG_ADDRESSES,
});

const workerOf = (values: Values<'worker'>): WorkerConfig => ({
  queues: values.WORKER_QUEUES,
  maxBufferedRecords: values.WORKER_MAX_BUFFERED_RECORDS,
  maxBufferedBytes: values.WORKER_MAX_BUFFERED_MIB * MIB,
  sessionTimeoutMs: values.KAFKA_SESSION_TIMEOUT_MS,
  shutdownGraceMs: values.SHUTDOWN_GRACE_SECONDS * 1000,
});

/** Turns the values of a part into its typed form, and checks what only makes sense together. */
export const ASSEMBLERS: { readonly [P in ConfigPart]: (values: Values<P>, reading: Reading) => Config[P] } =
  {
    kafka: kafkaOf,
    topics: topicsOf,
    registry: registryOf,
    database: databaseOf,
    mail: mailOf,
    outbound: outboundOf,
    posting: postingOf,
    bots: botsOf,
    metrics: metricsOf,
    log: logOf,
    worker: workerOf,
  };
