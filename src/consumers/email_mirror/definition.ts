import type { QueueDefinition } from '../../runtime/definition.ts';
import type { EmailMirrorEvent } from '../../schemas/generated/email_mirror.ts';
import { DEFAULT_RETRY } from '../retry-policies.ts';

const MIB = 1024 * 1024;

/**
 * Mails that people send to the chat.
 * @source zulip, zerver/worker/email_mirror.py, MirrorWorker. Difference: a mail that times out becomes a dead letter,
 * so that it can be replayed; the original drops it.
 */
export const emailMirrorDefinition: QueueDefinition<EmailMirrorEvent> = {
  queue: 'email_mirror',
  // Mails to one address keep their order. The local part's case carries no meaning for a token.
  keyOf: (event) => event.rcpt_to.toLowerCase(),
  eventTypeOf: () => 'email_mirror',
  concurrency: 8,
  timeLimitMs: 5_000,
  onTimeout: 'dead',
  idempotency: 'guarded',
  retryPolicy: () => DEFAULT_RETRY,
  retryPolicies: [DEFAULT_RETRY],
  // The receiver takes mails of up to 32 MiB, and older events carry them as base64 (a third more).
  maxMessageBytes: 48 * MIB,
};
