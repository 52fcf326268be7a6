import type { RunnableQueue } from '../consumers/registry.ts';
import { withRetryTiers } from '../consumers/registry.ts';
import type { Tx } from '../db/client.ts';
import { outageServiceOf } from '../runtime/classify-error.ts';
import type { QueueConsumer } from '../runtime/definition.ts';
import type { StreamEvents } from '../schemas/generated/events.ts';
import { realmHost, realmUrl } from '../shared/mail-message/mail-settings.ts';
import { createMessagePoster } from './message-poster.ts';
import { VERSION } from './version.ts';
import type { WorkerServices } from './worker-services.ts';

/** MAX_GROUP_SIZE_FOR_MENTION_REACTIVATION, a constant of the chat server. */
const MAX_GROUP_SIZE_FOR_REACTIVATION = 11;

/**
 * A delivery that was claimed and neither finished nor given up is taken to be lost after this time: longer than the
 * time limit of a mail with its grace, and no longer, because after a crash the mail waits for it.
 */
const DELIVERY_LEASE_MS = 40_000;

type Loader<N extends RunnableQueue> = (
  services: WorkerServices,
) => Promise<QueueConsumer<StreamEvents[N], Tx>>;

/** What both mail queues need. */
const mailDeps = async (services: WorkerServices) => {
  const [{ createMailStore }, { createMailRenderer }] = await Promise.all([
    import('../shared/mail-delivery/queries.ts'),
    import('../shared/mail-message/render-mail.ts'),
  ]);
  return {
    settings: services.mailSettings,
    renderer: createMailRenderer(services.translator),
    randomBytes: services.randomBytes,
    store: createMailStore(services.database.db, DELIVERY_LEASE_MS),
    mailer: services.mailer,
    outbox: services.outbox,
    recorder: services.recorder,
    logger: services.logger,
  };
};

/**
 * How each queue that can run is made from the services. A queue's code is loaded only by the processes that run it.
 * A runnable queue without a loader does not compile.
 */
const LOADERS: { readonly [N in RunnableQueue]: Loader<N> } = {
  email_senders: async (services) => {
    const { createEmailSenders } = await import('../consumers/email_senders/consumer.ts');
    return createEmailSenders(await mailDeps(services));
  },
  deferred_email_senders: async (services) => {
    const { createDeferredEmailSenders } = await import('../consumers/deferred_email_senders/consumer.ts');
    const { database, clock } = services;
    return createDeferredEmailSenders({
      ...(await mailDeps(services)),
      clock,
      transaction: (run, signal) => database.transaction(run, signal),
    });
  },
  missedmessage_emails: async (services) => {
    const { createMissedmessageEmails } = await import('../consumers/missedmessage_emails/consumer.ts');
    const { database, logger } = services;
    return createMissedmessageEmails({
      ...services,
      db: database.db,
      transaction: (run, signal) => database.transaction(run, signal),
      enqueue: (tx, events) => services.outbox.enqueueAll(tx, events),
      bury: (tx, events) => services.deadLetters.bury(tx, 'missedmessage_emails', events),
      outageOf: outageServiceOf,
      compose: {
        settings: services.mailSettings,
        emailGatewayPattern: services.config.mail.emailGatewayPattern,
        maxGroupSizeForReactivation: MAX_GROUP_SIZE_FOR_REACTIVATION,
        translator: services.translator,
      },
      logger,
    });
  },
  embedded_bots: async (services) => {
    const [{ createEmbeddedBots }, poster] = await Promise.all([
      import('../consumers/embedded_bots/consumer.ts'),
      createMessagePoster('embedded_bots', services),
    ]);
    const { config, database, mailSettings, outbound } = services;
    return createEmbeddedBots({
      ...services,
      db: database.db,
      poster,
      // As rows whichever way messages are posted, and loaded by the first edit.
      edit: async (edit, signal) => (await services.messageRows()).edit(edit, signal),
      http: outbound,
      storageLimit: config.bots.storageLimit,
      realmUrl: (stringId) => realmUrl(mailSettings, stringId),
    });
  },
  outgoing_webhooks: async (services) => {
    const [
      { createOutgoingWebhooks },
      { createDeliveryLedger },
      { isSenderVisible },
      { readServiceBot },
      { markProcessed },
      poster,
    ] = await Promise.all([
      import('../consumers/outgoing_webhooks/consumer.ts'),
      import('../consumers/outgoing_webhooks/deliveries.ts'),
      import('../consumers/outgoing_webhooks/sender-visibility.ts'),
      import('../shared/service-bots/service-bot.ts'),
      import('../shared/service-bots/processed-flag.ts'),
      createMessagePoster('outgoing_webhooks', services),
    ]);
    const { config, database, mailSettings, outbound, outbox } = services;
    return createOutgoingWebhooks<Tx>({
      ...services,
      poster,
      http: outbound,
      readBot: (botId) => readServiceBot(database.db, botId),
      markProcessed: (tx, message) => markProcessed(tx, outbox, message),
      transaction: (run, signal) => database.transaction(run, signal),
      ledger: createDeliveryLedger(database.db),
      isSenderVisible: (botId, senderId) => isSenderVisible(database.db, botId, senderId),
      settings: {
        timeoutMs: config.bots.webhookTimeoutMs,
        userAgent: `ZulipOutgoingWebhook/${VERSION}`,
        uriScheme: mailSettings.externalUriScheme,
        hostOf: (stringId) => realmHost(mailSettings, stringId),
        avatars: {
          salt: config.bots.avatarSalt,
          isGravatarEnabled: config.bots.isGravatarEnabled,
          staticUrl: mailSettings.staticUrl,
        },
      },
    });
  },
};

/** Makes a queue ready to run, with the operator's waiting times where the settings name some. */
export const loadConsumer = async <N extends RunnableQueue>(
  queue: N,
  services: WorkerServices,
): Promise<QueueConsumer<StreamEvents[N], Tx>> => {
  // The table pairs each queue with its own events, which a generic index cannot express.
  const load = LOADERS[queue] as unknown as Loader<N>;
  const consumer = await load(services);
  const delaysMs = services.config.topics.retryTiers.get(queue);
  return { ...consumer, definition: withRetryTiers(consumer.definition, delaysMs) };
};
