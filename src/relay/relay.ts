import type { Logger } from 'pino';
import type { BrokerProducer } from '../broker/broker.ts';
import type { Recorder } from '../metrics/recorder.ts';
import type { Clock } from '../runtime/clock.ts';
import type { OutboxStore } from './outbox-store.ts';
import { publishLane } from './publish-lane.ts';
import { createWaker, runRounds } from './rounds.ts';

/** What the relay works with. */
export interface RelayDeps<Tx> {
  readonly store: OutboxStore<Tx>;
  /** Connected by its owner, and disconnected after `stop`. */
  readonly producer: Pick<BrokerProducer, 'send'>;
  readonly recorder: Recorder;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** Options of the relay; durations in ms. */
export interface RelayOptions {
  /** Longest time without a look at the outbox when no notification comes. Default 1,000. */
  readonly pollMs?: number;
  /** Lanes published at once; each takes a connection. Default 4. */
  readonly parallelLanes?: number;
  /** How long published rows are kept. Default 1 hour. */
  readonly retentionMs?: number;
  /** How long the ledgers of effects and mails are kept. Must be longer than any topic keeps its records: a record
   *  that is read after its claim was pruned has its effect again. Default 30 days. */
  readonly ledgerRetentionMs?: number;
  /** Between two measurements of the backlog. Default 5,000. */
  readonly measureMs?: number;
}

/** Publishes the outbox until it is stopped. */
export interface Relay {
  /** Returns at once; failures of database or broker are waited out. Ignored when started before. */
  start(): void;
  /** Starts nothing more and resolves when what runs has ended. Safe twice and before `start`. */
  stop(): Promise<void>;
}

const PRUNE_EVERY_MS = 60_000;
const HOUR_MS = 3_600_000;

/**
 * The relay of the outbox: publishes rows in id order per key, marks them after the broker's acknowledgement,
 * and prunes them later. Any number of relays may run at once; a lane is worked on by one of them at a time.
 *
 * States: *new* → `start` → *running* → `stop` → *stopped*. While running, three loops live: publishing (woken by
 * `NOTIFY`, at the latest after `pollMs`), listening, and upkeep (gauges, parked rows, pruning).
 */
export const createRelay = <Tx>(deps: RelayDeps<Tx>, options: RelayOptions = {}): Relay => {
  const stopping = new AbortController();
  const signal = stopping.signal;
  const waker = createWaker();
  let running: Promise<unknown> | undefined;
  return {
    start: () => {
      if (signal.aborted) return;
      running ??= Promise.all([
        runRounds({ ...deps, name: 'outbox_publish', signal, waker }, async () =>
          (await publishRound(deps, options, signal)) ? 0 : (options.pollMs ?? 1_000),
        ),
        // Notifications that were sent while nobody listened are lost: the first thing after a connect is a look.
        runRounds({ ...deps, name: 'outbox_listen', signal }, async () => {
          await deps.store.listen(signal, waker.wake);
          return 0;
        }),
        runRounds({ ...deps, name: 'outbox_measure', signal }, async () => {
          await measure(deps);
          return options.measureMs ?? 5_000;
        }),
        runRounds({ ...deps, name: 'outbox_prune', signal }, async () => {
          const now = deps.clock.now();
          await deps.store.releaseParked(new Date(now));
          await deps.store.prune({
            outboxMs: now - (options.retentionMs ?? HOUR_MS),
            ledgersMs: now - (options.ledgerRetentionMs ?? 30 * 24 * HOUR_MS),
          });
          return PRUNE_EVERY_MS;
        }),
      ]);
    },
    stop: async () => {
      stopping.abort(new Error('relay stopped'));
      await running;
    },
  };
};

/** Publishes one batch of every waiting lane; answers whether there may be more. Throws when the broker is away. */
const publishRound = async <Tx>(
  deps: RelayDeps<Tx>,
  options: RelayOptions,
  signal: AbortSignal,
): Promise<boolean> => {
  const lanes = [...(await deps.store.waitingLanes())];
  let more = false;
  const failures: Error[] = [];
  const work = async (): Promise<void> => {
    for (let lane = lanes.shift(); lane !== undefined && !signal.aborted; lane = lanes.shift()) {
      // Not cut by `stop`: a batch under way is sent and marked, which takes moments, or it would be sent twice.
      const result = await publishLane(deps, lane, new Date(deps.clock.now()));
      if (result.kind === 'locked_elsewhere') continue;
      for (const [topic, count] of result.publishedByTopic) {
        if (count > 0) deps.recorder.count('outbox_published_total', { topic }, count);
      }
      for (const { topic, error } of result.parked) {
        deps.logger.error({ topic, reason: error }, 'outbox row refused by the broker and parked');
      }
      more ||= result.more;
      if (result.failure !== null) failures.push(result.failure);
    }
  };
  await Promise.all(Array.from({ length: options.parallelLanes ?? 4 }, work));
  const [failure] = failures;
  if (failure !== undefined) throw failure;
  return more;
};

const measure = async <Tx>(deps: RelayDeps<Tx>): Promise<void> => {
  const state = await deps.store.state();
  deps.recorder.set('outbox_unpublished', {}, state.waiting);
  deps.recorder.set('outbox_parked', {}, state.parked);
  const age = state.oldest === null ? 0 : Math.max(0, deps.clock.now() - state.oldest.getTime()) / 1_000;
  deps.recorder.set('outbox_oldest_age_seconds', {}, age);
};
