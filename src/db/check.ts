import pg from 'pg';
import { compareTable, compareTarget } from './check/compare.ts';
import type { DatabaseDifference } from './check/compare.ts';
import { readLiveTables, schemasWith, serverMajor } from './check/live.ts';
import type { LiveTable } from './check/live.ts';
import { CONFLICT_TARGETS, INSERTED_TABLES, tablesNeeded } from './check/needs.ts';
import type { NeededTable } from './check/needs.ts';
import { connectionConfig } from './client.ts';
import type { DatabaseOptions } from './client.ts';
import { migrationsPending } from './migrate.ts';

/** Oldest PostgreSQL whose SQL we use. */
const OLDEST_MAJOR = 15;

/**
 * Compares a live database with what this version needs and names each difference; an empty list means that it fits.
 * More tables, columns and indexes are no difference, nor are missing SQL defaults and deferred references: a Zulip
 * server has none and all of them. Changes nothing. Rejects when the database cannot be reached.
 */
export const checkDatabase = async (options: DatabaseOptions): Promise<readonly DatabaseDifference[]> => {
  const pending = await migrationsPending(options);
  const client = new pg.Client(connectionConfig(options));
  await client.connect();
  try {
    const major = await serverMajor(client);
    const needed = tablesNeeded();
    const live = await readLiveTables(client, needed.map(liveName));
    const differences: DatabaseDifference[] = [];
    if (major < OLDEST_MAJOR) {
      const message = `PostgreSQL ${major} is too old, needed is ${OLDEST_MAJOR}`;
      differences.push({ kind: 'server_too_old', table: '', message });
    }
    for (const state of pending.filter((candidate) => candidate.pending > 0)) {
      const message = `${state.pending} migration(s) of set ${state.set} are not applied: run db migrate`;
      differences.push({ kind: 'migrations_pending', table: '', message });
    }
    for (const table of needed) {
      const found = live.get(liveName(table)) ?? null;
      differences.push(
        ...(found === null
          ? [await missing(client, table)]
          : compareTable(table, found, INSERTED_TABLES.has(table.name))),
      );
    }
    return [...differences, ...compareTargets(live)];
  } finally {
    await client.end();
  }
};

const liveName = (table: NeededTable): string =>
  table.schema === null ? table.name : `${table.schema}.${table.name}`;

/** A table that the search path does not lead to: not there, or in another schema. */
const missing = async (client: pg.Client, table: NeededTable): Promise<DatabaseDifference> => {
  const [elsewhere] = table.schema === null ? await schemasWith(client, table.name) : [];
  if (elsewhere === undefined) {
    return { kind: 'table_missing', table: table.name, message: `table ${liveName(table)} is missing` };
  }
  const message = `table ${table.name} is in schema ${elsewhere}, which is not on the search path: add ?options=-c%20search_path%3D${elsewhere},public to the URL`;
  return { kind: 'table_hidden', table: table.name, message };
};

const compareTargets = (live: ReadonlyMap<string, LiveTable | null>): readonly DatabaseDifference[] =>
  CONFLICT_TARGETS.flatMap((target) => {
    const table = live.get(target.table) ?? null;
    return table === null ? [] : compareTarget(target, table);
  });
