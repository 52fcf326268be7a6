// Generated from src/schemas/avsc by src/schemas/generate-types.ts. Do not edit.

/** Announce a new message on a person's phones. */
export interface AddEvent {
  readonly type: 'add';
  /** Recipient (zerver_userprofile.id). */
  readonly user_profile_id: number;
  /** Message to announce (zerver_message.id). */
  readonly message_id: number;
  /** Why the person is notified. The older names in legacyValues are translated; any other value is malformed. */
  readonly trigger: 'direct_message' | 'mentioned' | 'topic_wildcard_mentioned' | 'stream_wildcard_mentioned' | 'topic_wildcard_mentioned_in_followed_topic' | 'stream_wildcard_mentioned_in_followed_topic' | 'followed_topic_push_notify' | 'stream_push_notify';
  /** Smallest mentioned user group (zerver_usergroup.id) through which the person was mentioned; null for a personal mention and everything else. */
  readonly mentioned_user_group_id: null | number;
}

/** Announce a new message on a person's phones. As producers pass it. */
export interface AddInput {
  readonly type: 'add';
  /** Recipient (zerver_userprofile.id). */
  readonly user_profile_id: number;
  /** Message to announce (zerver_message.id). */
  readonly message_id: number;
  /** Why the person is notified. The older names in legacyValues are translated; any other value is malformed. */
  readonly trigger: 'direct_message' | 'mentioned' | 'topic_wildcard_mentioned' | 'stream_wildcard_mentioned' | 'topic_wildcard_mentioned_in_followed_topic' | 'stream_wildcard_mentioned_in_followed_topic' | 'followed_topic_push_notify' | 'stream_push_notify';
  /** Smallest mentioned user group (zerver_usergroup.id) through which the person was mentioned; null for a personal mention and everything else. */
  readonly mentioned_user_group_id?: null | number;
}

/** Announce a new message on a person's phones. As the bytes hold it. */
export interface AddWire {
  /** Recipient (zerver_userprofile.id). */
  readonly user_profile_id: number;
  /** Message to announce (zerver_message.id). */
  readonly message_id: number;
  /** Why the person is notified. The older names in legacyValues are translated; any other value is malformed. */
  readonly trigger: string;
  /** Smallest mentioned user group (zerver_usergroup.id) through which the person was mentioned; null for a personal mention and everything else. */
  readonly mentioned_user_group_id: null | number;
  /** Failed attempts counted in the body by the RabbitMQ workers, 1 to 3. The decoder maps it to the attempt number and strips it. */
  readonly failed_tries: null | number;
}

/** Revoke notifications on a person's phones. */
export interface RemoveEvent {
  readonly type: 'remove';
  /** Recipient (zerver_userprofile.id). */
  readonly user_profile_id: number;
  /** Messages whose notifications are revoked (zerver_message.id); may be thousands. */
  readonly message_ids: readonly number[];
}

/** The same as the event. */
export type RemoveInput = RemoveEvent;

/** Revoke notifications on a person's phones. As the bytes hold it. */
export interface RemoveWire {
  /** Recipient (zerver_userprofile.id). */
  readonly user_profile_id: number;
  /** Messages whose notifications are revoked (zerver_message.id); may be thousands. */
  readonly message_ids: readonly number[];
  /** Failed attempts counted in the body by the RabbitMQ workers, 1 to 3. The decoder maps it to the attempt number and strips it. */
  readonly failed_tries: null | number;
}

/** The registration as the phone made it. */
export interface PushRegistration {
  /** Owner of the phone (zerver_userprofile.id). */
  readonly user_profile_id: number;
  /** Public key of the push service that the phone used, base64. */
  readonly bouncer_public_key: string;
  /** Sealed registration, base64; opaque to this server. */
  readonly encrypted_push_registration: string;
  /** Random 64-bit id made by the phone. */
  readonly push_account_id: bigint;
}

/** Register a phone with the push service. */
export interface RegisterPushDeviceToBouncerEvent {
  readonly type: 'register_push_device_to_bouncer';
  /** The registration. */
  readonly payload: PushRegistration;
}

/** The same as the event. */
export type RegisterPushDeviceToBouncerInput = RegisterPushDeviceToBouncerEvent;

/** Register a phone with the push service. As the bytes hold it. */
export interface RegisterPushDeviceToBouncerWire {
  /** The registration. */
  readonly payload: PushRegistration;
  /** Failed attempts counted in the body by the RabbitMQ workers, 1 to 3. The decoder maps it to the attempt number and strips it. */
  readonly failed_tries: null | number;
}

/** Any event of the stream missedmessage_mobile_notifications. */
export type MissedmessageMobileNotificationsEvent = AddEvent | RemoveEvent | RegisterPushDeviceToBouncerEvent;

/** Any event of the stream missedmessage_mobile_notifications, as producers pass it. */
export type MissedmessageMobileNotificationsInput = AddInput | RemoveInput | RegisterPushDeviceToBouncerInput;
