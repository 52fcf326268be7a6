// Generated from src/schemas/avsc by src/schemas/generate-types.ts. Do not edit.

/** Mark a user's unread messages in channels that were left as read. */
export interface MarkStreamMessagesAsReadEvent {
  readonly type: 'mark_stream_messages_as_read';
  /** Whose messages (zerver_userprofile.id). */
  readonly user_profile_id: number;
  /** Recipient rows of the channels (zerver_recipient.id), not channel ids. */
  readonly stream_recipient_ids: readonly number[];
  /** Highest message id at the time of leaving; later messages stay unread. Null means no limit. */
  readonly max_message_id: null | number;
}

/** Mark a user's unread messages in channels that were left as read. As producers pass it. */
export interface MarkStreamMessagesAsReadInput {
  readonly type: 'mark_stream_messages_as_read';
  /** Whose messages (zerver_userprofile.id). */
  readonly user_profile_id: number;
  /** Recipient rows of the channels (zerver_recipient.id), not channel ids. */
  readonly stream_recipient_ids: readonly number[];
  /** Highest message id at the time of leaving; later messages stay unread. Null means no limit. */
  readonly max_message_id?: null | number;
}

/** Mark a user's unread messages in channels that were left as read. As the bytes hold it. */
export interface MarkStreamMessagesAsReadWire {
  /** Whose messages (zerver_userprofile.id). */
  readonly user_profile_id: number;
  /** Recipient rows of the channels (zerver_recipient.id), not channel ids. */
  readonly stream_recipient_ids: readonly number[];
  /** Highest message id at the time of leaving; later messages stay unread. Null means no limit. */
  readonly max_message_id: null | number;
  /** Failed attempts counted in the body by the RabbitMQ workers, 1 to 3. The decoder maps it to the attempt number and strips it. */
  readonly failed_tries: null | number;
}

/** Mark all messages of a channel as read for everybody. */
export interface MarkStreamMessagesAsReadForEveryoneEvent {
  readonly type: 'mark_stream_messages_as_read_for_everyone';
  /** Recipient row of the channel (zerver_recipient.id). */
  readonly stream_recipient_id: number;
  /** Continue after this message id; 0 starts from the beginning. */
  readonly min_id: number;
}

/** Mark all messages of a channel as read for everybody. As producers pass it. */
export interface MarkStreamMessagesAsReadForEveryoneInput {
  readonly type: 'mark_stream_messages_as_read_for_everyone';
  /** Recipient row of the channel (zerver_recipient.id). */
  readonly stream_recipient_id: number;
  /** Continue after this message id; 0 starts from the beginning. */
  readonly min_id?: number;
}

/** Mark all messages of a channel as read for everybody. As the bytes hold it. */
export interface MarkStreamMessagesAsReadForEveryoneWire {
  /** Recipient row of the channel (zerver_recipient.id). */
  readonly stream_recipient_id: number;
  /** Continue after this message id; 0 starts from the beginning. */
  readonly min_id: number;
  /** Failed attempts counted in the body by the RabbitMQ workers, 1 to 3. The decoder maps it to the attempt number and strips it. */
  readonly failed_tries: null | number;
}

/** Forget all push devices of a user. */
export interface ClearPushDeviceTokensEvent {
  readonly type: 'clear_push_device_tokens';
  /** The user (zerver_userprofile.id). */
  readonly user_profile_id: number;
}

/** The same as the event. */
export type ClearPushDeviceTokensInput = ClearPushDeviceTokensEvent;

/** Forget all push devices of a user. As the bytes hold it. */
export interface ClearPushDeviceTokensWire {
  /** The user (zerver_userprofile.id). */
  readonly user_profile_id: number;
  /** Failed attempts counted in the body by the RabbitMQ workers, 1 to 3. The decoder maps it to the attempt number and strips it. */
  readonly failed_tries: null | number;
}

/** Export an organization's data. Exactly one of realm_export_id and id is non-null. */
export interface RealmExportEvent {
  readonly type: 'realm_export';
  /** Who asked (zerver_userprofile.id). */
  readonly user_profile_id: number;
  /** The export (zerver_realmexport.id). */
  readonly realm_export_id: null | number;
  /** Older form: the audit log row that stood for the export (zerver_realmauditlog.id). */
  readonly id: null | number;
  /** Older form: when the export was requested, RFC 3339. */
  readonly time: null | string;
  /** Organization (zerver_realm.id), for the record key; null in older events. */
  readonly realm_id: null | number;
}

/** Export an organization's data. Exactly one of realm_export_id and id is non-null. As producers pass it. */
export interface RealmExportInput {
  readonly type: 'realm_export';
  /** Who asked (zerver_userprofile.id). */
  readonly user_profile_id: number;
  /** The export (zerver_realmexport.id). */
  readonly realm_export_id?: null | number;
  /** Older form: the audit log row that stood for the export (zerver_realmauditlog.id). */
  readonly id?: null | number;
  /** Older form: when the export was requested, RFC 3339. */
  readonly time?: null | string;
  /** Organization (zerver_realm.id), for the record key; null in older events. */
  readonly realm_id?: null | number;
}

/** Export an organization's data. Exactly one of realm_export_id and id is non-null. As the bytes hold it. */
export interface RealmExportWire {
  /** Who asked (zerver_userprofile.id). */
  readonly user_profile_id: number;
  /** The export (zerver_realmexport.id). */
  readonly realm_export_id: null | number;
  /** Older form: the audit log row that stood for the export (zerver_realmauditlog.id). */
  readonly id: null | number;
  /** Older form: when the export was requested, RFC 3339. */
  readonly time: null | string;
  /** Organization (zerver_realm.id), for the record key; null in older events. */
  readonly realm_id: null | number;
  /** Failed attempts counted in the body by the RabbitMQ workers, 1 to 3. The decoder maps it to the attempt number and strips it. */
  readonly failed_tries: null | number;
}

/** Upload an organization's custom emoji again. */
export interface ReuploadRealmEmojiEvent {
  readonly type: 'reupload_realm_emoji';
  /** Organization (zerver_realm.id). */
  readonly realm_id: number;
}

/** The same as the event. */
export type ReuploadRealmEmojiInput = ReuploadRealmEmojiEvent;

/** Upload an organization's custom emoji again. As the bytes hold it. */
export interface ReuploadRealmEmojiWire {
  /** Organization (zerver_realm.id). */
  readonly realm_id: number;
  /** Failed attempts counted in the body by the RabbitMQ workers, 1 to 3. The decoder maps it to the attempt number and strips it. */
  readonly failed_tries: null | number;
}

/** Catch up the message rows of a user who was idle for long. */
export interface SoftReactivateEvent {
  readonly type: 'soft_reactivate';
  /** The user (zerver_userprofile.id). */
  readonly user_profile_id: number;
  /** Tell a waiting login page when done. */
  readonly notify_client: boolean;
}

/** Catch up the message rows of a user who was idle for long. As producers pass it. */
export interface SoftReactivateInput {
  readonly type: 'soft_reactivate';
  /** The user (zerver_userprofile.id). */
  readonly user_profile_id: number;
  /** Tell a waiting login page when done. */
  readonly notify_client?: boolean;
}

/** Catch up the message rows of a user who was idle for long. As the bytes hold it. */
export interface SoftReactivateWire {
  /** The user (zerver_userprofile.id). */
  readonly user_profile_id: number;
  /** Tell a waiting login page when done. */
  readonly notify_client: boolean;
  /** Failed attempts counted in the body by the RabbitMQ workers, 1 to 3. The decoder maps it to the attempt number and strips it. */
  readonly failed_tries: null | number;
}

/** Send the organization's state to the push service. */
export interface PushBouncerUpdateForRealmEvent {
  readonly type: 'push_bouncer_update_for_realm';
  /** Organization (zerver_realm.id); only logged. */
  readonly realm_id: number;
}

/** The same as the event. */
export type PushBouncerUpdateForRealmInput = PushBouncerUpdateForRealmEvent;

/** Send the organization's state to the push service. As the bytes hold it. */
export interface PushBouncerUpdateForRealmWire {
  /** Organization (zerver_realm.id); only logged. */
  readonly realm_id: number;
  /** Failed attempts counted in the body by the RabbitMQ workers, 1 to 3. The decoder maps it to the attempt number and strips it. */
  readonly failed_tries: null | number;
}

/** Delete the data of deactivated organizations whose delay has passed. */
export interface ScrubDeactivatedRealmEvent {
  readonly type: 'scrub_deactivated_realm';
  /** Organization (zerver_realm.id) that caused the event. */
  readonly realm_id: number;
}

/** The same as the event. */
export type ScrubDeactivatedRealmInput = ScrubDeactivatedRealmEvent;

/** Delete the data of deactivated organizations whose delay has passed. As the bytes hold it. */
export interface ScrubDeactivatedRealmWire {
  /** Organization (zerver_realm.id) that caused the event. */
  readonly realm_id: number;
  /** Failed attempts counted in the body by the RabbitMQ workers, 1 to 3. The decoder maps it to the attempt number and strips it. */
  readonly failed_tries: null | number;
}

/** Import an uploaded Slack export into a new organization. */
export interface ImportSlackDataEvent {
  readonly type: 'import_slack_data';
  /** The organization being created (zerver_preregistrationrealm.id). */
  readonly preregistration_realm_id: number;
  /** Path of the archive in the upload store, import/<id>/slack.zip. */
  readonly filename: string;
  /** Slack token. Producers leave it null: the worker reads it from the row, so that the topic does not keep a secret. */
  readonly slack_access_token: null | string;
  /** Identifies one attempt of the same import. */
  readonly attempt_id: null | string;
}

/** Import an uploaded Slack export into a new organization. As producers pass it. */
export interface ImportSlackDataInput {
  readonly type: 'import_slack_data';
  /** The organization being created (zerver_preregistrationrealm.id). */
  readonly preregistration_realm_id: number;
  /** Path of the archive in the upload store, import/<id>/slack.zip. */
  readonly filename: string;
  /** Slack token. Producers leave it null: the worker reads it from the row, so that the topic does not keep a secret. */
  readonly slack_access_token?: null | string;
  /** Identifies one attempt of the same import. */
  readonly attempt_id?: null | string;
}

/** Import an uploaded Slack export into a new organization. As the bytes hold it. */
export interface ImportSlackDataWire {
  /** The organization being created (zerver_preregistrationrealm.id). */
  readonly preregistration_realm_id: number;
  /** Path of the archive in the upload store, import/<id>/slack.zip. */
  readonly filename: string;
  /** Slack token. Producers leave it null: the worker reads it from the row, so that the topic does not keep a secret. */
  readonly slack_access_token: null | string;
  /** Identifies one attempt of the same import. */
  readonly attempt_id: null | string;
  /** Failed attempts counted in the body by the RabbitMQ workers, 1 to 3. The decoder maps it to the attempt number and strips it. */
  readonly failed_tries: null | number;
}

/** Any event of the stream deferred_work. */
export type DeferredWorkEvent = MarkStreamMessagesAsReadEvent | MarkStreamMessagesAsReadForEveryoneEvent | ClearPushDeviceTokensEvent | RealmExportEvent | ReuploadRealmEmojiEvent | SoftReactivateEvent | PushBouncerUpdateForRealmEvent | ScrubDeactivatedRealmEvent | ImportSlackDataEvent;

/** Any event of the stream deferred_work, as producers pass it. */
export type DeferredWorkInput = MarkStreamMessagesAsReadInput | MarkStreamMessagesAsReadForEveryoneInput | ClearPushDeviceTokensInput | RealmExportInput | ReuploadRealmEmojiInput | SoftReactivateInput | PushBouncerUpdateForRealmInput | ScrubDeactivatedRealmInput | ImportSlackDataInput;
