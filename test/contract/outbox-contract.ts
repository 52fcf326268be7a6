import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutboxEvent } from '../../src/producer/outbox-writer.ts';
import type { OutboxStore, WaitingRow } from '../../src/relay/outbox-store.ts';

/** An outbox under test; empty at first. */
export interface OutboxFixture<Tx> {
  readonly store: OutboxStore<Tx>;
  insert(tx: Tx, rows: readonly OutboxEvent[]): Promise<void>;
  /** Breaks the connections that listen. */
  dropListeners(): Promise<void>;
  end(): Promise<void>;
}

const ROOM = { rows: 1_000, bytes: 1_000_000 };
const NOW = new Date(Date.UTC(2026, 0, 5, 9));

/** What every outbox promises to the relay and to those who write into it. */
export function outboxContract<Tx>(name: string, create: () => Promise<OutboxFixture<Tx>>): void {
  describe(`the outbox (${name})`, () => {
    let fixture: OutboxFixture<Tx>;
    beforeAll(async () => {
      fixture = await create();
    });
    afterAll(() => fixture.end());

    const row = (key: string, value: string, eventId: string = randomUUID()): OutboxEvent => ({
      eventId,
      topic: 'topic',
      key,
      headers: { 'x-event-id': eventId },
      payload: Buffer.from(value),
    });

    const write = (...rows: OutboxEvent[]): Promise<void> =>
      fixture.store.transaction((tx) => fixture.insert(tx, rows));

    /** The waiting rows of every lane, one transaction a lane. */
    const waiting = async (limits = ROOM): Promise<readonly WaitingRow[]> => {
      const rows: WaitingRow[] = [];
      for (const lane of await fixture.store.waitingLanes()) {
        rows.push(...(await fixture.store.transaction((tx) => fixture.store.readLane(tx, lane, limits))));
      }
      return rows;
    };

    const valuesOf = (rows: readonly WaitingRow[]): readonly string[] =>
      rows.map(({ payload }) => payload.toString());

    /** Leaves nothing behind for the next test. */
    const publishAll = async (): Promise<void> => {
      const ids = (await waiting()).map(({ id }) => id);
      await fixture.store.transaction((tx) => fixture.store.markPublished(tx, ids, NOW));
    };

    it('keeps the rows of a topic and key in one lane, in order, with all that was written', async () => {
      const rows = ['1', '2', '3'].map((value) => row('k', value));
      await write(...rows.slice(0, 2));
      await write(...rows.slice(2));
      expect(await fixture.store.waitingLanes()).toHaveLength(1);
      const found = await waiting();
      expect(found.map(({ topic, key, headers, payload }) => ({ topic, key, headers, payload }))).toEqual(
        rows.map(({ topic, key, headers, payload }) => ({ topic, key, headers, payload })),
      );
      expect(found.map(({ id }) => Number(id))).toEqual(
        found.map(({ id }) => Number(id)).sort((a, b) => a - b),
      );
      await publishAll();
    });

    it('shows nothing of a transaction before its commit, and nothing at all after its rollback', async () => {
      await fixture.store
        .transaction(async (tx) => {
          await fixture.insert(tx, [row('k', 'undone')]);
          expect(await fixture.store.waitingLanes()).toEqual([]);
          throw new Error('no');
        })
        .catch(() => undefined);
      expect(await fixture.store.waitingLanes()).toEqual([]);
    });

    it('leaves the row of a known event id as it is, also one that is published', async () => {
      const id = randomUUID();
      await write(row('k', 'first', id), row('k', 'again', id));
      await write(row('k', 'third', id.toUpperCase()));
      expect(valuesOf(await waiting())).toEqual(['first']);
      await publishAll();
      await write(row('k', 'late', id));
      expect(await waiting()).toEqual([]);
    });

    it('reads at most so many rows, and none after so many bytes, but one in any case', async () => {
      await write(row('k', 'aaaa'), row('k', 'bbbb'), row('k', 'cccc'));
      expect(valuesOf(await waiting({ rows: 2, bytes: 100 }))).toEqual(['aaaa', 'bbbb']);
      expect(valuesOf(await waiting({ rows: 10, bytes: 5 }))).toEqual(['aaaa', 'bbbb']);
      expect(valuesOf(await waiting({ rows: 10, bytes: 1 }))).toEqual(['aaaa']);
      await publishAll();
    });

    it('lets one transaction at a time have a lane, and tells the other at once', async () => {
      await fixture.store.transaction(async (tx) => {
        expect(await fixture.store.lockLane(tx, 3)).toBe(true);
        expect(await fixture.store.lockLane(tx, 3)).toBe(true);
        await fixture.store.transaction(async (other) => {
          expect(await fixture.store.lockLane(other, 3)).toBe(false);
          expect(await fixture.store.lockLane(other, 4)).toBe(true);
        });
      });
      await fixture.store.transaction(async (tx) => {
        expect(await fixture.store.lockLane(tx, 3)).toBe(true);
      });
    });

    it('forgets what a rolled-back transaction marked', async () => {
      await write(row('k', 'v'));
      const ids = (await waiting()).map(({ id }) => id);
      await fixture.store
        .transaction(async (tx) => {
          await fixture.store.markPublished(tx, ids, NOW);
          expect(await fixture.store.readLane(tx, 0, ROOM)).toEqual([]);
          throw new Error('no');
        })
        .catch(() => undefined);
      expect(valuesOf(await waiting())).toEqual(['v']);
      await publishAll();
    });

    it('counts what waits and what is parked, and releases parked rows 30 s after the first refusal', async () => {
      await write(row('k', 'refused'), row('k', 'fine'));
      const [refused] = await waiting();
      await fixture.store.transaction((tx) =>
        fixture.store.park(tx, [{ id: refused!.id, topic: 'topic', error: 'too_large' }], NOW),
      );
      expect(valuesOf(await waiting())).toEqual(['fine']);
      expect(await fixture.store.state()).toMatchObject({ waiting: 1, parked: 1 });
      await fixture.store.releaseParked(new Date(NOW.getTime() + 29_999));
      expect(valuesOf(await waiting())).toEqual(['fine']);
      await fixture.store.releaseParked(new Date(NOW.getTime() + 30_000));
      expect(valuesOf(await waiting())).toEqual(['refused', 'fine']);
      await publishAll();
      expect(await fixture.store.state()).toEqual({ waiting: 0, parked: 0, oldest: null });
    });

    it('prunes what was published before a time, and nothing that waits', async () => {
      const id = randomUUID();
      await write(row('k', 'old', id));
      await publishAll();
      await write(row('k', 'waits'));
      await fixture.store.prune({ outboxMs: NOW.getTime() + 1, ledgersMs: 0 });
      // Its id is unknown again.
      await write(row('k', 'new', id));
      expect(valuesOf(await waiting())).toEqual(['waits', 'new']);
      await publishAll();
    });

    it('wakes those who listen at the commit, once they listen, and tells them when the connection breaks', async () => {
      const stop = new AbortController();
      let calls = 0;
      let next = Promise.withResolvers<undefined>();
      const onNotify = (): void => {
        calls += 1;
        next.resolve(undefined);
      };
      const listening = fixture.store.listen(stop.signal, onNotify);
      await next.promise;
      expect(calls).toBe(1);
      next = Promise.withResolvers();
      await write(row('k', 'wakes'));
      await next.promise;
      expect(calls).toBe(2);
      const broken = expect(listening).rejects.toThrow();
      await fixture.dropListeners();
      await broken;
      const again = fixture.store.listen(stop.signal, onNotify);
      stop.abort(new Error('enough'));
      await again;
      await publishAll();
    });
  });
}
