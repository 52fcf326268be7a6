import type { Logger } from 'pino';
import type { Tx } from '../../db/client.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { QueueConsumer } from '../../runtime/definition.ts';
import { createMailConsumer } from '../../shared/mail-delivery/mail-consumer.ts';
import type { MailEvent } from '../../shared/mail-delivery/mail-event.ts';
import type { SendMailDeps } from '../../shared/mail-delivery/deliver.ts';
import { deferredEmailSendersDefinition } from './definition.ts';
import { createScheduledMailLoop } from './deliver-scheduled.ts';

/** What `deferred_email_senders` needs. */
export interface DeferredEmailSendersDeps extends Omit<SendMailDeps<Tx>, 'queue'> {
  readonly logger: Logger;
  readonly clock: Clock;
  /** Commits what `run` did, or rolls back and rethrows. */
  transaction<T>(run: (tx: Tx) => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** The queue of mail that may wait, ready to run, with the loop that brings scheduled mails when they are due. */
export function createDeferredEmailSenders(deps: DeferredEmailSendersDeps): QueueConsumer<MailEvent, Tx> {
  const { queue } = deferredEmailSendersDefinition;
  return createMailConsumer({
    definition: deferredEmailSendersDefinition,
    sending: { ...deps, queue: 'deferred_email_senders' },
    logger: deps.logger,
    loops: [createScheduledMailLoop({ ...deps, logger: deps.logger.child({ queue }) })],
  });
}
