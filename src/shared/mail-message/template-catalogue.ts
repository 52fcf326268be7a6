/** What is known about a mail template beside its texts. */
export interface MailTemplate {
  /** Variables without which the mail cannot be written. */
  readonly required: readonly string[];
  /** Variables that may be missing; null then. */
  readonly optional: readonly string[];
  /** The mail is worthless after this many ms: its link goes stale, or it tells what happened just now. */
  readonly maxAgeMs?: number;
  /** Meant for people whose account or organization is not active. Default false. */
  readonly forInactive?: boolean;
}

/** Login and confirmation mails are not tried again after half an hour. */
const SHORT_LIVED = { maxAgeMs: 30 * 60_000 };

/** Every mail that can be sent, by the last part of its `template_prefix`. */
export const MAIL_TEMPLATES = {
  missed_message: {
    required: ['realm_name', 'realm_url', 'narrow_url', 'reply_to_zulip', 'show_message_content'],
    optional: [
      'unsubscribe_link',
      'include_realm_name_in_missedmessage_emails_subject',
      'mention',
      'personal_mentioned',
      'topic_wildcard_mentioned',
      'stream_wildcard_mentioned',
      'stream_email_notify',
      'followed_topic_email_notify',
      'topic_wildcard_mentioned_in_followed_topic',
      'stream_wildcard_mentioned_in_followed_topic',
      'mentioned_user_group_name',
      'group_pm',
      'private_message',
      'direct_message_group_display_name',
      'channel_name',
      'topic_name',
      'topic_resolved',
      'messages',
      'sender_str',
      'message_content_disabled_by_user',
      'message_content_disabled_by_realm',
    ],
  },
  digest: {
    required: ['realm_name', 'realm_url', 'new_streams_count', 'new_messages_count', 'show_message_content'],
    optional: [
      'unsubscribe_link',
      'hot_conversations',
      'new_channels',
      'message_content_disabled_by_user',
      'message_content_disabled_by_realm',
    ],
  },
  notify_new_login: {
    required: [
      'user_email',
      'login_time',
      'device_ip',
      'device_os',
      'device_browser',
      'realm_name',
      'realm_url',
    ],
    optional: ['unsubscribe_link'],
    ...SHORT_LIVED,
  },
  invitation: {
    required: ['referrer_full_name', 'referrer_realm_name', 'activate_url'],
    optional: ['referrer_email', 'corporate_enabled'],
  },
  invitation_reminder: {
    required: ['activate_url', 'referrer_name', 'referrer_realm_name'],
    optional: ['referrer_email'],
  },
  internal_billing_notice: {
    required: ['billing_entity', 'support_url', 'notice_reason'],
    optional: [],
  },
  account_registered: {
    required: ['realm_name', 'realm_url', 'realm_creation', 'email'],
    optional: [
      'is_realm_admin',
      'getting_organization_started_link',
      'getting_user_started_link',
      'ldap',
      'ldap_username',
      'unsubscribe_link',
    ],
  },
  onboarding_zulip_topics: {
    required: ['move_messages_link', 'rename_topics_link', 'move_channels_link'],
    optional: ['unsubscribe_link'],
  },
  onboarding_zulip_guide: {
    required: ['organization_type', 'zulip_guide_link'],
    optional: ['unsubscribe_link'],
  },
  onboarding_team_to_zulip: {
    required: ['get_organization_started', 'invite_users', 'trying_out_zulip', 'why_zulip'],
    optional: ['unsubscribe_link'],
  },
  confirm_registration: {
    required: ['activate_url'],
    optional: ['create_realm'],
    ...SHORT_LIVED,
  },
  confirm_new_email: {
    required: ['realm_name', 'realm_url', 'old_email', 'new_email', 'activate_url'],
    optional: [],
    ...SHORT_LIVED,
  },
  confirm_demo_organization_email: {
    required: ['realm_url', 'new_email', 'activate_url'],
    optional: [],
    ...SHORT_LIVED,
  },
  notify_change_in_email: { required: ['realm_name', 'realm_url', 'new_email'], optional: [] },
  password_reset: {
    required: ['email', 'realm_name', 'realm_url'],
    optional: ['reset_url', 'user_deactivated', 'no_account_in_realm'],
    ...SHORT_LIVED,
    forInactive: true,
  },
  find_team: { required: ['email', 'corporate_enabled'], optional: ['realm_urls', 'help_url'] },
  deactivate: {
    required: ['realm_name', 'realm_url'],
    optional: ['deactivated_by', 'deactivated_by_email', 'deactivation_comment'],
    forInactive: true,
  },
  realm_deactivated: {
    required: ['realm_name'],
    optional: ['acting_user', 'initiated_deactivation', 'deletion_date', 'event_date'],
    forInactive: true,
  },
  realm_reactivation: {
    required: ['realm_name', 'confirmation_url'],
    optional: [],
    forInactive: true,
  },
  realm_auto_downgraded: { required: ['realm_name', 'upgrade_url'], optional: [] },
  remote_billing_legacy_server_confirm_login: {
    required: ['remote_server_hostname', 'confirmation_url'],
    optional: ['remote_server_email'],
    ...SHORT_LIVED,
  },
  remote_realm_billing_confirm_login: {
    required: ['remote_realm_host', 'confirmation_url'],
    optional: ['remote_server_email'],
    ...SHORT_LIVED,
  },
  support_request: {
    required: ['requested_by', 'realm_name', 'request_subject', 'request_message', 'support_url'],
    optional: ['user_role'],
  },
  sales_support_request: {
    required: ['full_name', 'organization', 'message'],
    optional: ['support_link', 'website'],
  },
  sponsorship_request: {
    required: ['requested_by', 'billing_entity', 'support_url', 'organization_type', 'description'],
    optional: ['website', 'expected_total_users', 'plan_to_use_zulip'],
  },
  sponsorship_approved_community_plan: { required: ['billing_entity'], optional: ['plans_link'] },
  demo_request: {
    required: ['full_name', 'email', 'organization_name'],
    optional: ['role', 'organization_type', 'organization_website', 'expected_user_count', 'message'],
  },
  error_processing_invoice: {
    required: ['billing_entity', 'support_url'],
    optional: ['last_audit_log_update', 'notice_reason'],
  },
} as const satisfies Record<string, MailTemplate>;

/** Last part of a `template_prefix`, such as `missed_message`. */
export type MailTemplateName = keyof typeof MAIL_TEMPLATES;

/** All of them, in the table's order. */
export const MAIL_TEMPLATE_NAMES = Object.keys(MAIL_TEMPLATES) as readonly MailTemplateName[];

/** Variables that every template may use: the producer's, and those that are added at sending. */
export const COMMON_VARIABLES = [
  'user_name',
  'root_domain_url',
  'external_url_scheme',
  'external_host',
  'remote_server_email',
  'support_email',
  'email_images_base_url',
  'physical_address',
] as const;

/** The template that a `template_prefix` such as `zerver/emails/missed_message` names, or null. */
export function templateOf(templatePrefix: string): MailTemplateName | null {
  const name = templatePrefix.slice(templatePrefix.lastIndexOf('/') + 1);
  return Object.hasOwn(MAIL_TEMPLATES, name) ? (name as MailTemplateName) : null;
}
