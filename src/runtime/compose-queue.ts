import type { BrokerConsumer } from '../broker/broker.ts';
import { superviseLoop } from './background-loop.ts';
import type { SupervisedLoop } from './background-loop.ts';
import { Backpressure } from './backpressure.ts';
import { Committer } from './committer.ts';
import { CrashGuard } from './crash-guard.ts';
import { Dispatcher } from './dispatcher.ts';
import { createDurableWriter } from './durable-writer.ts';
import { Endings } from './endings.ts';
import { Intake } from './intake.ts';
import { KeyLanes } from './key-lanes.ts';
import { namesOf } from './names.ts';
import type { QueueNames } from './names.ts';
import { OrderedKeys, PARK_LIMITS } from './ordered-keys.ts';
import { OutageGuard } from './outage-guard.ts';
import { QueueMeter } from './queue-meter.ts';
import type { QueueRunnerOptions } from './queue-options.ts';
import { createRecordLog } from './record-log.ts';
import { GATE_LIMITS, RetryGate } from './retry-gate.ts';
import { RunningCalls } from './running-calls.ts';
import { createSettler } from './settle.ts';
import { QueueStatistics } from './statistics.ts';
import type { WorkItem } from './work-item.ts';

const DEFAULT_COMMIT_INTERVAL_MS = 150;
const DEFAULT_HANDLER_GRACE_MS = 5_000;

/** The parts of one queue, wired. */
export interface QueueParts<Event, Tx> {
  readonly names: QueueNames;
  readonly consumer: BrokerConsumer;
  readonly pressure: Backpressure;
  readonly calls: RunningCalls<Event>;
  readonly outages: OutageGuard;
  readonly crashGuard: CrashGuard<Event>;
  readonly committer: Committer;
  readonly orderedKeys: OrderedKeys<Event>;
  readonly intake: Intake<Event>;
  readonly dispatcher: Dispatcher<Event, Tx>;
  readonly meter: QueueMeter;
  readonly loops: readonly SupervisedLoop[];
}

/** What the parts tell the runner. */
export interface QueueEvents {
  /** A record's offset was finished. */
  readonly onFinished: () => void;
  /** A shared service went down or all are back. */
  readonly onOutage: (isDown: boolean) => void;
  readonly onFault: (error: Error) => void;
  /** Aborted when the process gives up waiting for writes. */
  readonly stopSignal: AbortSignal;
}

/** Builds and wires the parts of a queue; starts nothing. */
export function composeQueue<Event, Tx>(
  options: QueueRunnerOptions<Event, Tx>,
  events: QueueEvents,
): QueueParts<Event, Tx> {
  const { clock, recorder, consumer: queueConsumer } = options;
  const { definition } = queueConsumer;
  const { queue } = definition;
  const names = namesOf(options.prefix, definition);
  const group = options.group ?? names.group;
  const logger = options.logger.child({ queue });
  const consumer = options.broker.consumer({
    ...options.consumerOptions,
    groupId: group,
    topics: [names.main, ...names.tiers.map((tier) => tier.topic)],
  });
  const lanes = new KeyLanes<WorkItem<Event>>(definition.concurrency);
  const pressure = new Backpressure(options.limits);
  const statistics = new QueueStatistics(recorder, queue);
  const calls = new RunningCalls<Event>({
    clock,
    queue,
    limitMs: definition.timeLimitMs,
    graceMs: options.handlerGraceMs ?? DEFAULT_HANDLER_GRACE_MS,
    onIgnored: (scope) => {
      logger.error({ err: scope.abortedBy, events: scope.events }, 'a handler ignores its abort signal');
    },
  });
  const outages = new OutageGuard({
    probes: options.probes,
    clock,
    recorder,
    logger,
    queue,
    onChange: events.onOutage,
  });
  const committer = new Committer({
    consumer,
    clock,
    recorder,
    logger,
    queue,
    intervalMs: options.commitIntervalMs ?? DEFAULT_COMMIT_INTERVAL_MS,
  });
  const crashGuard = new CrashGuard<Event>({
    ledger: options.crashLedger,
    group,
    logger,
    // Twice the limit: a fetch under way is taken in after the pause.
    reach: options.limits.maxRecords * 2,
  });
  const settler = createSettler<Event, Tx>({
    consumer: queueConsumer,
    names,
    clock,
    recorder,
    logger,
    mover: { group, workerHost: options.workerHost, producerName: options.producerName },
    delayOverride: options.retryDelayOverride,
    writer: createDurableWriter({
      producer: options.producer,
      clock,
      onFailure: (topic, error) => {
        recorder.count('worker_settle_retries_total', { queue });
        logger.warn({ topic, err: error }, 'a retry or dead letter could not be written yet');
      },
    }),
  });
  const pump = (): void => {
    dispatcher.pump();
  };
  const orderedKeys = new OrderedKeys<Event>({ lanes, clock, limits: PARK_LIMITS, onDue: pump });
  const endings = new Endings<Event>({
    taken: {
      release: (item) => {
        dispatcher.release(item);
      },
      giveBack: (item) => {
        dispatcher.giveBack(item);
      },
      park: (item, parking) => {
        dispatcher.park(item, parking);
      },
    },
    settler,
    orderedKeys,
    outages,
    statistics,
    log: createRecordLog(logger, queue, definition.onTimeout),
    stopSignal: events.stopSignal,
    onFault: events.onFault,
    onFinished: (item) => {
      intake.finished(item);
      events.onFinished();
    },
  });
  const dispatcher: Dispatcher<Event, Tx> = new Dispatcher<Event, Tx>({
    consumer: queueConsumer,
    decoder: options.decoder,
    lanes,
    orderedKeys,
    crashGuard,
    outages,
    endings,
    statistics,
    clock,
    commit: () => committer.flush(),
    onFault: events.onFault,
    execute: {
      definition,
      effects: options.effects,
      group,
      clock,
      logger,
      openScope: (items) => calls.open(items),
      closeScope: (scope) => {
        calls.close(scope);
      },
    },
  });
  const gate = new RetryGate<Event>({
    clock,
    limits: options.gateLimits ?? GATE_LIMITS,
    release: (item) => {
      intake.release(item);
      pump();
    },
    forward: (item) => {
      void endings.forward(item);
    },
    onFull: () => {
      intake.applyPauses();
    },
  });
  const intake: Intake<Event> = new Intake<Event>({
    queue,
    names,
    consumer,
    enqueue: (item) => {
      dispatcher.enqueue(item);
    },
    gate,
    pressure,
    committer,
    crashGuard,
    outages,
    recorder,
    logger,
    onWork: pump,
    onLost: () => {
      dispatcher.dropLost();
      calls.abortLost();
    },
  });
  const meter = new QueueMeter({
    recorder,
    queue,
    names,
    source: {
      partitions: () => intake.partitions(),
      inFlight: () => dispatcher.inFlight,
      buffered: () => pressure.records,
      mean: statistics.mean,
    },
  });
  const loops = queueConsumer.loops.map((loop) => superviseLoop(loop, { clock, recorder, logger, queue }));
  return {
    names,
    consumer,
    pressure,
    calls,
    outages,
    crashGuard,
    committer,
    orderedKeys,
    intake,
    dispatcher,
    meter,
    loops,
  };
}
