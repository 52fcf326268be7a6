import { createDatabase } from '../../src/db/client.ts';
import type { DatabaseHandle, Tx } from '../../src/db/client.ts';
import { freshDatabase } from '../support/stack.ts';

/** A migrated database of the test file's own with a pool on it. */
export interface DatabaseFixture {
  readonly url: string;
  readonly database: DatabaseHandle;
  /** Closes the pool and drops the database. */
  end(): Promise<void>;
}

export const openFixture = async (
  options: { poolSize?: number; empty?: boolean; statementTimeoutMs?: number } = {},
): Promise<DatabaseFixture> => {
  const fresh = await freshDatabase({ empty: options.empty ?? false });
  const { url } = fresh;
  const database = createDatabase({
    url,
    poolSize: options.poolSize ?? 10,
    statementTimeoutMs: options.statementTimeoutMs ?? 30_000,
  });
  return {
    url,
    database,
    end: async () => {
      await database.close();
      await fresh.drop();
    },
  };
};

class RolledBack extends Error {
  override readonly name = 'RolledBack';
}

/** Runs `test` in a transaction that is rolled back in any case. */
export const rolledBack = async (
  database: DatabaseHandle,
  test: (tx: Tx) => Promise<void>,
): Promise<void> => {
  try {
    await database.transaction(async (tx) => {
      await test(tx);
      throw new RolledBack();
    });
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
  }
};

/** SQLSTATE and constraint of what the statement is refused with; fails the test when it is accepted. */
export const refusal = async (
  tx: Tx,
  statement: string,
): Promise<{ code: string; constraint: string | null }> => {
  await tx.execute('savepoint attempt');
  try {
    await tx.execute(statement);
  } catch (error) {
    await tx.execute('rollback to savepoint attempt');
    const { code, constraint } = (error as { cause: { code: string; constraint?: string } }).cause;
    return { code, constraint: constraint ?? null };
  }
  throw new Error(`accepted: ${statement}`);
};

/** Rows of a statement. */
export const rowsOf = async <Row extends Record<string, unknown>>(
  tx: Tx,
  statement: string,
): Promise<Row[]> => (await tx.execute(statement)).rows as Row[];
