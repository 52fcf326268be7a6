/**
 * Building blocks of the tables of a Zulip server.
 *
 * Table constants are the table's name in camelCase; column keys are the column's own name, unchanged, so that a row
 * of a drizzle query and a row of plain SQL have the same shape. Zulip applies its defaults in Python; ours are
 * declared in SQL, so that an insert may leave a column out.
 */
import type { AnyPgColumn, PgColumn } from 'drizzle-orm/pg-core';
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  smallint,
  sql,
  text,
  timestamp,
  varchar,
} from '../drizzle.ts';

/** 32-bit key: realms, users, recipients, messages and clients only. */
export const id32 = () => integer().primaryKey().generatedByDefaultAsIdentity();

/** 64-bit key, as a number: Zulip's keys stay far below 2^53. */
export const id64 = () => bigint({ mode: 'number' }).primaryKey().generatedByDefaultAsIdentity();

/** 64-bit column read as a number: flags (13 bits) and keys. */
export const bigNumber = () => bigint({ mode: 'number' });

/** A moment; read as a `Date`, so microseconds are cut. */
export const moment = () => timestamp({ withTimezone: true, mode: 'date' });

/** Required text of any length. */
export const requiredText = () => text().notNull();

/** Required text with an empty default. */
export const emptyText = () => text().notNull().default('');

/** Required text of at most `length` characters. */
export const requiredVarchar = (length: number) => varchar({ length }).notNull();

/** Required flag with a default. */
export const flag = (byDefault: boolean) => boolean().notNull().default(byDefault);

/** Required small number with a default; pair with `nonNegative` where Zulip checks it. */
export const small = (byDefault: number) => smallint().notNull().default(byDefault);

/** Binary column. */
export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

/** Full-text search document; filled by the server's own indexer, never by a worker. */
export const tsvector = customType<{ data: string; driverData: string }>({ dataType: () => 'tsvector' });

/** Longest identifier of PostgreSQL. */
const LONGEST_NAME = 63;

type TableColumn = PgColumn | AnyPgColumn;

/** A plain index per column: Zulip has one on every foreign key. Its `…_like` twins serve prefix searches of the web
 *  server only and are left out. */
export const indexesOf = (table: string, columns: readonly TableColumn[]) =>
  columns.map((column) => index(`${table}_${column.name}_idx`.slice(0, LONGEST_NAME)).on(column));

/** `CHECK (column >= 0)` per column, named as Zulip's framework names it. */
export const nonNegative = (table: string, columns: readonly TableColumn[]) =>
  columns.map((column) => check(`${table}_${column.name}_check`, sql`${column} >= 0`));

/** One required reference to a user group per name, refusing to let the group go while it is used. */
export const groupReferences = <const Name extends string>(
  names: readonly Name[],
  target: () => AnyPgColumn,
) => {
  const column = () => bigNumber().notNull().references(target, { onDelete: 'restrict' });
  return Object.fromEntries(names.map((name) => [name, column()])) as Record<Name, ReturnType<typeof column>>;
};
