import type { Clock } from '../runtime/clock.ts';
import { failureTextOfError } from '../runtime/failure-text.ts';
import type { GivenUpEvent } from '../runtime/given-up-event.ts';
import { givenUpHeaders } from '../runtime/headers.ts';
import { queueNames } from '../runtime/names.ts';
import type { StreamInputs } from '../schemas/generated/events.ts';
import type { QueueName } from '../schemas/queues.ts';
import type { InsertOutboxRows } from './outbox-writer.ts';
import type { PrepareEvent } from './prepare-event.ts';

/** Writes dead letters through the outbox, for events that have no record any more. */
export interface DeadLetterWriter<Tx> {
  /**
   * Writes one dead letter (`exhausted`) per event, in order and with one statement; published once the caller's
   * transaction is committed. Rejects as `PrepareEvent` does, or with the database's error.
   */
  bury<Q extends QueueName>(
    tx: Tx,
    queue: Q,
    events: readonly GivenUpEvent<StreamInputs[Q]>[],
  ): Promise<void>;
}

/** Creates the writer over the database room's insert. */
export function createDeadLetterWriter<Tx>(deps: {
  readonly prepare: PrepareEvent;
  readonly insertRows: InsertOutboxRows<Tx>;
  /** Prefix of topics. */
  readonly prefix: string;
  readonly workerHost: string;
  readonly clock: Clock;
}): DeadLetterWriter<Tx> {
  const { clock, insertRows, prefix, prepare, workerHost } = deps;
  return {
    async bury(tx, queue, events) {
      const { dlq, group, main } = queueNames(prefix, queue, []);
      const nowMs = clock.now();
      const rows = await Promise.all(
        events.map(async ({ attempt, error, event, ...options }) => {
          const { eventId, key, headers, value } = await prepare(queue, event, options);
          const failure = failureTextOfError(error);
          const move = { originTopic: main, group, workerHost, attempt, failure, nowMs };
          return { eventId, topic: dlq, key, headers: givenUpHeaders(headers, move), payload: value };
        }),
      );
      await insertRows(tx, rows);
    },
  };
}
