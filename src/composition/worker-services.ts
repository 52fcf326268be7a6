import { randomBytes, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import type { Broker, BrokerAdmin, BrokerProducer } from '../broker/broker.ts';
import type { Config } from '../config/types.ts';
import type { DatabaseHandle, Tx } from '../db/client.ts';
import { createCrashLedger } from '../db/crash-ledger.ts';
import { insertOutboxRows } from '../db/outbox.ts';
import { createEffectStore } from '../db/processed-events.ts';
import { createSchemaCache } from '../db/schema-cache.ts';
import { createWindowStore } from '../db/window-store.ts';
import type { Recorder } from '../metrics/recorder.ts';
import { createDeadLetterWriter } from '../producer/dead-letter-writer.ts';
import type { DeadLetterWriter } from '../producer/dead-letter-writer.ts';
import { createOutboxWriter } from '../producer/outbox-writer.ts';
import type { OutboxWriter } from '../producer/outbox-writer.ts';
import type { Clock } from '../runtime/clock.ts';
import type { CrashLedger, EffectStore } from '../runtime/ports.ts';
import type { WindowStore } from '../runtime/window/window-store.ts';
import { createEventCodec } from '../schemas/codec.ts';
import type { EventCodec } from '../schemas/codec.ts';
import type { SchemaRegistry } from '../schemas/schema-registry.ts';
import { createTranslator } from '../shared/i18n/translator.ts';
import type { Translator } from '../shared/i18n/translator.ts';
import type { Mailer } from '../shared/mail-delivery/mailer.ts';
import type { MailSettings } from '../shared/mail-message/mail-settings.ts';
import type { OutboundHttp } from '../shared/outbound-http.ts';
import { createPreparer } from './event-sending.ts';
import { createMailer } from './mailer.ts';
import { loadMessageRows } from './message-rows.ts';
import type { MessageRows } from './message-rows.ts';
import { createOutbound } from './outbound.ts';
import { openBroker, openDatabase, openRegistry } from './services.ts';

/** Everything that the queues of one process share. Nothing is connected by making it. */
export interface WorkerServices {
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly recorder: Recorder;
  readonly broker: Broker;
  readonly producer: BrokerProducer;
  readonly admin: BrokerAdmin;
  readonly database: DatabaseHandle;
  readonly effects: EffectStore<Tx>;
  readonly crashLedger: CrashLedger;
  readonly windows: WindowStore<Tx>;
  readonly registry: SchemaRegistry;
  readonly codec: EventCodec;
  readonly outbox: OutboxWriter<Tx>;
  readonly deadLetters: DeadLetterWriter<Tx>;
  /** Messages as rows; made when they are first asked for, with a renderer and tables that all queues share. */
  readonly messageRows: () => Promise<MessageRows>;
  readonly mailer: Mailer;
  readonly mailSettings: MailSettings;
  /** Requests to addresses that users name. */
  readonly outbound: OutboundHttp;
  readonly translator: Translator;
  readonly workerHost: string;
  readonly randomBytes: (size: number) => Buffer;
}

/** Makes the services by the settings. */
export const createWorkerServices = (options: {
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly recorder: Recorder;
}): WorkerServices => {
  const { config, clock, logger } = options;
  const { prefix } = config.topics;
  const broker = openBroker(config.kafka, options);
  const database = openDatabase(config.database, options);
  const registry = openRegistry(config.registry, {
    ...options,
    prefix,
    cache: createSchemaCache(database.db),
  });
  const codec = createEventCodec(registry);
  const prepare = createPreparer({ codec, prefix, clock });
  const workerHost = hostname();
  const services = {
    ...options,
    broker,
    producer: broker.producer(),
    admin: broker.admin(),
    database,
    effects: createEffectStore(database),
    crashLedger: createCrashLedger(database.db, `${workerHost}/${process.pid}/${randomUUID()}`),
    windows: createWindowStore(database.db),
    registry,
    codec,
    outbox: createOutboxWriter({ prepare, insertRows: insertOutboxRows }),
    deadLetters: createDeadLetterWriter({ prepare, insertRows: insertOutboxRows, prefix, workerHost, clock }),
    mailer: createMailer(config.mail, options),
    mailSettings: { ...config.mail, logMailAddresses: config.log.addresses === 'plain' },
    outbound: createOutbound(config.outbound, clock),
    translator: createTranslator(),
    workerHost,
    randomBytes,
    logger,
  };
  let messageRows: Promise<MessageRows> | null = null;
  return { ...services, messageRows: () => (messageRows ??= loadMessageRows(services)) };
};
