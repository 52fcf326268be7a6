import type { StreamEvents } from './generated/events.ts';
import type { DeferredEmailSendersWire } from './generated/deferred_email_senders.ts';
import type { RealmExportWire } from './generated/deferred_work.ts';
import type { DigestEmailsEvent, DigestEmailsWire } from './generated/digest_emails.ts';
import type { EmailMirrorEvent, EmailMirrorWire } from './generated/email_mirror.ts';
import type { EmailSendersEvent, EmailSendersWire } from './generated/email_senders.ts';

/**
 * How older events become today's, and what holds in an event beyond its Avro types. Each rule answers
 * the fields it changes, or throws a `FieldProblem`, which makes the event malformed.
 */
export class FieldProblem extends Error {
  override readonly name = 'FieldProblem';
  readonly path: string;

  constructor(path: string, problem: string) {
    super(problem);
    this.path = path;
  }
}

/** @source Zulip, zerver/worker/email_senders_base.py: `to_email` and `to_user_id` become lists of one. */
const mailRecipients = (
  wire: EmailSendersWire | DeferredEmailSendersWire,
): Pick<EmailSendersEvent, 'to_user_ids' | 'to_emails'> => {
  const userIds = wire.to_user_ids ?? (wire.to_user_id === null ? null : [wire.to_user_id]);
  const emails = wire.to_emails ?? (wire.to_email === null ? null : [wire.to_email]);
  if ((userIds === null) === (emails === null)) {
    throw new FieldProblem('', 'must have exactly one of to_user_ids and to_emails');
  }
  return { to_user_ids: userIds, to_emails: emails };
};

/**
 * @source Zulip, zerver/worker/digest_emails.py: `user_ids`, else the older `user_profile_id`; the cutoff is converted
 * to an integer. Different: a cutoff that is no number is malformed instead of an exception.
 */
const digestRecipients = (wire: DigestEmailsWire): Pick<DigestEmailsEvent, 'user_ids' | 'cutoff'> => {
  const older = typeof wire.user_profile_id === 'number' ? [wire.user_profile_id] : wire.user_profile_id;
  const userIds = wire.user_ids.length > 0 ? wire.user_ids : (older ?? []);
  if (userIds.length === 0) throw new FieldProblem('user_ids', 'must name at least one person');
  const cutoff =
    typeof wire.cutoff === 'string' && wire.cutoff.trim() === '' ? NaN : Math.trunc(Number(wire.cutoff));
  if (!Number.isSafeInteger(cutoff)) throw new FieldProblem('cutoff', 'must be seconds since the epoch');
  return { user_ids: userIds, cutoff };
};

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** @source Zulip, zerver/worker/email_mirror.py: the message is the Base64 text of `msg_base64`. `time` was never used. */
const mirroredMail = (wire: EmailMirrorWire): Pick<EmailMirrorEvent, 'raw' | 'received_at'> => {
  const receivedAt = wire.received_at ?? (wire.time === null ? null : Math.round(wire.time * 1000));
  if (wire.msg_base64 === null) return { raw: wire.raw, received_at: receivedAt };
  const text = wire.msg_base64.replace(/[\r\n]/g, '');
  if (!BASE64.test(text)) throw new FieldProblem('msg_base64', 'must be Base64');
  return { raw: Buffer.from(text, 'base64'), received_at: receivedAt };
};

/** @source Zulip, zerver/worker/deferred_work.py: an export is named by its row, or by the audit log row of old. */
const exportRow = (wire: RealmExportWire): Record<string, never> => {
  if ((wire.realm_export_id === null) === (wire.id === null)) {
    throw new FieldProblem('', 'must have exactly one of realm_export_id and id');
  }
  return {};
};

/** The changed fields of an event whose wire form is given. */
export type OlderEventRule = (wire: never) => Readonly<Record<string, unknown>>;

/** Rules by full name of the record. */
export const OLDER_EVENT_RULES: Readonly<Record<string, OlderEventRule>> = {
  'zulip.email_senders.EmailSenders': mailRecipients,
  'zulip.deferred_email_senders.DeferredEmailSenders': mailRecipients,
  'zulip.digest_emails.DigestEmails': digestRecipients,
  'zulip.email_mirror.EmailMirror': mirroredMail,
  'zulip.deferred_work.RealmExport': exportRow,
};

/**
 * Event type of a JSON event without one: the push queue's `add` was once sent without a type.
 * @source Zulip, zerver/worker/missedmessage_mobile_notifications.py: `event.get("type", "add")`.
 */
export const TYPE_WHEN_ABSENT: Readonly<Partial<Record<keyof StreamEvents, string>>> = {
  missedmessage_mobile_notifications: 'add',
};
