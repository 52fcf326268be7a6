import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { prepareOrganization } from '../../dev/demo/organization.ts';
import type { Organization } from '../../dev/demo/plan.ts';
import { createKafkaBroker } from '../../src/broker/kafka-broker.ts';
import type { Broker } from '../../src/broker/broker.ts';
import { createDatabase } from '../../src/db/client.ts';
import type { DatabaseHandle, Tx } from '../../src/db/client.ts';
import { createOutbox, createProducer } from '../../src/producer/create-producer.ts';
import type { EventProducer } from '../../src/producer/event-producer.ts';
import type { OutboxWriter } from '../../src/producer/outbox-writer.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { prepareLoadBots } from './bots.ts';
import type { LoadBot } from './bots.ts';

/** Where the load goes. */
export interface Addresses {
  readonly brokers: readonly string[];
  readonly databaseUrl: string;
  readonly registryUrl: string;
  readonly prefix: string;
  /** Where the bots' server is. */
  readonly botServerUrl: string;
}

/** The chat server's side of the queues. */
export interface ProducingSide {
  readonly prefix: string;
  readonly organization: Organization;
  readonly bots: readonly LoadBot[];
  readonly database: DatabaseHandle;
  readonly broker: Broker;
  readonly producer: EventProducer;
  readonly outbox: OutboxWriter<Tx>;
  close(): Promise<void>;
}

/** Connects, and makes the seeded organization one whose members can all be told about everything. */
export const openProducingSide = async (addresses: Addresses): Promise<ProducingSide> => {
  const { brokers, prefix } = addresses;
  const database = createDatabase({ url: addresses.databaseUrl, applicationName: 'chaos-load' });
  const seeded = await prepareOrganization(database.pool);
  // With hidden content the judge could not find the messages in the mails.
  await database.pool.query(
    'update zerver_userprofile set message_content_in_email_notifications = true where not is_bot',
  );
  const bots = await prepareLoadBots(database, seeded, addresses.botServerUrl);
  const source = { producerName: 'chaos-load/1', registry: { url: addresses.registryUrl }, prefix };
  const logger = pino({ level: 'silent' });
  const broker = createKafkaBroker({ brokers, clientId: 'chaos-load', clock: systemClock, logger });
  const producer = createProducer({ ...source, kafka: { brokers } });
  await producer.connect();
  return {
    prefix,
    organization: { ...seeded, people: seeded.people.map((person) => ({ ...person, hidden: false })) },
    bots,
    database,
    broker,
    producer,
    outbox: createOutbox(source),
    close: async () => {
      await Promise.all([producer.disconnect(), broker.producer().disconnect(), database.close()]);
    },
  };
};

/** Tries before an input counts as "may be there or not"; about two minutes. */
const TRIES = 60;
const PAUSE_MS = 2_000;

/**
 * Does something that may be done twice until it succeeds, and answers whether it did. What is done must carry ids
 * that do not change: after a failure nobody knows whether the first try went through.
 */
export const insist = async (act: () => Promise<unknown>): Promise<boolean> => {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    try {
      await act();
      return true;
    } catch (error) {
      // A fault is under way: that is what the load is for.
      if (attempt === TRIES) console.error(String(error));
      await delay(PAUSE_MS / 4 + Math.min(attempt, 6) * (PAUSE_MS / 8));
    }
  }
  return false;
};
