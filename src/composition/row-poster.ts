import type { Tx } from '../db/client.ts';
import { realmUrl } from '../shared/mail-message/mail-settings.ts';
import type { MessagePoster } from '../shared/messages/message-draft.ts';
import type { WorkerServices } from './worker-services.ts';

/** What of the services posting needs. */
type PostingServices = Omit<WorkerServices, 'rowPoster'>;

/** Posts as rows, by the settings; the renderer and its tables are loaded only by processes that post. */
export const loadRowPoster = async (services: PostingServices): Promise<MessagePoster<Tx>> => {
  const [{ createRowPoster }, { createMessageChecker }, { createMessageRenderer }] = await Promise.all([
    import('../shared/messages/row-poster.ts'),
    import('../shared/messages/checking/create-message-checker.ts'),
    import('../shared/messages/rendering/render-message.ts'),
  ]);
  const { clock, config, database, logger, mailSettings, outbox, recorder, translator } = services;
  const shared = {
    db: database.db,
    transaction: <T>(run: (tx: Tx) => Promise<T>, signal?: AbortSignal) => database.transaction(run, signal),
    outbox,
    clock,
    recorder,
    logger,
  };
  const { check } = createMessageChecker({
    ...shared,
    render: createMessageRenderer({ now: () => performance.now() }),
    translator,
    settings: {
      ...config.posting.looks,
      realmUrl: (stringId) => realmUrl(mailSettings, stringId),
    },
  });
  return createRowPoster({ ...shared, check });
};
