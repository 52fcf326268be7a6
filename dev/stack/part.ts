/**
 * One part of the local stack that tests stop, kill and start again on the same port and data.
 * States: running → stopped (by `stop` or `kill`) → running (by `start`). All methods are safe twice.
 */
export interface StackPart {
  /** Starts it again; resolves when it answers. */
  start(): Promise<void>;
  /** Ends it in order; resolves when it has ended. */
  stop(): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
}
