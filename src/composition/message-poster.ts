import type { Tx } from '../db/client.ts';
import type { QueueName } from '../schemas/queues.ts';
import { realmUrl } from '../shared/mail-message/mail-settings.ts';
import type { MessagePoster } from '../shared/messages/message-draft.ts';
import type { WorkerServices } from './worker-services.ts';

/** Posts over the chat server's REST interface. */
const loadRestPoster = async (services: WorkerServices): Promise<MessagePoster<Tx>> => {
  const { createRestPoster } = await import('../adapters/rest-poster.ts');
  const { database, clock, mailSettings } = services;
  return createRestPoster({
    db: database.db,
    transaction: (run, signal) => database.transaction(run, signal),
    clock,
    realmUrl: (stringId) => realmUrl(mailSettings, stringId),
  });
};

/** How a queue posts messages, by MESSAGE_POSTING and MESSAGE_POSTING_BY_QUEUE. Only the chosen way is loaded. */
export const createMessagePoster = async (
  queue: QueueName,
  services: WorkerServices,
): Promise<MessagePoster<Tx>> => {
  const { usual, byQueue } = services.config.posting;
  if ((byQueue.get(queue) ?? usual) === 'rest') return loadRestPoster(services);
  return (await services.messageRows()).poster;
};
