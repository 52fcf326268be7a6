/**
 * The one door to drizzle-orm: its CommonJS build. Node parses the package's list of exports (180 kB) again for every
 * ES module of a package that it loads, which costs a process 0.3 s at its start and 200 MiB; `require` does not.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Orm from 'drizzle-orm';
import type * as Migrator from 'drizzle-orm/migrator';
import type * as NodePostgres from 'drizzle-orm/node-postgres';
import type * as NodePostgresMigrator from 'drizzle-orm/node-postgres/migrator';
import type * as PgCore from 'drizzle-orm/pg-core';

// drizzle-kit loads the schema as CommonJS, where `import.meta` is empty, and from the repository's root.
const { url } = import.meta as { readonly url?: string };
const load = createRequire(url ?? join(process.cwd(), 'package.json'));

export const { eq, is, sql } = load('drizzle-orm') as typeof Orm;

export const {
  bigint,
  boolean,
  check,
  customType,
  date,
  doublePrecision,
  getTableConfig,
  index,
  integer,
  jsonb,
  PgDialect,
  pgSchema,
  PgTable,
  pgTable,
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- only one of its forms is
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} = load('drizzle-orm/pg-core') as typeof PgCore;

export const { drizzle, NodePgSession, NodePgTransaction } = load(
  'drizzle-orm/node-postgres',
) as typeof NodePostgres;

/** A table of any columns. */
export type PgTable = PgCore.PgTable;

/** Only for migrations. */
export const loadMigrator = () => ({
  readMigrationFiles: (load('drizzle-orm/migrator') as typeof Migrator).readMigrationFiles,
  applyMigrations: (load('drizzle-orm/node-postgres/migrator') as typeof NodePostgresMigrator).migrate,
});
