import type { Recorder } from '../../metrics/recorder.ts';
import type { HandlerContext } from '../../runtime/definition.ts';
import { defer, skip } from '../../runtime/outcome.ts';
import type { Outcome } from '../../runtime/outcome.ts';
import { messageIdOf } from '../mail-message/build-mail.ts';
import type { BuildMailDeps } from '../mail-message/build-mail.ts';
import type { MailTemplateName } from '../mail-message/template-catalogue.ts';
import { deliveryEnding, withoutAddresses } from './delivery-ending.ts';
import type { MailEvent, MailQueue } from './mail-event.ts';
import type { MailLog } from './mail-log.ts';
import type { DeliveryResult, Mailer, OutgoingMail } from './mailer.ts';
import type { ClaimAnswer, DeliveryClaim, DeliveryRecord, MailOutbox, MailStore } from './ports.ts';
import type { Addressee } from './recipients.ts';

/** What sending mail needs. */
export interface SendMailDeps<Tx> extends BuildMailDeps {
  readonly queue: MailQueue;
  readonly store: MailStore;
  readonly mailer: Mailer;
  readonly outbox: MailOutbox<Tx>;
  readonly recorder: Recorder;
}

/** The ledger for one mail; whoever implements it gathers those of many. */
export interface Ledger {
  claim(claim: DeliveryClaim): Promise<ClaimAnswer | undefined>;
  record(record: DeliveryRecord): Promise<unknown>;
}

/** What one handling is about. */
export interface Delivery<Tx> {
  readonly event: MailEvent;
  readonly template: MailTemplateName;
  readonly addressee: Addressee;
  readonly mail: OutgoingMail;
  readonly log: MailLog;
  readonly context: HandlerContext<Tx>;
}

/** Claims the delivery, hands the mail over, writes down how that ended, and answers what follows from it. */
export async function deliver<Tx>(
  delivery: Delivery<Tx>,
  deps: SendMailDeps<Tx>,
  ledger: Ledger,
): Promise<Outcome> {
  const { context, addressee, template, log, event } = delivery;
  const { eventId } = context;
  const claim = await ledger.claim({
    eventId,
    queue: deps.queue,
    messageId: messageIdOf(eventId, deps.settings),
  });
  if (claim === undefined) throw new Error('The ledger did not answer');
  if (claim.kind === 'already_sent') return skip('already_sent');
  if (claim.kind === 'in_flight') return defer('delivery_in_flight', claim.untilMs);
  if (addressee.isSuppressed) {
    await ledger.record({ eventId, status: 'suppressed', response: '' });
    deps.recorder.count('mail_deliveries_total', { template, result: 'suppressed' });
    return skip('suppressed');
  }
  log.sending(event.realm_id === null ? null : (addressee.realm?.stringId ?? null));
  const result = await handOver(delivery, deps, ledger);
  const ending = deliveryEnding(result);
  const response = withoutAddresses(result.response);
  await ledger.record({ eventId, status: ending.status, response });
  if (ending.suppress) {
    await deps.store.suppress(delivery.mail.recipient.toLowerCase(), withoutAddresses(result.response));
  }
  log.ended(result);
  countResult(result, delivery, deps);
  return ending.outcome;
}

async function handOver<Tx>(
  { mail, context }: Delivery<Tx>,
  { mailer, recorder }: SendMailDeps<Tx>,
  ledger: Ledger,
): Promise<DeliveryResult> {
  const startedAtMs = context.clock.now();
  try {
    return await mailer.send(mail, context.signal);
  } catch (error) {
    // Broken off before the mail was on its way: the next attempt need not wait for this one's claim to run out.
    await ledger.record({ eventId: context.eventId, status: 'failed', response: 'broken off before DATA' });
    throw error;
  } finally {
    recorder.observe('mail_send_duration_seconds', {}, (context.clock.now() - startedAtMs) / 1_000);
  }
}

function countResult<Tx>(result: DeliveryResult, delivery: Delivery<Tx>, deps: SendMailDeps<Tx>): void {
  const { recorder, queue } = deps;
  const { template, context } = delivery;
  recorder.set('mail_circuit_open', {}, result.kind === 'outage' || result.kind === 'configuration' ? 1 : 0);
  const label = RESULT_LABELS[result.kind];
  if (label !== null) recorder.count('mail_deliveries_total', { template, result: label });
  if ('code' in result && result.code !== null)
    recorder.count('mail_replies_total', { code: String(result.code) });
  if (result.kind === 'accepted') {
    const ageMs = context.clock.now() - context.producedAtMs;
    recorder.observe('mail_enqueued_to_accepted_seconds', { queue }, ageMs / 1_000);
  }
}

/** An outage is the server's state, not a delivery. */
const RESULT_LABELS = {
  accepted: 'sent',
  transient: 'transient',
  permanent: 'permanent',
  unknown: 'unknown',
  outage: null,
  configuration: null,
} as const satisfies Record<DeliveryResult['kind'], string | null>;
