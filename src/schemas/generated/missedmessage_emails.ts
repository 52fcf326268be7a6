// Generated from src/schemas/avsc by src/schemas/generate-types.ts. Do not edit.

/** One message that one person has not seen. */
export interface MissedmessageEmailsEvent {
  /** The person (zerver_userprofile.id). */
  readonly user_profile_id: number;
  /** The unseen message (zerver_message.id). */
  readonly message_id: number;
  /** Why the person is notified. The older names in legacyValues are translated; any other value is malformed. */
  readonly trigger: 'direct_message' | 'mentioned' | 'topic_wildcard_mentioned' | 'stream_wildcard_mentioned' | 'topic_wildcard_mentioned_in_followed_topic' | 'stream_wildcard_mentioned_in_followed_topic' | 'followed_topic_email_notify' | 'stream_email_notify';
  /** Smallest mentioned user group (zerver_usergroup.id) through which the person was mentioned; null for a personal mention and everything else. */
  readonly mentioned_user_group_id: null | number;
}

/** One message that one person has not seen. As producers pass it. */
export interface MissedmessageEmailsInput {
  /** The person (zerver_userprofile.id). */
  readonly user_profile_id: number;
  /** The unseen message (zerver_message.id). */
  readonly message_id: number;
  /** Why the person is notified. The older names in legacyValues are translated; any other value is malformed. */
  readonly trigger: 'direct_message' | 'mentioned' | 'topic_wildcard_mentioned' | 'stream_wildcard_mentioned' | 'topic_wildcard_mentioned_in_followed_topic' | 'stream_wildcard_mentioned_in_followed_topic' | 'followed_topic_email_notify' | 'stream_email_notify';
  /** Smallest mentioned user group (zerver_usergroup.id) through which the person was mentioned; null for a personal mention and everything else. */
  readonly mentioned_user_group_id?: null | number;
}

/** One message that one person has not seen. As the bytes hold it. */
export interface MissedmessageEmailsWire {
  /** The person (zerver_userprofile.id). */
  readonly user_profile_id: number;
  /** The unseen message (zerver_message.id). */
  readonly message_id: number;
  /** Why the person is notified. The older names in legacyValues are translated; any other value is malformed. */
  readonly trigger: string;
  /** Smallest mentioned user group (zerver_usergroup.id) through which the person was mentioned; null for a personal mention and everything else. */
  readonly mentioned_user_group_id: null | number;
}
