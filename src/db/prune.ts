import type { Database } from './client.ts';
import { runHot } from './statement.ts';

/** Rows deleted by one statement: short enough that nobody waits for its locks. */
const BATCH = 5_000;

/** Deletes batch by batch until a batch is not full. Rows that another process is deleting are left to it. */
const pruneAll = async (
  db: Database,
  statement: { readonly name: string; readonly text: string },
  before: Date,
): Promise<number> => {
  let total = 0;
  for (;;) {
    const [row] = await runHot<{ deleted: number }>(db, statement, [before, BATCH]);
    const deleted = row?.deleted ?? 0;
    total += deleted;
    if (deleted < BATCH) return total;
  }
};

/** By physical address: the time columns have block range indexes, which find the pages but not the rows. */
const byAge = (name: string, table: string, column: string) =>
  ({
    name,
    text: `
      with gone as (
        delete from ${table} where ctid = any(array(
          select ctid from ${table} where ${column} < $1 limit $2 for update skip locked
        )) returning 1
      ) select count(*)::int as deleted from gone`,
  }) as const;

const OUTBOX = byAge('prune_outbox', 'workers.event_outbox', 'published_at');
const PROCESSED = byAge('prune_processed', 'workers.processed_event', 'processed_at');
const DELIVERIES = byAge('prune_deliveries', 'workers.email_delivery', 'updated_at');
const SENT = byAge('prune_sent', 'workers.missed_message_sent', 'sent_at');
const POSTS = byAge('prune_posts', 'workers.sent_message', 'created_at');
const REST_ATTEMPTS = byAge('prune_rest_attempts', 'workers.rest_attempt', 'started_at');
const WEBHOOKS = byAge('prune_webhooks', 'workers.outgoing_webhook_delivery', 'created_at');
const STARTS = byAge('prune_starts', 'workers.record_start', 'started_at');

/** Deletes outbox rows published before `beforeMs`; answers how many. Waiting and parked rows stay. */
export const pruneOutbox = (db: Database, beforeMs: number): Promise<number> =>
  pruneAll(db, OUTBOX, new Date(beforeMs));

/**
 * Deletes what the ledgers know from before `beforeMs`. It must be longer ago than any topic keeps its records:
 * a record that is read again after its claim was pruned has its effect again.
 */
export const pruneLedgers = async (
  db: Database,
  beforeMs: number,
): Promise<{
  readonly processedEvents: number;
  readonly deliveries: number;
  readonly sentMessages: number;
  /** Keys under which chat messages were posted. */
  readonly postedMessages: number;
  /** Posts over the REST interface that nobody came back to. */
  readonly restAttempts: number;
  readonly webhookDeliveries: number;
  readonly recordStarts: number;
}> => {
  const before = new Date(beforeMs);
  return {
    processedEvents: await pruneAll(db, PROCESSED, before),
    deliveries: await pruneAll(db, DELIVERIES, before),
    sentMessages: await pruneAll(db, SENT, before),
    postedMessages: await pruneAll(db, POSTS, before),
    restAttempts: await pruneAll(db, REST_ATTEMPTS, before),
    webhookDeliveries: await pruneAll(db, WEBHOOKS, before),
    recordStarts: await pruneAll(db, STARTS, before),
  };
};
