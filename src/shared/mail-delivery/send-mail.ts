import type { HandlerContext, SingleHandler } from '../../runtime/definition.ts';
import { dead } from '../../runtime/outcome.ts';
import { buildMail } from '../mail-message/build-mail.ts';
import { composeMessage } from '../mail-message/compose-message.ts';
import { noReplyAddress } from '../mail-message/from-address.ts';
import { asciiDomain, BadAddressError, parseAddress } from '../mail-message/mail-address.ts';
import { TemplateVariableError } from '../mail-message/render-mail.ts';
import { MAIL_TEMPLATES, templateOf } from '../mail-message/template-catalogue.ts';
import type { MailTemplate, MailTemplateName } from '../mail-message/template-catalogue.ts';
import { deliver } from './deliver.ts';
import type { Delivery, Ledger, SendMailDeps } from './deliver.ts';
import { fanOut } from './fan-out.ts';
import { gather } from './gather.ts';
import type { MailEvent } from './mail-event.ts';
import { createMailLog } from './mail-log.ts';
import type { DeliveryClaim, DeliveryRecord } from './ports.ts';
import { findAddressee, recipientCount } from './recipients.ts';
import type { Addressee, AddresseeLookups } from './recipients.ts';

/** Statements about many mails at once; 500 keys are far below any limit of the driver. */
const GATHERED = { maxKeys: 500, maxCalls: 1 };

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
