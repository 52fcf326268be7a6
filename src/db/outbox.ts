import type { Database, Tx } from './client.ts';
import { runHot } from './statement.ts';

/** An event to be published when the transaction commits. */
export interface OutboxRow {
  /** UUID; the same event written twice stays one row. */
  readonly eventId: string;
  readonly topic: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The record's value, encoded. */
  readonly payload: Buffer;
}

/** Channel of `NOTIFY` that wakes the relays; the payload is empty, so one transaction sends it once. */
export const OUTBOX_CHANNEL = 'workers_event_outbox';

const INSERT = {
  name: 'outbox_insert',
  text: `
    with woken as (select pg_notify('${OUTBOX_CHANNEL}', ''))
    insert into workers.event_outbox (event_id, topic, key, headers, payload)
    select r.event_id, r.topic, r.key, r.headers, r.payload
    from unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[], $5::bytea[])
      with ordinality as r (event_id, topic, key, headers, payload, place), woken
    order by r.place
    on conflict (event_id) do nothing`,
} as const;

/**
 * Writes events in the caller's transaction, in the order given, with one statement, and wakes the relays at the
 * commit. A rolled-back transaction publishes nothing. An event id that is already in the outbox is left
 * alone: the second run of a handler cannot make a second event.
 *
 * Two transactions that write events of one key at the same time have no order between them; who needs one locks
 * something of that key first, as the windows do.
 */
export const insertOutboxRows = async (tx: Tx | Database, rows: readonly OutboxRow[]): Promise<void> => {
  if (rows.length === 0) return;
  await runHot(tx, INSERT, [
    rows.map((row) => row.eventId),
    rows.map((row) => row.topic),
    rows.map((row) => row.key),
    rows.map((row) => JSON.stringify(row.headers)),
    rows.map((row) => row.payload),
  ]);
};
