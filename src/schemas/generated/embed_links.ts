// Generated from src/schemas/avsc by src/schemas/generate-types.ts. Do not edit.

/** Links of one message to be previewed. */
export interface EmbedLinksEvent {
  /** Message (zerver_message.id). */
  readonly message_id: number;
  /** Markdown source when the links were found; guards against later edits. */
  readonly message_content: string;
  /** Organization (zerver_realm.id) whose settings drive rendering. */
  readonly message_realm_id: number;
  /** Links to fetch, unique, 1 to 24, in any order. */
  readonly urls: readonly string[];
}

/** The same as the event. */
export type EmbedLinksInput = EmbedLinksEvent;

/** The same as the event. */
export type EmbedLinksWire = EmbedLinksEvent;
