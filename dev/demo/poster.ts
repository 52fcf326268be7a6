import { pino } from 'pino';
import type { DatabaseHandle, Tx } from '../../src/db/client.ts';
import { silentRecorder } from '../../src/metrics/recorder.ts';
import type { OutboxWriter } from '../../src/producer/outbox-writer.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { createTranslator } from '../../src/shared/i18n/translator.ts';
import { createMessageChecker } from '../../src/shared/messages/checking/create-message-checker.ts';
import type { MessagePoster } from '../../src/shared/messages/message-draft.ts';
import { createMessageRenderer } from '../../src/shared/messages/rendering/render-message.ts';
import { createRowPoster } from '../../src/shared/messages/row-poster.ts';

/**
 * The message path as the chat server takes it: what a person writes is checked, rendered and written as rows, and the
 * events for the bots go into the outbox in the same transaction. The fleet's relay publishes them.
 */
export const openPoster = (database: DatabaseHandle, outbox: OutboxWriter<Tx>): MessagePoster<Tx> => {
  const shared = {
    db: database.db,
    transaction: <T>(run: (tx: Tx) => Promise<T>, signal?: AbortSignal) => database.transaction(run, signal),
    outbox,
    clock: systemClock,
    recorder: silentRecorder,
    logger: pino({ level: 'silent' }),
  };
  const { check } = createMessageChecker({
    ...shared,
    render: createMessageRenderer({ now: () => performance.now() }),
    translator: createTranslator(),
    settings: {
      realmUrl: (stringId) => `https://${stringId}.chat.example.test`,
      inlineImagePreview: true,
      inlineUrlEmbedPreview: true,
      imageProxy: null,
      preferDirectMessageGroup: false,
    },
  });
  return createRowPoster({ ...shared, check });
};
