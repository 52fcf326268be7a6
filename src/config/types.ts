import type { QueueName } from '../schemas/queues.ts';
import type { CheckSettings } from '../shared/messages/checking/settings.ts';
import type { MailSettings } from '../shared/mail-message/mail-settings.ts';

/** TLS material as PEM text; null = the system's authorities, or no client certificate. */
export interface TlsFiles {
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
}

/** How to reach Kafka. */
export interface KafkaConfig {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly tls: TlsFiles | null;
  readonly sasl: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  } | null;
}

/** Names, sizes and times of the topics. */
export interface TopicsConfig {
  readonly prefix: string;
  readonly partitions: number;
  /** Null: the broker's own default. */
  readonly replicationFactor: number | null;
  readonly retentionMs: number;
  readonly deadLetterRetentionMs: number;
  /** Waiting times that replace a queue's own, ms. */
  readonly retryTiers: ReadonlyMap<QueueName, readonly number[]>;
}

/** How to reach the schema registry. */
export interface RegistryConfig {
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
}

/** How to reach PostgreSQL. */
export interface DatabaseConfig {
  readonly url: string;
  readonly tls: { readonly mode: 'require' | 'verify-full'; readonly ca: string | null } | null;
  readonly poolSize: number;
}

/** Zulip's own mail settings; whether logs show addresses is the log's matter. */
export interface MailConfig extends Omit<MailSettings, 'logMailAddresses'> {
  /** EMAIL_GATEWAY_PATTERN with `%s`; null: people cannot answer by mail. */
  readonly emailGatewayPattern: string | null;
}

/** How addresses that users name are reached. */
export interface OutboundConfig {
  readonly addresses: {
    /** Ranges such as `10.0.0.0/8`. */
    readonly allowed: readonly string[];
    readonly denied: readonly string[];
  };
  /** Null: no proxy; addresses are checked here. */
  readonly proxyUrl: string | null;
}

/** Writing rows, or the chat server's REST interface. */
export type PostingWay = 'rows' | 'rest';

/** How messages are posted. */
export interface PostingConfig {
  readonly usual: PostingWay;
  readonly byQueue: ReadonlyMap<QueueName, PostingWay>;
  /** Zulip's own settings of how a message looks that is written as rows. */
  readonly looks: Omit<CheckSettings, 'realmUrl'>;
}

/** What bots are called with. */
export interface BotsConfig {
  /** For connecting, and for each gap of the answer. */
  readonly webhookTimeoutMs: number;
  readonly isGravatarEnabled: boolean;
  /** Null: not known. */
  readonly avatarSalt: string | null;
  /** Characters that one embedded bot may store. */
  readonly storageLimit: number;
}

/** Where metrics and health are served. */
export interface MetricsConfig {
  readonly host: string;
  readonly port: number;
  readonly lagIntervalMs: number;
}

/** What the log writes. */
export interface LogConfig {
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';
  readonly addresses: 'plain' | 'hashed';
}

/** Limits of this process. */
export interface WorkerConfig {
  /** Null: every queue that can run. */
  readonly queues: readonly QueueName[] | null;
  readonly maxBufferedRecords: number;
  readonly maxBufferedBytes: number;
  readonly sessionTimeoutMs: number;
  readonly shutdownGraceMs: number;
}

/** The whole configuration: typed, checked and frozen. */
export interface Config {
  readonly kafka: KafkaConfig;
  readonly topics: TopicsConfig;
  readonly registry: RegistryConfig;
  readonly database: DatabaseConfig;
  readonly mail: MailConfig;
  readonly outbound: OutboundConfig;
  readonly posting: PostingConfig;
  readonly bots: BotsConfig;
  readonly metrics: MetricsConfig;
  readonly log: LogConfig;
  readonly worker: WorkerConfig;
}
