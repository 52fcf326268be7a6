/** Why a record is in the dead-letter topic; the header `x-disposition` of a dead letter. */
export const DISPOSITIONS = ['malformed', 'rejected', 'exhausted', 'timed_out', 'crashed'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

/**
 * How the handling of one event ended. Handlers return it; exceptions are for the unexpected.
 * `reason` is a short constant in snake_case (metric label and log field); `detail` is free text for people, without
 * addresses or message content.
 */
export type Outcome =
  | { readonly kind: 'done' }
  /** Deliberately nothing to do; the record is finished. */
  | { readonly kind: 'skip'; readonly reason: string }
  /** Try again in the next tier, or not before `afterMs` from now when that is later (honoured up to a cap). */
  | {
      readonly kind: 'retry';
      readonly reason: string;
      readonly detail?: string;
      readonly afterMs?: number;
      readonly error?: Error;
    }
  /** Run again at an instant; costs no attempt. */
  | { readonly kind: 'defer'; readonly reason: string; readonly untilMs: number }
  /** To the dead-letter topic. */
  | {
      readonly kind: 'dead';
      readonly reason: string;
      readonly detail?: string;
      readonly disposition: Disposition;
      readonly error?: Error;
    }
  /** No fault of the record: a service that every record needs is down. The queue pauses and probes, then runs it
   *  again; costs no attempt. */
  | { readonly kind: 'outage'; readonly service: OutageService; readonly error: Error };

/** Services whose outage pauses a queue instead of costing attempts. */
export type OutageService = 'database' | 'registry' | 'smtp';

/** The event is handled. */
export const done: Outcome = { kind: 'done' };

/** Nothing to do, for this reason. */
export const skip = (reason: string): Outcome => ({ kind: 'skip', reason });

/** Again later, by the queue's tiers. */
export const retry = (
  reason: string,
  options: { afterMs?: number; detail?: string; error?: Error } = {},
): Outcome => ({
  kind: 'retry',
  reason,
  ...options,
});

/** Again at this instant, without costing an attempt. */
export const defer = (reason: string, untilMs: number): Outcome => ({ kind: 'defer', reason, untilMs });

/** Give up now; `disposition` defaults to `rejected`. */
export const dead = (
  reason: string,
  options: { disposition?: Disposition; detail?: string; error?: Error } = {},
): Outcome => ({ kind: 'dead', reason, disposition: 'rejected', ...options });

/** A shared service is down. */
export const outage = (service: OutageService, error: Error): Outcome => ({ kind: 'outage', service, error });
