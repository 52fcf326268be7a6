import type { Logger } from 'pino';
import { sql } from '../../db/drizzle.ts';
import type { Tx } from '../../db/client.ts';
import type { MailEvent } from '../../shared/mail-delivery/mail-event.ts';
import { realmUrl } from '../../shared/mail-message/mail-settings.ts';
import type { MailSettings } from '../../shared/mail-message/mail-settings.ts';
import { insertUnsubscribeKey, newUnsubscribeKey } from '../../shared/mail-tokens.ts';
import type { RandomBytes } from '../../shared/mail-tokens.ts';
import { scheduleMail } from './schedule-mail.ts';
import type { FutureMail, ScheduleMailDeps } from './schedule-mail.ts';
import { guideFor, invitationReminderDelayMs, plannedWelcomeMails } from './welcome-series.ts';
import type { WelcomeMail } from './welcome-series.ts';

/** What the welcome mails need. */
export interface WelcomeMailDeps extends ScheduleMailDeps {
  readonly settings: MailSettings;
  readonly randomBytes: RandomBytes;
  readonly logger: Logger;
}

interface NewcomerRow extends Record<string, unknown> {
  readonly id: number;
  readonly full_name: string;
  readonly delivery_email: string;
  readonly default_language: string;
  readonly timezone: string;
  readonly role: number;
  readonly joined_ms: number;
  readonly realm_id: number;
  readonly realm_name: string;
  readonly string_id: string;
  readonly org_type: number;
  readonly has_other_account: boolean;
}

/** `zerver_userprofile.role` of administrators and owners. */
const LEAST_ADMIN_ROLE = 200;

/**
 * Queues the first mail to a new account and schedules the welcome series, in the transaction that creates the
 * account. A demo owner without an address gets none.
 *
 * @source zulip zerver/lib/onboarding.py enqueue_welcome_emails
 */
export async function enqueueWelcomeMails(
  tx: Tx,
  newcomer: { readonly userId: number; readonly isCreator: boolean },
  deps: WelcomeMailDeps,
): Promise<void> {
  const user = await readNewcomer(tx, newcomer.userId);
  if (user === null || user.delivery_email === '') return;
  const isAdmin = user.role <= LEAST_ADMIN_ROLE;
  const { settings, clock, logger } = deps;
  const url = realmUrl(settings, user.string_id);
  const key = newUnsubscribeKey(deps.randomBytes);
  await insertUnsubscribeKey(tx, { userId: user.id, realmId: user.realm_id }, key, clock.now());
  const common = commonContext(user, url, key, settings);
  const send = (template: string, context: MailEvent['context'], delayMs: number): Promise<void> =>
    scheduleMail(tx, welcomeMail(user, template, { ...common, ...context }, settings), delayMs, deps);

  await send(
    'account_registered',
    {
      realm_creation: newcomer.isCreator,
      email: user.delivery_email,
      is_realm_admin: isAdmin,
      getting_organization_started_link: `${url}/help/moving-to-zulip`,
      getting_user_started_link: `${url}/help/getting-started-with-zulip`,
    },
    0,
  );
  if (guideFor(user.org_type, isAdmin).kind === 'unknown') {
    logger.error({ realm_id: user.realm_id }, `Unknown organization type '${String(user.org_type)}'`);
  }
  const planned = plannedWelcomeMails({
    joinedAtMs: user.joined_ms,
    timeZone: user.timezone,
    orgType: user.org_type,
    isAdmin,
    isCreator: newcomer.isCreator,
    hasOtherAccount: user.has_other_account,
  });
  for (const [mail, delayMs] of planned) await send(mail, seriesContext(mail, user, url, isAdmin), delayMs);
}

/**
 * Schedules the reminder of an invitation, if it is valid long enough. `validForMs` null: it never expires, and nobody
 * is reminded.
 *
 * @source zulip zerver/actions/invites.py do_send_confirmation_email
 */
export async function scheduleInvitationReminder(
  tx: Tx,
  invitation: {
    readonly realmId: number;
    readonly address: string;
    readonly language: string;
    readonly validForMs: number | null;
    readonly context: MailEvent['context'];
  },
  deps: ScheduleMailDeps,
): Promise<void> {
  const delayMs = invitationReminderDelayMs(invitation.validForMs);
  if (delayMs === null) return;
  await scheduleMail(
    tx,
    {
      template_prefix: 'zerver/emails/invitation_reminder',
      realmId: invitation.realmId,
      to: { address: invitation.address },
      from_address: 'TOKENIZED_NO_REPLY',
      language: invitation.language,
      context: invitation.context,
    },
    delayMs,
    deps,
  );
}

async function readNewcomer(tx: Tx, userId: number): Promise<NewcomerRow | null> {
  const { rows } = await tx.execute<NewcomerRow>(sql`
    select u.id, u.full_name, u.delivery_email, u.default_language, u.timezone, u.role,
           (extract(epoch from u.date_joined) * 1000)::float8 as joined_ms,
           r.id as realm_id, r.name as realm_name, r.string_id, r.org_type,
           exists (select from zerver_userprofile o
                    where upper(o.delivery_email) = upper(u.delivery_email) and o.id <> u.id) as has_other_account
      from zerver_userprofile u join zerver_realm r on r.id = u.realm_id
     where u.id = ${userId}`);
  return rows[0] ?? null;
}

function commonContext(
  user: NewcomerRow,
  url: string,
  key: string,
  settings: MailSettings,
): MailEvent['context'] {
  return {
    realm_url: url,
    realm_name: user.realm_name,
    root_domain_url: `${settings.externalUriScheme}${settings.externalHost}`,
    external_url_scheme: settings.externalUriScheme,
    external_host: settings.externalHost,
    user_name: user.full_name,
    corporate_enabled: settings.corporateEnabled,
    unsubscribe_link: `${url}/accounts/unsubscribe/welcome/${key}`,
  };
}

function welcomeMail(
  user: NewcomerRow,
  template: string,
  context: MailEvent['context'],
  settings: MailSettings,
): FutureMail {
  const sender = settings.welcomeEmailSender;
  return {
    template_prefix: `zerver/emails/${template}`,
    realmId: user.realm_id,
    to: { userIds: [user.id] },
    from_name: sender?.name ?? null,
    from_address: sender?.email ?? 'SUPPORT',
    language: user.default_language,
    context,
  };
}

function seriesContext(
  mail: WelcomeMail,
  user: NewcomerRow,
  url: string,
  isAdmin: boolean,
): MailEvent['context'] {
  switch (mail) {
    case 'onboarding_zulip_topics':
      return {
        move_messages_link: `${url}/help/move-content-to-another-topic`,
        rename_topics_link: `${url}/help/rename-a-topic`,
        move_channels_link: `${url}/help/move-content-to-another-channel`,
      };
    case 'onboarding_zulip_guide': {
      const guide = guideFor(user.org_type, isAdmin);
      return guide.kind === 'guide'
        ? { organization_type: guide.organizationType, zulip_guide_link: guide.url }
        : {};
    }
    case 'onboarding_team_to_zulip':
      return {
        get_organization_started: `${url}/help/moving-to-zulip`,
        invite_users: `${url}/help/invite-users-to-join`,
        trying_out_zulip: `${url}/help/trying-out-zulip`,
        why_zulip: 'https://zulip.com/why-zulip/',
      };
  }
}
