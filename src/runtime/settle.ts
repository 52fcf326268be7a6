import type { Logger } from 'pino';
import type { OutgoingRecord } from '../broker/broker.ts';
import type { Recorder } from '../metrics/recorder.ts';
import type { Clock } from './clock.ts';
import { toError } from './classify-error.ts';
import type { QueueConsumer, RetryPolicy } from './definition.ts';
import type { DurableWriter } from './durable-writer.ts';
import { failureTextOf } from './failure-text.ts';
import { deadLetterHeaders, tierHeaders, waitingHeaders, withoutLongTexts } from './headers.ts';
import type { FailureText, HeaderMap, Mover } from './headers.ts';
import type { QueueNames, RetryTier } from './names.ts';
import { dead } from './outcome.ts';
import type { Disposition, Outcome } from './outcome.ts';
import { nextAttempt, tierFor } from './retry-tiers.ts';
import { metaOf } from './work-item.ts';
import type { ReadyItem, WorkItem } from './work-item.ts';

type Retry = Extract<Outcome, { kind: 'retry' }>;
type Dead = Extract<Outcome, { kind: 'dead' }>;
/** Outcomes that carry a record to its end; an outage puts it back instead. */
export type FinalOutcome = Exclude<Outcome, { kind: 'outage' }>;

/** How a record was settled. */
export type Settled =
  /** Handled, or durably moved: its offset may be finished. */
  | { readonly kind: 'finished'; readonly outcome: FinalOutcome; readonly tier?: RetryTier }
  /** Of an ordered type: it stays at the head of its key until `dueAtMs`. */
  | {
      readonly kind: 'parked';
      readonly outcome: Retry;
      readonly dueAtMs: number;
      readonly attempt: number;
      readonly tier: RetryTier;
      readonly failure: FailureText;
    };

/** What the settler needs. */
export interface SettlerDeps<Event, Tx> {
  readonly consumer: QueueConsumer<Event, Tx>;
  readonly names: QueueNames;
  readonly writer: DurableWriter;
  readonly mover: Mover;
  readonly clock: Clock;
  readonly recorder: Recorder;
  readonly logger: Logger;
  readonly delayOverride?: ((delayMs: number) => number) | undefined;
}

/**
 * Carries outcomes out (design: settle). Every method that writes resolves only after the broker has acknowledged the
 * write, and rejects only when `signal` aborts first; then the record is not finished.
 */
export interface Settler<Event> {
  /** Settles a handled event. */
  settle(item: ReadyItem<Event>, outcome: FinalOutcome, signal: AbortSignal): Promise<Settled>;
  /** To the dead letters, byte for byte; for records that no handler has seen. */
  bury(
    item: WorkItem<Event>,
    disposition: Disposition,
    failure: FailureText,
    signal: AbortSignal,
  ): Promise<void>;
  /** Writes a record to a tier without a failure: `waitMs` from now it is looked at again, not due before `dueAtMs`. */
  postpone(item: WorkItem<Event>, dueAtMs: number, signal: AbortSignal): Promise<void>;
  /** Writes a record of an ordered key to the tier of the key's failed record. */
  follow(
    item: WorkItem<Event>,
    to: { readonly tier: RetryTier; readonly dueAtMs: number; readonly failure: FailureText | null },
    signal: AbortSignal,
  ): Promise<void>;
}

/** For a broker that finds the record too large with them. */
function shrink(record: OutgoingRecord): OutgoingRecord {
  return { ...record, headers: withoutLongTexts(record.headers) };
}

/** The settler of one queue. */
export function createSettler<Event, Tx>(deps: SettlerDeps<Event, Tx>): Settler<Event> {
  const { consumer, names, writer, mover, clock, recorder, logger } = deps;
  const { definition } = consumer;
  const { queue } = definition;

  function outgoing(item: WorkItem<Event>, headers: HeaderMap): OutgoingRecord {
    const { key, value, partition } = item.record;
    // The same partition number in every topic of the queue: the record stays with the owner of its key.
    return { key: key ?? '', value, headers, partition };
  }

  async function bury(
    item: WorkItem<Event>,
    disposition: Disposition,
    failure: FailureText,
    signal: AbortSignal,
  ): Promise<void> {
    const headers = deadLetterHeaders(item.record, item.envelope, {
      ...mover,
      attempt: item.event === undefined ? null : item.attempt,
      disposition,
      failure,
      nowMs: clock.now(),
    });
    await writer.write(names.dlq, outgoing(item, headers), { signal, shrink });
    recorder.count('worker_dead_letters_total', { queue, disposition });
  }

  async function writeToTier(
    item: ReadyItem<Event>,
    move: {
      readonly tier: RetryTier;
      readonly dueAtMs: number;
      readonly attempt: number;
      readonly failure: FailureText | null;
    },
    signal: AbortSignal,
  ): Promise<void> {
    const headers = tierHeaders(item.record, item.envelope, {
      ...mover,
      ...move,
      eventType: item.eventType,
      nowMs: clock.now(),
    });
    await writer.write(move.tier.topic, outgoing(item, headers), { signal, shrink });
  }

  /** Tells the queue that the event is given up. What it throws must not keep the record. */
  async function giveUp(item: ReadyItem<Event>, outcome: Outcome): Promise<void> {
    try {
      await consumer.giveUp?.(item.event, metaOf(item), outcome);
    } catch (thrown) {
      recorder.count('worker_give_up_failures_total', { queue });
      logger.error(
        { queue, event_id: item.envelope.eventId, err: toError(thrown) },
        'the give-up action of the queue failed',
      );
    }
  }

  async function settleRetry(item: ReadyItem<Event>, outcome: Retry, signal: AbortSignal): Promise<Settled> {
    const policy: RetryPolicy = definition.retryPolicy(item.eventType);
    const next = nextAttempt({
      attempt: item.attempt,
      afterMs: outcome.afterMs,
      producedAtMs: item.envelope.producedAtMs,
      nowMs: clock.now(),
      policy,
      names,
      delayOverride: deps.delayOverride,
    });
    if (next.kind === 'give_up') {
      await giveUp(item, outcome);
      const last = dead(outcome.reason, {
        disposition: 'exhausted',
        ...(outcome.detail === undefined ? {} : { detail: outcome.detail }),
        ...(outcome.error === undefined ? {} : { error: outcome.error }),
      }) as Dead;
      await bury(item, 'exhausted', failureTextOf(last), signal);
      return { kind: 'finished', outcome: last };
    }
    if (policy.ordered === true) {
      return { ...next, kind: 'parked', outcome, failure: failureTextOf(outcome) };
    }
    await writeToTier(item, { ...next, failure: failureTextOf(outcome) }, signal);
    return { kind: 'finished', outcome, tier: next.tier };
  }

  function waitInTier(
    item: WorkItem<Event>,
    { tier, dueAtMs }: { readonly tier: RetryTier; readonly dueAtMs: number },
    signal: AbortSignal,
  ): Promise<void> {
    return writer.write(tier.topic, outgoing(item, waitingHeaders(item.record, mover, dueAtMs)), { signal });
  }

  return {
    bury,
    async postpone(item, dueAtMs, signal) {
      // It came from a tier, so there is one.
      const tier = tierFor(names, dueAtMs - clock.now()) ?? item.partition.tier;
      if (tier !== null) await waitInTier(item, { tier, dueAtMs }, signal);
    },
    follow(item, { tier, dueAtMs, failure }, signal) {
      if (failure === null || item.event === undefined) return waitInTier(item, { tier, dueAtMs }, signal);
      const ready = item as ReadyItem<Event>;
      return writeToTier(ready, { tier, dueAtMs, attempt: item.attempt, failure }, signal);
    },
    async settle(item, outcome, signal) {
      switch (outcome.kind) {
        case 'done':
        case 'skip':
          return { kind: 'finished', outcome };
        case 'retry':
          return settleRetry(item, outcome, signal);
        case 'defer': {
          const tier = tierFor(names, outcome.untilMs - clock.now());
          if (tier === null) {
            await bury(item, 'rejected', { errorClass: 'no_tier', message: outcome.reason }, signal);
            return { kind: 'finished', outcome: dead('no_tier') as Dead };
          }
          const dueAtMs = Math.ceil(outcome.untilMs);
          await writeToTier(item, { tier, dueAtMs, attempt: item.attempt, failure: null }, signal);
          return { kind: 'finished', outcome, tier };
        }
        case 'dead':
          // Out of quick retries is out of attempts: the queue's own action is due then too.
          if (outcome.disposition === 'exhausted') await giveUp(item, outcome);
          await bury(item, outcome.disposition, failureTextOf(outcome), signal);
          return { kind: 'finished', outcome };
      }
    },
  };
}
