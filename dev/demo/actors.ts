import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { createKafkaBroker } from '../../src/broker/kafka-broker.ts';
import type { Broker, BrokerAdmin } from '../../src/broker/broker.ts';
import { createDatabase } from '../../src/db/client.ts';
import type { DatabaseHandle } from '../../src/db/client.ts';
import { createOutbox, createProducer } from '../../src/producer/create-producer.ts';
import type { EventProducer } from '../../src/producer/event-producer.ts';
import type { OutboxWriter } from '../../src/producer/outbox-writer.ts';
import type { Tx } from '../../src/db/client.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import type { MessagePoster } from '../../src/shared/messages/message-draft.ts';
import { applyFates, writeMessages } from './load.ts';
import type { Organization, PlannedMessage } from './plan.ts';
import { openPoster } from './poster.ts';
import type { Stage } from './stage.ts';

const QUEUE = 'missedmessage_emails';
/** How much of what nobody can use `postRubbish` sends. */
export const RUBBISH = { malformed: 3, unknownPerson: 1 } as const;
const UNKNOWN_SCHEMA_ID = 999_999;
const UNKNOWN_PERSON = 99_999_999;

/** The chat server's side: it writes messages and tells the queue, through the outbox or straight to Kafka. */
export interface ChatServer {
  readonly broker: Broker;
  /** Connected until `close`. */
  readonly admin: BrokerAdmin;
  readonly database: DatabaseHandle;
  /** Posts what people write, with the events for the bots that they mention. */
  readonly poster: MessagePoster<Tx>;
  /** Writes messages, lets people read and delete, and produces the events of all of them. Answers their number. */
  post(
    organization: Organization,
    messages: readonly PlannedMessage[],
    way: 'outbox' | 'kafka',
  ): Promise<number>;
  /** Sends what no consumer can use (`RUBBISH`). */
  postRubbish(): Promise<void>;
  close(): Promise<void>;
}

/** Connects the chat server to the stage. */
export const openChatServer = async (stage: Stage): Promise<ChatServer> => {
  const source = {
    producerName: 'demo-chat-server/1.0',
    registry: { url: stage.stack.registryUrl },
    prefix: stage.prefix,
  };
  const brokers = stage.stack.brokers.split(',');
  const broker = createKafkaBroker({
    brokers,
    clientId: 'demo',
    clock: systemClock,
    logger: pino({ level: 'silent' }),
  });
  const database = createDatabase({ url: stage.databaseUrl, applicationName: 'demo' });
  const outbox = createOutbox(source);
  const producer = createProducer({ ...source, kafka: { brokers } });
  const admin = broker.admin();
  await admin.connect();
  return {
    broker,
    admin,
    database,
    poster: openPoster(database, outbox),
    post: (organization, messages, way) => post({ database, outbox, producer, organization }, messages, way),
    postRubbish: () => postRubbish(broker, producer, `${stage.prefix}.${QUEUE}`),
    close: async () => {
      await producer.disconnect();
      await admin.disconnect();
      await database.close();
    },
  };
};

interface Tools {
  readonly database: DatabaseHandle;
  readonly outbox: OutboxWriter<Tx>;
  readonly producer: EventProducer;
  readonly organization: Organization;
}

const post = async (
  tools: Tools,
  messages: readonly PlannedMessage[],
  way: 'outbox' | 'kafka',
): Promise<number> => {
  const { database, outbox, producer, organization } = tools;
  const events = await database.transaction(async (tx) => {
    const written = await writeMessages(tx, organization, messages);
    // Not after it: a window that is open already could close in between, and its mail would tell of what is read.
    await applyFates(tx, written);
    const events = written.flatMap(({ id, message }) =>
      message.notices.map(({ personId, trigger }) => ({
        user_profile_id: personId,
        message_id: id,
        trigger,
      })),
    );
    if (way === 'outbox')
      await outbox.enqueueAll(
        tx,
        events.map((event) => ({ stream: QUEUE, event })),
      );
    return events;
  });
  if (way === 'kafka') {
    const prepared = await Promise.all(events.map((event) => producer.prepare(QUEUE, event)));
    await producer.sendPrepared(prepared);
  }
  return events.length;
};

const postRubbish = async (broker: Broker, producer: EventProducer, topic: string): Promise<void> => {
  const kafka = broker.producer();
  const unknownSchema = Buffer.alloc(12);
  unknownSchema.writeInt32BE(UNKNOWN_SCHEMA_ID, 1);
  const values = [
    Buffer.from(`{"not":"avro","n":"${randomBytes(8).toString('hex')}"}`),
    Buffer.from([0, 0, 7]),
    unknownSchema,
  ];
  await kafka.send(
    topic,
    values.map((value, index) => ({ key: `rubbish-${String(index)}`, value, headers: {} })),
  );
  await producer.send(QUEUE, { user_profile_id: UNKNOWN_PERSON, message_id: 1, trigger: 'direct_message' });
};
