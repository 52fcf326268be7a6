import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { connectionConfig } from './client.ts';
import type { DatabaseOptions } from './client.ts';
import { drizzle, loadMigrator } from './drizzle.ts';

/** The two sets of migrations: the fleet's own tables, and those of a Zulip server. */
type MigrationSet = 'workers' | 'zulip';

/** Applied and waiting migrations of one set. */
export interface MigrationState {
  readonly set: MigrationSet;
  readonly applied: number;
  /** Number of migrations that `migrate` would apply. */
  readonly pending: number;
}

/** What `migrate` found and did. */
export interface MigrationReport {
  /** Whether the Zulip tables are ours to migrate: false on a Zulip server's database. */
  readonly ownsZulipTables: boolean;
  /** Migrations applied now, by set. */
  readonly applied: Readonly<Record<MigrationSet, number>>;
}

/** Where the journals of applied migrations stand, so that a server's own schema is never touched. */
const JOURNAL_SCHEMA = 'workers';
const journalTable = (set: MigrationSet): string => `${set}_migrations`;

/** Key of the advisory lock that two migrating processes share. */
const MIGRATION_LOCK = 7_270_010;

/** Beside this file in the sources; in the sources of the package when compiled. */
const folderOf = (set: MigrationSet): string => {
  const beside = join(import.meta.dirname, 'migrations', set);
  return existsSync(beside) ? beside : join(import.meta.dirname, '../../src/db/migrations', set);
};

/**
 * Brings the database to this version. Safe to run twice and by two processes at once; either all of it is applied or
 * none of a set. On a Zulip server's database only schema `workers` is touched.
 *
 * drizzle's own `migrate` takes no lock: two at once fail on each other's half-made tables.
 */
export const migrate = async (options: DatabaseOptions): Promise<MigrationReport> =>
  withClient(options, async (client) => {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      const ownsZulipTables = await ownsZulip(client);
      const workers = await applySet(client, 'workers');
      const zulip = ownsZulipTables ? await applySet(client, 'zulip') : 0;
      return { ownsZulipTables, applied: { workers, zulip } };
    } finally {
      await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    }
  });

/** Which migrations are applied and which wait; changes nothing. The Zulip set is left out where it is not ours. */
export const migrationsPending = async (options: DatabaseOptions): Promise<readonly MigrationState[]> =>
  withClient(options, async (client) => {
    const sets: MigrationSet[] = (await ownsZulip(client)) ? ['workers', 'zulip'] : ['workers'];
    const states: MigrationState[] = [];
    for (const set of sets) {
      const applied = await appliedCount(client, set);
      states.push({
        set,
        applied,
        pending: loadMigrator().readMigrationFiles({ migrationsFolder: folderOf(set) }).length - applied,
      });
    }
    return states;
  });

const withClient = async <T>(
  options: DatabaseOptions,
  run: (client: pg.Client) => Promise<T>,
): Promise<T> => {
  // Building an index on a large table takes longer than any statement of a worker.
  const client = new pg.Client(connectionConfig({ ...options, statementTimeoutMs: 0 }));
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
};

/** True when the database has no table of a Zulip server in any schema, or has those that we made. */
const ownsZulip = async (client: pg.Client): Promise<boolean> => {
  if ((await appliedCount(client, 'zulip')) > 0) return true;
  const { rows } = await client.query<{ found: boolean }>(
    `select exists (select from pg_class where relname = 'zerver_realm' and relkind in ('r', 'p')) as found`,
  );
  return rows[0]?.found === false;
};

const appliedCount = async (client: pg.Client, set: MigrationSet): Promise<number> => {
  const table = `${JOURNAL_SCHEMA}.${journalTable(set)}`;
  const { rows } = await client.query<{ present: boolean }>('select to_regclass($1) is not null as present', [
    table,
  ]);
  if (rows[0]?.present !== true) return 0;
  const counted = await client.query<{ n: number }>(`select count(*)::int as n from ${table}`);
  return counted.rows[0]?.n ?? 0;
};

const applySet = async (client: pg.Client, set: MigrationSet): Promise<number> => {
  const before = await appliedCount(client, set);
  // The generated SQL names schema public in its references, so unqualified names must mean the same.
  await client.query(`set search_path to public`);
  await loadMigrator().applyMigrations(drizzle({ client }), {
    migrationsFolder: folderOf(set),
    migrationsSchema: JOURNAL_SCHEMA,
    migrationsTable: journalTable(set),
  });
  return (await appliedCount(client, set)) - before;
};
