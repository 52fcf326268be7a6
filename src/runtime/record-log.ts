import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { TimeoutPolicy } from './definition.ts';
import type { Outcome } from './outcome.ts';
import type { WorkItem } from './work-item.ts';

/** Short hash of a key: keys may be addresses, which are never logged. */
function keyHash(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 12);
}

/** How a record ended. */
export interface EndedRecord {
  readonly outcome: Outcome;
  readonly timedOut: Error | null;
  /** Time in the handler, ms. */
  readonly ms: number;
  /** Where it waits for its next attempt. */
  readonly tier?: string;
}

/** Writes the one line at the end of a record. */
export type RecordLog = (item: WorkItem<unknown>, ended: EndedRecord) => void;

/** Debug for what went well, warn for what a person should look at, error for what a person should look at now. */
function levelOf({ outcome, timedOut }: EndedRecord, onTimeout: TimeoutPolicy): 'debug' | 'warn' | 'error' {
  if (timedOut !== null) return onTimeout === 'dead' || onTimeout === 'drop_with_error' ? 'error' : 'warn';
  if (outcome.kind === 'retry') return 'warn';
  if (outcome.kind !== 'dead') return 'debug';
  const isForNow = outcome.reason === 'unexpected_error' || outcome.disposition === 'crashed';
  return isForNow ? 'error' : 'warn';
}

/** The log of one queue's records. */
export function createRecordLog(logger: Logger, queue: string, onTimeout: TimeoutPolicy): RecordLog {
  // The text operators know; the queue is part of it, so it stays one constant per logger.
  const problem = `Problem handling data on queue ${queue}`;
  return (item, ended) => {
    const level = levelOf(ended, onTimeout);
    if (!logger.isLevelEnabled(level)) return;
    const { outcome, timedOut, ms, tier } = ended;
    const { record, envelope } = item;
    const error = timedOut ?? ('error' in outcome ? outcome.error : undefined);
    const isUnexpected = 'reason' in outcome && outcome.reason === 'unexpected_error';
    logger[level](
      {
        queue,
        topic: record.topic,
        partition: record.partition,
        offset: record.offset.toString(),
        key_hash: keyHash(record.key ?? ''),
        event_id: envelope?.eventId,
        trace_id: envelope?.traceparent?.split('-')[1],
        attempt: item.attempt,
        outcome: outcome.kind,
        duration_ms: ms,
        ...('reason' in outcome ? { reason: outcome.reason } : {}),
        ...(tier === undefined ? {} : { tier }),
        ...(error === undefined ? {} : { err: error }),
      },
      timedOut?.message ?? (isUnexpected ? problem : 'event ended'),
    );
  };
}
