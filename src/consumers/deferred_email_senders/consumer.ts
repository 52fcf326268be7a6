import type { Logger } from 'pino';
import type { BackgroundLoop, QueueConsumer } from '../../runtime/definition.ts';
import { createMailConsumer } from '../../shared/mail-delivery/mail-consumer.ts';
import type { MailEvent } from '../../shared/mail-delivery/mail-event.ts';
import type { SendMailDeps } from '../../shared/mail-delivery/send-mail.ts';
import { deferredEmailSendersDefinition } from './definition.ts';

/** What `deferred_email_senders` needs. */
export interface DeferredEmailSendersDeps<Tx> extends Omit<SendMailDeps<Tx>, 'queue'> {
  readonly logger: Logger;
}

/** The queue of mail that may wait, ready to run, with the loop that brings scheduled mails when they are due. */
export function createDeferredEmailSenders<Tx>(
  deps: DeferredEmailSendersDeps<Tx>,
): QueueConsumer<MailEvent, Tx> {
  const loops: readonly BackgroundLoop[] = [];
  return createMailConsumer({
    definition: deferredEmailSendersDefinition,
    sending: { ...deps, queue: 'deferred_email_senders' },
    logger: deps.logger,
    loops,
  });
}
