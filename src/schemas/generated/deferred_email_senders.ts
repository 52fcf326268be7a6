// Generated from src/schemas/avsc by src/schemas/generate-types.ts. Do not edit.
import type { JsonObject } from '../json-value.ts';

/** One mail to be built from a template and handed to the SMTP server. */
export interface DeferredEmailSendersEvent {
  /** Path prefix of the three template files (.subject.txt, .txt, .html), for example zerver/emails/missed_message. */
  readonly template_prefix: string;
  /** Recipients that are users (zerver_userprofile.id); address and name are read at send time. Exactly one of to_user_ids and to_emails is non-null. */
  readonly to_user_ids: null | readonly number[];
  /** Ready recipient addresses, each either plain or as Name <address>. Exactly one of to_user_ids and to_emails is non-null. */
  readonly to_emails: null | readonly string[];
  /** Display name of From; null means Zulip. */
  readonly from_name: null | string;
  /** Address of From, or one of the placeholders SUPPORT, NO_REPLY, TOKENIZED_NO_REPLY, resolved at send time; null means the no-reply address. */
  readonly from_address: null | string;
  /** Full Reply-To value, used verbatim; null means none. */
  readonly reply_to_email: null | string;
  /** Language code for rendering; null means the language of the first recipient. */
  readonly language: null | string;
  /** RFC 5322 date of what caused the mail, in the recipient's time zone; null means the time of sending in UTC. */
  readonly date: null | string;
  /** Template variables, as JSON text of one object. */
  readonly context: JsonObject;
  /** Organization (zerver_realm.id); null means the organization of the recipients. */
  readonly realm_id: null | number;
  /** In-Reply-To header for threading; null means none. */
  readonly in_reply_to: null | string;
  /** References header for threading; null means none. */
  readonly references: null | string;
  /** Ask the mail service to forget a suppressed address before sending. */
  readonly remove_suppressed_destination: boolean;
}

/** One mail to be built from a template and handed to the SMTP server. As producers pass it. */
export interface DeferredEmailSendersInput {
  /** Path prefix of the three template files (.subject.txt, .txt, .html), for example zerver/emails/missed_message. */
  readonly template_prefix: string;
  /** Recipients that are users (zerver_userprofile.id); address and name are read at send time. Exactly one of to_user_ids and to_emails is non-null. */
  readonly to_user_ids?: null | readonly number[];
  /** Ready recipient addresses, each either plain or as Name <address>. Exactly one of to_user_ids and to_emails is non-null. */
  readonly to_emails?: null | readonly string[];
  /** Display name of From; null means Zulip. */
  readonly from_name?: null | string;
  /** Address of From, or one of the placeholders SUPPORT, NO_REPLY, TOKENIZED_NO_REPLY, resolved at send time; null means the no-reply address. */
  readonly from_address?: null | string;
  /** Full Reply-To value, used verbatim; null means none. */
  readonly reply_to_email?: null | string;
  /** Language code for rendering; null means the language of the first recipient. */
  readonly language?: null | string;
  /** RFC 5322 date of what caused the mail, in the recipient's time zone; null means the time of sending in UTC. */
  readonly date?: null | string;
  /** Template variables, as JSON text of one object. */
  readonly context?: JsonObject;
  /** Organization (zerver_realm.id); null means the organization of the recipients. */
  readonly realm_id?: null | number;
  /** In-Reply-To header for threading; null means none. */
  readonly in_reply_to?: null | string;
  /** References header for threading; null means none. */
  readonly references?: null | string;
  /** Ask the mail service to forget a suppressed address before sending. */
  readonly remove_suppressed_destination?: boolean;
}

/** One mail to be built from a template and handed to the SMTP server. As the bytes hold it. */
export interface DeferredEmailSendersWire {
  /** Path prefix of the three template files (.subject.txt, .txt, .html), for example zerver/emails/missed_message. */
  readonly template_prefix: string;
  /** Recipients that are users (zerver_userprofile.id); address and name are read at send time. Exactly one of to_user_ids and to_emails is non-null. */
  readonly to_user_ids: null | readonly number[];
  /** Ready recipient addresses, each either plain or as Name <address>. Exactly one of to_user_ids and to_emails is non-null. */
  readonly to_emails: null | readonly string[];
  /** Display name of From; null means Zulip. */
  readonly from_name: null | string;
  /** Address of From, or one of the placeholders SUPPORT, NO_REPLY, TOKENIZED_NO_REPLY, resolved at send time; null means the no-reply address. */
  readonly from_address: null | string;
  /** Full Reply-To value, used verbatim; null means none. */
  readonly reply_to_email: null | string;
  /** Language code for rendering; null means the language of the first recipient. */
  readonly language: null | string;
  /** RFC 5322 date of what caused the mail, in the recipient's time zone; null means the time of sending in UTC. */
  readonly date: null | string;
  /** Template variables, as JSON text of one object. */
  readonly context: JsonObject;
  /** Organization (zerver_realm.id); null means the organization of the recipients. */
  readonly realm_id: null | number;
  /** In-Reply-To header for threading; null means none. */
  readonly in_reply_to: null | string;
  /** References header for threading; null means none. */
  readonly references: null | string;
  /** Ask the mail service to forget a suppressed address before sending. */
  readonly remove_suppressed_destination: boolean;
  /** Older form of to_emails with one address. */
  readonly to_email: null | string;
  /** Older form of to_user_ids with one user. */
  readonly to_user_id: null | number;
  /** Failed attempts counted in the body by the RabbitMQ workers, 1 to 3. The decoder maps it to the attempt number and strips it. */
  readonly failed_tries: null | number;
}
