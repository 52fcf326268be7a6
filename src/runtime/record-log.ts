import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Outcome } from './outcome.ts';
import type { WorkItem } from './work-item.ts';

/** Short hash of a key: keys may be addresses, which are never logged. */
function keyHash(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 12);
}

function levelOf(outcome: Outcome, timedOut: boolean): 'debug' | 'warn' | 'error' {
  if (outcome.kind === 'dead') {
    return outcome.disposition === 'rejected' || outcome.disposition === 'exhausted' ? 'warn' : 'error';
  }
  if (outcome.kind === 'retry' || timedOut) return 'warn';
  return 'debug';
}

/** Writes the one line at the end of a record. */
export function createRecordLog(
  logger: Logger,
  queue: string,
): (
  item: WorkItem<unknown>,
  ended: {
    readonly outcome: Outcome;
    readonly timedOut: boolean;
    readonly ms: number;
    readonly tier?: string;
  },
) => void {
  // The text operators know; the queue is part of it, so it stays one constant per logger.
  const problem = `Problem handling data on queue ${queue}`;
  return (item, { outcome, timedOut, ms, tier }) => {
    const isUnexpected = outcome.kind === 'dead' && outcome.reason === 'unexpected_error';
    const level = isUnexpected ? 'error' : levelOf(outcome, timedOut);
    if (!logger.isLevelEnabled(level)) return;
    const { record, envelope } = item;
    const error = 'error' in outcome ? outcome.error : undefined;
    logger[level](
      {
        queue,
        topic: record.topic,
        partition: record.partition,
        offset: record.offset.toString(),
        key_hash: keyHash(record.key ?? ''),
        event_id: envelope?.eventId,
        attempt: item.attempt,
        outcome: outcome.kind,
        duration_ms: ms,
        ...('reason' in outcome ? { reason: outcome.reason } : {}),
        ...(tier === undefined ? {} : { tier }),
        ...(error === undefined ? {} : { err: error }),
      },
      isUnexpected ? problem : timedOut && error !== undefined ? error.message : 'event ended',
    );
  };
}
