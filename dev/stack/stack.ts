import pg from 'pg';
import { RegistryServer } from '../registry/server.ts';
import { topicStore } from '../registry/store.ts';
import { SmtpInbox } from '../smtp-inbox.ts';
import { KafkaCluster } from './kafka-part.ts';
import { Postgres } from './postgres.ts';
import { openRunFolder } from './run-folder.ts';
import type { RunFolder } from './run-folder.ts';

/** The parts a stack can consist of. */
export type StackPartName = 'kafka' | 'registry' | 'postgres' | 'inbox';

/** Options of a stack; everything has a default. */
export interface StackOptions {
  /** Default: all four. The registry keeps its schemas in Kafka when there is one, else in memory. */
  readonly parts?: readonly StackPartName[];
  /** Default 1. */
  readonly brokers?: number;
  /** A proxy in front of every broker: `kafka.proxied`. Default false. */
  readonly kafkaProxies?: boolean;
  /** Largest heap of one broker in MiB. Default 320. */
  readonly kafkaHeapMb?: number;
  /** PostgreSQL commits reach the disk as in production. Default false. */
  readonly durablePostgres?: boolean;
  /** With these, the registry asks for HTTP basic authentication. */
  readonly registryCredentials?: { readonly username: string; readonly password: string };
  /** Use what KAFKA_BROKERS, SCHEMA_REGISTRY_URL and DATABASE_URL name instead of starting that part. Default true;
   *  tests that stop and kill parts pass false. */
  readonly useEnvironment?: boolean;
  /** Told in one line when something takes long, such as a download. Default: standard error. */
  readonly onProgress?: (line: string) => void;
}

/** A running stack. Parts that were left out, or that the environment names, have no handle and a null one. */
export interface Stack {
  readonly kafka: KafkaCluster | null;
  readonly registry: RegistryServer | null;
  readonly postgres: Postgres | null;
  readonly inbox: SmtpInbox | null;
  /** `host:port,…`; empty when the stack has no Kafka. */
  readonly brokers: string;
  readonly registryUrl: string;
  /** Of the database `postgres`; use `createDatabase` for one of your own. */
  readonly databaseUrl: string;
  /** What `src/main.ts` and the CLI read to find the parts. */
  readonly env: Readonly<Record<string, string>>;
  /** Where the logs are while the stack runs. */
  readonly logFolder: string;
  /** Makes an empty database, or a copy of `template`, and returns its URL. */
  createDatabase(name: string, template?: string): Promise<string>;
  /** Removes a database and ends its connections; harmless when there is none. */
  dropDatabase(name: string): Promise<void>;
  /** Stops everything and removes the run's folder; with `keepLogs` returns where the logs are kept. Safe twice. */
  stop(options?: { readonly keepLogs?: boolean }): Promise<string | null>;
}

/**
 * Starts a local stack of real parts on free ports, downloading what is missing, and resolves when all of them
 * answer. Everything ends with this process, whatever ends it. Rejects with one clear line when a part cannot be
 * started; what was started by then is stopped, the logs are kept and their place is in the message.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const folder = await openRunFolder();
  const started = new StartedParts(folder);
  try {
    await started.start(options);
    return started;
  } catch (error) {
    const logs = await started.stop({ keepLogs: true });
    throw new Error(`${(error as Error).message} (logs: ${logs ?? 'none'})`, { cause: error });
  }
}

/** Only Kafka, with several brokers, for tests that stop and kill single ones. */
export function startCluster(options: {
  readonly brokers: number;
}): Promise<Stack & { kafka: KafkaCluster }> {
  return startStack({
    parts: ['kafka'],
    brokers: options.brokers,
    kafkaHeapMb: 256,
    useEnvironment: false,
  }) as Promise<Stack & { kafka: KafkaCluster }>;
}

class StartedParts implements Stack {
  kafka: KafkaCluster | null = null;
  registry: RegistryServer | null = null;
  postgres: Postgres | null = null;
  inbox: SmtpInbox | null = null;
  brokers = '';
  registryUrl = '';
  databaseUrl = '';
  readonly logFolder: string;
  readonly #folder: RunFolder;
  #stopped: Promise<string | null> | null = null;

  constructor(folder: RunFolder) {
    this.#folder = folder;
    this.logFolder = folder.logs;
  }

  async start(options: StackOptions): Promise<void> {
    const parts: ReadonlySet<StackPartName> = new Set(
      options.parts ?? ['kafka', 'registry', 'postgres', 'inbox'],
    );
    const named = (name: string): string | undefined =>
      options.useEnvironment === false || process.env[name] === '' ? undefined : process.env[name];
    const starts: Promise<void>[] = [];
    if (parts.has('kafka') || parts.has('registry')) {
      starts.push(this.#startKafkaAndRegistry(parts, options, named));
    }
    if (parts.has('postgres')) starts.push(this.#startPostgres(options, named('DATABASE_URL')));
    if (parts.has('inbox')) starts.push(this.#startInbox());
    // All of them end before an error is reported, so that nothing starts after the clean-up.
    const results = await Promise.allSettled(starts);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  get env(): Readonly<Record<string, string>> {
    return {
      ...(this.brokers === '' ? {} : { KAFKA_BROKERS: this.brokers }),
      ...(this.registryUrl === '' ? {} : { SCHEMA_REGISTRY_URL: this.registryUrl }),
      ...(this.databaseUrl === '' ? {} : { DATABASE_URL: this.databaseUrl }),
      ...(this.inbox === null ? {} : { EMAIL_HOST: this.inbox.host, EMAIL_PORT: String(this.inbox.port) }),
    };
  }

  async createDatabase(name: string, template?: string): Promise<string> {
    // Copying files is many times faster than writing every page to the log, the default since PostgreSQL 15.
    const from =
      template === undefined ? '' : ` template ${pg.escapeIdentifier(template)} strategy file_copy`;
    await this.#query(`create database ${pg.escapeIdentifier(name)}${from}`);
    const url = new URL(this.databaseUrl);
    url.pathname = `/${name}`;
    return url.href;
  }

  async dropDatabase(name: string): Promise<void> {
    await this.#query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
  }

  async #query(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.databaseUrl });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }

  stop(options: { readonly keepLogs?: boolean } = {}): Promise<string | null> {
    this.#stopped ??= this.#stop(options.keepLogs === true);
    return this.#stopped;
  }

  async #stop(keepLogs: boolean): Promise<string | null> {
    const results = await Promise.allSettled([
      this.registry?.close().then(() => this.kafka?.close()) ?? this.kafka?.close(),
      this.postgres?.close(),
      this.inbox?.close(),
    ]);
    const kept = await this.#folder.close({ keepLogs });
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return kept;
  }

  async #startKafkaAndRegistry(
    parts: ReadonlySet<StackPartName>,
    options: StackOptions,
    named: (name: string) => string | undefined,
  ): Promise<void> {
    if (parts.has('kafka')) {
      const outside = named('KAFKA_BROKERS');
      if (outside === undefined) {
        this.kafka = await KafkaCluster.open({
          folder: this.#folder,
          brokers: options.brokers ?? 1,
          proxies: options.kafkaProxies === true,
          onProgress: options.onProgress ?? ((line) => process.stderr.write(`${line}\n`)),
          ...(options.kafkaHeapMb === undefined ? {} : { heapMb: options.kafkaHeapMb }),
        });
      }
      this.brokers = outside ?? this.kafka?.addresses ?? '';
    }
    if (!parts.has('registry')) return;
    const outside = named('SCHEMA_REGISTRY_URL');
    if (outside === undefined) {
      // Not in somebody else's Kafka: `_schemas` may belong to a real registry there.
      const store = this.kafka === null ? {} : { store: topicStore(this.kafka.addresses.split(',')) };
      const credentials = options.registryCredentials;
      this.registry = await RegistryServer.open({
        ...store,
        ...(credentials === undefined ? {} : { credentials }),
      });
    }
    this.registryUrl = outside ?? this.registry?.url ?? '';
  }

  async #startPostgres(options: StackOptions, outside: string | undefined): Promise<void> {
    if (outside === undefined) {
      this.postgres = await Postgres.open({
        folder: this.#folder,
        durable: options.durablePostgres === true,
      });
    }
    this.databaseUrl = outside ?? this.postgres?.url ?? '';
  }

  async #startInbox(): Promise<void> {
    this.inbox = await SmtpInbox.open();
  }
}
