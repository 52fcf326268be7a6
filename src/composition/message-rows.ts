import type { Tx } from '../db/client.ts';
import { realmUrl } from '../shared/mail-message/mail-settings.ts';
import type { EditMessage } from '../shared/messages/editing/edit-message.ts';
import type { MessagePoster } from '../shared/messages/message-draft.ts';
import type { WorkerServices } from './worker-services.ts';

/** Messages as rows of the chat server's tables. */
export interface MessageRows {
  readonly poster: MessagePoster<Tx>;
  readonly edit: EditMessage;
}

/** What of the services messages need. */
type MessageServices = Omit<WorkerServices, 'messageRows'>;

/**
 * Posts and edits as rows, by the settings, over one check stage. Its renderer and tables are loaded only by processes
 * that write messages.
 */
export const loadMessageRows = async (services: MessageServices): Promise<MessageRows> => {
  const [{ createRowPoster }, { createMessageEditor }, { createMessageChecker }, { createMessageRenderer }] =
    await Promise.all([
      import('../shared/messages/row-poster.ts'),
      import('../shared/messages/editing/edit-message.ts'),
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
  const deps = { ...shared, check };
  return { poster: createRowPoster(deps), edit: createMessageEditor(deps) };
};
