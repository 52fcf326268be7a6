import type { MailEvent } from '../../shared/mail-delivery/mail-event.ts';
import { templateOf } from '../../shared/mail-message/template-catalogue.ts';
import type { MailTemplateName } from '../../shared/mail-message/template-catalogue.ts';

/** `zerver_scheduledemail.type`. */
export const SCHEDULED_MAIL_TYPES = { welcome: 1, digest: 2, invitationReminder: 3 } as const;
export type ScheduledMailType = (typeof SCHEDULED_MAIL_TYPES)[keyof typeof SCHEDULED_MAIL_TYPES];

/** @source zulip zerver/models/scheduled_jobs.py EMAIL_TYPES */
const TYPE_OF: Partial<Record<MailTemplateName, ScheduledMailType>> = {
  account_registered: SCHEDULED_MAIL_TYPES.welcome,
  onboarding_zulip_topics: SCHEDULED_MAIL_TYPES.welcome,
  onboarding_zulip_guide: SCHEDULED_MAIL_TYPES.welcome,
  onboarding_team_to_zulip: SCHEDULED_MAIL_TYPES.welcome,
  digest: SCHEDULED_MAIL_TYPES.digest,
  invitation_reminder: SCHEDULED_MAIL_TYPES.invitationReminder,
};

/** Type of the row for a template; null for templates that are never scheduled. */
export function scheduledMailType(templatePrefix: string): ScheduledMailType | null {
  const template = templateOf(templatePrefix);
  return template === null ? null : (TYPE_OF[template] ?? null);
}

/** What a row keeps of a mail: everything but its recipients, who are found when it is due. */
export type ScheduledMailData = Pick<
  MailEvent,
  'template_prefix' | 'from_name' | 'from_address' | 'language' | 'context'
>;

/** The column `data`. */
export function scheduledMailJson(mail: ScheduledMailData): string {
  const { template_prefix, from_name, from_address, language, context } = mail;
  return JSON.stringify({ template_prefix, from_name, from_address, language, context });
}

/** Reads the column `data`, also as a Zulip server wrote it. Throws a `SyntaxError` or `TypeError` for anything else. */
export function parseScheduledMail(json: string): ScheduledMailData {
  const data: unknown = JSON.parse(json);
  if (typeof data !== 'object' || data === null) throw new TypeError('not an object');
  const fields = data as Readonly<Record<string, unknown>>;
  const text = (name: string): string | null => {
    const value = fields[name];
    return typeof value === 'string' ? value : null;
  };
  const templatePrefix = text('template_prefix');
  const { context } = fields;
  if (templatePrefix === null || typeof context !== 'object' || context === null) {
    throw new TypeError('no template or context');
  }
  return {
    template_prefix: templatePrefix,
    from_name: text('from_name'),
    from_address: text('from_address'),
    language: text('language'),
    context: context as MailEvent['context'],
  };
}

/** The event of a scheduled mail for its recipients of now. */
export function scheduledMailEvent(
  data: ScheduledMailData,
  to: { readonly userIds: readonly number[]; readonly address: string | null },
): MailEvent {
  return {
    ...data,
    to_user_ids: to.userIds.length > 0 ? to.userIds : null,
    to_emails: to.userIds.length > 0 || to.address === null ? null : [to.address],
    reply_to_email: null,
    date: null,
    realm_id: null,
    in_reply_to: null,
    references: null,
    remove_suppressed_destination: false,
  };
}
