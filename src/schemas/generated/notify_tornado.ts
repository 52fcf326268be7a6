// Generated from src/schemas/avsc by src/schemas/generate-types.ts. Do not edit.
import type { JsonObject } from '../json-value.ts';

/** A user who receives the event. */
export interface NoticeUser {
  /** User (zerver_userprofile.id). */
  readonly id: number;
  /** Further properties for this user, as JSON text of one object. */
  readonly extra: JsonObject;
}

/** A user who receives the event. As producers pass it. */
export interface NoticeUserInput {
  /** User (zerver_userprofile.id). */
  readonly id: number;
  /** Further properties for this user, as JSON text of one object. */
  readonly extra?: JsonObject;
}

/** One event for the clients of these users, delivered by the chat's real-time server. */
export interface NotifyTornadoEvent {
  /** The client event, as JSON text of one object with a type. */
  readonly event: JsonObject;
  /** Users who receive the event. */
  readonly users: readonly NoticeUser[];
  /** Organization (zerver_realm.id) whose real-time process serves the users. */
  readonly realm_id: null | number;
}

/** One event for the clients of these users, delivered by the chat's real-time server. As producers pass it. */
export interface NotifyTornadoInput {
  /** The client event, as JSON text of one object with a type. */
  readonly event: JsonObject;
  /** Users who receive the event. */
  readonly users: readonly NoticeUserInput[];
  /** Organization (zerver_realm.id) whose real-time process serves the users. */
  readonly realm_id?: null | number;
}

/** The same as the event. */
export type NotifyTornadoWire = NotifyTornadoEvent;
