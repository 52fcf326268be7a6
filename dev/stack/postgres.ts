import { openSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { spawnGuarded } from './guarded-child.ts';
import type { GuardedChild } from './guarded-child.ts';
import type { StackPart } from './part.ts';
import type { ClaimedPort } from './ports.ts';
import { claimPort } from './ports.ts';
import { clientConfig, restrictAccess, tlsSettings } from './postgres-access.ts';
import type { PostgresAccess } from './postgres-access.ts';
import { copyDataFolder, postgresFiles, serverUser } from './postgres-files.ts';
import type { PostgresFiles, ServerUser } from './postgres-files.ts';
import { poll } from './poll.ts';
import type { RunFolder } from './run-folder.ts';

/** Options of a development PostgreSQL. */
export interface PostgresOptions extends PostgresAccess {
  readonly folder: RunFolder;
  /** With true, commits reach the disk as in production (benchmarks). Default false: killing the
   *  server loses nothing, a power cut would. */
  readonly durable?: boolean;
  /** Binaries of another version. Default: those that npm installed with the project. */
  readonly files?: PostgresFiles;
}

/** A PostgreSQL of our own, superuser `postgres`, TCP on 127.0.0.1 only. */
export class Postgres implements StackPart {
  /** `postgres://…` of the database `postgres`. */
  readonly url: string;
  readonly port: number;
  readonly #options: PostgresOptions;
  readonly #files: PostgresFiles;
  readonly #user: ServerUser;
  readonly #claim: ClaimedPort;
  readonly #data: string;
  #tlsSettings: Readonly<Record<string, string>> = {};
  #server: GuardedChild | null = null;

  private constructor(options: PostgresOptions, files: PostgresFiles, user: ServerUser, claim: ClaimedPort) {
    this.#options = options;
    this.#files = files;
    this.#user = user;
    this.#claim = claim;
    this.#data = join(options.folder.path, `postgres-${claim.port}`);
    this.port = claim.port;
    const login = options.password === undefined ? 'postgres' : `postgres:${options.password}`;
    this.url = `postgres://${login}@127.0.0.1:${claim.port}/postgres`;
  }

  /** Copies a fresh data folder and starts a server on it. */
  static async open(options: PostgresOptions): Promise<Postgres> {
    const files = options.files ?? (await postgresFiles());
    const user = serverUser();
    const server = new Postgres(options, files, user, await claimPort());
    await copyDataFolder(files, user, server.#data);
    server.#tlsSettings = await tlsSettings(options, server.#data, user);
    await server.start();
    await restrictAccess(options, server.url, server.#data);
    return server;
  }

  /** Process id of the last start. */
  get pid(): number | null {
    return this.#server?.pid ?? null;
  }

  async start(): Promise<void> {
    if (this.#server?.isRunning() === true) return;
    const log = openSync(join(this.#options.folder.logs, `postgres-${this.port}.log`), 'a');
    const server = await spawnGuarded({
      command: join(this.#files.bin, 'postgres'),
      args: ['-D', this.#data, ...this.#settings()],
      reaper: this.#options.folder.reaper,
      deathSignal: 'INT',
      stdio: ['ignore', log, log],
      cwd: '/',
      ...this.#user,
    });
    closeSync(log);
    this.#server = server;
    await poll({ what: 'PostgreSQL answers', timeoutMs: 60_000, intervalMs: 15 }, async () => {
      if (!server.isRunning())
        throw new Error(`PostgreSQL ended at its start: see its log in ${this.#options.folder.logs}`);
      return this.#answers();
    });
  }

  /** "Fast" shutdown: open sessions are broken off, as a restart in production does. */
  async stop(): Promise<void> {
    await this.#server?.stop('SIGINT', 10_000);
  }

  /** SIGQUIT: no checkpoint, the next start recovers from the write-ahead log. */
  async kill(): Promise<void> {
    await this.#server?.stop('SIGQUIT', 5_000);
  }

  /** Stops it and gives its port back. */
  async close(): Promise<void> {
    await this.stop();
    await this.#claim.release();
  }

  #settings(): readonly string[] {
    const settings = {
      port: this.port,
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: 300,
      shared_buffers: '64MB',
      max_wal_size: '256MB',
      log_min_messages: 'warning',
      log_line_prefix: '%m [%p] %d ',
      log_checkpoints: 'off',
      // Commits still reach the operating system: a killed server loses none, only a power cut would.
      ...(this.#options.durable === true ? {} : { fsync: 'off', full_page_writes: 'off' }),
      ...this.#tlsSettings,
    };
    return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  }

  async #answers(): Promise<boolean> {
    const client = new pg.Client(clientConfig(this.url, this.#options));
    // A connection that breaks between the query and its end is reported here too; the query's error is enough.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('select 1');
      return true;
    } catch {
      // Not up yet: refused, or "the database system is starting up".
      return false;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
