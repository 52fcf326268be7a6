import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Tx } from '../../src/db/client.ts';
import { createWindowStore } from '../../src/db/window-store.ts';
import type { WindowOpening, WindowStore } from '../../src/runtime/window/window-store.ts';
import { waitUntil } from '../support/wait-until.ts';
import { openFixture } from './fixture.ts';
import type { DatabaseFixture } from './fixture.ts';

const opening = (key: string, openedAtMs: number, partition = 0): WindowOpening => ({
  key,
  partition,
  openedAtMs,
  dueAtMs: openedAtMs + 1_000,
});

describe('window store', () => {
  let fixture: DatabaseFixture;
  let store: WindowStore<Tx>;
  beforeAll(async () => {
    fixture = await openFixture();
    store = createWindowStore(fixture.database.db);
  });
  beforeEach(() => fixture.database.pool.query('truncate workers.open_window'));
  afterAll(() => fixture.end());

  const open = (...openings: WindowOpening[]) =>
    fixture.database.transaction((tx) => store.openOrJoin(tx, 'q', openings));

  const take = (tx: Tx, key = 'a') => store.take(tx, 'q', key, 1_000_000);

  /** Resolves when some statement waits for a lock. */
  const somebodyWaits = (): Promise<void> =>
    waitUntil(
      async () =>
        (
          await fixture.database.pool.query(
            `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          )
        ).rowCount === 1,
      { timeoutMs: 10_000, what: 'a statement waits for a lock' },
    );

  it('opens what is new and answers the open window for what is not, in the order asked', async () => {
    await open(opening('b', 1_000));
    const windows = await open(
      opening('c', 5_000),
      opening('b', 5_000),
      opening('a', 5_000),
      opening('a', 9_000),
    );
    expect(windows.map((window) => [window.key, window.openedAtMs, window.dueAtMs])).toEqual([
      ['c', 5_000, 6_000],
      ['b', 1_000, 2_000],
      ['a', 5_000, 6_000],
      ['a', 5_000, 6_000],
    ]);
  });

  it('keeps the windows of queues apart', async () => {
    await open(opening('a', 1_000));
    const [other] = await fixture.database.transaction((tx) =>
      store.openOrJoin(tx, 'r', [opening('a', 7_000)]),
    );
    expect(other?.openedAtMs).toBe(7_000);
  });

  it('tells the earliest due time and the number of windows of each partition, and the due keys in order', async () => {
    await open(
      opening('late', 3_000),
      opening('early', 1_000),
      opening('other', 500, 1),
      opening('third', 1, 2),
    );
    expect(await store.earliestDue('q', [0, 1, 7])).toEqual(
      new Map([
        [0, { dueAtMs: 2_000, open: 2 }],
        [1, { dueAtMs: 1_500, open: 1 }],
      ]),
    );
    expect(await store.dueKeys('q', [0, 1], 4_000, 10)).toEqual(['other', 'early', 'late']);
    expect(await store.dueKeys('q', [0, 1], 3_999, 10)).toEqual(['other', 'early']);
    expect(await store.dueKeys('q', [0, 1], 4_000, 1)).toEqual(['other']);
  });

  it('lets a join wait for the flush of its key and then opens a new window', async () => {
    await open(opening('a', 1_000));
    const flushing = Promise.withResolvers<undefined>();
    const taken = Promise.withResolvers<undefined>();
    const flush = fixture.database.transaction(async (tx) => {
      expect(await take(tx)).not.toBeNull();
      taken.resolve(undefined);
      await flushing.promise;
    });
    await taken.promise;
    const join = open(opening('a', 8_000));
    await somebodyWaits();
    flushing.resolve(undefined);
    await flush;
    expect((await join).map((window) => window.openedAtMs)).toEqual([8_000]);
  });

  it('does not let a flush take a key that a join or another flush holds', async () => {
    await open(opening('a', 1_000));
    await fixture.database.transaction(async (tx) => {
      await store.openOrJoin(tx, 'q', [opening('a', 2_000)]);
      expect(await fixture.database.transaction((other) => take(other))).toBeNull();
    });
    await fixture.database.transaction(async (tx) => {
      await take(tx);
      expect(await fixture.database.transaction((other) => take(other))).toBeNull();
    });
    expect(await fixture.database.transaction((tx) => take(tx, 'gone'))).toBeNull();
  });

  it('undoes openings with their transaction', async () => {
    await fixture.database
      .transaction(async (tx) => {
        await store.openOrJoin(tx, 'q', [opening('a', 1_000)]);
        throw new Error('no');
      })
      .catch(() => undefined);
    expect(await store.earliestDue('q', [0])).toEqual(new Map());
  });

  it('moves a window and keeps why', async () => {
    const [window] = await open(opening('a', 1_000));
    await fixture.database.transaction((tx) =>
      store.reschedule(tx, window!, { dueAtMs: 9_000, attempts: 2, error: 'no mail server' }),
    );
    const { rows } = await fixture.database.pool.query('select last_error from workers.open_window');
    expect(rows).toEqual([{ last_error: 'no mail server' }]);
    const moved = await fixture.database.transaction((tx) => take(tx));
    expect(moved).toMatchObject({ dueAtMs: 9_000, attempts: 2, openedAtMs: 1_000 });
  });

  it('opens the same keys from many transactions in opposite orders without a deadlock, one window each', async () => {
    const keys = Array.from({ length: 40 }, (_, index) => `key-${index}`);
    const rounds = Array.from({ length: 60 }, (_, round) =>
      fixture.database.transaction(async (tx) => {
        const ordered = round % 2 === 0 ? keys : keys.toReversed();
        const windows = await store.openOrJoin(
          tx,
          'q',
          ordered.map((key) => opening(key, round)),
        );
        if (round % 5 === 0) await take(tx, keys[round % 40]);
        return windows.length;
      }),
    );
    expect(await Promise.all(rounds)).toEqual(rounds.map(() => 40));
    const { rows } = await fixture.database.pool.query(
      'select count(*) = count(distinct key) as single from workers.open_window',
    );
    expect(rows).toEqual([{ single: true }]);
  });
});
