import type { Tx } from '../../db/client.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { MailEvent } from '../../shared/mail-delivery/mail-event.ts';
import type { MailOutbox } from '../../shared/mail-delivery/ports.ts';
import { parseAddress } from '../../shared/mail-message/mail-address.ts';
import {
  deleteMailsToAddress,
  insertScheduledMail,
  lockMailsOfUsers,
  removeUsersFromMails,
} from './queries.ts';
import {
  SCHEDULED_MAIL_TYPES,
  scheduledMailEvent,
  scheduledMailJson,
  scheduledMailType,
} from './scheduled-mail.ts';
import type { ScheduledMailData, ScheduledMailType } from './scheduled-mail.ts';

/** A mail for later. */
export interface FutureMail extends Omit<ScheduledMailData, 'from_name' | 'from_address' | 'language'> {
  readonly realmId: number;
  /** Users, or one address. */
  readonly to: { readonly userIds: readonly number[] } | { readonly address: string };
  readonly from_name?: string | null;
  readonly from_address?: string | null;
  readonly language?: string | null;
}

/** What scheduling needs. */
export interface ScheduleMailDeps {
  readonly outbox: MailOutbox<Tx>;
  readonly clock: Clock;
}

/** A mail cannot be scheduled: its template is never sent later, or it has no recipient. */
export class ScheduleMailError extends Error {
  override readonly name = 'ScheduleMailError';
  readonly code = 'schedule_mail';
}

/**
 * Sends a mail after `delayMs`: at once to the queue with 0 (published when `tx` is committed), else as a row that the
 * deliverer finds when it is due. Recipients are kept by the row, not in its data, so that they can be taken off again.
 * Reply-To, organization and date are not carried, as in the original. Throws a `ScheduleMailError`.
 *
 * @source zulip zerver/lib/send_email.py send_future_email. Different: no copy is sent at once in development.
 */
export async function scheduleMail(
  tx: Tx,
  mail: FutureMail,
  delayMs: number,
  deps: ScheduleMailDeps,
): Promise<void> {
  const data: ScheduledMailData = {
    template_prefix: mail.template_prefix,
    from_name: mail.from_name ?? null,
    from_address: mail.from_address ?? null,
    language: mail.language ?? null,
    context: mail.context,
  };
  const { to } = mail;
  if ('userIds' in to && to.userIds.length === 0) throw new ScheduleMailError('A mail needs a recipient');
  if (delayMs === 0) {
    const event: MailEvent =
      'userIds' in to
        ? scheduledMailEvent(data, { userIds: to.userIds, address: null })
        : scheduledMailEvent(data, { userIds: [], address: to.address });
    await deps.outbox.enqueueAll(tx, [{ stream: 'deferred_email_senders', event }]);
    return;
  }
  const type = scheduledMailType(mail.template_prefix);
  if (type === null) throw new ScheduleMailError(`${mail.template_prefix} is never sent later`);
  await insertScheduledMail(tx, {
    dueAtMs: deps.clock.now() + delayMs,
    json: scheduledMailJson(data),
    realmId: mail.realmId,
    type,
    to: 'userIds' in to ? to : { address: parseAddress(to.address).address },
  });
}

/**
 * Takes users off their scheduled mails (of one type, or of all); rows left without users go. For deactivated users
 * (all types), digest mails turned off (`digest`), and unsubscribing from the welcome series (`welcome`). Events that
 * are queued already are not called back.
 *
 * @source zulip zerver/lib/send_email.py clear_scheduled_emails
 */
export async function clearScheduledMails(
  tx: Tx,
  userIds: readonly number[],
  type: ScheduledMailType | null = null,
): Promise<void> {
  const ids = await lockMailsOfUsers(tx, userIds, type);
  if (ids.length > 0) await removeUsersFromMails(tx, ids, userIds);
}

/**
 * Drops the reminder of an invitation: it was sent again, taken back, or the account exists now.
 *
 * @source zulip zerver/lib/send_email.py clear_scheduled_invitation_emails
 */
export async function clearInvitationReminders(tx: Tx, address: string): Promise<void> {
  await deleteMailsToAddress(tx, address, SCHEDULED_MAIL_TYPES.invitationReminder);
}
