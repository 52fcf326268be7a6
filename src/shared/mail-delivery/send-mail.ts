import type { HandlerContext, SingleHandler } from '../../runtime/definition.ts';
import { dead, defer, skip } from '../../runtime/outcome.ts';
import type { Outcome } from '../../runtime/outcome.ts';
import type { Recorder } from '../../metrics/recorder.ts';
import { buildMail, messageIdOf } from '../mail-message/build-mail.ts';
import type { BuildMailDeps } from '../mail-message/build-mail.ts';
import { composeMessage } from '../mail-message/compose-message.ts';
import { noReplyAddress } from '../mail-message/from-address.ts';
import { asciiDomain, BadAddressError, parseAddress } from '../mail-message/mail-address.ts';
import { TemplateVariableError } from '../mail-message/render-mail.ts';
import { MAIL_TEMPLATES, templateOf } from '../mail-message/template-catalogue.ts';
import type { MailTemplate, MailTemplateName } from '../mail-message/template-catalogue.ts';
import { deliveryEnding, withoutAddresses } from './delivery-ending.ts';
import { fanOut } from './fan-out.ts';
import { gather } from './gather.ts';
import type { MailEvent, MailQueue } from './mail-event.ts';
import { createMailLog } from './mail-log.ts';
import type { MailLog } from './mail-log.ts';
import type { DeliveryResult, Mailer, OutgoingMail } from './mailer.ts';
import type { ClaimAnswer, DeliveryClaim, DeliveryRecord, MailOutbox, MailStore } from './ports.ts';
import { findAddressee, recipientCount } from './recipients.ts';
import type { Addressee, AddresseeLookups } from './recipients.ts';

/** What sending mail needs. */
export interface SendMailDeps<Tx> extends BuildMailDeps {
  readonly queue: MailQueue;
  readonly store: MailStore;
  readonly mailer: Mailer;
  readonly outbox: MailOutbox<Tx>;
  readonly recorder: Recorder;
}

/** Statements about many mails at once; 500 keys are far below any limit of the driver. */
const GATHERED = { maxKeys: 500, maxCalls: 1 };

interface Ledger {
  claim(claim: DeliveryClaim): Promise<ClaimAnswer | undefined>;
  record(record: DeliveryRecord): Promise<unknown>;
}

/** What one handling is about. */
interface Delivery<Tx> {
  readonly event: MailEvent;
  readonly template: MailTemplateName;
  readonly addressee: Addressee;
  readonly mail: OutgoingMail;
  readonly log: MailLog;
  readonly context: HandlerContext<Tx>;
}

/**
 * The handler of both mail queues: checks the event, finds the recipient, writes the mail, claims the delivery in the
 * ledger, hands the mail over, and writes down how that ended. The same event twice makes one SMTP transaction; a crash
 * between the server's answer and the ledger makes a second one under the same Message-ID, marked in the ledger.
 *
 * @source zulip zerver/worker/email_senders_base.py EmailSendingWorker.send_email, zerver/lib/send_email.py send_email
 */
export function createMailHandler<Tx>(deps: SendMailDeps<Tx>): SingleHandler<MailEvent, Tx> {
  const { store } = deps;
  const user = gather(
    (ids: readonly number[]) => store.users(ids),
    (id) => id,
    GATHERED,
  );
  const realm = gather(
    (ids: readonly number[]) => store.realms(ids),
    (id) => id,
    GATHERED,
  );
  const isSuppressed = gather<string, string, true>(
    async (addresses) => new Map([...(await store.suppressed(addresses))].map((address) => [address, true])),
    (address) => address,
    GATHERED,
  );
  const lookups: AddresseeLookups = {
    user,
    realm,
    isSuppressed: async (address) => (await isSuppressed(address)) === true,
  };
  const ledger: Ledger = {
    claim: gather(
      (claims: readonly DeliveryClaim[]) => store.claim(claims),
      (claim) => claim.eventId,
      GATHERED,
    ),
    record: gather<DeliveryRecord, string, never>(
      async (records) => {
        await store.record(records);
        return new Map<string, never>();
      },
      (record) => record.eventId,
      GATHERED,
    ),
  };

  return {
    kind: 'single',
    async handle(event, context) {
      const template = templateOf(event.template_prefix);
      if (template === null) return dead('unknown_template', { detail: event.template_prefix });
      const count = recipientCount(event);
      if (count === null) return dead('invalid_recipients');
      if (count > 1) return fanOut(event, context, { queue: deps.queue, outbox: deps.outbox, user });
      if (isTooOld(template, context)) return dead('too_old', { disposition: 'exhausted' });
      try {
        if (event.remove_suppressed_destination) await forgetSuppression(event, deps, lookups);
        const found = await findAddressee(event, template, lookups);
        if (found.kind === 'none') return found.outcome;
        const delivery = prepare(event, template, found.addressee, context, deps);
        return await deliver(delivery, deps, ledger);
      } catch (error) {
        // What is wrong with the event itself; anything else is classified by the runtime.
        if (error instanceof BadAddressError) return dead(error.code, { error });
        if (error instanceof TemplateVariableError) {
          return dead(error.code, { detail: `${error.template}: ${error.variable}`, error });
        }
        throw error;
      }
    },
  };
}

function isTooOld<Tx>(template: MailTemplateName, context: HandlerContext<Tx>): boolean {
  const { maxAgeMs } = MAIL_TEMPLATES[template] as MailTemplate;
  return maxAgeMs !== undefined && context.clock.now() - context.producedAtMs > maxAgeMs;
}

/** Our own list only: a mail service's list (Amazon SES) is not asked. */
async function forgetSuppression<Tx>(
  event: MailEvent,
  deps: SendMailDeps<Tx>,
  lookups: AddresseeLookups,
): Promise<void> {
  const userId = event.to_user_ids?.[0];
  const address =
    userId === undefined
      ? parseAddress(event.to_emails?.[0] ?? '').address
      : ((await lookups.user(userId))?.deliveryEmail ?? '');
  if (address !== '') await deps.store.unsuppress(asciiDomain(address).toLowerCase());
}

function prepare<Tx>(
  event: MailEvent,
  template: MailTemplateName,
  addressee: Addressee,
  context: HandlerContext<Tx>,
  deps: SendMailDeps<Tx>,
): Delivery<Tx> {
  const log = createMailLog(context.logger, template, addressee.recipient, deps.settings);
  if (addressee.language === null) log.missingLanguage(event.template_prefix);
  const parts = buildMail(
    event,
    {
      eventId: context.eventId,
      template,
      recipient: addressee.recipient,
      realm: addressee.realm,
      language: addressee.language,
      nowMs: context.clock.now(),
      traceparent: context.traceparent,
    },
    deps,
  );
  const mail = {
    envelopeFrom: noReplyAddress(deps.settings),
    recipient: asciiDomain(addressee.recipient.address),
    content: composeMessage(parts),
  };
  return { event, template, addressee, mail, log, context };
}

async function deliver<Tx>(delivery: Delivery<Tx>, deps: SendMailDeps<Tx>, ledger: Ledger): Promise<Outcome> {
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
  const doubt = claim.isOutcomeUnknown ? `attempt ${String(claim.attempts)} after an unknown outcome; ` : '';
  log.sending(event.realm_id === null ? null : (addressee.realm?.stringId ?? null));
  const result = await handOver(delivery, deps, ledger);
  const ending = deliveryEnding(result);
  const response = `${doubt}${withoutAddresses(result.response)}`;
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
