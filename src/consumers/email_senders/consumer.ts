import type { Logger } from 'pino';
import type { QueueConsumer } from '../../runtime/definition.ts';
import { createMailConsumer } from '../../shared/mail-delivery/mail-consumer.ts';
import type { MailEvent } from '../../shared/mail-delivery/mail-event.ts';
import type { SendMailDeps } from '../../shared/mail-delivery/deliver.ts';
import { emailSendersDefinition } from './definition.ts';

/** What `email_senders` needs. */
export interface EmailSendersDeps<Tx> extends Omit<SendMailDeps<Tx>, 'queue'> {
  readonly logger: Logger;
}

/** The queue of urgent mail, ready to run. */
export function createEmailSenders<Tx>(deps: EmailSendersDeps<Tx>): QueueConsumer<MailEvent, Tx> {
  return createMailConsumer({
    definition: emailSendersDefinition,
    sending: { ...deps, queue: 'email_senders' },
    logger: deps.logger,
    loops: [],
  });
}
