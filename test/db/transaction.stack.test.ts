import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../src/db/client.ts';
import { runHot } from '../../src/db/statement.ts';
import { waitUntil } from '../support/wait-until.ts';
import { openFixture } from './fixture.ts';
import type { DatabaseFixture } from './fixture.ts';

describe('transaction', () => {
  let fixture: DatabaseFixture;
  beforeAll(async () => {
    // No statement limit: what ends a statement here is the abort alone.
    fixture = await openFixture({ poolSize: 3, statementTimeoutMs: 0 });
    await fixture.database.pool.query('create table note (id int primary key, text text)');
  });
  afterAll(() => fixture.end());

  const notes = async (): Promise<number> =>
    (await fixture.database.pool.query('select from note')).rowCount ?? 0;

  const running = async (statement: string): Promise<number> =>
    (
      await fixture.database.pool.query(
        `select from pg_stat_activity where state = 'active' and query = $1`,
        [statement],
      )
    ).rowCount ?? 0;

  it('rolls back and throws the error of the function itself', async () => {
    const before = await notes();
    const failure = new Error('no');
    await expect(
      fixture.database.transaction(async (tx) => {
        await tx.execute(`insert into note values (1, 'a')`);
        throw failure;
      }),
    ).rejects.toBe(failure);
    expect(await notes()).toBe(before);
  });

  it('of a process that stands still lets go of its locks, and fails when the process goes on', async () => {
    const frozen = createDatabase({ url: fixture.url, idleInTransactionMs: 200 });
    try {
      const { promise: thawed, resolve: thaw } = Promise.withResolvers<undefined>();
      const { promise: locked, resolve: lock } = Promise.withResolvers<undefined>();
      const standing = frozen.transaction(async (tx) => {
        await tx.execute(`insert into note values (900, 'frozen')`);
        lock(undefined);
        await thawed;
        await tx.execute('select 1');
      });
      const outcome = expect(standing).rejects.toThrow();
      await locked;
      // Waits for the row of the other transaction until the server has ended that one.
      await fixture.database.transaction((tx) => tx.execute(`insert into note values (900, 'next owner')`));
      thaw(undefined);
      await outcome;
      const { rows } = await fixture.database.pool.query('delete from note where id = 900 returning text');
      expect(rows).toEqual([{ text: 'next owner' }]);
    } finally {
      await frozen.close();
    }
  });

  it('cancels the running statement on the server when it is aborted, and throws the reason', async () => {
    const abort = new AbortController();
    const reason = new Error('deadline');
    const statement = 'select pg_sleep(61)';
    const done = fixture.database.transaction(async (tx) => {
      await tx.execute(`insert into note values (2, 'b')`);
      await tx.execute(statement);
    }, abort.signal);
    const outcome = expect(done).rejects.toBe(reason);
    await waitUntil(async () => (await running(statement)) === 1, {
      timeoutMs: 10_000,
      what: 'statement runs',
    });
    abort.abort(reason);
    await outcome;
    await waitUntil(async () => (await running(statement)) === 0, {
      timeoutMs: 10_000,
      what: 'statement ends',
    });
    expect(await notes()).toBe(0);
  });

  it('does not start when the signal is aborted already', async () => {
    const reason = new Error('late');
    let started = false;
    await expect(
      fixture.database.transaction(() => {
        started = true;
        return Promise.resolve();
      }, AbortSignal.abort(reason)),
    ).rejects.toBe(reason);
    expect(started).toBe(false);
  });

  it('keeps no connection after aborts, also of those that waited for one', async () => {
    const abort = new AbortController();
    const holders = Array.from({ length: 9 }, () =>
      fixture.database
        .transaction((tx) => tx.execute('select pg_sleep(62)'), abort.signal)
        .catch((error: unknown) => error),
    );
    await waitUntil(() => fixture.database.pool.waitingCount === 6, { timeoutMs: 10_000, what: 'six wait' });
    abort.abort(new Error('stop'));
    await Promise.all(holders);
    // All three connections can be had at once again.
    await Promise.all(
      Array.from({ length: 3 }, () =>
        fixture.database.transaction((tx) => tx.execute('select pg_sleep(0.05)')),
      ),
    );
    expect(fixture.database.pool.waitingCount).toBe(0);
    expect(fixture.database.pool.totalCount).toBeLessThanOrEqual(3);
  });

  it('reports a failed statement whose error was not passed on instead of pretending to commit', async () => {
    await expect(
      fixture.database.transaction(async (tx) => {
        await tx.execute(`insert into note values (3, 'c')`);
        await tx.execute('select 1 / 0').catch(() => undefined);
      }),
    ).rejects.toMatchObject({ code: 'transaction_failed' });
    expect(await notes()).toBe(0);
  });

  it('lets a nested transaction fail alone', async () => {
    await fixture.database.transaction(async (tx) => {
      await tx.execute(`insert into note values (4, 'd')`);
      await tx
        .transaction(async (inner) => {
          await inner.execute(`insert into note values (5, 'e')`);
          throw new Error('inner');
        })
        .catch(() => undefined);
    });
    expect(await notes()).toBe(1);
  });

  it('survives the loss of its connections, idle or inside a transaction', async () => {
    const own = createDatabase({ url: fixture.url, poolSize: 2, applicationName: 'victim' });
    try {
      await Promise.all([own.ping(), own.ping()]);
      const lost = own
        .transaction((tx) => tx.execute('select pg_sleep(63)'))
        .catch((error: unknown) => error);
      await waitUntil(async () => (await running('select pg_sleep(63)')) === 1, {
        timeoutMs: 10_000,
        what: 'statement runs',
      });
      await fixture.database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'victim'`,
      );
      expect(await lost).toBeInstanceOf(Error);
      await waitUntil(() => own.pool.totalCount === 0, { timeoutMs: 10_000, what: 'pool noticed' });
      await own.ping();
    } finally {
      await own.close();
      await own.close();
    }
  });

  it('ends a statement that runs longer than its limit', async () => {
    const own = createDatabase({ url: fixture.url, statementTimeoutMs: 50 });
    try {
      await expect(own.transaction((tx) => tx.execute('select pg_sleep(64)'))).rejects.toMatchObject({
        cause: { code: '57014' },
      });
    } finally {
      await own.close();
    }
  });
});

describe('transactions one after another on one connection', () => {
  let fixture: DatabaseFixture;
  beforeAll(async () => {
    fixture = await openFixture({ poolSize: 1, statementTimeoutMs: 0 });
    await fixture.database.pool.query(`
      create table parent (id int primary key);
      create table child (id int primary key, parent int references parent deferrable initially deferred)`);
    // BEGIN is prepared by the first transaction of a connection.
    await fixture.database.ping();
  });
  afterAll(() => fixture.end());

  const ADD = { name: 'test_add_parent', text: 'insert into parent values ($1) returning id' };
  const ADD_CHILD = { name: 'test_add_child', text: 'insert into child values ($1, $2)' };
  const add = (id: number): Promise<readonly { id: number }[]> =>
    fixture.database.transaction((tx) => runHot<{ id: number }>(tx, ADD, [id]));
  const parents = async (): Promise<readonly number[]> => {
    const { rows } = await fixture.database.pool.query<{ id: number }>('select id from parent order by id');
    return rows.map(({ id }) => id);
  };

  it('answers the rows of a prepared statement that BEGIN travels with', async () => {
    expect(await add(1)).toEqual([{ id: 1 }]);
  });

  it('rolls back what a prepared first statement did when the function throws', async () => {
    const failure = new Error('no');
    await expect(
      fixture.database.transaction(async (tx) => {
        await runHot(tx, ADD, [2]);
        throw failure;
      }),
    ).rejects.toBe(failure);
    expect(await parents()).toEqual([1]);
  });

  it('leaves the connection usable when the first statement fails', async () => {
    await expect(add(1)).rejects.toMatchObject({ code: '23505' });
    expect(await add(3)).toEqual([{ id: 3 }]);
  });

  it('lets a COMMIT that fails touch only its own transaction', async () => {
    const results = await Promise.allSettled([
      add(4),
      fixture.database.transaction((tx) => runHot(tx, ADD_CHILD, [1, 99])),
      add(5),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await parents()).toEqual([1, 3, 4, 5]);
  });

  it('keeps the work of the connection’s former user when the next one is aborted', async () => {
    const abort = new AbortController();
    const first = add(6);
    const second = fixture.database.transaction(async (tx) => {
      const adding = runHot(tx, ADD, [7]);
      abort.abort(new Error('deadline'));
      await adding;
    }, abort.signal);
    await expect(second).rejects.toThrow('deadline');
    await first;
    expect(await parents()).toEqual([1, 3, 4, 5, 6]);
  });

  it('refuses a statement of a transaction that has ended', async () => {
    const kept = await fixture.database.transaction(async (tx) => {
      await runHot(tx, ADD, [8]);
      return { tx };
    });
    await expect(runHot(kept.tx, ADD, [9])).rejects.toThrow('the transaction has ended');
    expect(await parents()).toEqual([1, 3, 4, 5, 6, 8]);
  });

  it('asks the server nothing when the function runs no statement', async () => {
    expect(await fixture.database.transaction(() => Promise.resolve('nothing'))).toBe('nothing');
  });
});
