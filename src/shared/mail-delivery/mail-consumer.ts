import type { Logger } from 'pino';
import type { BackgroundLoop, QueueConsumer, QueueDefinition } from '../../runtime/definition.ts';
import type { MailEvent } from './mail-event.ts';
import { createMailHandler } from './send-mail.ts';
import type { SendMailDeps } from './deliver.ts';

/** What a mail queue needs beside what sending needs. */
export interface MailConsumerOptions<Tx> {
  readonly definition: QueueDefinition<MailEvent>;
  readonly sending: SendMailDeps<Tx>;
  readonly logger: Logger;
  readonly loops: readonly BackgroundLoop[];
}

/** A mail queue ready to run. */
export function createMailConsumer<Tx>({
  definition,
  sending,
  logger,
  loops,
}: MailConsumerOptions<Tx>): QueueConsumer<MailEvent, Tx> {
  return {
    definition,
    handler: createMailHandler(sending),
    giveUp: createGiveUp(logger.child({ queue: definition.queue })),
    loops,
    parts: [],
  };
}

/**
 * Says that an event was given up, in the original's words.
 *
 * @source zulip zerver/lib/queue.py retry_event, zerver/worker/email_senders_base.py on_failure. Different: the event's
 * id instead of the event, which holds addresses.
 */
function createGiveUp<Tx>(logger: Logger): NonNullable<QueueConsumer<MailEvent, Tx>['giveUp']> {
  return (_event, meta, outcome) => {
    const error = outcome.kind === 'retry' || outcome.kind === 'dead' ? outcome.error : undefined;
    logger.error(
      { event_id: meta.eventId, attempt: meta.attempt, ...(error === undefined ? {} : { err: error }) },
      `Event ${meta.eventId} failed due to exception EmailNotDeliveredError`,
    );
    return Promise.resolve();
  };
}
