import type { Logger } from 'pino';
import type { Tx } from '../../db/client.ts';
import type { Recorder } from '../../metrics/recorder.ts';
import type { QueueConsumer } from '../../runtime/definition.ts';
import { createAggregator } from '../../runtime/window/aggregator.ts';
import type { AggregatorOptions } from '../../runtime/window/window.ts';
import type { MissedmessageEmailsEvent } from '../../schemas/generated/missedmessage_emails.ts';
import { missedmessageEmailsDefinition } from './definition.ts';
import { prepareFlush } from './flush-person.ts';
import { giveUpPerson } from './give-up-person.ts';
import { createHandler } from './handler.ts';
import type { FlushDeps, SweepDeps } from './ports.ts';
import { createTokenRetention } from './token-retention.ts';
import { createSweep } from './sweep.ts';

/** Everything the queue needs from outside. */
export interface MissedmessageEmailsDeps extends FlushDeps, Omit<SweepDeps, 'queue'> {
  readonly recorder: Recorder;
  readonly logger: Logger;
  /** Tunables of the windows; see `AggregatorOptions` for the defaults. */
  readonly windowOptions?: Partial<AggregatorOptions>;
}

/** The queue ready to run: its handler fills the waiting room, its windows empty it. */
export function createMissedmessageEmails(
  deps: MissedmessageEmailsDeps,
): QueueConsumer<MissedmessageEmailsEvent, Tx> {
  const { queue } = missedmessageEmailsDefinition;
  const logger = deps.logger.child({ queue });
  const aggregator = createAggregator<Tx>({
    queue,
    store: deps.windows,
    prepare: prepareFlush(deps, logger),
    giveUp: giveUpPerson(deps, logger),
    transaction: (run, signal) => deps.transaction(run, signal),
    outageOf: (error) => deps.outageOf(error),
    clock: deps.clock,
    recorder: deps.recorder,
    logger,
    ...(deps.windowOptions === undefined ? {} : { options: deps.windowOptions }),
  });
  const sweepDeps: SweepDeps = {
    queue,
    db: deps.db,
    clock: deps.clock,
    windows: deps.windows,
    transaction: (run, signal) => deps.transaction(run, signal),
  };
  return {
    definition: missedmessageEmailsDefinition,
    handler: createHandler({
      queue,
      windows: deps.windows,
      opened: (partition, dueAtMs) => {
        aggregator.opened(partition, dueAtMs);
      },
    }),
    loops: [createSweep(sweepDeps, aggregator), createTokenRetention(deps)],
    parts: [aggregator],
  };
}
