import type { OutboxEvent } from '../../src/producer/outbox-writer.ts';
import type { OutboxStore } from '../../src/relay/outbox-store.ts';
import type { SimDatabase, SimSession } from './sim-database.ts';
import type { SimTx } from './sim-tx.ts';
import type { StoredOutboxRow, Tables } from './tables.ts';

const LANES = 16;
const RELEASE_STEP_MS = 30_000;
const MOST_STEPS = 120;

/** What the outbox needs. */
export interface SimOutboxDeps {
  readonly database: SimDatabase;
  readonly session: SimSession;
  readonly tables: Tables;
  readonly now: () => number;
}

/** Writes events in the caller's transaction, as `insertOutboxRows` does in PostgreSQL. */
export function insertSimOutboxRows(
  { database, session, tables, now }: SimOutboxDeps,
  tx: SimTx,
  rows: readonly OutboxEvent[],
): Promise<void> {
  return session.statement(tx, async () => {
    for (const row of rows) {
      const id = tables.nextOutboxId;
      tables.nextOutboxId += 1;
      const eventId = row.eventId.toLowerCase();
      const isOurs = tx.get(tables.outbox, eventId) !== undefined;
      if (!isOurs) await tx.lock(tables.outbox, eventId);
      if (tx.get(tables.outbox, eventId) !== undefined) {
        if (!isOurs) tx.unlock(tables.outbox, eventId);
        continue;
      }
      tx.put(tables.outbox, eventId, {
        ...row,
        id,
        eventId,
        createdAtMs: now(),
        publishedAtMs: null,
        parkedAtMs: null,
        attempts: 0,
      });
    }
    if (rows.length > 0) {
      tx.onCommit(() => {
        database.notify();
      });
    }
  });
}

/** The relay's view of the outbox, as `createOutboxStore` gives it in PostgreSQL. */
export function createSimOutboxStore({ session, tables }: SimOutboxDeps): OutboxStore<SimTx> {
  const { outbox, lanes } = tables;

  function* waiting(tx: SimTx): Generator<StoredOutboxRow> {
    for (const row of tx.scan(outbox)) if (row.publishedAtMs === null && row.parkedAtMs === null) yield row;
  }

  async function change(
    tx: SimTx,
    ids: readonly string[],
    changed: (row: StoredOutboxRow) => StoredOutboxRow,
  ): Promise<void> {
    const wanted = new Set(ids);
    const keys = [...tx.scan(outbox)].filter((row) => wanted.has(String(row.id))).map((row) => row.eventId);
    for (const key of keys) {
      await tx.lock(outbox, key);
      const row = tx.get(outbox, key);
      if (row !== undefined) tx.put(outbox, key, changed(row));
    }
  }

  return {
    transaction: (run) => session.transaction(run),

    waitingLanes: () => session.run((tx) => [...new Set([...waiting(tx)].map(laneOf))].sort((a, b) => a - b)),

    lockLane: (tx, lane) => session.statement(tx, () => tx.tryLock(lanes, String(lane))),

    readLane: (tx, lane, { rows, bytes }) =>
      session.statement(tx, () => {
        let before = 0;
        return [...waiting(tx)]
          .filter((row) => laneOf(row) === lane)
          .sort((a, b) => a.id - b.id)
          .slice(0, rows)
          .filter((row) => {
            const fits = before < bytes;
            before += row.payload.length;
            return fits;
          })
          .map(({ id, topic, key, headers, payload }) => ({ id: String(id), topic, key, headers, payload }));
      }),

    markPublished: (tx, ids, now) =>
      session.statement(tx, () =>
        change(tx, ids, (row) => ({ ...row, publishedAtMs: now.getTime(), attempts: row.attempts + 1 })),
      ),

    park: (tx, rows, now) =>
      session.statement(tx, () =>
        change(
          tx,
          rows.map(({ id }) => id),
          (row) => ({ ...row, parkedAtMs: now.getTime(), attempts: row.attempts + 1 }),
        ),
      ),

    state: () =>
      session.run((tx) => {
        const open = [...waiting(tx)];
        const parked = [...tx.scan(outbox)].filter(
          (row) => row.publishedAtMs === null && row.parkedAtMs !== null,
        );
        const oldestMs = Math.min(...open.map((row) => row.createdAtMs));
        return {
          waiting: open.length,
          parked: parked.length,
          oldest: open.length === 0 ? null : new Date(oldestMs),
        };
      }),

    releaseParked: (now) =>
      session.run((tx) => {
        for (const row of tx.scan(outbox)) {
          if (row.publishedAtMs !== null || row.parkedAtMs === null) continue;
          const waitMs = Math.min(row.attempts, MOST_STEPS) * RELEASE_STEP_MS;
          if (row.parkedAtMs > now.getTime() - waitMs || !tx.tryLock(outbox, row.eventId)) continue;
          tx.put(outbox, row.eventId, { ...row, parkedAtMs: null });
        }
      }),

    prune: ({ outboxMs }) =>
      session.run((tx) => {
        for (const row of tx.scan(outbox)) {
          if (row.publishedAtMs === null || row.publishedAtMs >= outboxMs) continue;
          if (tx.tryLock(outbox, row.eventId)) tx.delete(outbox, row.eventId);
        }
      }),

    listen: (signal, onNotify) => session.listen(signal, onNotify),
  };
}

/** Any function of topic and key will do, as long as it never changes. */
function laneOf({ topic, key }: Pick<StoredOutboxRow, 'topic' | 'key'>): number {
  let hash = 7;
  for (const letter of `${topic}/${key}`) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) >>> 0;
  return hash % LANES;
}
