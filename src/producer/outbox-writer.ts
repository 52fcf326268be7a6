import type { JsonObject } from '../schemas/json-value.ts';
import type { StreamInputs } from '../schemas/generated/events.ts';
import type { StreamName } from '../schemas/queues.ts';
import type { EventOptions, PrepareEvent } from './prepare-event.ts';

/** A row of the outbox, as the database room inserts it. */
export interface OutboxEvent {
  readonly eventId: string;
  readonly topic: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Buffer;
}

/** Inserts rows in the caller's transaction, in the order given; a known event id changes nothing. */
export type InsertOutboxRows<Tx> = (tx: Tx, rows: readonly OutboxEvent[]) => Promise<void>;

/** One event to be enqueued, of any stream. */
export type EnqueueRequest = {
  readonly [S in StreamName]: {
    readonly stream: S;
    readonly event: StreamInputs[S];
    readonly options?: EventOptions;
  };
}[StreamName];

/** A receiver of a client event: a user id, or one with further properties. */
export type NoticeReceiver = number | ({ readonly id: number } & JsonObject);

/** An event for the clients of these users, by way of the chat's real-time server. */
export interface ClientEvent {
  readonly realmId: number;
  readonly event: { readonly type: string } & JsonObject;
  readonly users: readonly NoticeReceiver[];
}

/** Writes events into the outbox: published once the caller's transaction is committed, and never otherwise. */
export interface OutboxWriter<Tx> {
  /** Checks, encodes and writes one event. Answers its id. Rejects as `PrepareEvent` does, or with the database's error. */
  enqueue<S extends StreamName>(
    tx: Tx,
    stream: S,
    event: StreamInputs[S],
    options?: EventOptions,
  ): Promise<string>;
  /** The same for many events with one statement; none is written when one is not valid. Answers the ids in order. */
  enqueueAll(tx: Tx, requests: readonly EnqueueRequest[]): Promise<readonly string[]>;
  /**
   * Tells clients something once the transaction is committed. Key: the organization.
   * @source Zulip, zerver/tornado/django_api.py: send_event_on_commit
   */
  sendClientEvent(tx: Tx, notice: ClientEvent, options?: EventOptions): Promise<string>;
}

const receiverOf = (user: NoticeReceiver): { id: number; extra?: JsonObject } => {
  if (typeof user === 'number') return { id: user };
  const { id, ...extra } = user;
  return { id, extra };
};

/** Creates the writer over the database room's insert. */
export function createOutboxWriter<Tx>(deps: {
  readonly prepare: PrepareEvent;
  readonly insertRows: InsertOutboxRows<Tx>;
}): OutboxWriter<Tx> {
  const enqueueAll = async (tx: Tx, requests: readonly EnqueueRequest[]): Promise<readonly string[]> => {
    const prepared = await Promise.all(
      requests.map(({ stream, event, options }) => deps.prepare(stream, event, options)),
    );
    await deps.insertRows(
      tx,
      prepared.map(({ eventId, topic, key, headers, value }) => ({
        eventId,
        topic,
        key,
        headers,
        payload: value,
      })),
    );
    return prepared.map(({ eventId }) => eventId);
  };

  const enqueue = async <S extends StreamName>(
    tx: Tx,
    stream: S,
    event: StreamInputs[S],
    options: EventOptions = {},
  ): Promise<string> => {
    const { eventId, topic, key, headers, value } = await deps.prepare(stream, event, options);
    await deps.insertRows(tx, [{ eventId, topic, key, headers, payload: value }]);
    return eventId;
  };

  return {
    enqueue,
    enqueueAll,
    sendClientEvent: (tx, { realmId, event, users }, options) =>
      enqueue(tx, 'notify_tornado', { realm_id: realmId, event, users: users.map(receiverOf) }, options),
  };
}
