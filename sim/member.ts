import { pino } from 'pino';
import type { Logger } from 'pino';
import type { BrokerProducer } from '../src/broker/broker.ts';
import type { MemoryBroker } from '../src/broker/memory-broker.ts';
import { silentRecorder } from '../src/metrics/recorder.ts';
import { createRelay } from '../src/relay/relay.ts';
import type { Relay } from '../src/relay/relay.ts';
import { createQueueRunner } from '../src/runtime/queue-runner.ts';
import type { QueueRunner } from '../src/runtime/queue-runner.ts';
import { createSimCrashLedger } from './database/sim-crash-ledger.ts';
import type { SimDatabase, SimSession } from './database/sim-database.ts';
import { createSimEffectStore } from './database/sim-effect-store.ts';
import { createSimOutboxStore, insertSimOutboxRows } from './database/sim-outbox.ts';
import { Table } from './database/sim-tx.ts';
import type { SimTx } from './database/sim-tx.ts';
import type { Tables } from './database/tables.ts';
import { causedBy, recordOf, eventIdOf, simDecoder } from './events.ts';
import type { SimEvent } from './events.ts';
import type { WorldPlan } from './plan.ts';
import type { SimClock } from './sim-clock.ts';
import { SimProcess } from './sim-process.ts';
import { batchHandler, definitionOf, singleHandler } from './sim-queue.ts';
import type { FirstSeen, SimEffects } from './sim-queue.ts';
import type { SimWindows } from './sim-windows.ts';
import type { Witness } from './witness.ts';

/** Polling is the relay's second way; notifications are the first. */
const POLL_MS = 2_000;

/** What all processes of a world share. */
export interface Surroundings {
  readonly plan: WorldPlan;
  readonly clock: SimClock;
  readonly broker: MemoryBroker;
  readonly database: SimDatabase;
  readonly tables: Tables;
  readonly windows: SimWindows;
  readonly witness: Witness;
  readonly firstSeen: FirstSeen;
  /** By how much the wall clock of a process is off, ms; asked anew for each. */
  readonly skew: () => number;
  readonly prefix: string;
  readonly topic: string;
}

/** One worker of a world: a runner of the queue, a relay and windows, as `startWorker` wires them. */
export interface Member {
  readonly process: SimProcess;
  readonly runner: QueueRunner;
  /** Leaves in order; resolves when it has. */
  stop(): Promise<void>;
  /** Ends as SIGKILL ends it. */
  kill(): void;
}

const silent = pino({ level: 'silent' });

/** In a traced world the log of a process is part of the story. */
function loggerOf(name: string, witness: Witness): Logger {
  if (!witness.isTraced) return silent;
  return pino(
    { level: 'debug', base: null, timestamp: false },
    {
      write(line: string) {
        const { level, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
        const err = fields['err'];
        if (typeof err === 'object' && err !== null) fields['err'] = (err as { message: string }).message;
        witness.note(name, () => `logs (${String(level)}) ${String(msg)} ${JSON.stringify(fields)}`);
      },
    },
  );
}

/** Starts a worker. `onDead`: its consumer gave up for good, its supervisor has to end it. */
export function startMember(
  name: string,
  world: Surroundings,
  on: { readonly killed: () => void; readonly dead: () => void },
): Member {
  const { plan, clock, broker, database, tables, windows, witness } = world;
  const process = new SimProcess(name, clock);
  process.skewMs = world.skew();
  const inner = database.session();
  const session = gatedSession(process, inner);
  const logger = loggerOf(name, witness);
  const producer = gatedProducer(process, broker.producer());
  const outbox = { database, session, tables, now: () => clock.now() };
  const aggregator = windows.aggregator({ name, session, clock: process.clock, logger });
  const relay: Relay = createRelay(
    { store: createSimOutboxStore(outbox), producer, recorder: silentRecorder, logger, clock: process.clock },
    { pollMs: POLL_MS, parallelLanes: 2, measureMs: 30_000 },
  );

  const member: Member = {
    process,
    runner: undefined as unknown as QueueRunner,
    async stop() {
      await member.runner.stop();
      await relay.stop();
    },
    kill() {
      if (process.state === 'dead') return;
      process.kill();
      inner.kill();
      witness.lost(name);
      on.killed();
    },
  };

  const effects: SimEffects = {
    apply: (tx, event, { partition }) => applyEvent({ ...world, session, process }, tx, event, partition),
    joined: (event) => {
      const dueAtMs = windows.dueAt(event.key);
      if (dueAtMs === null) return;
      for (const partition of member.runner.health().partitions) aggregator.opened(partition, dueAtMs);
    },
    die: () => {
      member.kill();
    },
    isDead: () => process.state === 'dead',
  };
  const handlerDeps = { process: name, plan, witness, effects };
  const runner = createQueueRunner<SimEvent, SimTx>({
    consumer: {
      definition: definitionOf(plan),
      handler:
        plan.handler === 'single'
          ? singleHandler(handlerDeps, world.firstSeen)
          : batchHandler(handlerDeps, world.firstSeen),
      loops: [],
      parts: [aggregator],
    },
    broker: {
      consumer: (options) =>
        process.consumer(broker, options, {
          listen: (listener) => ({
            assigned: (assignment) => {
              witness.note(name, () => `is assigned ${textOf(assignment)}`);
              witness.assigned(name, assignment);
              listener.assigned(assignment);
            },
            loaded: (committed) => {
              listener.loaded(committed);
            },
            rebalancing: () => {
              witness.note(name, () => 'learns of a rebalance');
              listener.rebalancing();
            },
            batch: (batch) => {
              listener.batch(batch);
              checkMemory(name, world, runner);
            },
            truncated: (gap) => {
              witness.count('fetch: retention overtook the reader');
              listener.truncated?.(gap);
            },
            crashed: (crash) => {
              witness.lost(name);
              listener.crashed(crash);
            },
          }),
          onCommit: (commits) => {
            if (commits.some(({ metadata }) => metadata.length > plan.metadataLimit)) {
              witness.count('commit: metadata too large');
            }
            witness.committed();
          },
          onEvent: (what) => {
            witness.count(what);
          },
        }),
    },
    producer,
    decoder: simDecoder,
    effects: createSimEffectStore(session, tables),
    crashLedger: createSimCrashLedger(session, tables, name),
    probes: { database: () => session.run(() => undefined) },
    recorder: silentRecorder,
    logger,
    clock: process.clock,
    prefix: world.prefix,
    limits: { maxRecords: plan.maxRecords, maxBytes: 1_000_000 },
    gateLimits: { maxRecords: plan.gateRecords, maxBytes: 1_000_000 },
    workerHost: name,
    producerName: 'sim',
    commitIntervalMs: plan.commitIntervalMs,
    consumerOptions: { sessionTimeoutMs: plan.sessionTimeoutMs },
    onDead: on.dead,
  });
  Object.assign(member, { runner });
  relay.start();
  // A start that is ended by a stop or a death is nobody's loss.
  runner.start().catch(() => undefined);
  return member;
}

/** The limit, the answer under way when it was reached, and what the gates may let go at once. */
function checkMemory(name: string, { plan, witness }: Surroundings, runner: QueueRunner): void {
  const topics = 1 + plan.delaysMs.length;
  const answers = plan.mishaps.some(({ kind }) => kind === 'stall') ? Infinity : 3;
  const most =
    plan.maxRecords +
    answers * plan.batchRecords * plan.partitions * topics +
    plan.gateRecords * plan.partitions * plan.delaysMs.length;
  const { buffered } = runner.health();
  if (buffered > most) witness.broken('memory', `${name} holds ${buffered} records, at most ${most} allowed`);
}

/** Every effect of an event, in the transaction of its claim. */
async function applyEvent(
  world: Surroundings & { readonly session: SimSession; readonly process: SimProcess },
  tx: SimTx,
  event: SimEvent,
  partition: number,
): Promise<void> {
  const { session, witness, windows, database, tables, clock } = world;
  await session.statement(tx, () => {
    tx.put(EFFECTS, String(event.number), {});
    tx.onCommit(() => {
      witness.effect(event.number);
    });
  });
  if (event.kind === 'join')
    await windows.join(session, tx, event, { partition, clock: world.process.clock });
  if (event.kind !== 'cause') return;
  const caused = causedBy(event);
  const { key, value, headers } = recordOf(caused, clock.now());
  const outbox = { database, session, tables, now: () => clock.now() };
  await insertSimOutboxRows(outbox, tx, [
    {
      eventId: eventIdOf(caused.number),
      topic: world.topic,
      key,
      headers,
      payload: value ?? Buffer.alloc(0),
    },
  ]);
}

/** Written for the sake of a statement; the witness counts. */
const EFFECTS = new Table<object>('effect');

function gatedProducer(process: SimProcess, producer: BrokerProducer): Pick<BrokerProducer, 'send'> {
  return { send: (topic, records) => process.answer(producer.send(topic, records)) };
}

/** A session whose answers come through the walls of its process. */
function gatedSession(process: SimProcess, session: SimSession): SimSession {
  return Object.assign(Object.create(session) as SimSession, {
    transaction: <T>(run: (tx: SimTx) => Promise<T>, signal?: AbortSignal) =>
      process.answer(session.transaction(run, signal)),
    statement: <T>(tx: SimTx, run: () => T | Promise<T>) => process.answer(session.statement(tx, run)),
    run: <T>(run: (tx: SimTx) => T | Promise<T>) => process.answer(session.run(run)),
    listen: (signal: AbortSignal, onNotify: () => void) =>
      process.answer(
        session.listen(signal, () => {
          process.enter(onNotify);
        }),
      ),
  });
}

function textOf({
  kept,
  fresh,
}: {
  readonly kept: readonly object[];
  readonly fresh: readonly object[];
}): string {
  const list = (places: readonly object[]): string =>
    (places as readonly { topic: string; partition: number }[])
      .map(({ topic, partition }) => `${topic.split('.').slice(1).join('.')}/${partition}`)
      .join(' ');
  return `fresh: ${list(fresh)}; kept: ${list(kept)}`;
}
