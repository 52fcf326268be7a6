import { integer, text, varchar } from '../drizzle.ts';
import { emptyText, flag, small } from './columns.ts';

/** Permission columns of an organization: each names the user group that may do it. */
export const REALM_PERMISSIONS = [
  'can_access_all_users_group_id',
  'can_add_custom_emoji_group_id',
  'can_add_subscribers_group_id',
  'can_create_bots_group_id',
  'can_create_groups_id',
  'can_create_private_channel_group_id',
  'can_create_public_channel_group_id',
  'can_create_web_public_channel_group_id',
  'can_create_write_only_bots_group_id',
  'can_delete_any_message_group_id',
  'can_delete_own_message_group_id',
  'can_invite_users_group_id',
  'can_manage_all_groups_id',
  'can_manage_billing_group_id',
  'can_mention_many_users_group_id',
  'can_move_messages_between_channels_group_id',
  'can_move_messages_between_topics_group_id',
  'can_resolve_topics_group_id',
  'can_set_delete_message_policy_group_id',
  'can_set_topics_policy_group_id',
  'can_summarize_topics_group_id',
  'create_multiuse_invite_group_id',
  'direct_message_initiator_group_id',
  'direct_message_permission_group_id',
] as const;

/** Permission columns of a channel. */
export const STREAM_PERMISSIONS = [
  'can_add_subscribers_group_id',
  'can_administer_channel_group_id',
  'can_create_topic_group_id',
  'can_delete_any_message_group_id',
  'can_delete_own_message_group_id',
  'can_move_messages_out_of_channel_group_id',
  'can_move_messages_within_channel_group_id',
  'can_remove_subscribers_group_id',
  'can_send_message_group_id',
  'can_subscribe_group_id',
  'can_resolve_topics_group_id',
] as const;

/** Permission columns of a named user group. */
export const GROUP_PERMISSIONS = [
  'can_add_members_group_id',
  'can_join_group_id',
  'can_leave_group_id',
  'can_manage_group_id',
  'can_mention_group_id',
  'can_remove_members_group_id',
] as const;

/** Settings of an organization that no worker reads; they make a row complete. */
export const otherRealmSettings = () => ({
  emails_restricted_to_domains: flag(false),
  invite_required: flag(true),
  max_invites: integer(),
  disallow_disposable_email_addresses: flag(true),
  enable_spectator_access: flag(false),
  want_advertise_in_communities_directory: flag(false),
  send_welcome_emails: flag(true),
  owner_full_content_access: flag(false),
  require_unique_names: flag(false),
  name_changes_disabled: flag(false),
  email_changes_disabled: flag(false),
  avatar_changes_disabled: flag(false),
  welcome_message_custom_text: emptyText(),
  move_messages_within_stream_limit_seconds: integer().default(604_800),
  move_messages_between_streams_limit_seconds: integer().default(604_800),
  message_content_delete_limit_seconds: integer().default(600),
  allow_message_editing: flag(true),
  message_content_edit_limit_seconds: integer().default(600),
  message_edit_history_visibility_policy: small(1),
  custom_upload_quota_gb: integer(),
  video_chat_provider: small(1),
  jitsi_server_url: varchar({ length: 200 }),
  giphy_rating: small(1),
  enable_read_receipts: flag(false),
  enable_guest_user_indicator: flag(true),
  enable_guest_user_dm_warning: flag(true),
  default_code_block_language: text().notNull().default(''),
  send_channel_events_messages: flag(false),
});
