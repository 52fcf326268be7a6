/** The fleet's own tables, in schema `workers`: the only ones our migrations touch on a Zulip server's database. */
import {
  bigint,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  smallint,
  sql,
  text,
  timestamp,
  uuid,
} from '../drizzle.ts';
import { bytea } from './columns.ts';

/** Schema of all tables below. */
export const workersSchema = pgSchema('workers');

/** Lanes of the outbox: one relay works on a lane at a time, and all rows of a topic and key are in one lane. */
export const OUTBOX_LANES = 16;

const moment = () => timestamp({ withTimezone: true, mode: 'date' });
const id = () => bigint({ mode: 'number' }).primaryKey().generatedByDefaultAsIdentity();

/**
 * Events to be published, written in the transaction that causes them.
 * A row waits, is published, or is parked: refused by the broker for a reason of its own (too large, unknown topic),
 * so that it is tried again rarely and holds up nobody.
 */
export const eventOutbox = workersSchema.table(
  'event_outbox',
  {
    id: id(),
    event_id: uuid().notNull().unique('event_outbox_event_id_key'),
    topic: text().notNull(),
    key: text().notNull(),
    headers: jsonb().$type<Readonly<Record<string, string>>>().notNull().default({}),
    payload: bytea().notNull(),
    lane: smallint()
      .notNull()
      .generatedAlwaysAs(sql`(hashtext(topic || '/' || key) & 15)::smallint`),
    created_at: moment().notNull().defaultNow(),
    published_at: moment(),
    parked_at: moment(),
    attempts: integer().notNull().default(0),
    last_error: text(),
  },
  (t) => [
    // What the relay reads: per lane in id order. Stays tiny however many published rows wait to be pruned.
    index('event_outbox_waiting_idx')
      .on(t.lane, t.id)
      .where(sql`published_at is null and parked_at is null`),
    index('event_outbox_parked_idx')
      .on(t.parked_at)
      .where(sql`published_at is null and parked_at is not null`),
    index('event_outbox_published_idx')
      .on(t.published_at)
      .where(sql`published_at is not null`),
  ],
);

/** Events whose effect a consumer group has had; written in the effect's own transaction. */
export const processedEvent = workersSchema.table(
  'processed_event',
  {
    consumer_group: text().notNull(),
    event_id: uuid().notNull(),
    processed_at: moment().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.consumer_group, t.event_id] }),
    // Only for pruning: pages are written in time order, so a block range index is enough and costs next to nothing.
    index('processed_event_processed_at_idx').using('brin', t.processed_at),
  ],
);

/** Leases of long jobs, with their progress. */
export const jobLease = workersSchema.table('job_lease', {
  job_key: text().primaryKey(),
  event_id: uuid().notNull(),
  owner: text().notNull(),
  lease_until: moment().notNull(),
  state: text().notNull(),
  progress: jsonb(),
  started_at: moment(),
  attempts: integer().notNull().default(0),
});

/** Open windows of keyed aggregators, `[opened_at, due_at)`. */
export const openWindow = workersSchema.table(
  'open_window',
  {
    queue: text().notNull(),
    key: text().notNull(),
    partition: integer().notNull(),
    opened_at: moment().notNull(),
    due_at: moment().notNull(),
    attempts: integer().notNull().default(0),
    last_error: text(),
    traceparent: text(),
  },
  (t) => [
    primaryKey({ columns: [t.queue, t.key] }),
    // Earliest due window of a partition, and the due ones in order.
    index('open_window_due_idx').on(t.queue, t.partition, t.due_at),
  ],
);

/** How far the sending of one mail event has come. `unknown`: the connection broke after the mail was handed over. */
export const emailDelivery = workersSchema.table(
  'email_delivery',
  {
    event_id: uuid().primaryKey(),
    queue: text().notNull(),
    status: text().$type<'sending' | 'sent' | 'failed' | 'unknown' | 'suppressed'>().notNull(),
    attempts: integer().notNull().default(0),
    message_id_header: text(),
    smtp_response: text(),
    updated_at: moment().notNull().defaultNow(),
  },
  (t) => [index('email_delivery_updated_at_idx').using('brin', t.updated_at)],
);

/** Addresses that mail is no longer sent to. `address` is in lower case. */
export const emailSuppression = workersSchema.table('email_suppression', {
  address: text().primaryKey(),
  reason: text().notNull(),
  created_at: moment().notNull().defaultNow(),
});

/** Messages that a person was mailed about, so that a replayed event cannot mail them again. */
export const missedMessageSent = workersSchema.table(
  'missed_message_sent',
  {
    user_profile_id: integer().notNull(),
    message_id: integer().notNull(),
    event_id: uuid().notNull(),
    sent_at: moment().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.user_profile_id, t.message_id] }),
    index('missed_message_sent_sent_at_idx').using('brin', t.sent_at),
  ],
);

/** Messages that the fleet has posted and edited, so that a redelivered or replayed event cannot do it again. */
export const sentMessage = workersSchema.table(
  'sent_message',
  {
    /** The queue, what causes the message or edit, and its number among all that this causes. */
    key: text().primaryKey(),
    message_id: integer().notNull(),
    created_at: moment().notNull().defaultNow(),
  },
  (t) => [index('sent_message_created_at_idx').using('brin', t.created_at)],
);

/**
 * Messages whose posting over the chat server's REST interface has begun and whose ending is not written down. A row
 * goes when its message is in `sent_message` or was refused.
 */
export const restAttempt = workersSchema.table('rest_attempt', {
  /** As in `sent_message`. */
  key: text().primaryKey(),
  /** Newest message before the first try: what a try has posted is newer. */
  after_message_id: integer().notNull(),
  attempts: integer().notNull().default(1),
  /** The key belongs to one process until then. */
  busy_until: moment().notNull(),
  started_at: moment().notNull().defaultNow(),
});

/** How far the call of one service of an outgoing webhook bot has come, for one message. */
export const outgoingWebhookDelivery = workersSchema.table(
  'outgoing_webhook_delivery',
  {
    message_id: integer().notNull(),
    bot_id: integer().notNull(),
    service_id: integer().notNull(),
    /** Sent as `X-Zulip-Delivery`: the same for every attempt. */
    delivery_id: uuid().notNull().unique('outgoing_webhook_delivery_delivery_id_key'),
    state: text().$type<'pending' | 'replied' | 'no_reply' | 'failed'>().notNull(),
    attempts: smallint().notNull().default(0),
    last_status: smallint(),
    last_error: text(),
    /** What is to be posted, as JSON text: kept from the answer of the service until it is posted, so it is called once. */
    answer: text(),
    reply_message_id: integer(),
    created_at: moment().notNull().defaultNow(),
    finished_at: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.message_id, t.bot_id, t.service_id] }),
    index('outgoing_webhook_delivery_created_at_idx').using('brin', t.created_at),
  ],
);

/** How the services of outgoing webhook bots have answered lately: their circuit breaker and what their owners know. */
export const outgoingWebhookService = workersSchema.table(
  'outgoing_webhook_service',
  {
    service_id: integer().primaryKey(),
    bot_id: integer().notNull(),
    /** Failures since the last answer that was not one. */
    failures_in_row: integer().notNull().default(0),
    /** Not called before; one call is tried after. */
    paused_until: moment(),
    /** When the owner was last told of a failure. */
    noticed_at: moment(),
    /** Failures that the owner has not been told of. */
    untold_failures: integer().notNull().default(0),
    last_failure: text(),
    updated_at: moment().notNull().defaultNow(),
  },
  (t) => [
    // What the summaries read.
    index('outgoing_webhook_service_untold_idx')
      .on(t.noticed_at)
      .where(sql`untold_failures > 0`),
  ],
);

/** Schemas once read from the registry, so that its outage stops nobody who was started before. */
export const schemaCache = workersSchema.table(
  'schema_cache',
  {
    registry: text().notNull(),
    schema_id: integer().notNull(),
    schema: text().notNull(),
    cached_at: moment().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.registry, t.schema_id] })],
);

/** Who holds a partition; `left_at` is null until the owner has left in order. */
export const partitionOwner = workersSchema.table(
  'partition_owner',
  {
    consumer_group: text().notNull(),
    topic: text().notNull(),
    partition: integer().notNull(),
    owner: text().notNull(),
    taken_at: moment().notNull().defaultNow(),
    left_at: moment(),
  },
  (t) => [primaryKey({ columns: [t.consumer_group, t.topic, t.partition] })],
);

/** Starts of records of partitions whose last owner died; a row goes when its record is finished. */
export const recordStart = workersSchema.table(
  'record_start',
  {
    consumer_group: text().notNull(),
    topic: text().notNull(),
    partition: integer().notNull(),
    offset: bigint({ mode: 'bigint' }).notNull(),
    starts: integer().notNull(),
    started_at: moment().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.consumer_group, t.topic, t.partition, t.offset] })],
);
