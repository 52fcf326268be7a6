/**
 * An event whose record was finished long ago, because its content was kept elsewhere (in a window), and that is given
 * up now. It becomes a dead letter from which it can be looked at and replayed.
 */
export interface GivenUpEvent<Input> {
  readonly event: Input;
  /** UUID derived from where the event was kept, so that giving it up twice makes one dead letter. */
  readonly eventId: string;
  readonly key: string;
  /** About when it was first published, ms since the epoch. */
  readonly producedAtMs: number;
  /** W3C trace context, or null. */
  readonly traceparent: string | null;
  /** Attempts made, all of which failed. */
  readonly attempt: number;
  /** Of the last attempt. */
  readonly error: Error;
}
