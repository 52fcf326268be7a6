import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type {} from './provided.ts';

/** Where the shared parts of this run are. */
export interface StackAddresses {
  /** `host:port`, several separated by commas. */
  readonly brokers: string;
  readonly registryUrl: string;
  /** Of the database `postgres`; tests make one of their own with `freshDatabase`. */
  readonly databaseUrl: string;
}

/**
 * Addresses of the parts that dev/test-stack.ts started (or that the environment names). Throws with the reason when
 * they could not be started.
 */
export function stackAddresses(): StackAddresses {
  const fault = inject('stackFault');
  if (fault !== '') throw new Error(`needs the local stack: ${fault}`);
  return {
    brokers: inject('brokers'),
    registryUrl: inject('registryUrl'),
    databaseUrl: inject('databaseUrl'),
  };
}

/** A topic prefix (also good for groups and subjects) that nobody else uses. */
export function freshPrefix(): string {
  return `t${randomBytes(5).toString('hex')}`;
}

/** A database of the test's own. */
export interface FreshDatabase {
  readonly url: string;
  readonly name: string;
  /** Ends its connections and removes it. */
  drop(): Promise<void>;
}

/**
 * A migrated database of the test's own, copied from a template that the first caller of the run makes; with
 * `empty`, one without any table. Takes some tens of milliseconds.
 */
export async function freshDatabase(options: { readonly empty?: boolean } = {}): Promise<FreshDatabase> {
  const server = stackAddresses().databaseUrl;
  const name = freshPrefix();
  const from = options.empty === true ? '' : ` template ${await migratedTemplate(server)} strategy file_copy`;
  await runOn(server, async (client) => {
    await client.query(`create database ${name}${from}`);
  });
  return {
    url: withDatabase(server, name),
    name,
    async drop() {
      await runOn(server, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`);
      });
    },
  };
}

/** Advisory lock of the template's making; any number that nothing else uses. */
const TEMPLATE_LOCK = 727_100;

/** Name of the migrated template; made once per run, whoever asks first. */
async function migratedTemplate(server: string): Promise<string> {
  const template = inject('templateDatabase');
  await runOn(server, async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [template]);
    if (rowCount !== 0) return;
    const draft = `${template}_draft`;
    await client.query(`drop database if exists ${draft} with (force)`);
    await client.query(`create database ${draft}`);
    const { migrate } = await import('../../src/db/migrate.ts');
    await migrate({ url: withDatabase(server, draft) });
    // A template must have no open connection, the migration's last one included.
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [draft]);
    await client.query(`alter database ${draft} rename to ${template}`);
  });
  return template;
}

function withDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function runOn(server: string, action: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await action(client);
  } finally {
    // Ending the session also gives back its advisory lock.
    await client.end();
  }
}
