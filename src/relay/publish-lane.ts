import type { BrokerProducer, OutgoingRecord } from '../broker/broker.ts';
import { BrokerError } from '../broker/broker.ts';
import type { DatabaseHandle, Tx } from '../db/client.ts';
import { runHot } from '../db/statement.ts';

/** Rows of one transaction at most; the producer takes as many in one call. */
const BATCH_ROWS = 1_000;
/** Payload bytes of one transaction, so that large mails do not fill the memory; a single row may exceed it. */
const BATCH_BYTES = 8 * 1024 * 1024;
/** Class of the advisory locks of the lanes; the second half of the key is the lane. */
const LANE_LOCK_CLASS = 727_002;

const LOCK = {
  name: 'relay_lock',
  text: `select pg_try_advisory_xact_lock(${LANE_LOCK_CLASS}, $1) as locked`,
} as const;

const READ = {
  name: 'relay_read',
  text: `
    select id, topic, key, headers, payload from (
      select *, sum(octet_length(payload)) over (order by id) - octet_length(payload) as bytes_before from (
        select id, topic, key, headers, payload from workers.event_outbox
        where lane = $1 and published_at is null and parked_at is null
        order by id limit $2
      ) waiting
    ) summed
    where bytes_before < $3 order by id`,
} as const;

const MARK = {
  name: 'relay_mark',
  text: `
    update workers.event_outbox set published_at = $2, attempts = attempts + 1, last_error = null
    where id = any($1::bigint[])`,
} as const;

const PARK = {
  name: 'relay_park',
  text: `
    update workers.event_outbox o set parked_at = $3, attempts = o.attempts + 1, last_error = p.error
    from unnest($1::bigint[], $2::text[]) as p (id, error) where o.id = p.id`,
} as const;

interface WaitingRow extends Record<string, unknown> {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Buffer;
}

/** A row that the broker refuses for a reason of its own. */
interface ParkedRow {
  readonly id: string;
  readonly topic: string;
  readonly error: string;
}

/** What became of the rows of a topic. Rows in neither list wait on; `failure` says why. */
interface SendResult {
  readonly published: readonly string[];
  readonly parked: readonly ParkedRow[];
  readonly failure: Error | null;
}

/** What one batch of a lane came to. `locked_elsewhere`: another relay works on this lane. */
export type LaneResult =
  | { readonly kind: 'locked_elsewhere' }
  | {
      readonly kind: 'worked';
      readonly publishedByTopic: ReadonlyMap<string, number>;
      readonly parked: readonly { readonly topic: string; readonly error: string }[];
      /** Rows may be left: a full batch was read. */
      readonly more: boolean;
      /** The broker could not be reached for some of the rows. */
      readonly failure: Error | null;
    };

/** What publishing a lane needs. */
export interface LaneDeps {
  readonly database: Pick<DatabaseHandle, 'transaction'>;
  readonly producer: Pick<BrokerProducer, 'send'>;
}

/**
 * Publishes one batch of a lane in one transaction: lock the lane, read in id order, send, and mark only what the
 * broker has acknowledged. A crash between acknowledgement and commit publishes the batch again with the same event
 * ids. Lock and read are two statements, so that the read sees what the last holder of the lock committed.
 */
export const publishLane = (deps: LaneDeps, lane: number, now: Date): Promise<LaneResult> =>
  deps.database.transaction(async (tx): Promise<LaneResult> => {
    const [lock] = await runHot<{ locked: boolean }>(tx, LOCK, [lane]);
    if (lock?.locked !== true) return { kind: 'locked_elsewhere' };
    const rows = await runHot<WaitingRow>(tx, READ, [lane, BATCH_ROWS, BATCH_BYTES]);
    const groups = Map.groupBy(rows, (row) => row.topic);
    const results = await Promise.all(
      [...groups].map(async ([topic, group]) => ({
        topic,
        ...(await sendRows(deps.producer, topic, group)),
      })),
    );
    const parked = results.flatMap((result) => result.parked);
    await settle(
      tx,
      results.flatMap((result) => result.published),
      parked,
      now,
    );
    return {
      kind: 'worked',
      publishedByTopic: new Map(results.map((result) => [result.topic, result.published.length])),
      parked,
      more: rows.length > 0,
      failure: results.find((result) => result.failure !== null)?.failure ?? null,
    };
  });

const settle = async (
  tx: Tx,
  published: readonly string[],
  parked: readonly ParkedRow[],
  now: Date,
): Promise<void> => {
  if (published.length > 0) await runHot(tx, MARK, [published, now]);
  if (parked.length > 0) {
    await runHot(tx, PARK, [parked.map((row) => row.id), parked.map((row) => row.error), now]);
  }
};

const toRecord = (row: WaitingRow): OutgoingRecord => ({
  key: row.key,
  value: row.payload,
  headers: row.headers,
});

/**
 * Sends rows of one topic in order. A refusal that concerns a record (too large) is narrowed down by halves, first
 * half first, so that only the record itself is parked; records sent twice on the way keep their event ids.
 */
const sendRows = async (
  producer: LaneDeps['producer'],
  topic: string,
  rows: readonly WaitingRow[],
): Promise<SendResult> => {
  try {
    await producer.send(topic, rows.map(toRecord));
    return { published: rows.map((row) => row.id), parked: [], failure: null };
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    if (error.code === 'unavailable') return { published: [], parked: [], failure: error };
    const concernsTopic = error.code === 'unknown_topic' || error.code === 'unauthorized';
    if (concernsTopic || rows.length === 1) {
      const reason = `${error.code}: ${error.message}`;
      return { published: [], parked: rows.map(({ id }) => ({ id, topic, error: reason })), failure: null };
    }
    const middle = rows.length >> 1;
    const first = await sendRows(producer, topic, rows.slice(0, middle));
    if (first.failure !== null) return first;
    const second = await sendRows(producer, topic, rows.slice(middle));
    return {
      published: [...first.published, ...second.published],
      parked: [...first.parked, ...second.parked],
      failure: second.failure,
    };
  }
};
