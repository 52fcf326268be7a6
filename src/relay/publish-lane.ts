import type { BrokerProducer, OutgoingRecord } from '../broker/broker.ts';
import { BrokerError } from '../broker/broker.ts';
import type { OutboxStore, ParkedRow, WaitingRow } from './outbox-store.ts';

/** Rows of one transaction at most; the producer takes as many in one call. */
const BATCH_ROWS = 1_000;
/** Payload bytes of one transaction, so that large mails do not fill the memory; a single row may exceed it. */
const BATCH_BYTES = 8 * 1024 * 1024;
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
export interface LaneDeps<Tx> {
  readonly store: Pick<OutboxStore<Tx>, 'transaction' | 'lockLane' | 'readLane' | 'markPublished' | 'park'>;
  readonly producer: Pick<BrokerProducer, 'send'>;
}

/**
 * Publishes one batch of a lane in one transaction: lock the lane, read in id order, send, and mark only what the
 * broker has acknowledged. A crash between acknowledgement and commit publishes the batch again with the same event
 * ids. Lock and read are two statements, so that the read sees what the last holder of the lock committed.
 */
export const publishLane = <Tx>(
  { store, producer }: LaneDeps<Tx>,
  lane: number,
  now: Date,
): Promise<LaneResult> =>
  store.transaction(async (tx): Promise<LaneResult> => {
    if (!(await store.lockLane(tx, lane))) return { kind: 'locked_elsewhere' };
    const rows = await store.readLane(tx, lane, { rows: BATCH_ROWS, bytes: BATCH_BYTES });
    const groups = Map.groupBy(rows, (row) => row.topic);
    const results = await Promise.all(
      [...groups].map(async ([topic, group]) => ({ topic, ...(await sendRows(producer, topic, group)) })),
    );
    const published = results.flatMap((result) => result.published);
    const parked = results.flatMap((result) => result.parked);
    if (published.length > 0) await store.markPublished(tx, published, now);
    if (parked.length > 0) await store.park(tx, parked, now);
    return {
      kind: 'worked',
      publishedByTopic: new Map(results.map((result) => [result.topic, result.published.length])),
      parked,
      more: rows.length > 0,
      failure: results.find((result) => result.failure !== null)?.failure ?? null,
    };
  });

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
  producer: LaneDeps<unknown>['producer'],
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
