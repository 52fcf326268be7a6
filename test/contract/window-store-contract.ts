import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenWindow, WindowStore } from '../../src/runtime/window/window-store.ts';

/** A store under test and the transactions it works in. */
export interface WindowStoreFixture<Tx> {
  readonly store: WindowStore<Tx>;
  transaction<T>(run: (tx: Tx) => Promise<T>): Promise<T>;
  end(): Promise<void>;
}

/** What every store of windows promises to the aggregator and to handlers. */
export function windowStoreContract<Tx>(name: string, create: () => Promise<WindowStoreFixture<Tx>>): void {
  describe(`the window store (${name})`, () => {
    let fixture: WindowStoreFixture<Tx>;
    let serial = 0;
    beforeAll(async () => {
      fixture = await create();
    });
    afterAll(() => fixture.end());

    /** A queue of the test's own: the tests share one store. */
    const freshQueue = (): string => `queue_${serial++}`;

    const open = (
      queue: string,
      key: string,
      dueAtMs: number,
      partition = 0,
    ): Promise<readonly OpenWindow[]> =>
      fixture.transaction((tx) =>
        fixture.store.openOrJoin(tx, queue, [{ key, partition, openedAtMs: 1_000, dueAtMs }]),
      );

    /** Later than every due time here. */
    const LATE_MS = 100_000;

    const take = (queue: string, key: string, nowMs = LATE_MS): Promise<OpenWindow | null> =>
      fixture.transaction((tx) => fixture.store.take(tx, queue, key, nowMs));

    it('opens a window and answers the open one to whoever comes later', async () => {
      const queue = freshQueue();
      const opened = {
        queue,
        key: 'a',
        partition: 0,
        openedAtMs: 1_000,
        dueAtMs: 5_000,
        attempts: 0,
        traceparent: null,
      };
      expect(await open(queue, 'a', 5_000)).toEqual([opened]);
      expect(await open(queue, 'a', 9_000, 3)).toEqual([opened]);
    });

    it('keeps the trace context of the opening, not that of a later join', async () => {
      const queue = freshQueue();
      const traces = ['00-first', '00-second', undefined];
      await fixture.transaction((tx) =>
        fixture.store.openOrJoin(
          tx,
          queue,
          traces.map((traceparent) => ({
            key: 'a',
            partition: 0,
            openedAtMs: 0,
            dueAtMs: 1,
            ...(traceparent !== undefined && { traceparent }),
          })),
        ),
      );
      await open(queue, 'a', 9_000);
      expect(await take(queue, 'a')).toMatchObject({ traceparent: '00-first' });
    });

    it('answers in the order of the openings, also when a key comes twice', async () => {
      const queue = freshQueue();
      await open(queue, 'b', 2_000);
      const windows = await fixture.transaction((tx) =>
        fixture.store.openOrJoin(
          tx,
          queue,
          ['c', 'b', 'a', 'c'].map((key) => ({ key, partition: 1, openedAtMs: 0, dueAtMs: 7_000 })),
        ),
      );
      expect(windows.map(({ key, dueAtMs }) => [key, dueAtMs])).toEqual([
        ['c', 7_000],
        ['b', 2_000],
        ['a', 7_000],
        ['c', 7_000],
      ]);
    });

    it('forgets what a failed transaction opened', async () => {
      const queue = freshQueue();
      await expect(
        fixture.transaction(async (tx) => {
          await fixture.store.openOrJoin(tx, queue, [{ key: 'a', partition: 0, openedAtMs: 0, dueAtMs: 1 }]);
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
      expect(await take(queue, 'a')).toBeNull();
    });

    it('knows per partition the earliest due time and how many are open', async () => {
      const queue = freshQueue();
      await open(queue, 'a', 5_000, 0);
      await open(queue, 'b', 4_000, 0);
      await open(queue, 'c', 3_000, 1);
      await open(queue, 'd', 1_000, 2);
      expect(await fixture.store.earliestDue(queue, [0, 1, 5])).toEqual(
        new Map([
          [0, { dueAtMs: 4_000, open: 2 }],
          [1, { dueAtMs: 3_000, open: 1 }],
        ]),
      );
    });

    it('knows when the next window of some partitions is due, and that none is open', async () => {
      const queue = freshQueue();
      expect(await fixture.store.nextDue(queue, [0, 1])).toBeNull();
      await open(queue, 'a', 5_000, 0);
      await open(queue, 'b', 4_000, 1);
      await open(queue, 'c', 1_000, 2);
      expect(await fixture.store.nextDue(queue, [0, 1])).toBe(4_000);
      expect(await fixture.store.nextDue(queue, [])).toBeNull();
    });

    it('lists due keys of the partitions asked for, earliest first, and only so many', async () => {
      const queue = freshQueue();
      await open(queue, 'late', 3_000);
      await open(queue, 'early', 1_000);
      await open(queue, 'exact', 4_000, 1);
      await open(queue, 'not yet', 4_001);
      await open(queue, 'elsewhere', 1, 9);
      expect(await fixture.store.dueKeys(queue, [0, 1], 4_000, 10)).toEqual(['early', 'late', 'exact']);
      expect(await fixture.store.dueKeys(queue, [0, 1], 4_000, 2)).toEqual(['early', 'late']);
    });

    it('lets one transaction take a window; another is answered null without waiting, and then for good', async () => {
      const queue = freshQueue();
      await open(queue, 'a', 1);
      await fixture.transaction(async (tx) => {
        expect(await fixture.store.take(tx, queue, 'a', LATE_MS)).not.toBeNull();
        expect(await take(queue, 'a')).toBeNull();
      });
      expect(await take(queue, 'a')).toBeNull();
    });

    it('leaves the window open when the transaction that took it fails', async () => {
      const queue = freshQueue();
      await open(queue, 'a', 1);
      await expect(
        fixture.transaction(async (tx) => {
          await fixture.store.take(tx, queue, 'a', LATE_MS);
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
      expect(await take(queue, 'a')).not.toBeNull();
    });

    it('takes a window at its due time and not before', async () => {
      const queue = freshQueue();
      await open(queue, 'a', 5_000);
      expect(await take(queue, 'a', 4_999)).toBeNull();
      expect(await take(queue, 'a', 5_000)).not.toBeNull();
    });

    it('keeps a joined window from being taken until the join is committed', async () => {
      const queue = freshQueue();
      await open(queue, 'a', 1);
      await fixture.transaction(async (tx) => {
        await fixture.store.openOrJoin(tx, queue, [{ key: 'a', partition: 0, openedAtMs: 0, dueAtMs: 1 }]);
        expect(await take(queue, 'a')).toBeNull();
      });
    });

    it('lets a join wait for a flush under way and open a new window after it', async () => {
      const queue = freshQueue();
      await open(queue, 'a', 1);
      let joining: Promise<readonly OpenWindow[]> | undefined;
      await fixture.transaction(async (tx) => {
        await fixture.store.take(tx, queue, 'a', LATE_MS);
        joining = open(queue, 'a', 8_000);
      });
      expect((await joining)?.[0]).toMatchObject({ dueAtMs: 8_000, attempts: 0 });
    });

    it('lets a join that waits for a failing flush find the window that is put back', async () => {
      const queue = freshQueue();
      await open(queue, 'a', 1);
      let joining: Promise<readonly OpenWindow[]> | undefined;
      await fixture.transaction(async (tx) => {
        const window = await fixture.store.take(tx, queue, 'a', LATE_MS);
        joining = open(queue, 'a', 8_000);
        await fixture.store.reschedule(tx, window!, { dueAtMs: 9_000, attempts: 1 });
      });
      expect((await joining)?.[0]).toMatchObject({ dueAtMs: 9_000, attempts: 1 });
    });

    it('moves a window that is taken or only locked, and keeps the rest of it', async () => {
      const queue = freshQueue();
      const opening = { partition: 3, openedAtMs: 1_000, dueAtMs: 1_500, traceparent: '00-a' };
      const change = { dueAtMs: 2_000, attempts: 1, error: 'why' };
      await fixture.transaction(async (tx) => {
        const openings = ['a', 'b'].map((key) => ({ ...opening, key }));
        const [locked] = await fixture.store.openOrJoin(tx, queue, openings);
        await fixture.store.reschedule(tx, locked!, change);
      });
      await fixture.transaction(async (tx) => {
        const taken = await fixture.store.take(tx, queue, 'b', 1_500);
        await fixture.store.reschedule(tx, taken!, change);
      });
      for (const key of ['a', 'b']) {
        expect(await take(queue, key, 1_999)).toBeNull();
        expect(await take(queue, key)).toEqual({ queue, key, ...opening, dueAtMs: 2_000, attempts: 1 });
      }
    });
  });
}
