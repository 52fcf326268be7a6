// Generated from src/schemas/avsc by src/schemas/generate-types.ts. Do not edit.

/** Digest mails for people of one organization. */
export interface DigestEmailsEvent {
  /** Recipients (zerver_userprofile.id), 1 to 30, all of one organization, ascending. */
  readonly user_ids: readonly number[];
  /** Start of the reporting window, seconds since the epoch, UTC; older events carry it as a string of digits. */
  readonly cutoff: number;
  /** Organization (zerver_realm.id), for the record key; null in older events. */
  readonly realm_id: null | number;
  /** Identifies the run that enqueued the event: organization and ISO date. */
  readonly run_id: null | string;
}

/** Digest mails for people of one organization. As producers pass it. */
export interface DigestEmailsInput {
  /** Recipients (zerver_userprofile.id), 1 to 30, all of one organization, ascending. */
  readonly user_ids: readonly number[];
  /** Start of the reporting window, seconds since the epoch, UTC; older events carry it as a string of digits. */
  readonly cutoff: number;
  /** Organization (zerver_realm.id), for the record key; null in older events. */
  readonly realm_id?: null | number;
  /** Identifies the run that enqueued the event: organization and ISO date. */
  readonly run_id?: null | string;
}

/** Digest mails for people of one organization. As the bytes hold it. */
export interface DigestEmailsWire {
  /** Recipients (zerver_userprofile.id), 1 to 30, all of one organization, ascending. */
  readonly user_ids: readonly number[];
  /** Start of the reporting window, seconds since the epoch, UTC; older events carry it as a string of digits. */
  readonly cutoff: number | string;
  /** Organization (zerver_realm.id), for the record key; null in older events. */
  readonly realm_id: null | number;
  /** Identifies the run that enqueued the event: organization and ISO date. */
  readonly run_id: null | string;
  /** Older form of user_ids with one person, for a short while a list; used only if user_ids is empty. */
  readonly user_profile_id: null | number | readonly number[];
}
