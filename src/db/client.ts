import type { NodePgDatabase } from 'drizzle-orm/node-postgres';

/** A drizzle handle on a pool. */
export type Database = NodePgDatabase;

/** A drizzle handle inside one open transaction. */
export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0];
